"""What the rest of the face says of a movement: only skin that can be seen, and nothing before it.

In      Visibility; movement of every place over its noise
Out     which places count at which moment, and how lively the face is there
Method  A place that is covered or outside the picture shows its cover, or nothing. Where hair or a
        cord swings before one side, and nothing before the other, it shows the cord. Neither
        speaks for or against the skin of the other side: it makes no movement there one of both
        sides or of the whole face, and no face lively. Beside it, on its own side, it counts: what
        shakes a cover, or the mesh above it, shakes the skin next to it. Where both sides are
        restless the face acts, and counts. Where nothing is hidden, half a face that moves while
        the other rests is no lively face.
Departures from the sources    none: the method is our own
Known limits   Whether a twitch beside a covered side was one of both sides, nobody can say. What
        disturbs one half of the face alone, however it does, makes nothing lively there; and a
        brow of one side that is raised and lowered within 0.4 s is a twitch, on purpose or not.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage

from twitchcam.records import UNSEEN_REASONS, Bools, Floats, Visibility

# Share of all places, seen or not, that a twitch of one place moves with it. At least half of them
# are compared: those of the own side.
_MOVED_SHARE: Final = 0.25
# Beyond this, what one side does more than the other is its own, and no liveliness of the face.
_LIVELIER_SIDE: Final = 1.5
_CALM_REACH_S: Final = 0.1
# A face that is calmer than a still one counts as still: how calm need not be known.
_SURELY_CALM: Final = 0.99
# Skin in the dark, or that turns away, is skin all the same.
_NO_SKIN: Final = ("covered", "outside")


def mark_comparable(visibility: Visibility, time_s: Floats) -> Bools:
    """(k, sides, places) True where there is skin in the picture, and no cord before one side."""
    at = np.searchsorted(visibility.time_s, time_s, side="right").clip(1) - 1
    hidden = np.isin(visibility.reason, [1 + UNSEEN_REASONS.index(name) for name in _NO_SKIN])
    return ~(hidden | visibility.mark_swept())[at].swapaxes(1, 2)


def list_rivals(counts: Bools, side: int) -> Bools:
    """(..., sides, places) what a movement of ``side`` is compared with.

    ``counts`` is that of ``mark_comparable``: all places of the own side, and those of the other.
    """
    rivals = counts.copy()
    rivals[..., side, :] = True
    return rivals


def measure_busy(ratio: Floats, counts: Bools, rate_hz: float) -> Floats:
    """How many times livelier than in a still face a zone is for each side, (k, sides): 1 or more.

    ``ratio`` and ``counts`` are (k, sides, places). Half a face that moves while the other rests is
    no lively face: a jerk of one side, however large and wide, must not hide itself. Where a part
    of it is covered, what moves may be the cover, and nothing speaks against a lively face.
    """
    if counts.all():
        both = _measure_liveliness(ratio, counts, rate_hz)[:, None]
    else:
        each = [_measure_liveliness(ratio, list_rivals(counts, side), rate_hz) for side in (0, 1)]
        both = np.stack(each, axis=1)
    uncovered = np.ones_like(counts[:, 0])
    sides = [_measure_liveliness(ratio[:, side], uncovered, rate_hz) for side in (0, 1)]
    most = np.where(counts.all(axis=(1, 2)), _LIVELIER_SIDE * np.minimum(*sides), np.inf)
    return np.minimum(both, np.repeat(most[:, None], 2, axis=1))


def _measure_liveliness(ratio: Floats, counts: Bools, rate_hz: float) -> Floats:
    flat, known = ratio.reshape(len(ratio), -1), counts.reshape(len(ratio), -1)
    n_known = known.sum(axis=1)
    calm = 1.0 - _MOVED_SHARE * flat.shape[1] / n_known
    rank = (calm * (n_known - 1)).astype(np.intp)
    # The length of a two-dimensional standard Gaussian that this share stays below.
    usual = np.sqrt(-2.0 * np.log(1.0 - calm))
    if known.all():
        high = _rank_above(flat, int(rank[0]), _SURELY_CALM * float(usual[0]))
    else:
        ordered = np.sort(np.where(known, flat, np.inf), axis=1)
        high = np.take_along_axis(ordered, rank[:, None], axis=1)[:, 0]
    size = 2 * round(_CALM_REACH_S * rate_hz) + 1
    return np.maximum(ndimage.maximum_filter1d(high / usual, size, mode="nearest"), 1.0)


def _rank_above(values: Floats, rank: int, least: float) -> Floats:
    """The number of that rank in every row (k, n), 0 where it is no larger than ``least``."""
    found = np.zeros(len(values), values.dtype)
    above = (~(values <= least)).sum(axis=1) >= values.shape[1] - rank
    found[above] = np.partition(values[above], rank, axis=1)[:, rank]
    return found
