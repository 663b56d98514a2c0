"""The words and grades that findings share: how places, counts and certainty are said.

A finding hands ``wording`` a key and its evidence; the sentence is made there.
"""

from __future__ import annotations

from typing import Final

from twitchcam.records import Confidence, Quality, Side, Symmetry
from twitchcam.wording import names, text

SOURCES: Final = ("docs/method.md",)
MODERATE_COUNT, HIGH_COUNT = 3, 6
# A smaller fall over repeats says little.
_TOLD_FALL: Final = 0.1
# Below this, a tenth of a millimetre would be rounded to none.
_LEAST_TOLD_MM: Final = 0.05


def say_size_limit() -> str:
    """Say how exact sizes are."""
    return text("finding-size-limit")


def name_place(region: str, side: Side) -> str:
    """Words for a part of the face, within a sentence: ``left corner of the mouth``."""
    return names.name_place(region, "on-both" if side == "both" else side)


def say_times(n: int) -> str:
    """``once``, ``twice``, ``3 times``."""
    return text("finding-times", n=n)


def say_rate(per_minute: float) -> str:
    """Two significant digits, so that what is rare is not none: ``0.46``, ``7.5``, ``31``."""
    if 0 < per_minute < 0.01:
        return text("number-less-than", value="0.01")
    return f"{per_minute:.0f}" if per_minute >= 9.95 else f"{per_minute:.2g}"


def say_size(size_mm: float) -> str:
    """A size in mm without its unit, to a tenth; below that it is not none: ``less than 0.05``."""
    if 0.0 <= size_mm < _LEAST_TOLD_MM:
        return text("number-less-than", value=f"{_LEAST_TOLD_MM}")
    return f"{size_mm:.1f}"


def say_likely(said: str, low: str, high: str, key: str = "finding-likely") -> tuple[str, str]:
    """A number, and in brackets what it likely lies between; ``about`` it where both are one.

    All are ready made, as they are shown: what rounds to the same is said once.
    """
    if low == high:
        return text("number-about", value=said), ""
    return said, f" {text(key, low=low, high=high)}"


def say_same(low: str, high: str) -> str:
    """Whether both ends of a range are shown alike, as sentences ask it: ``yes`` or ``no``."""
    return "yes" if low == high else "no"


def say_limit_width(quality: Quality) -> str:
    """Width in mm of the skin for which stated limits hold, without its unit; or ``unknown``."""
    return "unknown" if quality.limit_width_mm is None else f"{quality.limit_width_mm:.0f}"


def say_moment(time_s: float) -> str:
    """Minutes and seconds from the first picture, as players show them: ``0:12``."""
    minutes, seconds = divmod(int(time_s), 60)
    return f"{minutes}:{seconds:02d}"


def grade_count(n_sure: int) -> Confidence:
    """Many sure events are surer than one."""
    if n_sure >= HIGH_COUNT:
        return "high"
    return "moderate" if n_sure >= MODERATE_COUNT else "low"


def list_falls(item: Symmetry) -> list[tuple[Side, float]]:
    """The sides whose repeats fell by enough to be worth a word, and by which share."""
    falls: tuple[tuple[Side, float | None], ...] = (
        ("left", item.left_fall),
        ("right", item.right_fall),
    )
    return [(side, fall) for side, fall in falls if fall is not None and fall >= _TOLD_FALL]
