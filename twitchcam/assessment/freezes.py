"""How often the picture froze, came again or lost its focus, and for how long: notes.

In      the stretches that are left out
Out     a sentence each, or none
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from twitchcam.records import Span, sum_spans_s
from twitchcam.wording import text

# A picture that stands still for nearly all of the time is the reason itself, given elsewhere.
_MOST: Final = 0.9


def describe_repeats(excluded: Iterable[Span]) -> tuple[str, ...]:
    """Say how long the recording shows what it showed before; nothing where it never does."""
    again_s = sum_spans_s(excluded, "again")
    return (text("note-again", total=f"{again_s:.1f}"),) if again_s else ()


def describe_blur(excluded: Iterable[Span], duration_s: float) -> tuple[str, ...]:
    """Say how long the face was out of focus; nothing where it never was."""
    blurred_s = min(sum_spans_s(excluded, "blurred"), duration_s)
    if not blurred_s:
        return ()
    return (text("note-blurred", total=f"{blurred_s:.1f}", duration=f"{duration_s:.1f}"),)


def describe_freezes(excluded: Iterable[Span], duration_s: float) -> tuple[str, ...]:
    """Say how often, how long, and where the longest freeze is."""
    freezes: list[tuple[float, float]] = []
    for span in sorted((s for s in excluded if s.reason == "frozen"), key=lambda s: s.start_s):
        if freezes and span.start_s <= freezes[-1][1]:
            freezes[-1] = (freezes[-1][0], max(freezes[-1][1], span.stop_s))
        else:
            freezes.append((span.start_s, span.stop_s))
    frozen_s = sum(stop_s - start_s for start_s, stop_s in freezes)
    if not freezes or frozen_s > _MOST * duration_s:
        return ()
    start_s, stop_s = max(freezes, key=lambda freeze: freeze[1] - freeze[0])
    said = text(
        "note-froze",
        n=len(freezes),
        total=f"{frozen_s:.1f}",
        start=f"{start_s:.1f}",
        stop=f"{stop_s:.1f}",
    )
    return (said,)
