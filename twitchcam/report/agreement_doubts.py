"""What may be wrong with marks that hardly agree: another clock, or the viewer's left and right.

In      true marks and those of twitchcam, of one recording
Out     sentences; nothing is changed
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from twitchcam.evaluation import SHORT_KINDS, SHORT_TOLERANCE_S
from twitchcam.records import Floats, Mark
from twitchcam.report.words import show_text
from twitchcam.wording import text

_MIN_MARKS: Final = 5
_NEARLY_ALL: Final = 0.8
_FEW: Final = 0.5
# A smaller shift still matches; a larger one is another recording.
_LEAST_SHIFT_S: Final = 0.25
_LARGEST_SHIFT_S: Final = 60.0
_ONE_SIDE: Final = ("left", "right")


def list_doubts(name: str, true: Sequence[Mark], found: Sequence[Mark]) -> tuple[str, ...]:
    """Say that the marks of the file ``name`` look shifted in time, or swapped left for right."""
    true = [mark for mark in true if mark.kind in SHORT_KINDS]
    return (*_doubt_clock(name, true, found), *_doubt_sides(name, true, found))


def _doubt_clock(name: str, true: Sequence[Mark], found: Sequence[Mark]) -> tuple[str, ...]:
    if len(true) < _MIN_MARKS:
        return ()
    ahead_s = _list_differences(true, found)
    if _count_near(ahead_s, 0.0) > _FEW * len(true):
        return ()
    wide = np.abs(ahead_s) <= _LARGEST_SHIFT_S
    shifts_s = np.unique(ahead_s[wide & (np.abs(ahead_s) >= _LEAST_SHIFT_S)].round(3))
    if not shifts_s.size:
        return ()
    counts = [_count_near(ahead_s, shift_s) for shift_s in shifts_s]
    best = int(np.argmax(counts))
    if counts[best] < _NEARLY_ALL * len(true):
        return ()
    near = np.abs(ahead_s - shifts_s[best]) <= SHORT_TOLERANCE_S / 2
    shift_s = float(np.median(ahead_s[near]))
    said = text(
        "terminal-doubt-clock",
        name=show_text(name),
        n=str(counts[best]),
        all=str(len(true)),
        shift=f"{abs(shift_s):.2f}",
        way="later" if shift_s > 0 else "earlier",
    )
    return (said,)


def _list_differences(true: Sequence[Mark], found: Sequence[Mark]) -> Floats:
    """(true, found) by how many seconds what was found is later; NaN for other kinds."""
    later_s = np.array([[f.onset_s - t.onset_s for f in found] for t in true], dtype=np.float64)
    alike = np.array([[f.kind == t.kind for f in found] for t in true], dtype=bool)
    return np.where(alike, later_s, np.nan).reshape(len(true), len(found))


def _count_near(ahead_s: Floats, shift_s: float) -> int:
    """Marks that have something of their kind at this distance."""
    return int((np.abs(ahead_s - shift_s) <= SHORT_TOLERANCE_S / 2).any(axis=1).sum())


def _doubt_sides(name: str, true: Sequence[Mark], found: Sequence[Mark]) -> tuple[str, ...]:
    """Of marks of one side that were found, nearly all on the other."""
    sided = [mark for mark in found if mark.side in _ONE_SIDE]
    pairs = [
        (mark.side, min(near, key=lambda f: abs(f.onset_s - mark.onset_s)).side)
        for mark in true
        if mark.side in _ONE_SIDE
        for near in (
            [
                f
                for f in sided
                if f.kind == mark.kind and abs(f.onset_s - mark.onset_s) <= SHORT_TOLERANCE_S
            ],
        )
        if near
    ]
    swapped = sum(own != other for own, other in pairs)
    if len(pairs) < _MIN_MARKS or swapped < _NEARLY_ALL * len(pairs):
        return ()
    return (
        text("terminal-doubt-sides", name=show_text(name), n=str(swapped), all=str(len(pairs))),
    )
