"""Where the picture of a face stands still as no living head does: a photograph, a frozen call.

In      FaceTrack
Out     (n,) marks
Method  The middle of all landmarks, averaged over a second, says where the head is to a few
        hundredths of a millimetre, whatever noise a camera or an encoder adds. Breath, pulse and
        balance move every living head further than ``min_sway_mm`` within ``still_s``.
Where the defaults come from   settings.SignalSettings
Known limits   A photograph that is itself moved, by a hand or by panning and zooming, sways.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from twitchcam.records import Bools, FaceTrack, Floats
from twitchcam.settings import SignalSettings
from twitchcam.signals.resample import number_stretches
from twitchcam.tracking.row_store import read_pieces

# Half-seconds, averaged in pairs: whole seconds, twice as often.
_BIN_S: Final = 0.5


def mark_still(track: FaceTrack, mm_per_px: float | None, settings: SignalSettings) -> Bools:
    """(n,) True in every stretch of at least ``still_s`` in which the head does not move.

    ``mm_per_px`` is that of the track (``measure_scale``), ``None`` without a face.
    """
    still = np.zeros(len(track.time_s), dtype=bool)
    if mm_per_px is None:
        return still
    middle_mm = _find_middles(track) * mm_per_px
    stretch = number_stretches(track.face_found, track.cut)
    bins = np.floor(track.time_s / _BIN_S + 1e-9).astype(int)
    for number in np.unique(stretch[track.face_found]):
        inside = np.flatnonzero((stretch == number) & track.face_found)
        still[inside] = _mark_stretch(middle_mm[inside], bins[inside], settings)
    return still


def _mark_stretch(middle_mm: Floats, bins: Floats, settings: SignalSettings) -> Bools:
    """(k,) for the frames of one stretch without a loss or a cut."""
    first, n_bins = bins[0], bins[-1] - bins[0] + 1
    width = round(settings.still_s / _BIN_S) - 1
    sums = np.zeros((n_bins, 2))
    np.add.at(sums, bins - first, middle_mm)
    counts = np.bincount(bins - first, minlength=n_bins)[:, None]
    seconds, n_seconds = sums[1:] + sums[:-1], counts[1:] + counts[:-1]
    means = np.where(n_seconds > 0, seconds / np.maximum(n_seconds, 1), np.nan)
    still_bins = np.zeros(n_bins, dtype=bool)
    for k in range(len(means) - width + 1):
        window = means[k : k + width]
        if np.hypot(*np.ptp(window, axis=0)) < settings.min_sway_mm:
            still_bins[k : k + width + 1] = True
    return still_bins[bins - first]


def _find_middles(track: FaceTrack) -> Floats:
    """(n, 2) px: the middle of all landmarks in every picture; NaN where no face."""
    pieces = (piece for _, piece in read_pieces(track.landmarks_px))
    return np.concatenate([piece[..., :2].mean(axis=1, dtype=np.float64) for piece in pieces])
