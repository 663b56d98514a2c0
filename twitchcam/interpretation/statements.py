"""The words and grades that findings share: how places, counts and certainty are said."""

from __future__ import annotations

from typing import Final

from twitchcam.anatomy import get_region
from twitchcam.records import Confidence, Side

SOURCES: Final = ("docs/method.md",)
SIZE_LIMIT: Final = "Sizes are good to about 30 %."
MODERATE_COUNT, HIGH_COUNT = 3, 6


def name_place(region: str, side: Side) -> str:
    """Words for a part of the face: ``left corner of the mouth``."""
    plain = get_region(region).plain
    return f"{plain} on both sides" if side == "both" else f"{side} {plain}"


def say_times(n: int) -> str:
    """``once``, ``twice``, ``3 times``."""
    return "once" if n == 1 else "twice" if n == 2 else f"{n} times"


def say_rate(per_minute: float) -> str:
    """Two significant digits, so that what is rare is not none: ``0.46``, ``7.5``, ``31``."""
    if 0 < per_minute < 0.01:
        return "less than 0.01"
    return f"{per_minute:.0f}" if per_minute >= 9.95 else f"{per_minute:.2g}"


def say_moment(time_s: float) -> str:
    """Minutes and seconds from the first picture, as players show them: ``0:12``."""
    minutes, seconds = divmod(int(time_s), 60)
    return f"{minutes}:{seconds:02d}"


def join_words(words: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def grade_count(n_sure: int) -> Confidence:
    """Many sure events are surer than one."""
    if n_sure >= HIGH_COUNT:
        return "high"
    return "moderate" if n_sure >= MODERATE_COUNT else "low"
