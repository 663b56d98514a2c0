"""What of the skin could be seen, when, and why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import SIDES
from twitchcam.records.arrays import Bools, Floats, freeze
from twitchcam.records.vocabulary import Side
from twitchcam.skin_places import count_places, list_regions, measure_apart_mm

UnseenReason = Literal["outside", "covered", "turned", "dark", "shade"]
UNSEEN_REASONS: Final[tuple[UnseenReason, ...]] = get_args(UnseenReason)
_HIDDEN_FROM_MESH: Final[tuple[UnseenReason, ...]] = ("outside", "covered")
_BESIDE_MM: Final = 10.0
# A patch is seen while at least this share of its places is.
_MIN_SEEN: Final = 0.5
_NEARLY_ALL: Final = 0.8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Visibility:
    """One judgement for every place of the skin and every moment; all that follows uses it.

    Attributes
    ----------
    time_s : (V,) coarse grid; each moment stands for those until the next.
    reason : (V, places, sides) 0 where the skin could be seen, otherwise 1 + the number of the
        reason in ``UNSEEN_REASONS``.
    restless : (V, places, sides) something swings before the skin again and again, such as hair.
    """

    time_s: Floats
    reason: NDArray[np.uint8]
    restless: Bools = field(
        default_factory=lambda: np.zeros((0, count_places(), len(SIDES)), dtype=bool)
    )

    def __post_init__(self) -> None:
        freeze(self, "time_s", "float64", (len(self.time_s),))
        freeze(self, "reason", "uint8", (len(self.time_s), count_places(), len(SIDES)))
        freeze(self, "restless", "bool", (len(self.restless), count_places(), len(SIDES)))

    def mark_seen(self, time_s: Floats) -> Bools:
        """(t, places, sides) True where the skin could be seen at the times (t,)."""
        after = np.searchsorted(self.time_s, time_s, side="right")
        return np.asarray(self.reason[np.clip(after - 1, 0, len(self.time_s) - 1)] == 0)

    def mark_swept(self) -> Bools:
        """(V, places, sides) True where something swings before one side, and not before the other.

        Where both sides are restless the face acts. Nothing is swept where nothing was looked for.
        """
        restless = self.restless if len(self.restless) else np.zeros(self.reason.shape, dtype=bool)
        return np.asarray(restless & ~restless[:, :, ::-1])

    def mark_region_seen(self, region: str) -> Bools:
        """(V, sides) True while most of a region could be seen."""
        places = np.array(list_regions()) == region
        return np.asarray((self.reason[:, places] == 0).mean(axis=1) > 1.0 - _MIN_SEEN)

    def mark_region_uncovered(self, region: str) -> Bools:
        """(V, sides) True while most of a region is in the picture and not covered.

        In the dark and in shadows the mesh still knows where it is.
        """
        numbers = [1 + UNSEEN_REASONS.index(name) for name in _HIDDEN_FROM_MESH]
        places = np.array(list_regions()) == region
        gone = np.isin(self.reason[:, places], numbers)
        return np.asarray(gone.mean(axis=1) < _MIN_SEEN)

    def is_passed_over(self, side: Side, start_s: float, stop_s: float) -> bool:
        """Whether a shadow passes over any place of a side between two times."""
        moments = self.reason[self._find_moments(start_s, stop_s), :, SIDES.index(side)]
        return bool((moments == 1 + UNSEEN_REASONS.index("shade")).any())

    def mark_region_dark(self, region: str) -> Bools:
        """(V, sides) True while most of a region lies in the dark."""
        return self._mark_most(region, "dark")

    def mark_region_passed_over(self, region: str) -> Bools:
        """(V, sides) True while a shadow, or what throws it, passes over most of a region."""
        return self._mark_most(region, "shade")

    def is_restless(self, region: str, start_s: float, stop_s: float) -> bool:
        """Whether something swings before nearly all of a region, on either side, between times."""
        places = np.array(list_regions()) == region
        moments = self.restless[self._find_moments(start_s, stop_s)][:, places]
        return bool((moments.mean(axis=1) >= _NEARLY_ALL).any())

    def _mark_most(self, region: str, reason: UnseenReason) -> Bools:
        places = np.array(list_regions()) == region
        given = self.reason[:, places] == 1 + UNSEEN_REASONS.index(reason)
        return np.asarray(given.mean(axis=1) > _MIN_SEEN)

    def is_hidden(self, places: Bools, side: Side, start_s: float, stop_s: float) -> bool:
        """Whether any of some places of a side could not be seen between two times."""
        moments = self.reason[self._find_moments(start_s, stop_s), :, SIDES.index(side)]
        return bool((moments[:, places] > 0).any())

    def is_swept(self, region: str, side: Side, start_s: float, stop_s: float) -> bool:
        """Whether something swings before a region of a side, or beside it, between two times."""
        moments = self.restless[self._find_moments(start_s, stop_s), :, SIDES.index(side)]
        own = np.array(list_regions()) == region
        near = (measure_apart_mm()[own] <= _BESIDE_MM).any(axis=0)
        return bool(moments[:, near].any())

    def _find_moments(self, start_s: float, stop_s: float) -> slice:
        first, stop = np.searchsorted(self.time_s, [start_s, stop_s], side="right")
        return slice(max(int(first) - 1, 0), int(stop))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """A region and side that could not be seen for some time, and the reason that took most of it.

    ``share`` is of the time in which there was a face.
    """

    region: str
    side: Side
    reason: UnseenReason
    share: float


# Where nothing is known of the light: all is taken for seen.
ALL_SEEN: Final = Visibility(
    time_s=np.zeros(1), reason=np.zeros((1, count_places(), len(SIDES)), np.uint8)
)
