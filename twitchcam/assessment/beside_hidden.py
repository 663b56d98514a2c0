"""Skin beside what hides the rest of it, while an eye closes, and behind what swings.

In      assessable places, Visibility, when lids move
Out     the same without the places next to hidden ones, at those times, and without those that
        hair or a cord swings before
Method  The movement of a place is what it does against the skin around it. Where that is covered
        or outside the picture, the mesh only guesses it, and with every closing of an eye it
        guesses anew: next to it the skin seems to jump. So there, too, nothing is judged then.
        Where something swings before one side, the flow follows it now and then.
Departures from the sources    none: the method is our own
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from twitchcam.anatomy import SIDES
from twitchcam.records import UNSEEN_REASONS, Bools, Floats, Span, Visibility, mark_outside
from twitchcam.skin_places import measure_apart_mm
from twitchcam.wording import text
from twitchcam.wording.names import say_share

# Surroundings begin at 14 mm and end at 32 mm of a usual face.
BESIDE_HIDDEN_MM: Final = 20.0
# Hair before a cheek takes 0.2 to 0.3 of its side; the edge of dark glasses and of a hairline 0.1.
_LARGE_SHARE: Final = 0.15
_OTHER_SIDE: Final = 0.25
_ALWAYS_PERCENT: Final = 99.0
_HIDES: Final = ("outside", "covered")
# The grid of the field is coarse: its moments are marked by their middles, and its neighbours too.
_MARGIN_S: Final = 0.25


def hide_beside(
    assessable: Bools, time_s: Floats, visibility: Visibility, closings: Iterable[Span]
) -> Bools:
    """``assessable`` (C, places, sides) at ``time_s`` (C,) without what lies beside hidden skin."""
    hidden = np.isin(visibility.reason, [1 + UNSEEN_REASONS.index(name) for name in _HIDES])
    if not hidden.any():
        return assessable
    wide = [
        Span(start_s=s.start_s - _MARGIN_S, stop_s=s.stop_s + _MARGIN_S, reason=s.reason)
        for s in closings
    ]
    closing = np.flatnonzero(~mark_outside(time_s, wide))
    at = np.searchsorted(visibility.time_s, time_s[closing], side="right").clip(1) - 1
    near = (measure_apart_mm() < BESIDE_HIDDEN_MM).astype(np.float32)
    shown = assessable.copy()
    for s in range(len(SIDES)):
        beside = hidden[at, :, s].astype(np.float32) @ near > 0
        shown[closing, :, s] &= ~beside
    return shown


def hide_swept(assessable: Bools, time_s: Floats, visibility: Visibility) -> Bools:
    """``assessable`` (C, places, sides) without what something large swings before."""
    swept = visibility.mark_swept()
    swept &= _is_large(swept.mean(axis=1))[:, None]
    if not swept.any():
        return assessable
    at = np.searchsorted(visibility.time_s, time_s, side="right").clip(1) - 1
    return np.asarray(assessable & ~swept[at])


def _is_large(share: Floats) -> Bools:
    """(..., sides) where much of a side (..., sides) is swept and hardly anything of the other."""
    return np.asarray((share >= _LARGE_SHARE) & (share[..., ::-1] <= _OTHER_SIDE * share))


def describe_swept(visibility: Visibility) -> tuple[str, ...]:
    """Say that something large swings before one side; nothing where both do much the same."""
    swept = visibility.mark_swept()
    told = np.flatnonzero(_is_large(swept.mean(axis=(0, 1))))
    if not told.size:
        return ()
    s = int(told[0])
    share = float(swept[:, :, s].any(axis=1).mean())
    always = 100.0 * share >= _ALWAYS_PERCENT
    often = (
        text("note-unseen-always") if always else text("note-unseen-share", share=say_share(share))
    )
    return (text("note-swept", side=SIDES[s], often=often),)
