"""When a file says that it was recorded, and whether that can be.

In      What containers tell about themselves, as FFmpeg hands it on
Out     a moment, or what was told and cannot be
Method  1. ``com.apple.quicktime.creationdate``, which phones of Apple write with the zone of the
           place, before ``creation_time``, which the standard defines in UTC.
        2. A clock that was never set tells 1904 or 1970, the zero of file formats; a wrong one
           tells the future. Neither is believed.
Known limits   Some cameras write the time of their own clock where UTC belongs, so the hour can be
        wrong by the zone. A program that cut or converted a video may have written its own time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

# No camera wrote video files before; the zeros of file formats lie before, too.
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
# Clocks of two devices differ; a day also covers a camera that wrote its own zone's time as UTC.
_AHEAD: Final = timedelta(days=1)
_NAMES: Final = ("com.apple.quicktime.creationdate", "creation_time")
_LONGEST_SHOWN: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDate:
    """When a file says that it was recorded; what it says and cannot be, else empty."""

    at: datetime | None = None
    refused: str = ""


def is_possible(moment: datetime, now: datetime) -> bool:
    """Whether somebody could have been recorded at ``moment``, as seen from ``now``."""
    return EARLIEST <= moment <= now + _AHEAD


def choose_date(told: Mapping[str, str], now: datetime) -> FileDate:
    """Choose the date that is told best; of dates that cannot be, the first is handed on.

    Parameters
    ----------
    told : what a container tells about itself, by name.
    now : aware; what lies after it is not believed.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> now = datetime(2026, 11, 29, tzinfo=UTC)
    >>> choose_date({"creation_time": "2026-08-01T09:30:00.000000Z"}, now).at.isoformat()
    '2026-08-01T09:30:00+00:00'
    >>> choose_date({"creation_time": "1904-01-01T00:00:00.000000Z"}, now).refused
    '1904-01-01'
    """
    refused = ""
    for name in _NAMES:
        moment = _read_moment(told.get(name, ""))
        if moment is None:
            continue
        if is_possible(moment, now):
            return FileDate(at=moment.astimezone(UTC), refused=refused)
        refused = refused or moment.date().isoformat()
    return FileDate(refused=refused)


def _read_moment(told: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(told.strip()[:_LONGEST_SHOWN])
        # Without a zone it is the clock of the place; this computer's is the best guess.
        return moment if moment.tzinfo is not None else moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return None
