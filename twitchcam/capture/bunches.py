"""Pictures that arrived in bunches, as a network sends them, and when they were taken.

Network cameras and calls stamp pictures when they arrive: four at once, then none for as long as
four take. The camera took them evenly. Each bunch is spread over the time since the one before; the
last of a bunch waited least, so its time is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Picture = TypeVar("Picture")

# Two pictures this much closer than usual were not taken one after the other.
_TOGETHER_SHARE: Final = 0.25
# So many of all pictures must follow the one before that closely: half of the bunches of two.
_MIN_SHARE: Final = 0.25
_FEWEST_PICTURES: Final = 24
# What no picture comes in for longer is a pause; streams are buffered for less.
_LONGEST_BUNCH_S: Final = 0.5
# An even camera is never off its own beat by more than a bunch and a half; pictures that come when
# something moves drift away from any beat.
_MAX_OFF_BEAT: Final = 1.5
_MAX_HELD: Final = 32


class Bunches(NamedTuple):
    """How pictures arrived: usual spacing, and usual spacing of bunches, in seconds."""

    spacing_s: float
    period_s: float


def find_bunches(time_s: Sequence[float]) -> Bunches | None:
    """Say how pictures with these rising times are bunched; ``None`` if they are not."""
    piece = _longest_without_pause(np.asarray(time_s, dtype=np.float64))
    if len(piece) < _FEWEST_PICTURES:
        return None
    gaps_s = np.diff(piece)
    spacing_s = float(gaps_s.mean())
    together = gaps_s < _TOGETHER_SHARE * spacing_s
    lasts = np.flatnonzero(~together)
    if together.mean() < _MIN_SHARE or len(lasts) < 3:
        return None
    period_s = float(np.median(np.diff(piece[lasts])))
    beat = np.polyfit(lasts, piece[lasts], 1)
    off_s = np.ptp(piece[lasts] - np.polyval(beat, lasts))
    if off_s > _MAX_OFF_BEAT * period_s:
        return None
    return Bunches(spacing_s=float(beat[0]), period_s=period_s)


def _longest_without_pause(time_s: NDArray[np.float64]) -> NDArray[np.float64]:
    pieces = np.split(time_s, np.flatnonzero(np.diff(time_s) > _LONGEST_BUNCH_S) + 1)
    return max(pieces, key=len)


class BunchSpreader(Generic[Picture]):
    """Gives the pictures of each bunch the times at which they can have been taken."""

    def __init__(self, bunches: Bunches) -> None:
        """``bunches`` is what ``find_bunches`` said of the recording."""
        self._bunches = bunches
        self._last_s: float | None = None

    def spread(
        self, pictures: Iterable[tuple[Picture, float | None]]
    ) -> Iterator[tuple[Picture, float | None]]:
        """Yield the same pictures, in order, each bunch evenly over the time that it took."""
        held: list[tuple[Picture, float]] = []
        for picture, time_s in pictures:
            if time_s is None:
                yield from self._let_go(held)
                held = []
                yield picture, None
                continue
            if held and (len(held) == _MAX_HELD or not self._is_together(held[-1][1], time_s)):
                yield from self._let_go(held)
                held = []
            held.append((picture, time_s))
        yield from self._let_go(held)

    def _is_together(self, before_s: float, now_s: float) -> bool:
        return 0.0 <= now_s - before_s < _TOGETHER_SHARE * self._bunches.spacing_s

    def _let_go(self, held: list[tuple[Picture, float]]) -> Iterator[tuple[Picture, float]]:
        if not held:
            return
        spacing_s, period_s = self._bunches
        stop_s = held[-1][1]
        step_s = spacing_s
        if self._last_s is not None and 0.0 < stop_s - self._last_s < 2 * period_s:
            step_s = (stop_s - self._last_s) / len(held)
        for k, (picture, _) in enumerate(held):
            yield picture, stop_s - (len(held) - 1 - k) * step_s
        self._last_s = stop_s
