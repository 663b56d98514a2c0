"""The shape of a short movement: a rise that returns.

In      displacement on the even grid, mm
Out     height of the pulse centred at every sample; the pulse that fits a piece best
Method  The picture's own errors (video compression above all) add up from picture to picture like
        a random walk, so the best filter for a pulse correlates steps with the pulse's steps
        [turin1960]. The pulse is a raised cosine; five lengths from 0.1 to 0.36 s to look for, more
        to fit.
Known limits   What is held longer than about half a second is not a pulse.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from scipy import ndimage

from twitchcam.records import Floats

# Neighbouring lengths differ by a third, so that every twitch between them fits one closely.
PULSE_LENGTHS_S: Final = (0.1, 0.14, 0.19, 0.26, 0.36)
_FINE_LENGTHS_S: Final = tuple(np.geomspace(0.08, 0.6, 16).round(3).tolist())
# The noise of longer ones is not known.
LONGEST_PULSE_S: Final = PULSE_LENGTHS_S[-1] * 4 / 3


class FittedPulse(NamedTuple):
    """One pulse, fitted finely; times are relative to the piece it was fitted in."""

    centre_s: float
    length_s: float
    size_mm: float


def correlate_pulse(steps: Floats, length_s: float, rate_hz: float, axis: int = 0) -> Floats:
    """Size of the raised-cosine pulse of ``length_s`` centred at every sample along an axis."""
    weights = _weigh_steps(length_s, rate_hz)
    return ndimage.correlate1d(steps, weights, axis=axis, mode="constant")


@cache
def _weigh_steps(length_s: float, rate_hz: float) -> Floats:
    rise = pulse_steps(length_s, rate_hz)
    weights = (np.concatenate([[0.0], rise]) / (rise**2).sum()).astype(np.float32)
    weights.flags.writeable = False
    return weights


def fit_pulses(displacement_mm: Floats, reach_s: float, rate_hz: float) -> list[FittedPulse]:
    """The pulse within ``reach_s`` of the middle of each piece (p, n, 2) that explains most of it.

    Of all lengths from 0.08 to 0.6 s, for noise that adds up, that is the likeliest.
    """
    steps = np.nan_to_num(np.diff(displacement_mm, axis=1, prepend=displacement_mm[:, :1]))
    n_pieces, middle = len(steps), steps.shape[1] // 2
    reach = round(reach_s * rate_hz)
    near = slice(max(middle - reach, 0), middle + reach + 1)
    most, square = np.full(n_pieces, -1.0), np.zeros(n_pieces)
    at, length = np.zeros(n_pieces, np.intp), np.zeros(n_pieces, np.intp)
    for i, length_s in enumerate(_FINE_LENGTHS_S):
        moved = correlate_pulse(steps, length_s, rate_hz, axis=1)[:, near]
        squares = (moved**2).sum(axis=-1)
        highest = squares.argmax(axis=1)
        height = squares[np.arange(n_pieces), highest]
        explained = height * float((pulse_steps(length_s, rate_hz) ** 2).sum())
        better = explained > most
        most[better], square[better] = explained[better], height[better]
        at[better], length[better] = highest[better], i
    return [
        FittedPulse((near.start + k) / rate_hz, _FINE_LENGTHS_S[i], math.sqrt(height))
        for k, i, height in zip(at.tolist(), length.tolist(), square.tolist(), strict=True)
    ]


@cache
def pulse_steps(length_s: float, rate_hz: float) -> Floats:
    """Steps of a raised cosine of height 1; an even number of them, centred; read-only."""
    half = int(length_s * rate_hz / 2) + 1
    time_s = np.arange(-half, half + 1) / rate_hz
    inside = np.abs(time_s) < length_s / 2
    steps = np.diff(np.where(inside, 0.5 + 0.5 * np.cos(2 * np.pi * time_s / length_s), 0.0))
    steps.flags.writeable = False  # the same array for everybody who asks
    return steps
