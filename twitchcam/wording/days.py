"""Days as people write them, in the language that is in use."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime

from twitchcam.wording import FIRST_LANGUAGE, language_in_use, text


def say_calendar_day(day: date) -> str:
    """Say a day of the calendar within a sentence: ``24 November 2026``.

    Examples
    --------
    >>> from datetime import date
    >>> say_calendar_day(date(2026, 11, 24))
    '24 November 2026'
    """
    return say_date(day, "web-date-long")


def say_date(moment: date, pattern: str) -> str:
    """Say a day, or a moment by its own clock, in the pattern that a text holds."""
    # A day without a time has none to turn to another zone.
    zone = moment.tzinfo if isinstance(moment, datetime) else None
    as_moment = moment if isinstance(moment, datetime) else datetime(*moment.timetuple()[:3])
    return _format(as_moment, text(pattern), zone, language_in_use())


# One page names the same days many times.
@lru_cache(maxsize=4096)
def _format(moment: datetime, pattern: str, zone: tzinfo | None, language: str) -> str:
    return format_datetime(moment, pattern, tzinfo=zone, locale=_find_locale(language))


@cache
def _find_locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        # Of a language that only its translators know, no names of months are known.
        return Locale.parse(FIRST_LANGUAGE)
