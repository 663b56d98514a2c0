"""How strongly a region moves at each rate, left beside right.

In      Movement, a region, a stretch of time
Out     Spectrum
Method  Welch's averaged spectrum (Hann windows of up to two seconds, half overlapping) of both
        axes, their power added; read as the amplitude of a steady rhythm of that rate.
Known limits   Two seconds tell rates apart that differ by about half a hertz.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import signal

from twitchcam.anatomy import REGION_NAMES
from twitchcam.records import Floats, Movement, Spectrum
from twitchcam.signals.resample import find_runs

_WINDOW_S: Final = 2.0
_SHOWN_HZ: Final = (1.0, 14.0)
_MIN_SAMPLES: Final = 16


def measure_spectrum(
    movement: Movement, region: str, start_s: float, stop_s: float
) -> Spectrum | None:
    """Spectrum of ``region`` in the longest run without a gap; ``None`` if too little was seen."""
    start, stop = np.searchsorted(movement.time_s, [start_s, stop_s])
    patch = movement.displacement_mm[start:stop, REGION_NAMES.index(region)].astype(np.float64)
    # The longest run: pieces put together would ring where they meet.
    runs = find_runs(np.isfinite(patch).all(axis=(1, 2)))
    first_seen, last_seen = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    patch = patch[first_seen:last_seen]
    if len(patch) < _MIN_SAMPLES:
        return None
    n_window = min(len(patch), round(_WINDOW_S * movement.sampling_rate_hz))
    frequency_hz, power = signal.welch(
        patch,
        fs=movement.sampling_rate_hz,
        nperseg=n_window,
        detrend="linear",
        scaling="spectrum",
        axis=0,
    )
    shown = (frequency_hz >= _SHOWN_HZ[0]) & (frequency_hz <= _SHOWN_HZ[1])
    amplitude: Floats = np.sqrt(2.0 * power.sum(axis=-1))
    return Spectrum(
        region=region,
        start_s=start_s,
        stop_s=stop_s,
        frequency_hz=frequency_hz[shown],
        left_mm=amplitude[shown, 0],
        right_mm=amplitude[shown, 1],
    )
