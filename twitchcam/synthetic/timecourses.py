"""How movements run in time: every function takes seconds and returns 0 to 1 (or -1 to 1)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


def ease(x: Floats | float) -> Floats:
    """Return a raised-cosine step: 0 below 0, 1 above 1."""
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(np.asarray(x, dtype=np.float64), 0.0, 1.0))


def rise_and_fall(
    time_s: Floats, onset_s: float, rise_s: float, hold_s: float, fall_s: float
) -> Floats:
    """Return a raised-cosine rise, a hold at 1 and a raised-cosine fall.

    Parameters
    ----------
    time_s : (N,) seconds.
    onset_s : when the rise starts.
    rise_s, hold_s, fall_s : lengths of the three parts.
    """
    rise = ease((time_s - onset_s) / max(rise_s, 1e-9))
    fall = ease((time_s - onset_s - rise_s - hold_s) / max(fall_s, 1e-9))
    return rise - fall


def swing(time_s: Floats, start_s: float, stop_s: float, frequency_hz: float) -> Floats:
    """Return a sine of -1 to 1 that fades in and out over a third of a second."""
    fade_s = min(0.3, 0.5 * (stop_s - start_s))
    envelope = rise_and_fall(time_s, start_s, fade_s, stop_s - start_s - 2.0 * fade_s, fade_s)
    return envelope * np.sin(2.0 * np.pi * frequency_hz * (time_s - start_s))


def chew(time_s: Floats, start_s: float, stop_s: float, rate_hz: float) -> Floats:
    """Return 0 (jaw shut) to 1 (jaw down) in a steady rhythm, fading in and out."""
    fade_s = min(0.4, 0.5 * (stop_s - start_s))
    envelope = rise_and_fall(time_s, start_s, fade_s, stop_s - start_s - 2.0 * fade_s, fade_s)
    return envelope * (0.5 - 0.5 * np.cos(2.0 * np.pi * rate_hz * (time_s - start_s)))


def syllables(time_s: Floats, start_s: float, stop_s: float, seed: int) -> Floats:
    """Return 0 (lips shut) to 1 (wide open): syllables of uneven size, 2 to 6 a second."""
    random = np.random.default_rng(seed)
    value = np.zeros(np.shape(time_s))
    onset_s = start_s
    while onset_s < stop_s:
        length_s = 1.0 / random.uniform(2.0, 6.0)
        size = random.uniform(0.2, 1.0)
        half_s = 0.55 * length_s
        if onset_s + 2.0 * half_s <= stop_s:
            value += size * rise_and_fall(time_s, onset_s, half_s, 0.0, half_s)
        pause = random.uniform() < 0.12
        onset_s += length_s + (random.uniform(0.15, 0.4) if pause else 0.0)
    return np.clip(value, 0.0, 1.0)


def wander(time_s: Floats, seed: int, lowest_hz: float = 0.07, highest_hz: float = 0.6) -> Floats:
    """Return a slow, smooth, aimless signal of standard deviation about 0.5."""
    random = np.random.default_rng(seed)
    rates_hz = np.geomspace(lowest_hz, highest_hz, 6) * random.uniform(0.85, 1.15, 6)
    sizes = rates_hz**-0.7
    sizes = sizes / np.sqrt(np.sum(sizes**2)) / np.sqrt(2.0)
    phases = random.uniform(0.0, 2.0 * np.pi, 6)
    angles = 2.0 * np.pi * np.multiply.outer(np.asarray(time_s), rates_hz) + phases
    return np.asarray(np.sin(angles) @ sizes)
