"""Spectra of skin and head in short windows, for whoever looks for a rhythm.

In      Movement (mm, with what is held), Expression (head)
Out     Spectra
Method  Hann windows [harris1978] over the velocity of every column of skin, both axes added up.
        Velocity, because flow from picture to picture makes errors that are white in velocity: none
        of its frequencies is favoured. Only windows in time that could be judged are kept.
Where the defaults come from   settings.TremorSettings
Known limits   Two rhythms closer than about 1 Hz look like one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, reduce
from typing import Final

import numpy as np
from scipy import fft, signal

from twitchcam.detection.courses import Courses
from twitchcam.records import Bools, Expression, Floats, Movement
from twitchcam.settings import TremorSettings
from twitchcam.signals.resample import Integers

_BINS_PER_WINDOW: Final = 6  # zero padding: bins this much finer than 1 / window
_MAX_MISSING: Final = 0.05
_MIN_OBSERVED: Final = 0.9
_WINDOWS_AT_ONCE: Final = 64
_COLUMNS_AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spectra:
    """Power in w windows, f frequencies, p columns of ``Courses``.

    Attributes
    ----------
    start : (w,) first sample of each window.
    n_samples : length of every window.
    frequency_hz : (f,) evenly from the lowest to the highest that counts.
    power : (w, f, p) squared velocity amplitude, both axes, (mm/s)²; NaN where not seen.
    kinds : (p,) as in ``Courses``.
    head_power : (w, f) the same of the turning head, (deg/s)².
    """

    start: Integers
    n_samples: int
    frequency_hz: Floats
    power: Floats
    kinds: Integers
    head_power: Floats


def find_windows(movement: Movement, settings: TremorSettings) -> Integers:
    """First samples of all windows that could be judged, (w,)."""
    n_samples = _count_samples(movement, settings)
    hop = max(round(settings.hop_s * movement.sampling_rate_hz), 1)
    start = np.arange(0, len(movement.time_s) - n_samples + 1, hop)
    n_observed = np.concatenate([[0], np.cumsum(movement.observed)])
    kept = n_observed[start + n_samples] - n_observed[start] >= _MIN_OBSERVED * n_samples
    return np.asarray(start[kept])


def measure_spectra(
    courses: Courses,
    movement: Movement,
    expression: Expression,
    band_hz: tuple[float, float],
    settings: TremorSettings,
) -> Iterator[Spectra]:
    """Spectra of every window that could be judged, some windows at a time: an hour is large."""
    start = find_windows(movement, settings)
    n_samples = _count_samples(movement, settings)
    frequency_hz = _list_frequencies(movement, band_hz, settings)
    for first in range(0, len(start), _WINDOWS_AT_ONCE):
        some = start[first : first + _WINDOWS_AT_ONCE]
        power = np.empty((len(some), len(frequency_hz), len(courses.regions)), dtype=np.float32)
        begin, end = int(some[0]), int(some[-1]) + n_samples
        steps = np.diff(courses.read(begin, end), axis=0)
        for p in range(0, power.shape[2], _COLUMNS_AT_ONCE):
            columns = slice(p, p + _COLUMNS_AT_ONCE)
            power[:, :, columns] = _measure_power(
                steps[:, columns], movement, some, band_hz, settings
            )
        turning = np.diff(expression.head_rotation_deg[begin:end, None], axis=0)
        yield Spectra(
            start=some,
            n_samples=n_samples,
            frequency_hz=frequency_hz,
            power=power,
            kinds=np.array(courses.kinds),
            head_power=_measure_power(turning, movement, some, band_hz, settings)[:, :, 0],
        )


def measure_column_power(
    courses: Courses,
    movement: Movement,
    column: int,
    start: Integers,
    band_hz: tuple[float, float],
    settings: TremorSettings,
) -> Floats:
    """(w, f) power of one column in the windows that begin at ``start``, as in ``Spectra``."""
    n_samples = _count_samples(movement, settings)
    found = []
    for first in range(0, len(start), _WINDOWS_AT_ONCE):
        some = start[first : first + _WINDOWS_AT_ONCE]
        begin = int(some[0])
        moved_mm = courses.read_column(column, begin, int(some[-1]) + n_samples)
        steps = np.diff(moved_mm, axis=0)[:, None]
        found.append(_measure_power(steps, movement, some, band_hz, settings))
    return np.concatenate(found)[:, :, 0]


def _count_samples(movement: Movement, settings: TremorSettings) -> int:
    return round(settings.window_s * movement.sampling_rate_hz)


def _list_frequencies(
    movement: Movement, band_hz: tuple[float, float], settings: TremorSettings
) -> Floats:
    n_fft = _BINS_PER_WINDOW * _count_samples(movement, settings)
    all_hz = np.fft.rfftfreq(n_fft, 1 / movement.sampling_rate_hz)
    return np.asarray(all_hz[(all_hz >= band_hz[0]) & (all_hz <= band_hz[1])])


def _measure_power(
    steps: Floats,
    movement: Movement,
    start: Integers,
    band_hz: tuple[float, float],
    settings: TremorSettings,
) -> Floats:
    """(w, f, p) power of the velocity, NaN where too little was seen.

    ``steps`` (m, p, axes) lead from sample to sample, from the first of the windows on, which begin
    at samples ``start`` (w,) of the recording.
    """
    rate_hz, n_samples = movement.sampling_rate_hz, _count_samples(movement, settings)
    n_fft = _BINS_PER_WINDOW * n_samples
    all_hz = np.fft.rfftfreq(n_fft, 1 / rate_hz)
    kept = (all_hz >= band_hz[0]) & (all_hz <= band_hz[1])
    taper = _make_taper(n_samples - 1)  # ``diff`` leaves one sample less than the window holds
    velocity = steps * rate_hz
    places = (start - start[0])[:, None] + np.arange(n_samples - 1)
    inside = velocity[places].astype(np.float64)
    is_known = np.isfinite(velocity).all(axis=2)
    missing = None if is_known.all() else ~is_known[places]
    _take_off_mean(inside, missing)
    inside *= taper[:, None, None]
    spectrum = fft.rfft(inside, n_fft, axis=1)[:, kept]
    squares = spectrum.real**2 + spectrum.imag**2
    # Axis by axis: numpy adds up so few numbers one by one.
    power = reduce(np.add, np.moveaxis(squares, 3, 0)).astype(np.float32)
    if missing is not None:
        power.swapaxes(1, 2)[missing.mean(axis=1) > _MAX_MISSING] = np.nan
    return np.asarray(power)


def _take_off_mean(inside: Floats, missing: Bools | None) -> None:
    """Centre each window (w, n, p, axes) on 0, in place; 0 where it is ``missing`` (w, n, p)."""
    if missing is None:
        inside -= (inside.sum(axis=1) / inside.shape[1])[:, None]
        return
    inside[missing] = 0.0
    seen = (~missing).sum(axis=1)
    inside -= (inside.sum(axis=1) / np.maximum(seen, 1)[..., None])[:, None]
    inside[missing] = 0.0


@cache
def _make_taper(n_samples: int) -> Floats:
    taper = signal.windows.hann(n_samples, sym=False)
    taper *= 2 / taper.sum()  # a sine of 1 mm/s has power 1
    taper.flags.writeable = False
    return taper


def refine_peak(power: Floats, frequency_hz: Floats, near: int, reach_hz: float) -> float:
    """Frequency of the largest power (f,) within ``reach_hz`` of bin ``near``.

    A parabola through the logarithms goes between the bins.
    """
    height = np.log(np.maximum(power, 1e-300))
    step_hz = float(frequency_hz[1] - frequency_hz[0])
    reach = round(reach_hz / step_hz)
    first = max(near - reach, 0)
    top = first + int(np.argmax(height[first : near + reach + 1]))
    if not 0 < top < len(height) - 1:
        return float(frequency_hz[top])
    below, at, above = height[top - 1 : top + 2]
    bend = below - 2 * at + above
    shift = 0.5 * (below - above) / bend if bend < 0 else 0.0
    return float(frequency_hz[top] + shift * step_hz)
