"""Places of the skin beside each other, both sides together: marks that spread, and lone ones."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from twitchcam.anatomy import SIDES
from twitchcam.records import Bools, Floats
from twitchcam.skin_places import Integers, get_places

# What the flow's window sees beside a place, mm; and how far neighbours agree.
_BESIDE_MM: Final = 7.0
AROUND_MM: Final = 10.0
# A place is as wide as what is averaged there, so an edge is sharp between the next but one.
_ACROSS_EDGE_MM: Final = 14.0
_MOST: Final = 0.5
_ALL_AROUND: Final = 7  # a place of the lattice and its six neighbours


def widen(mask: Bools) -> Bools:
    """(..., places, sides) with the neighbours of every place that is marked."""
    if not mask.any():
        return mask
    return _count_near(mask, _BESIDE_MM) > 0


@cache
def list_near(reach_mm: float) -> NDArray[np.float32]:
    """(n, n) 1 where two places of the face, left ones first, are at most so far apart."""
    at_mm = get_places().neutral_mm
    apart_mm = np.hypot(*np.moveaxis(at_mm[:, None] - at_mm[None], -1, 0))
    return np.asarray(apart_mm < reach_mm, dtype=np.float32)


@cache
def list_around() -> Integers:
    """(n, most) numbers of the places around each, left ones first; its own fills what is left."""
    near = list_near(AROUND_MM) > 0
    own = np.arange(len(near))[:, None]
    nearest_first = np.argsort(~near, axis=1, kind="stable")[:, : int(near.sum(axis=1).max())]
    return np.where(np.take_along_axis(near, nearest_first, 1), nearest_first, own)


@cache
def _count_all_near(reach_mm: float) -> NDArray[np.float32]:
    """(places, sides) how many places are at most so far from each, itself among them."""
    return np.asarray(list_near(reach_mm).sum(axis=1)).reshape(len(SIDES), -1).T


def _count_near(mask: Bools, reach_mm: float) -> NDArray[np.float32]:
    """(..., places, sides) how many of them are marked; floats, for only these are summed fast."""
    by_side = mask.swapaxes(-1, -2)
    flat = by_side.reshape(*mask.shape[:-2], -1).astype(np.float32)
    return np.asarray((flat @ list_near(reach_mm)).reshape(by_side.shape).swapaxes(-1, -2))


@cache
def list_surrounded() -> Bools:
    """(places, sides) places with skin all around: none at the outline, beside eyes or lips."""
    return np.asarray(_count_all_near(AROUND_MM) >= _ALL_AROUND)


def keep_wide(odd: Bools, min_places: float, min_share: float = _MOST) -> Bools:
    """The places (places, sides) of whose surroundings more than a share is alike.

    None if they are few.
    """
    if odd.sum() < min_places:
        return np.zeros_like(odd)
    agree = _count_near(odd, AROUND_MM) / _count_all_near(AROUND_MM)
    wide = odd & (agree > min_share)
    return wide if wide.sum() >= min_places else np.zeros_like(odd)


def split_groups(mask: Bools) -> list[Bools]:
    """The marked places (places, sides) as groups (places, sides), each apart from the others."""
    marked = np.flatnonzero(mask.T)
    if not len(marked):
        return []
    n_groups, number = connected_components(list_near(AROUND_MM)[np.ix_(marked, marked)])
    groups = np.zeros((n_groups, mask.size), dtype=bool)
    groups[number, marked] = True
    return [group.reshape(mask.shape[::-1]).T for group in groups]


def measure_edge(values: Floats, inside: Bools, beside: Bools) -> float:
    """How much larger ``values`` (places, sides) are ``beside`` than ``inside``, across the edge.

    The median over all pairs that are near each other; NaN where there are none.
    """
    near = list_near(_ACROSS_EDGE_MM)[np.ix_(inside.T.ravel(), beside.T.ravel())] > 0
    flat = values.T.ravel()
    step = flat[beside.T.ravel()] - flat[inside.T.ravel()][:, None]
    return float(np.median(step[near])) if near.any() else float("nan")
