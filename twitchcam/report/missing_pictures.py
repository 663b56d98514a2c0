"""How long a camera gave no picture at all, where that is worth a word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

# Of more usual times between pictures than this: less is a picture that came late.
_LATE_PICTURES: Final = 2.5


def find_missing_s(document: Mapping[str, Any]) -> float | None:
    """Return the longest time without a picture in a document; ``None`` where it is none to tell.

    Examples
    --------
    >>> find_missing_s({"quality": {"longest_gap_s": 0.4, "frame_rate_hz": 30.0}})
    0.4
    >>> find_missing_s({"quality": {"longest_gap_s": 0.07, "frame_rate_hz": 30.0}})
    """
    quality = document.get("quality", {})
    gap_s, rate_hz = quality.get("longest_gap_s") or 0.0, quality.get("frame_rate_hz") or 0.0
    return gap_s if gap_s * rate_hz > _LATE_PICTURES else None
