"""The sentences that every output carries: what twitchcam is for, and when to call for help."""

from __future__ import annotations

from typing import Final

from twitchcam.records import AdviceLevel
from twitchcam.wording import text, texts
from twitchcam.wording.names import name_code


def say_intended_use() -> str:
    """Say what twitchcam is for, and what it is not."""
    return text("advice-intended-use")


def say_general_information() -> str:
    """Say the same in one line."""
    return text("advice-general-information")


def list_emergency_signs() -> tuple[str, ...]:
    """The signs of an emergency."""
    return texts("advice-emergency-signs")


def say_emergency(number: str | None = None) -> str:
    """Say when to call for help, in short sentences."""
    return text("advice-emergency", number=number or find_emergency_number(None))


def say_call(number: str | None = None) -> str:
    """Say what to do in an emergency."""
    return text("advice-call", number=number or find_emergency_number(None))


# From the most to the least pressing. Warning signs that were not answered come before a visit in
# the next weeks: they take twenty seconds, and may turn out to be more.
LEVELS: Final[tuple[AdviceLevel, ...]] = (
    "emergency",
    "urgent",
    "not_advised",
    "appointment",
    "self_care",
)


def name_level(level: str) -> str:
    """Give words for a level of advice."""
    return name_code("advice-level", level)


# How soon to act, from now on; what depends on something ("if it lasts") comes after all of these.
HOW_SOON: Final = ("now", "today", "3_days", "2_weeks", "weeks")


def say_soon(soon: str) -> str:
    """Give words for a time of the rules: ``within 3 days``."""
    return name_code("advice-soon", soon)


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
    line = OUT_OF_HOURS.get(country or "") or text("advice-out-of-hours-line")
    return text("advice-closed", line=line)


def find_emergency_number(country: str | None) -> str:
    """Find the number to call, in words where it is not known."""
    return EMERGENCY_NUMBERS.get(country or "") or text("advice-local-number")
