"""Days and lengths of time as people say them, in the language that is in use."""

from __future__ import annotations

from datetime import date, datetime

from twitchcam.wording import text
from twitchcam.wording.days import say_date


def say_day(day: date) -> str:
    """Say a day: ``Tue 24 Nov``."""
    return say_date(day, "web-date-day")


def say_month(moment: datetime) -> str:
    """Say a day of this computer's clock, with its year, in little room: ``24 Nov 26``."""
    return say_date(moment.astimezone(), "web-date-month")


def say_long_day(moment: datetime) -> str:
    """Say a day of this computer's clock within a sentence: ``24 November 2026``."""
    return say_date(moment.astimezone(), "web-date-long")


def say_moment(moment: datetime) -> str:
    """Say a day and time of this computer's clock: ``24 Nov 2026, 21:05``."""
    return say_date(moment.astimezone(), "web-date-moment")


def say_clock(moment: datetime) -> str:
    """Say a time of day of this computer's clock: ``21:05``."""
    return say_date(moment.astimezone(), "web-date-clock")


def say_today() -> str:
    """Say which day it is on this computer: ``24 November 2026``."""
    return say_long_day(datetime.now().astimezone())


def show_typed(moment: datetime) -> str:
    """Write a moment as a field for dates and times holds it, by this computer's clock."""
    return moment.astimezone().strftime("%Y-%m-%dT%H:%M")


def say_minutes(length_s: float) -> str:
    """Say a length as a person would: ``75 seconds``, ``4 and a half minutes``."""
    if length_s < 100:
        return text("web-length-seconds", n=round(length_s / 5) * 5)
    whole, is_half = divmod(round(length_s / 30), 2)
    key = "web-length-minutes-and-a-half" if is_half else "web-length-minutes"
    return text(key, n=whole)
