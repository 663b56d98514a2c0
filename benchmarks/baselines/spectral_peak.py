"""The tremor detector that everybody writes first: a peak in the spectrum of each patch.

Welch's spectrum (2 s windows, half overlapping) of each patch's movement over stretches of 4 s; the
largest peak between 3 and 12 Hz is a tremor when it is four times the median of that band. It
looks at all the time in which a face is seen, as such detectors do.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import signal

from twitchcam.anatomy import SIDES
from twitchcam.records import Movement

_STRETCH_S: Final = 4.0
_WINDOW_S: Final = 2.0
_BAND_HZ: Final = (3.0, 12.0)
_PEAK_RATIO: Final = 4.0


def count_peaks(movement: Movement) -> int:
    """Stretches in which at least one patch has a peak; one patch or many count once."""
    rate_hz = movement.sampling_rate_hz
    length = round(_STRETCH_S * rate_hz)
    place_mm = movement.displacement_mm
    return sum(
        any(
            _has_peak(place_mm[start : start + length, r, s], rate_hz)
            for r, s in np.ndindex(place_mm.shape[1:3])
        )
        for start in range(0, len(place_mm) - length // 2, length)
    )


def has_peak(movement: Movement, side: str, start_s: float, stop_s: float) -> bool:
    """Whether any patch of a side has a peak between two times."""
    first, stop = np.searchsorted(movement.time_s, [start_s, stop_s])
    place_mm = movement.displacement_mm[first:stop, :, SIDES.index(side)]
    return any(
        _has_peak(place_mm[:, r], movement.sampling_rate_hz) for r in range(place_mm.shape[1])
    )


def _has_peak(moved_mm: np.ndarray, rate_hz: float) -> bool:
    seen = np.isfinite(moved_mm).all(axis=1)
    window = round(_WINDOW_S * rate_hz)
    if seen.sum() < window:
        return False
    hz, power = signal.welch(
        signal.detrend(moved_mm[seen], axis=0), rate_hz, nperseg=window, axis=0
    )
    band = power.sum(axis=1)[(hz >= _BAND_HZ[0]) & (hz <= _BAND_HZ[1])]
    return bool(band.max() >= _PEAK_RATIO * np.median(band))
