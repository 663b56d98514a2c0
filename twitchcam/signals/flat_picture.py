"""Whether the face moves as a flat picture does: a photograph that is moved by a hand, or panned.

In      FaceTrack
Out     how far the face swayed, where it usually moved so, and whether it always did
Method  Of a flat picture all points move together, whatever the hand does: from one moment to
        another an affine map takes the whole mesh along. A head is deep and alive: where it
        sways by millimetres it turns as well, its nose moves against its ears, its lids, lips and
        brows against each other. Half-second means of the landmarks, which no longer tremble, are
        fitted to each other in windows of ``still_s``; what the fit leaves is compared with how
        far the face moved.
Where the defaults come from   settings.SignalSettings
Departures from the sources    none: the method is our own
Known limits   A head that hardly moves says nothing. A photograph that is bent, tilted far, or so
        small that the mesh trembles, passes for a head.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from twitchcam.records import FaceTrack, Floats
from twitchcam.settings import SignalSettings
from twitchcam.tracking.row_store import read_rows

_BIN_S: Final = 0.5
_MIN_PICTURES: Final = 3
_MIN_WINDOWS: Final = 2
# The iris moves in its eye; of the mesh every third point is plenty.
_POINTS: Final = slice(0, 468, 3)


class FlatMotion(NamedTuple):
    """How far a face that moves as a flat picture usually sways in ``still_s``.

    ``always``: there was no moment in which it turned as a head does.
    """

    sway_mm: float
    always: bool


def measure_flat_motion(
    track: FaceTrack, mm_per_px: float | None, settings: SignalSettings
) -> FlatMotion | None:
    """How far the face swayed, if it moved as a flat picture does and no head.

    Parameters
    ----------
    track : FaceTrack
        Its landmarks (N, 478, 3) in px.
    mm_per_px : float or None
        Of the track (``measure_scale``), ``None`` without a face.
    settings : SignalSettings
        How far, in mm, and what share an affine map may leave.

    Returns
    -------
    FlatMotion or None
        ``None`` for a face that moves as a head does, or too little to tell.

    Examples
    --------
    >>> measure_flat_motion(track, 0.5, settings.signals).sway_mm > 0.0  # a made face is flat
    True
    """
    if mm_per_px is None:
        return None
    bins = _average_landmarks(track) * mm_per_px
    width = round(settings.still_s / _BIN_S)
    told = [
        sway_and_share
        for first in range(0, len(bins) - width + 1, width // 2)
        for sway_and_share in _measure_left(bins[first : first + width], settings.min_flat_sway_mm)
    ]
    if len(told) < _MIN_WINDOWS:
        return None
    sway_mm, share = np.median(told, axis=0)
    if share > settings.max_flat_share:
        return None
    return FlatMotion(float(sway_mm), max(share for _, share in told) <= settings.max_flat_share)


def _average_landmarks(track: FaceTrack) -> Floats:
    """(k, points, 2) px of every half-second; NaN where hardly a face was seen."""
    n_bins = int(track.time_s[-1] / _BIN_S + 1e-9)
    edges = np.searchsorted(track.time_s, np.arange(n_bins + 1) * _BIN_S - 1e-9)
    means = []
    for first, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        shown = track.face_found[first:stop] & ~track.other_person[first:stop]
        points = read_rows(track.landmarks_px, first, stop)[shown][:, _POINTS, :2]
        enough = len(points) >= _MIN_PICTURES
        means.append(points.mean(axis=0) if enough else np.full(points.shape[1:], np.nan))
    return np.array(means, dtype=np.float64)


def _measure_left(window: Floats, min_sway_mm: float) -> tuple[tuple[float, float], ...]:
    """Sway of a window (k, points, 2), and what no affine map explains of it; none if it rests."""
    sway_mm = float(np.hypot(*np.ptp(window.mean(axis=1), axis=0)))
    if not sway_mm >= min_sway_mm:
        return ()
    usual = np.column_stack([window.mean(axis=0), np.ones(window.shape[1])])
    flat = window.transpose(1, 0, 2).reshape(window.shape[1], -1)
    fit, *_ = np.linalg.lstsq(usual, flat, rcond=None)
    left = (flat - usual @ fit).reshape(window.shape[1], -1, 2)
    left_mm = np.sqrt((left**2).sum(axis=2).mean(axis=0))
    return ((sway_mm, float(np.median(left_mm)) / sway_mm),)
