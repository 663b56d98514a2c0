"""What may be wrong with marks that hardly agree: another clock, or the viewer's left and right.

In      true marks and those of twitchcam, of one recording
Out     Doubts; nothing is changed
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from twitchcam.evaluation import SHORT_KINDS, SHORT_TOLERANCE_S
from twitchcam.records import Floats, Mark

_MIN_MARKS: Final = 5
_NEARLY_ALL: Final = 0.8
_FEW: Final = 0.5
# A smaller shift still matches; a larger one is another recording.
_LEAST_SHIFT_S: Final = 0.25
_LARGEST_SHIFT_S: Final = 60.0
_ONE_SIDE: Final = ("left", "right")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why marks may not be what they seem.

    Attributes
    ----------
    about : their clock, or their left and right.
    n, n_of : so many of them would agree, or lie on the other side, of all that could tell.
    later_s : how much later they would have to be; 0 where it is about sides.
    """

    about: Literal["clock", "sides"]
    n: int
    n_of: int
    later_s: float = 0.0


def find_doubts(true: Sequence[Mark], found: Sequence[Mark]) -> tuple[Doubt, ...]:
    """Whether true marks look shifted in time against those found, or swapped left for right."""
    true = [mark for mark in true if mark.kind in SHORT_KINDS]
    return (*_doubt_clock(true, found), *_doubt_sides(true, found))


def _doubt_clock(true: Sequence[Mark], found: Sequence[Mark]) -> Iterator[Doubt]:
    if len(true) < _MIN_MARKS:
        return
    ahead_s = _list_differences(true, found)
    if _count_near(ahead_s, 0.0) > _FEW * len(true):
        return
    wide = np.abs(ahead_s) <= _LARGEST_SHIFT_S
    shifts_s = np.unique(ahead_s[wide & (np.abs(ahead_s) >= _LEAST_SHIFT_S)].round(3))
    if not shifts_s.size:
        return
    counts = [_count_near(ahead_s, shift_s) for shift_s in shifts_s]
    best = int(np.argmax(counts))
    if counts[best] >= _NEARLY_ALL * len(true):
        near = np.abs(ahead_s - shifts_s[best]) <= SHORT_TOLERANCE_S / 2
        later_s = float(np.median(ahead_s[near]))
        yield Doubt(about="clock", n=counts[best], n_of=len(true), later_s=later_s)


def _list_differences(true: Sequence[Mark], found: Sequence[Mark]) -> Floats:
    """(true, found) by how many seconds what was found is later; NaN for other kinds."""
    later_s = np.array([[f.onset_s - t.onset_s for f in found] for t in true], dtype=np.float64)
    alike = np.array([[f.kind == t.kind for f in found] for t in true], dtype=bool)
    return np.where(alike, later_s, np.nan).reshape(len(true), len(found))


def _count_near(ahead_s: Floats, shift_s: float) -> int:
    """Marks that have something of their kind at this distance."""
    return int((np.abs(ahead_s - shift_s) <= SHORT_TOLERANCE_S / 2).any(axis=1).sum())


def _doubt_sides(true: Sequence[Mark], found: Sequence[Mark]) -> Iterator[Doubt]:
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
    if len(pairs) >= _MIN_MARKS and swapped >= _NEARLY_ALL * len(pairs):
        yield Doubt(about="sides", n=swapped, n_of=len(pairs))
