"""Which windows tremble: skin that swings in one steady rhythm, patch by patch.

In      Spectra, Expression (mouth), Actions
Out     Windows: peak, swing and verdict of every window and patch
Method  A window trembles when most of its power lies within 1 Hz of one peak between 3 and 12 Hz,
        when that peak rises well above what lies beside it (no slope of slow movement), when the
        swing is large enough, and clearly larger than what the quiet quarter of the face does at
        that frequency (a shaking head or camera moves all of it). Not while the mouth opens and
        shuts: speech has a rhythm too. A lid that closes in a window does not tremble in it.
Where the defaults come from   settings.TremorSettings
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import signal

from twitchcam.detection.courses import Courses
from twitchcam.detection.rhythm import Spectra
from twitchcam.records import (
    CLOSURE_KINDS,
    Action,
    Bools,
    Expression,
    Floats,
    LightSwing,
    Movement,
)
from twitchcam.settings import TremorSettings
from twitchcam.signals.resample import Integers

_LIDS: Final = ("upper_lid", "lower_lid")
_QUIET_QUARTER: Final = 0.25
_FLANK_HZ: Final = (1.5, 2.5)
# How much of the head's own power a shaking head has at the peak.
_MIN_HEAD_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Windows:
    """What every window (w,) shows at its peak, for every patch (p,).

    Attributes
    ----------
    start, n_samples, frequency_hz : as in ``Spectra``.
    peak : (w, p) bin of the largest power.
    amplitude_mm : (w, p) swing at that frequency.
    trembling : (w, p) whether that is a tremor.
    """

    start: Integers
    n_samples: int
    frequency_hz: Floats
    peak: Integers
    amplitude_mm: Floats
    trembling: Bools


def remove_light(
    spectra: Spectra, light: tuple[LightSwing, ...], settings: TremorSettings
) -> Spectra:
    """The spectra without what light feigns: no power near its paces.

    What trembles at another pace is still told; at the same pace nobody can know.
    """
    off_hz = np.abs(
        spectra.frequency_hz[:, None] - np.array([swing.pace_hz for swing in light])[None]
    )
    lit = (off_hz <= settings.light_spreads_hz).any(axis=1)
    if not lit.any():
        return spectra
    power = spectra.power.copy()
    power[:, lit] = 0.0
    return replace(spectra, power=power)


def judge_windows(
    spectra: Spectra,
    expression: Expression,
    frame_rate_hz: float,
    min_mm: float,
    highest_hz: float,
    settings: TremorSettings,
) -> Windows:
    """Find the peak of every window and patch, and whether it is a tremor.

    Parameters
    ----------
    frame_rate_hz : of pictures that show something new.
    min_mm, highest_hz : smallest swing and fastest rhythm that are believed.
    """
    peak = _find_peaks(spectra, highest_hz, settings)
    amplitude_mm = _measure_amplitude(spectra, peak, frame_rate_hz)
    trembling = _mark_trembling(spectra, peak, amplitude_mm, min_mm, settings)
    trembling[_measure_mouth_swing(spectra, expression) > settings.mouth_swings_mm] = False
    return Windows(
        start=spectra.start,
        n_samples=spectra.n_samples,
        frequency_hz=spectra.frequency_hz,
        peak=peak,
        amplitude_mm=amplitude_mm,
        trembling=trembling,
    )


def join_windows(pieces: Sequence[Windows]) -> Windows:
    """Make one of all pieces of a recording, in order of time."""
    return replace(
        pieces[0],
        **{
            name: np.concatenate([getattr(piece, name) for piece in pieces])
            for name in ("start", "peak", "amplitude_mm", "trembling")
        },
    )


def unmark_lids(
    windows: Windows, courses: Courses, movement: Movement, actions: tuple[Action, ...]
) -> Windows:
    """Lids: one that closes in a window is not trembling in it."""
    columns = np.flatnonzero(np.isin(courses.regions, _LIDS))
    begins_s = movement.time_s[windows.start]
    ends_s = begins_s + windows.n_samples / movement.sampling_rate_hz
    trembling = windows.trembling.copy()
    for action in actions:
        if action.kind in CLOSURE_KINDS:
            meets = (begins_s < action.offset_s) & (action.onset_s < ends_s)
            trembling[np.ix_(np.flatnonzero(meets), columns)] = False
    return replace(windows, trembling=trembling)


def _find_peaks(spectra: Spectra, highest_hz: float, settings: TremorSettings) -> Integers:
    """(w, p) bin of the largest power between the lowest and highest frequency looked for."""
    look = (spectra.frequency_hz >= settings.lowest_hz) & (spectra.frequency_hz <= highest_hz)
    first = int(np.argmax(look))
    peak: Integers = first + np.argmax(np.nan_to_num(spectra.power[:, look]), axis=1)
    return peak


def _measure_amplitude(spectra: Spectra, peak: Integers, frame_rate_hz: float) -> Floats:
    """(w, p) mm from the middle to the outermost point of the swing at the peak.

    Straight lines between pictures cut off the crests of a fast swing; that share is given back.
    """
    at_hz = spectra.frequency_hz[peak]
    power = np.take_along_axis(spectra.power, peak[:, None], axis=1)[:, 0]
    kept = np.sinc(at_hz / frame_rate_hz) ** 2
    return np.asarray(np.sqrt(power) / (2 * np.pi * at_hz) / kept)


def _mark_trembling(
    spectra: Spectra,
    peak: Integers,
    amplitude_mm: Floats,
    min_mm: float,
    settings: TremorSettings,
) -> Bools:
    """(w, p) True where one rhythm rules a window and swings by ``min_mm`` or more."""
    trembling: Bools = amplitude_mm >= min_mm
    # What follows is asked of these alone: they are few. One row for all of them, (1, f, n).
    window, column = np.nonzero(trembling)
    if not window.size:
        return trembling
    top = peak[window, column]
    at_hz = spectra.frequency_hz[top][None]
    power = np.ascontiguousarray(spectra.power[window, :, column].T)[None]
    head_power = np.ascontiguousarray(spectra.head_power[window].T)[None]
    power_at = spectra.power[window, top, column]
    share = measure_share(power, spectra.frequency_hz, at_hz, settings)[0]
    flanks = _measure_flanks(power, spectra.frequency_hz, at_hz)[0]
    quiet = _measure_quiet_quarter(spectra, window, column, top)
    head_deg = np.sqrt(np.nan_to_num(spectra.head_power[window, top])) / (2 * np.pi * at_hz[0])
    head_share = measure_share(head_power, spectra.frequency_hz, at_hz, settings)[0]
    trembling[window, column] = (
        (share >= settings.min_share)
        & (power_at >= settings.flank_ratio * flanks)
        & (power_at >= settings.quiet_ratio**2 * quiet)
        & ~((head_deg >= settings.head_shakes_deg) & (head_share >= _MIN_HEAD_SHARE))
    )
    return trembling


def measure_share(
    power: Floats, frequency_hz: Floats, at_hz: Floats, settings: TremorSettings
) -> Floats:
    """(w, p) share of the power (w, f, p) that lies within ``peak_reach_hz`` of ``at_hz``."""
    near = np.abs(frequency_hz[None, :, None] - at_hz[:, None]) <= settings.peak_reach_hz
    total = power.sum(axis=1)
    return np.where(near, power, 0.0).sum(axis=1) / np.where(total > 0, total, np.nan)


def _measure_flanks(power: Floats, frequency_hz: Floats, at_hz: Floats) -> Floats:
    """(w, p) mean power (w, f, p) beside the peak, the larger of below and above."""
    off_hz = frequency_hz[None, :, None] - at_hz[:, None]
    flanks = []
    for side_hz in (-off_hz, off_hz):
        inside = (side_hz >= _FLANK_HZ[0]) & (side_hz <= _FLANK_HZ[1])
        flanks.append(np.where(inside, power, 0.0).sum(axis=1) / np.maximum(inside.sum(axis=1), 1))
    return np.maximum(*flanks)


def _measure_quiet_quarter(
    spectra: Spectra, window: Integers, column: Integers, top: Integers
) -> Floats:
    """(n,) power in bin ``top`` that a quarter of the columns of the same kind stay below."""
    found = np.empty(len(window))
    seen = np.isfinite(spectra.power).all(axis=1)
    for kind in np.unique(spectra.kinds):
        own, asked = np.flatnonzero(spectra.kinds == kind), spectra.kinds[column] == kind
        at, bins = window[asked], top[asked]
        power = spectra.power[at[:, None], bins[:, None], own]
        ranked = np.sort(np.where(np.isfinite(power), power, np.inf), axis=1)
        # The place of the quarter among the columns that were seen.
        place = np.floor(_QUIET_QUARTER * seen[at][:, own].sum(axis=1)).astype(int)
        found[asked] = ranked[np.arange(len(at)), place.clip(0, len(own) - 1)]
    return found


def _measure_mouth_swing(spectra: Spectra, expression: Expression) -> Floats:
    """(w,) mm: how far the mouth opens and shuts about a straight line, standard deviation.

    Speech has a rhythm too, and the skin about the mouth follows it.
    """
    inside = spectra.start[:, None] + np.arange(spectra.n_samples)
    opening_mm = np.nan_to_num(expression.mouth_opening_mm)[inside].astype(np.float64)
    return np.asarray(signal.detrend(opening_mm, axis=1).std(axis=1))
