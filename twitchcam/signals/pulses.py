"""Rises that return: how far every patch stands out as a single short pulse, at every moment.

In      displacement of every patch on the even grid, mm, nothing taken out
Out     for every moment and patch: signal over noise of the pulse centred there, and its noise
Method  1. The picture's own errors (video compression above all) add up from picture to picture
           like a random walk, so the best filter for a pulse correlates steps with the pulse's
           steps [turin1960]. Five lengths from 0.1 to 0.36 s; the one that stands out most counts.
        2. Noise of each axis alone, for texture often shows movement in one direction only: the
           patch's own noise under the same filter, as a median over seconds.
        3. More noise where the mirror patch or the whole face rises and returns too, and where the
           skin does not rest before and after.
        4. While the skin is nearly still, more noise, most of all for patches on which large
           pulses are more frequent than that explains: rare errors of compressed pictures.
Where the defaults come from   settings.SignalSettings; docs/measurement.md shows the physics
Departures from the sources    the noise is measured by medians and changes with time
Known limits   What is held longer than about half a second is not a pulse. A train in one patch
        that fills more than half of the time raises its own noise.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from scipy import ndimage

from twitchcam.records import Bools, Floats
from twitchcam.settings import SignalSettings

# Neighbouring lengths differ by a third, so that every twitch between them fits one closely.
_LENGTHS_S: Final = (0.1, 0.14, 0.19, 0.26, 0.36)
_FINE_LENGTHS_S: Final = tuple(np.geomspace(0.08, 0.6, 16).round(3).tolist())
# The noise of longer ones is not known.
LONGEST_PULSE_S: Final = _LENGTHS_S[-1] * 4 / 3
_PIECE_S: Final = 60.0
# Slow quantities need not be worked out at every sample.
_COARSE_S: Final = 0.1
# Steps are counted from this many times its usual square.
_CHANCE_STEPS: Final = 1.5
# Median of the absolute value of a standard Gaussian.
_MEDIAN_OF_GAUSSIAN: Final = np.float32(0.6745)
# What three quarters of all patches stay below is what most of the face does.
_MOST_PATCHES: Final = 0.75


class FittedPulse(NamedTuple):
    """One pulse, fitted finely; times are relative to the piece it was fitted in."""

    centre_s: float
    length_s: float
    size_mm: float


def measure_pulses(displacement_mm: Floats, settings: SignalSettings) -> tuple[Floats, Floats]:
    """Signal over noise, and noise, of a pulse centred at every moment.

    Parameters
    ----------
    displacement_mm : (m, regions, sides, 2), NaN where not measured.

    Returns
    -------
    snr : (m, regions, sides); 0 where nothing can be said.
    noise_mm : (m, regions, sides) mm, both axes together; NaN where nothing can be said.
    """
    snr = np.empty(displacement_mm.shape[:3], np.float32)
    noise_mm = np.empty(displacement_mm.shape[:3], np.float32)
    # Piece by piece, with what reaches into a piece beside it: an hour at once is large. Beside
    # time without a face the noise comes from less than ``pulse_noise_reach_s`` then.
    samples_apart = max(round(_COARSE_S * settings.sampling_rate_hz), 1)
    piece, beside = (
        samples_apart * int(np.ceil(length_s * settings.sampling_rate_hz / samples_apart))
        for length_s in (_PIECE_S, 2 * settings.pulse_noise_reach_s)
    )
    for first in range(0, len(displacement_mm), piece):
        begin = max(first - beside, 0)
        within = slice(first - begin, first - begin + piece)
        found = _measure_piece(displacement_mm[begin : first + piece + beside], settings)
        snr[first : first + piece], noise_mm[first : first + piece] = (a[within] for a in found)
    rare = measure_rare_errors(snr, noise_mm, settings)
    return np.divide(snr, rare, out=snr), np.multiply(noise_mm, rare, out=noise_mm)


def measure_rare_errors(snr: Floats, noise_mm: Floats, settings: SignalSettings) -> Floats:
    """How many times larger than its noise says the errors of each patch are: like ``noise_mm``.

    Compression makes few but large errors, which noise measured by its middle does not show. They
    matter while the skin is nearly still; while a face acts, large pulses are its movement. A
    patch on which they are frequent is held against its mirror patch and most of the face, so that
    many twitches on one side do not pass for errors.
    """
    with np.errstate(invalid="ignore"):
        still = np.clip(2.0 - noise_mm / settings.still_noise_mm, 0.0, 1.0)
    high = np.full(snr.shape[1:], np.nan)
    least = settings.least_rare_s * settings.sampling_rate_hz
    for r, s in np.ndindex(high.shape):
        counted = still[:, r, s] > 0.0
        if counted.sum() >= least:
            high[r, s] = np.quantile(snr[counted, r, s], settings.rare_share)
    excess = np.full(high.shape, settings.least_rare_factor)
    if np.isfinite(high).any():
        others = np.fmax(high[:, ::-1], np.nanquantile(high, _MOST_PATCHES))
        excess = np.fmax(excess, np.minimum(high, others) / settings.usual_rare_snr)
    return (1.0 + np.nan_to_num(still) * (excess - 1.0)).astype(np.float32)


def _measure_piece(displacement_mm: Floats, settings: SignalSettings) -> tuple[Floats, Floats]:
    rate_hz = settings.sampling_rate_hz
    unknown = ~np.isfinite(displacement_mm).all(axis=-1)
    unknown |= unknown[:, :, ::-1]  # without a mirror patch no movement can be called one-sided
    steps = np.nan_to_num(np.diff(displacement_mm, axis=0, prepend=displacement_mm[:1])).astype(
        np.float32
    )
    places = np.cumsum(steps, axis=0)
    snr = np.zeros(unknown.shape, np.float32)
    noise_mm = np.full(unknown.shape, np.inf, np.float32)
    for length_s in _LENGTHS_S:
        moved = correlate_pulse(steps, length_s, rate_hz)
        size = np.hypot(moved[..., 0], moved[..., 1])
        own = _measure_own_noise(moved, unknown, settings)
        common = _measure_common_motion(size, settings)
        penalty = _measure_step_penalty(places, unknown, length_s, settings)
        variance = own**2 + (common**2 + penalty**2)[..., None]
        snr = np.fmax(snr, np.sqrt((moved**2 / variance).sum(axis=-1)))
        noise_mm = np.fmin(noise_mm, np.sqrt(2.0 / (1.0 / variance).sum(axis=-1)))
    blind = _widen(unknown, _LENGTHS_S[-1] / 2 + settings.rest_beside_s, rate_hz)
    snr[blind] = 0.0
    noise_mm[blind] = np.nan
    return snr, noise_mm


def correlate_pulse(steps: Floats, length_s: float, rate_hz: float) -> Floats:
    """Size of the raised-cosine pulse of ``length_s`` centred at every sample, along axis 0."""
    rise = _pulse_steps(length_s, rate_hz)
    weights = np.concatenate([[0.0], rise]) / (rise**2).sum()
    return ndimage.correlate1d(steps, weights.astype(np.float32), axis=0, mode="constant")


def fit_pulse(displacement_mm: Floats, reach_s: float, rate_hz: float) -> FittedPulse:
    """The pulse within ``reach_s`` of the middle of a piece (n, 2) that explains most of it.

    Of all lengths from 0.08 to 0.6 s, for noise that adds up, that is the likeliest.
    """
    steps = np.nan_to_num(np.diff(displacement_mm, axis=0, prepend=displacement_mm[:1]))
    middle = len(steps) // 2
    reach = round(reach_s * rate_hz)
    near = slice(max(middle - reach, 0), middle + reach + 1)
    best, most = FittedPulse(middle / rate_hz, _LENGTHS_S[0], 0.0), -1.0
    for length_s in _FINE_LENGTHS_S:
        moved = correlate_pulse(steps, length_s, rate_hz)[near]
        square = (moved**2).sum(axis=-1)
        at = int(np.argmax(square))
        explained = float(square[at]) * float((_pulse_steps(length_s, rate_hz) ** 2).sum())
        if explained > most:
            centre_s = (near.start + at) / rate_hz
            best, most = FittedPulse(centre_s, length_s, float(np.sqrt(square[at]))), explained
    return best


def _pulse_steps(length_s: float, rate_hz: float) -> Floats:
    """Steps of a raised cosine of height 1; an even number of them, centred."""
    half = int(length_s * rate_hz / 2) + 1
    time_s = np.arange(-half, half + 1) / rate_hz
    inside = np.abs(time_s) < length_s / 2
    return np.diff(np.where(inside, 0.5 + 0.5 * np.cos(2 * np.pi * time_s / length_s), 0.0))


def _measure_own_noise(moved: Floats, unknown: Bools, settings: SignalSettings) -> Floats:
    """Usual size of each axis under the filter, as a sigma: (m, regions, sides, 2) mm.

    The median, so that neither twitches nor an expression now and then raise it.
    """
    usual = _run_median(np.abs(moved), unknown[..., None], settings) / _MEDIAN_OF_GAUSSIAN
    return np.maximum(usual, np.float32(settings.pulse_noise_floor_mm))


def _measure_common_motion(size: Floats, settings: SignalSettings) -> Floats:
    """What mirror patch and whole face do at this moment, weighed: (m, regions, sides) mm."""
    rate_hz, reach_s = settings.sampling_rate_hz, settings.common_motion_reach_s
    mirror = _widen(size, reach_s, rate_hz)[:, :, ::-1]
    face = _widen(np.median(size.reshape(len(size), -1), axis=1), reach_s, rate_hz)
    return (
        settings.common_motion_mirror_weight * mirror
        + settings.common_motion_face_weight * face[:, None, None]
    ).astype(np.float32)


def _measure_step_penalty(
    places: Floats, unknown: Bools, length_s: float, settings: SignalSettings
) -> Floats:
    """How far the skin travels just before and just after, and from before to after: mm."""
    half = round(length_s * settings.sampling_rate_hz / 2)
    beside = round(settings.rest_beside_s * settings.sampling_rate_hz)
    at = np.arange(len(places))

    def look(shift: int) -> Floats:
        return places[np.clip(at + shift, 0, len(places) - 1)]

    before, after = look(-half), look(half)
    legs = (after - before, before - look(-half - beside), look(half + beside) - after)
    square = np.sum([(leg**2).sum(axis=-1) for leg in legs], axis=0)
    usual = _run_median(square, unknown, settings)
    return settings.step_penalty * np.sqrt(np.maximum(square - _CHANCE_STEPS * usual, 0.0))


def _run_median(values: Floats, unknown: Bools, settings: SignalSettings) -> Floats:
    """Running median over ``pulse_noise_reach_s`` of seen time, worked out ten times a second.

    ``unknown`` has the shape of ``values``, or 1 for its last axis. Where nothing was seen, 0.
    """
    rate_hz = settings.sampling_rate_hz
    step = max(round(_COARSE_S * rate_hz), 1)
    size = max(2 * round(settings.pulse_noise_reach_s * rate_hz / step / 2) + 1, 3)
    coarse = values[::step]
    columns = np.ascontiguousarray(coarse.reshape(len(coarse), -1).T)
    seen = np.broadcast_to(~unknown[::step], coarse.shape).reshape(len(coarse), -1).T
    for column, known in zip(columns, seen, strict=True):
        # One by one, for which scipy has a way ten times as fast.
        if known.any():
            column[known] = ndimage.median_filter(column[known], size=size, mode="nearest")
        column[~known] = 0.0
    return np.repeat(columns.T.reshape(coarse.shape), step, axis=0)[: len(values)]


def _widen(values: Floats | Bools, reach_s: float, rate_hz: float) -> Floats:
    size = 2 * round(reach_s * rate_hz) + 1
    return ndimage.maximum_filter1d(values, size=size, axis=0, mode="nearest")
