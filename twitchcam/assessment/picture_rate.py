"""How many new pictures a second a recording shows, also where repeats were encoded again.

In      FaceTrack
Out     new pictures a second
Method  A call that is recorded at 30 pictures a second shows each of its 10 to 24 once or several
        times. Encoded again, repeats are no longer the same: what is slow, an encoder spreads over
        them, and what is still, it mends. Only fast movements tell: a lid or lip that goes on in
        one direction cannot halt in between. Of all pairs of such strides, the time from one to the
        next is that from one new picture to the next.
Where the defaults come from   settings.AssessmentSettings
Known limits    A recording without blinks and speech does not tell; a rate close to that of the
        file (27 of 30) does not stand out.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from twitchcam.anatomy import INNER_LIPS, LID_MARGIN, MOUTH_CORNER, OUTER_EYE_CORNER, SIDES
from twitchcam.records import FaceTrack, Floats
from twitchcam.settings import AssessmentSettings
from twitchcam.tracking.row_store import read_pieces

# What moves fast in a face: the middle thirds of both upper lids, both lips, the mouth's corners.
_MOVERS: Final = (
    *(tuple(upper for upper, _ in LID_MARGIN[side][1:4]) for side in SIDES),
    tuple(upper for upper, _ in INNER_LIPS),
    tuple(lower for _, lower in INNER_LIPS),
    *((MOUTH_CORNER[side],) for side in SIDES),
)
# Pictures further apart are a freeze: what is measured then is as good as before it.
_LONGEST_INTERVAL_S: Final = 0.3
_SURE: Final = 1.96  # standard errors of 95 %


def measure_picture_rate(track: FaceTrack, settings: AssessmentSettings) -> float:
    """New pictures a second; 0 for a recording of fewer than two."""
    new_s = track.time_s[~track.repeated]
    if len(new_s) < 2:
        return 0.0
    rate_hz = _measure_shown_rate(np.diff(new_s))
    n_steps, between_s = _find_strides(track, settings)
    if len(n_steps) == 0:
        return rate_hz
    if _surely_at_least(int((n_steps > 1).sum()), len(n_steps)) < settings.min_halting:
        return rate_hz
    return min(rate_hz, len(between_s) / float(between_s.sum()))


def _measure_shown_rate(intervals_s: Floats) -> float:
    """Of the time in which pictures came: a freeze is a gap, and no slow recording."""
    going_s = intervals_s[intervals_s <= _LONGEST_INTERVAL_S]
    if 2 * going_s.sum() < intervals_s.sum():
        going_s = intervals_s
    return len(going_s) / float(going_s.sum())


def _find_strides(track: FaceTrack, settings: AssessmentSettings) -> tuple[Floats, Floats]:
    """Pictures and seconds from each stride to the next in the same direction."""
    n_steps: list[int] = []
    between_s: list[float] = []
    for place in np.moveaxis(_locate_movers(track), 1, 0):
        steps = np.diff(place, axis=0)
        length = np.nan_to_num(np.linalg.norm(steps, axis=1))
        strides = np.flatnonzero(length > settings.stride_percent)
        for a, b in zip(strides[:-1].tolist(), strides[1:].tolist(), strict=True):
            apart_s = float(track.time_s[b] - track.time_s[a])
            shorter = min(length[a], length[b])
            # Within 60 degrees of each other.
            if apart_s > settings.longest_halt_s or steps[a] @ steps[b] < length[a] * length[b] / 2:
                continue
            if (length[a + 1 : b] < settings.halt_share * shorter).all():
                n_steps.append(b - a)
                between_s.append(apart_s)
    return np.array(n_steps), np.array(between_s)


def _locate_movers(track: FaceTrack) -> Floats:
    """Where they are, (N, movers, 2), in % of the eye distance; NaN without a face."""
    pieces, widths = [], []
    for _, piece in read_pieces(track.landmarks_px):
        movers = (piece[:, list(ids), :2].mean(axis=1, dtype=np.float64) for ids in _MOVERS)
        pieces.append(np.stack(list(movers), axis=1))
        left, right = (piece[:, OUTER_EYE_CORNER[side], :2].astype(np.float64) for side in SIDES)
        widths.append(np.linalg.norm(left - right, axis=1))
    width = np.concatenate(widths)
    found = np.isfinite(width)
    if not found.any():
        return np.full((len(width), len(_MOVERS), 2), np.nan)
    return np.concatenate(pieces) * (100.0 / float(np.median(width[found])))


def _surely_at_least(n: int, of: int) -> float:
    """Lower end of the 95 % interval of a share (Wilson)."""
    share, z2 = n / of, _SURE**2
    middle = share + z2 / (2 * of)
    spread = _SURE * np.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return float((middle - spread) / (1 + z2 / of))
