"""The sentences that every output carries: what twitchcam is for, and when to call for help."""

from __future__ import annotations

from typing import Final

from twitchcam.records import AdviceLevel

INTENDED_USE: Final = (
    "twitchcam measures movements of a face in a video. It gives measurements and general "
    "information to people and researchers. It is not a medical device, and nothing here is a "
    "diagnosis or medical advice. It cannot replace a doctor who examines you."
)
GENERAL_INFORMATION: Final = "General information and measurements. Not a diagnosis."

EMERGENCY_SIGNS: Final = (
    "a face that suddenly droops on one side",
    "sudden weakness of an arm or a leg",
    "sudden trouble speaking, seeing, swallowing or keeping your balance",
    "twitching with loss of consciousness",
)
EMERGENCY_ACTION: Final = "Call your local emergency number now, whatever this report says."
EMERGENCY: Final = (
    f"{EMERGENCY_SIGNS[0].capitalize()}, {', '.join(EMERGENCY_SIGNS[1:-1])}, or "
    f"{EMERGENCY_SIGNS[-1]}: call your local emergency number now, whatever this report says."
)

# From the most to the least pressing.
LEVELS: Final[tuple[AdviceLevel, ...]] = ("emergency", "urgent", "appointment", "self_care")
LEVEL_NAMES: Final[dict[AdviceLevel, str]] = {
    "emergency": "Emergency: call for help now",
    "urgent": "See a doctor soon: today or within three days",
    "appointment": "Make an appointment",
    "self_care": "Look after it yourself for now",
}

LOCAL_NUMBER: Final = "your local emergency number"
# Numbers that bring an ambulance, by ISO 3166 country code. Where several work, the one that
# the country itself tells people to call for an ambulance.
_COUNTRIES_BY_NUMBER: Final = {
    "112": (
        "AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IE IN IS IT LI LT LU LV MT NL NO PL PT RO SE "
        "SI SK TR ZA"
    ),
    "911": "CA MX PH US",
    "999": "GB HK MY",
    "119": "JP KR TW",
    "000": "AU",
    "192": "BR",
    "120": "CN",
    "101": "IL",
    "111": "NZ",
    "995": "SG",
}
EMERGENCY_NUMBERS: Final = {
    country: number
    for number, countries in _COUNTRIES_BY_NUMBER.items()
    for country in countries.split()
}
