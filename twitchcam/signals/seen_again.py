"""Where a recording shows again what it showed before: a clip that goes round, or was joined twice.

In      FaceTrack
Out     (n,) marks of the later copies
Method  Nobody moves the same way twice. Where for a second all of the mesh follows the way that it
        went some time before, to a small part of that way, and trembles in the same pictures in the
        same way, the pictures are the same ones.
Where the defaults come from   settings.SignalSettings
Departures from the sources    none: the method is our own
Known limits   The way back of a clip that runs forward and back once. A face that hardly moves.
        Copies further apart than a minute, or in recordings of more than ten minutes.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from twitchcam.records import Bools, FaceTrack, Floats
from twitchcam.settings import SignalSettings
from twitchcam.tracking.row_store import read_pieces

_WINDOW_S: Final = 1.0
_MAX_APART_S: Final = 60.0
_MAX_PICTURES: Final = 20_000
_MIN_PICTURES: Final = 8
_QUARTERS: Final = 4
# A few pictures may lie so many times as far from their copies as all of a window do.
_N_SOME, _OF_SOME = 6, 1.5
# Every so many-th landmark: ten are plenty.
_POINTS: Final = slice(0, 468, 47)


def mark_seen_again(
    track: FaceTrack, eye_distance_px: float | None, settings: SignalSettings
) -> Bools:
    """(n,) True in pictures that were shown before, for a second or longer.

    ``eye_distance_px`` is that of the track (``measure_eye_distance``), ``None`` without a face.
    """
    n = len(track.time_s)
    again = np.zeros(n, dtype=bool)
    if eye_distance_px is None or not 2 * _MIN_PICTURES <= n <= _MAX_PICTURES:
        return again
    spacing_s = float(np.median(np.diff(track.time_s)))
    width = max(round(_WINDOW_S / spacing_s), _MIN_PICTURES)
    points = _read_points(track) * np.float32(100.0 / eye_distance_px)
    middle = points.mean(axis=1)
    tremble = np.diff(points - middle[:, None], 2, axis=0)
    way = _measure_ways(middle, width)
    starts = np.arange(0, len(way), max(width // _QUARTERS, 1))
    moving = starts[way[starts] >= settings.min_way_percent]
    reach = settings.max_apart_share * way
    # Some pictures of each window tell most of those that are no copies.
    some = moving[:, None] + np.linspace(0, width - 1, _N_SOME).astype(int)
    near = _OF_SOME * reach[moving]
    for lag in range(width, min(n - width, round(_MAX_APART_S / spacing_s)) + 1):
        within = slice(np.searchsorted(moving, n - lag - width, side="right"))
        apart = np.take(middle, some[within] + lag, axis=0) - np.take(middle, some[within], axis=0)
        for first in moving[within][np.abs(apart).mean(axis=(1, 2)) <= near[within]].tolist():
            later = slice(first + lag, first + lag + width)
            if (
                not again[later].all()
                and np.abs(points[later] - points[first : first + width]).mean() <= reach[first]
                # Differences of the second order: two less than pictures.
                and _trembles_alike(
                    tremble[first : first + width - 2],
                    tremble[first + lag : first + lag + width - 2],
                    settings,
                )
            ):
                again[later] = True
    return again


def _read_points(track: FaceTrack) -> Floats:
    """(n, points, 2) px, NaN where no face."""
    pieces = (np.asarray(piece[:, _POINTS, :2]) for _, piece in read_pieces(track.landmarks_px))
    return np.concatenate(list(pieces)).astype(np.float32)


def _measure_ways(middle: Floats, width: int) -> Floats:
    """(k,) how far the middle of the face goes within each window; NaN without a face."""
    windows = np.lib.stride_tricks.sliding_window_view(middle, width, axis=0)
    return np.asarray(np.hypot(*np.ptp(windows, axis=2).T))


def _trembles_alike(own: Floats, other: Floats, settings: SignalSettings) -> bool:
    """Whether the mesh trembles in both windows in one way: the pictures' own errors agree.

    In three quarters of them: two blinks, or two twitches, may be as alike as pictures.
    """
    quarters = zip(np.array_split(own, _QUARTERS), np.array_split(other, _QUARTERS), strict=True)
    return sum(_agree(*pair, settings) for pair in quarters) >= _QUARTERS - 1


def _agree(own: Floats, other: Floats, settings: SignalSettings) -> bool:
    own_size, other_size = float((own**2).sum()), float((other**2).sum())
    if min(own_size, other_size) < settings.min_tremble_percent**2 * own.size:
        return False
    return float((own * other).sum()) > settings.min_alike * np.sqrt(own_size * other_size)
