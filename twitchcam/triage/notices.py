"""The sentences that every output carries: what twitchcam is for, and when to call for help."""

from __future__ import annotations

from typing import Final

from twitchcam.records import AdviceLevel

INTENDED_USE: Final = (
    "twitchcam measures how a face moves in a video. It gives measurements and general "
    "information to people and researchers. It is not a medical device. Nothing here is a "
    "diagnosis or medical advice. It cannot replace a doctor who examines you."
)
GENERAL_INFORMATION: Final = "General information and measurements. Not a diagnosis."

LOCAL_NUMBER: Final = "your local emergency number"
EMERGENCY_SIGNS: Final = (
    "a face that suddenly droops on one side",
    "sudden weakness of an arm or a leg",
    "sudden trouble with speech, sight, breathing, swallowing or balance",
    "passing out, or a fit, with the twitching",
)


def say_emergency(number: str = LOCAL_NUMBER) -> str:
    """Say when to call for help, in short sentences."""
    return (
        f"Call {number} now if one of these comes on suddenly. A face droops on one side. "
        "An arm or a leg is weak. It is hard to speak, see, breathe, swallow or stand. "
        "The twitching comes with passing out."
    )


def say_call(number: str = LOCAL_NUMBER) -> str:
    """Say what to do in an emergency."""
    return f"Call {number} now, whatever this report says."


EMERGENCY_ACTION: Final = say_call()
EMERGENCY: Final = f"{say_emergency()} Do so whatever this report says."

# From the most to the least pressing. Warning signs that were not answered come before a visit in
# the next weeks: they take twenty seconds, and may turn out to be more.
LEVELS: Final[tuple[AdviceLevel, ...]] = (
    "emergency",
    "urgent",
    "not_advised",
    "appointment",
    "self_care",
)
LEVEL_NAMES: Final[dict[AdviceLevel, str]] = {
    "emergency": "Emergency: call for help now",
    "urgent": "Urgent: do not wait",
    "not_advised": "No advice yet: the warning signs were not answered",
    "appointment": "Make an appointment",
    "self_care": "Look after it yourself for now",
}

# How soon to act, from now on; what depends on something ("if it lasts") comes after all of these.
HOW_SOON: Final = ("now", "today", "within 3 days", "within 2 weeks", "in the next weeks")

# Numbers that bring an ambulance from every phone, by ISO 3166 country code. In the European Union
# 112 does everywhere, beside older numbers. A country that is not here gets words instead.
_COUNTRIES_BY_NUMBER: Final = {
    "112": (
        "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IN IS IT LT LU LV MT NL PL PT RO SE SI SK TR"
    ),
    "911": "CA MX PH US",
    "999": "GB HK MY",
    "119": "JP KR TW",
    "144": "CH LI",
    "000": "AU",
    "192": "BR",
    "120": "CN",
    "101": "IL",
    "113": "NO",
    "111": "NZ",
    "995": "SG",
}
EMERGENCY_NUMBERS: Final = {
    country: number
    for number, countries in _COUNTRIES_BY_NUMBER.items()
    for country in countries.split()
}


# Lines that tell by day and night where to go when the surgery is closed.
OUT_OF_HOURS: Final = {
    "AT": "1450",
    "AU": "1800 022 222",
    "CA": "811",
    "DE": "116117",
    "FI": "116117",
    "GB": "111",
    "NO": "116117",
    "NZ": "0800 611 116",
    "SE": "1177",
}


def say_closed(country: str | None) -> str:
    """Say where to go when no doctor can be reached in time."""
    line = OUT_OF_HOURS.get(country or "", "your out-of-hours line")
    return f"If the surgery is closed or full, call {line} or go to an emergency department."


def find_emergency_number(country: str | None) -> str:
    """Find the number to call, in words where it is not known."""
    return EMERGENCY_NUMBERS.get(country or "", LOCAL_NUMBER)
