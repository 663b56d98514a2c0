"""From the times that a file states to times that rise, with every repair counted.

Cameras, browsers and converters write times that are missing, repeated or thrown far off. A
movement is only as true as its times, so nothing is smoothed here: a time that a file states
and that can be true is kept exactly, and whatever is not is counted and said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Generic, TypeVar

Picture = TypeVar("Picture")

# Without any hint: what most cameras do.
USUAL_SPACING_S: Final = 1 / 30
# Times closer than this are one and the same (no camera takes a million pictures a second).
_SAME_S: Final = 1e-6
# Pictures without a time that are kept back until a time follows (bounds the memory).
_MAX_WAITING: Final = 8
# A step back by less than this is a shuffled frame; by more, a clock that started anew.
_RESTART_S: Final = 1.0
# So many frames must agree before a clock counts as started anew.
_RESTART_FRAMES: Final = 3
# A step ahead by more than this is no pause in a recording but a clock that was set.
_LONGEST_GAP_S: Final = 600.0


# After so long a clock of 33, 32, 31 or 24 bits (of 1/90000 s, or of 1 ms) is at 0 again.
_TURNS_S: Final = (2**33 / 90_000, 2**32 / 90_000, 2**32 / 1000, 2**31 / 1000, 2**24 / 1000)
# The picture after the turn comes at once, or after a short pause.
_LONGEST_TURN_S: Final = 10.0


class RisingTimes(Generic[Picture]):
    """Give every picture a rising time, from 0 at the first one.

    Attributes
    ----------
    n_dropped : pictures left out because their time was not after the one before.
    n_filled : pictures without a time, timed from their neighbours.
    n_restarts : how often the clock jumped by so much that it was set anew.
    first_s : stated time of the first picture; ``None`` before it came.
    """

    def __init__(self, spacing_s: float | None = None) -> None:
        """Start a clock; ``spacing_s`` is the spacing to assume as long as none was seen."""
        self._spacing_s = spacing_s or USUAL_SPACING_S
        self.n_dropped = 0
        self.n_filled = 0
        self.n_restarts = 0
        self.first_s: float | None = None

    def settle(
        self, pictures: Iterable[tuple[Picture, float | None]]
    ) -> Iterator[tuple[Picture, float]]:
        """Yield the pictures that stay, each with its time in seconds."""
        for picture, time_s in self._rising(self._without_strays(self._filled(pictures))):
            if self.first_s is None:
                self.first_s = time_s
            yield picture, time_s - self.first_s

    def _filled(
        self, pictures: Iterable[tuple[Picture, float | None]]
    ) -> Iterator[tuple[Picture, float]]:
        """Give a time to pictures that have none: evenly between the known ones around them."""
        last_s: float | None = None
        waiting: list[Picture] = []
        for picture, time_s in pictures:
            if time_s is None:
                self.n_filled += 1
                waiting.append(picture)
                if len(waiting) > _MAX_WAITING:
                    last_s = self._after(last_s)
                    yield waiting.pop(0), last_s
                continue
            yield from self._between(waiting, last_s, time_s)
            if not waiting and last_s is not None and _SAME_S < time_s - last_s < _RESTART_S:
                self._spacing_s = time_s - last_s
            waiting = []
            last_s = time_s
            yield picture, time_s
        for picture in waiting:
            last_s = self._after(last_s)
            yield picture, last_s

    def _after(self, last_s: float | None) -> float:
        return 0.0 if last_s is None else last_s + self._spacing_s

    def _between(
        self, waiting: list[Picture], last_s: float | None, next_s: float
    ) -> Iterator[tuple[Picture, float]]:
        n = len(waiting)
        start_s = next_s - (n + 1) * self._spacing_s if last_s is None else last_s
        step_s = (next_s - start_s) / (n + 1)
        if step_s <= 0:
            step_s = self._spacing_s
        for k, picture in enumerate(waiting, start=1):
            yield picture, start_s + k * step_s

    def _rising(self, pictures: Iterable[tuple[Picture, float]]) -> Iterator[tuple[Picture, float]]:
        """Leave out steps back, and carry on where the clock itself was set anew.

        Dropping alone would lose the whole rest of a recording whose clock restarts.
        """
        offset_s = 0.0
        last_s: float | None = None
        behind: list[tuple[Picture, float]] = []
        for picture, stated_s in pictures:
            time_s = stated_s + offset_s
            if last_s is not None:
                turn_s = _find_turn(last_s - time_s)
                offset_s, time_s = offset_s + turn_s, time_s + turn_s
            if last_s is not None and time_s > last_s + _LONGEST_GAP_S:
                self.n_restarts += 1
                offset_s += last_s + self._spacing_s - time_s
                time_s = last_s + self._spacing_s
            if last_s is None or time_s > last_s + _SAME_S:
                self.n_dropped += len(behind)
                behind = []
                last_s = time_s
                yield picture, time_s
                continue
            if (behind and time_s <= behind[-1][1] + _SAME_S) or last_s - time_s <= _RESTART_S:
                self.n_dropped += 1
                continue
            behind.append((picture, time_s))
            if len(behind) == _RESTART_FRAMES:
                self.n_restarts += 1
                shift_s = last_s + self._spacing_s - behind[0][1]
                offset_s += shift_s
                last_s = behind[-1][1] + shift_s
                yield from ((late, late_s + shift_s) for late, late_s in behind)
                behind = []
        self.n_dropped += len(behind)

    def _without_strays(
        self, pictures: Iterable[tuple[Picture, float]]
    ) -> Iterator[tuple[Picture, float]]:
        """Leave out a single picture thrown far ahead of both of its neighbours."""
        before_s: float | None = None
        held: tuple[Picture, float] | None = None
        for picture, time_s in pictures:
            if held is not None:
                if before_s is not None and before_s < time_s < held[1] - _RESTART_S:
                    self.n_dropped += 1
                else:
                    before_s = held[1]
                    yield held
            held = (picture, time_s)
        if held is not None:
            yield held


def can_be_kept(time_s: Sequence[float]) -> bool:
    """Whether ``RisingTimes`` would keep times in this order as they are, and all of them."""
    steps = pairwise(time_s)
    return len(time_s) > 1 and all(_SAME_S < b - a <= _LONGEST_GAP_S for a, b in steps)


def _find_turn(back_s: float) -> float:
    """How long a clock runs that stepped back by so much because it was full; 0 if it was not."""
    fits = (turn_s for turn_s in _TURNS_S if 0.0 < turn_s - back_s < _LONGEST_TURN_S)
    return next(fits, 0.0)
