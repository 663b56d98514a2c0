"""Tremor: skin that swings to and fro in one steady rhythm.

In      Movement (mm, with what is held), Expression (head), Actions, frame rate
Out     Tremor with frequency and its interval, size, place, time, and the actions it fell into
Method  1. Spectra of the velocity of every patch in short windows (``rhythm``).
        2. A window trembles when most of its power lies within 1 Hz of one peak between 3 and
           12 Hz, when that peak rises well above what lies beside it (no slope of slow movement),
           when the swing is large enough, and clearly larger than what the quiet quarter of the
           face does at that frequency (a shaking head or camera moves all of it). Not while the
           mouth opens and shuts: speech has a rhythm too.
        3. Windows that follow each other at the same frequency make a stretch of tremor; it
           begins and ends where the swing passes half of its size.
        4. Skin is one sheet: of patches that tremble together, those that move far less than the
           strongest were dragged along. Mirror patches that tremble alike are ``both``.
Where the defaults come from   settings.TremorSettings
Departures from the sources    Welch 1967 averages the windows of a whole recording; here they are
        judged one by one, because a tremor that lives in smiles lasts for seconds only.
Known limits   Never above 0.4 of the frame rate. Not looked for in stretches that cannot be
        judged: a tremor of lips or jaw as large as speech is taken for speech. A small face that
        was enlarged after the recording hides how coarse its pixels were; skin that drifts over
        them can then pass for a small tremor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import signal

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.detection.rhythm import (
    N_PATCHES,
    Spectra,
    measure_patch_power,
    measure_spectra,
    refine_peak,
)
from twitchcam.records import (
    Action,
    Bools,
    Confidence,
    Expression,
    Floats,
    Movement,
    Side,
    Tremor,
    TwitchEvent,
)
from twitchcam.settings import TremorSettings
from twitchcam.signals.resample import Integers, find_runs

_LIDS: Final = ("upper_lid", "lower_lid")
_SHUT_BY: Final = ("blink", "wink", "eye_closure")
_QUIET_QUARTER: Final = 0.25
_FLANK_HZ: Final = (1.5, 2.5)
_USUAL_SIZE: Final = 0.75  # quantile over the windows of a stretch: its edges fade
_EDGE_SHARE: Final = 0.5
_HIGH_SHARE, _MODERATE_SHARE = 0.8, 0.7
_HIGH_CYCLES, _MODERATE_CYCLES = 14.0, 9.0
_AROUND_S: Final = 0.15


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One patch (or both mirror patches) that trembles for a while."""

    patch: int
    side: Side
    start_s: float
    stop_s: float
    frequency_hz: float
    interval_hz: tuple[float, float]
    amplitude_mm: float
    share: float


def detect_tremor(
    movement: Movement,
    expression: Expression,
    actions: tuple[Action, ...],
    frame_rate_hz: float,
    mm_per_px: float | None,
    settings: TremorSettings,
) -> tuple[Tremor, ...]:
    """All stretches of tremor, in order of time.

    Parameters
    ----------
    frame_rate_hz : of pictures that show something new; nothing above 0.4 of it is believed.
    mm_per_px : in the picture; swings of a fraction of a pixel are not believed. ``None`` where
        there is no face, and so nothing that could tremble.
    """
    highest_hz = find_highest_hz(frame_rate_hz, settings)
    if highest_hz <= settings.lowest_hz or mm_per_px is None:
        return ()
    least_mm = find_least_mm(mm_per_px, settings)
    band_hz = (settings.band_from_hz, min(settings.band_to_hz, frame_rate_hz / 2))
    pieces = []
    for spectra in measure_spectra(movement, expression, band_hz, settings):
        peak = find_peaks(spectra, highest_hz, settings)
        amplitude_mm = measure_amplitude(spectra, peak, frame_rate_hz)
        trembling = mark_trembling(spectra, peak, amplitude_mm, least_mm, settings)
        trembling[measure_mouth_swing(spectra, expression) > settings.mouth_swings_mm] = False
        pieces.append(
            Windows(
                start=spectra.start,
                n_samples=spectra.n_samples,
                frequency_hz=spectra.frequency_hz,
                peak=peak,
                amplitude_mm=amplitude_mm,
                trembling=trembling,
            )
        )
    if not pieces:
        return ()
    windows = _unmark_lids(_join_windows(pieces), movement, actions)
    stretches = [
        _make_stretch(p, run, windows, movement, band_hz, settings)
        for p in range(N_PATCHES)
        for run in _find_chains(p, windows, settings)
    ]
    long_enough = [
        s for s in stretches if s.stop_s - s.start_s >= settings.least_cycles / s.frequency_hz
    ]
    leaders = _keep_leaders(long_enough, settings)
    tremor = [_make_tremor(stretch, actions) for stretch in leaders]
    return tuple(sorted(tremor, key=lambda t: (t.start_s, t.region, t.side)))


def find_highest_hz(frame_rate_hz: float, settings: TremorSettings) -> float:
    """The fastest rhythm that pictures at this rate can carry."""
    return min(settings.highest_hz, settings.most_of_frame_rate * frame_rate_hz)


def find_least_mm(mm_per_px: float, settings: TremorSettings) -> float:
    """The smallest swing that is believed: skin that drifts over pixels seems to swing, too."""
    return max(settings.least_amplitude_mm, settings.least_amplitude_px * mm_per_px)


def leave_out_beats(
    events: tuple[TwitchEvent, ...], tremor: tuple[Tremor, ...], settings: TremorSettings
) -> tuple[TwitchEvent, ...]:
    """The twitches that are not simply beats of a tremor of the same side."""

    def is_beat(event: TwitchEvent) -> bool:
        return any(
            shaking.side in (event.side, "both")
            and shaking.start_s - _AROUND_S <= event.apex_s <= shaking.stop_s + _AROUND_S
            and event.amplitude_mm <= settings.beat_ratio * shaking.amplitude_mm
            for shaking in tremor
        )

    return tuple(event for event in events if not is_beat(event))


def find_peaks(spectra: Spectra, highest_hz: float, settings: TremorSettings) -> Integers:
    """(w, p) bin of the largest power between the lowest and highest frequency looked for."""
    look = (spectra.frequency_hz >= settings.lowest_hz) & (spectra.frequency_hz <= highest_hz)
    first = int(np.argmax(look))
    peak: Integers = first + np.argmax(np.nan_to_num(spectra.power[:, look]), axis=1)
    return peak


def measure_amplitude(spectra: Spectra, peak: Integers, frame_rate_hz: float) -> Floats:
    """(w, p) mm from the middle to the outermost point of the swing at the peak.

    Straight lines between pictures cut off the crests of a fast swing; that share is given back.
    """
    at_hz = spectra.frequency_hz[peak]
    power = np.take_along_axis(spectra.power, peak[:, None], axis=1)[:, 0]
    kept = np.sinc(at_hz / frame_rate_hz) ** 2
    return np.asarray(np.sqrt(power) / (2 * np.pi * at_hz) / kept)


def mark_trembling(
    spectra: Spectra,
    peak: Integers,
    amplitude_mm: Floats,
    least_mm: float,
    settings: TremorSettings,
) -> Bools:
    """(w, p) True where one rhythm rules a window and swings by ``least_mm`` or more."""
    at_hz = spectra.frequency_hz[peak]
    power_at = np.take_along_axis(spectra.power, peak[:, None], axis=1)[:, 0]
    quiet = _measure_quiet_quarter(spectra, peak)
    trembling: Bools = (
        (
            measure_share(spectra.power, spectra.frequency_hz, at_hz, settings)
            >= settings.least_share
        )
        & (power_at >= settings.flank_ratio * _measure_flanks(spectra, at_hz))
        & (amplitude_mm >= least_mm)
        & (power_at >= settings.quiet_ratio**2 * quiet)
    )
    head_power = np.take_along_axis(spectra.head_power, peak, axis=1)
    head_deg = np.sqrt(np.nan_to_num(head_power)) / (2 * np.pi * at_hz)
    head_share = measure_share(
        np.repeat(spectra.head_power[..., None], N_PATCHES, axis=2),
        spectra.frequency_hz,
        at_hz,
        settings,
    )
    trembling &= ~((head_deg >= settings.head_shakes_deg) & (head_share >= _EDGE_SHARE))
    return trembling


def measure_share(
    power: Floats, frequency_hz: Floats, at_hz: Floats, settings: TremorSettings
) -> Floats:
    """(w, p) share of the power (w, f, p) that lies within ``peak_reach_hz`` of ``at_hz``."""
    near = np.abs(frequency_hz[None, :, None] - at_hz[:, None]) <= settings.peak_reach_hz
    total = power.sum(axis=1)
    return np.where(near, power, 0.0).sum(axis=1) / np.where(total > 0, total, np.nan)


def _measure_flanks(spectra: Spectra, at_hz: Floats) -> Floats:
    """(w, p) mean power beside the peak, the larger of below and above."""
    off_hz = spectra.frequency_hz[None, :, None] - at_hz[:, None]
    flanks = []
    for side_hz in (-off_hz, off_hz):
        inside = (side_hz >= _FLANK_HZ[0]) & (side_hz <= _FLANK_HZ[1])
        flanks.append(
            np.where(inside, spectra.power, 0.0).sum(axis=1) / np.maximum(inside.sum(axis=1), 1)
        )
    return np.maximum(*flanks)


def _measure_quiet_quarter(spectra: Spectra, peak: Integers) -> Floats:
    """(w, p) power at the peak of each patch that a quarter of all patches stay below."""
    seen = np.isfinite(spectra.power).all(axis=1)
    filled = np.where(np.isfinite(spectra.power), spectra.power, np.inf)
    ranked = np.sort(filled, axis=2)
    # The place of the quarter among the patches that were seen.
    place = np.floor(_QUIET_QUARTER * seen.sum(axis=1)).astype(int).clip(0, N_PATCHES - 1)
    quarter = np.take_along_axis(ranked, place[:, None, None], axis=2)[..., 0]  # (w, f)
    return np.take_along_axis(quarter, peak, axis=1)


def _join_windows(pieces: list[Windows]) -> Windows:
    return replace(
        pieces[0],
        **{
            name: np.concatenate([getattr(piece, name) for piece in pieces])
            for name in ("start", "peak", "amplitude_mm", "trembling")
        },
    )


def _unmark_lids(windows: Windows, movement: Movement, actions: tuple[Action, ...]) -> Windows:
    """Lids: one that closes in a window is not trembling in it."""
    columns = np.array([p for p in range(N_PATCHES) if REGION_NAMES[p // len(SIDES)] in _LIDS])
    begins_s = movement.time_s[windows.start]
    ends_s = begins_s + windows.n_samples / movement.sampling_rate_hz
    trembling = windows.trembling.copy()
    for action in actions:
        if action.kind in _SHUT_BY:
            meets = (begins_s < action.offset_s) & (action.onset_s < ends_s)
            trembling[np.ix_(np.flatnonzero(meets), columns)] = False
    return replace(windows, trembling=trembling)


def measure_mouth_swing(spectra: Spectra, expression: Expression) -> Floats:
    """(w,) mm: how far the mouth opens and shuts about a straight line, standard deviation.

    Speech has a rhythm too, and the skin about the mouth follows it.
    """
    inside = spectra.start[:, None] + np.arange(spectra.n_samples)
    opening_mm = np.nan_to_num(expression.mouth_opening_mm)[inside].astype(np.float64)
    return np.asarray(signal.detrend(opening_mm, axis=1).std(axis=1))


def _find_chains(
    patch: int, windows: Windows, settings: TremorSettings
) -> Iterator[tuple[int, int]]:
    """Half-open runs of windows that follow each other at about the same frequency."""
    trembling = windows.trembling[:, patch]
    at_hz = windows.frequency_hz[windows.peak[:, patch]]
    hop = np.diff(windows.start)
    usual_hop = hop.min() if hop.size else 0
    goes_on = (
        trembling[1:]
        & trembling[:-1]
        & (hop == usual_hop)
        & (np.abs(np.diff(at_hz)) <= settings.most_drift_hz)
    )
    for first, last in find_runs(goes_on):
        if last + 1 - first >= settings.least_windows:
            yield first, last + 1


def _make_stretch(
    patch: int,
    run: tuple[int, int],
    windows: Windows,
    movement: Movement,
    band_hz: tuple[float, float],
    settings: TremorSettings,
) -> Stretch:
    first, stop = run
    rate_hz, start = movement.sampling_rate_hz, windows.start[first:stop]
    # Measured once more: of an hour, spectra are kept of no window.
    power = measure_patch_power(movement, patch, start, band_hz, settings).astype(np.float64)
    mean_power = power.mean(axis=0)
    top = windows.peak[first:stop, patch][np.argmax(power.max(axis=1))]
    frequency_hz = refine_peak(mean_power, windows.frequency_hz, int(top), settings.peak_reach_hz)
    by_window_hz = np.array(
        [refine_peak(row, windows.frequency_hz, int(top), settings.peak_reach_hz) for row in power]
    )
    begin, end = int(start[0]), int(start[-1]) + windows.n_samples
    onset, offset = find_swing(movement, patch, (begin, end), frequency_hz)
    # Windows overlap; as many are independent as fit side by side.
    n_independent = max((end - begin) / windows.n_samples, 1.0)
    error_hz = np.hypot(settings.least_error_hz, float(by_window_hz.std()) / np.sqrt(n_independent))
    share = measure_share(
        power[:, :, None], windows.frequency_hz, np.full((len(power), 1), frequency_hz), settings
    )
    return Stretch(
        patch=patch,
        side="left" if patch % len(SIDES) == 0 else "right",
        start_s=float(movement.time_s[onset]),
        stop_s=float(movement.time_s[offset - 1]) + 1.0 / rate_hz,
        frequency_hz=frequency_hz,
        interval_hz=(frequency_hz - 2 * error_hz, frequency_hz + 2 * error_hz),
        amplitude_mm=float(np.quantile(windows.amplitude_mm[first:stop, patch], _USUAL_SIZE)),
        share=float(share.max()),
    )


def find_swing(
    movement: Movement, patch: int, within: tuple[int, int], frequency_hz: float
) -> tuple[int, int]:
    """Longest half-open range in which the swing is at least half as large as usual.

    The swing is the velocity brought down by ``frequency_hz`` and averaged over two cycles; a
    Hann window of two cycles has its zero where standing still ends up.
    """
    begin, end = within
    rate_hz = movement.sampling_rate_hz
    patches = movement.held_displacement_mm.reshape(len(movement.time_s), N_PATCHES, 2)
    velocity = np.nan_to_num(np.gradient(patches[begin:end, patch].astype(np.float64), axis=0))
    turning = np.exp(-2j * np.pi * frequency_hz * movement.time_s[begin:end])
    taper = signal.windows.hann(2 * round(rate_hz / frequency_hz) + 1)
    swing = np.hypot(
        *(
            np.abs(signal.fftconvolve(axis * turning, taper / taper.sum(), mode="same"))
            for axis in velocity.T
        )
    )
    large = swing >= _EDGE_SHARE * np.quantile(swing, 0.9)
    first, stop = max(find_runs(large), key=lambda run: run[1] - run[0])
    return begin + first, begin + stop


def _keep_leaders(stretches: list[Stretch], settings: TremorSettings) -> list[Stretch]:
    """Without patches that were dragged along; equal mirror patches become one of both sides."""
    kept: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda s: -s.amplitude_mm):
        together = [
            i for i, leader in enumerate(kept) if _shake_together(stretch, leader, settings)
        ]
        if any(
            stretch.amplitude_mm < settings.spread_share * kept[i].amplitude_mm for i in together
        ):
            continue
        mirror = [i for i in together if kept[i].patch == stretch.patch ^ 1]
        if mirror:
            kept[mirror[0]] = _join(kept[mirror[0]], stretch)
        else:
            kept.append(stretch)
    return kept


def _shake_together(a: Stretch, b: Stretch, settings: TremorSettings) -> bool:
    overlap_s = min(a.stop_s, b.stop_s) - max(a.start_s, b.start_s)
    shorter_s = min(a.stop_s - a.start_s, b.stop_s - b.start_s)
    alike = abs(a.frequency_hz - b.frequency_hz) <= settings.most_drift_hz
    return alike and overlap_s >= 0.5 * shorter_s


def _join(a: Stretch, b: Stretch) -> Stretch:
    return replace(
        a,
        side="both",
        start_s=min(a.start_s, b.start_s),
        stop_s=max(a.stop_s, b.stop_s),
        amplitude_mm=(a.amplitude_mm + b.amplitude_mm) / 2,
    )


def _make_tremor(stretch: Stretch, actions: tuple[Action, ...]) -> Tremor:
    length_s = stretch.stop_s - stretch.start_s
    during = {
        action.kind
        for action in actions
        if min(action.offset_s, stretch.stop_s) - max(action.onset_s, stretch.start_s)
        >= 0.5 * length_s
    }
    return Tremor(
        region=REGION_NAMES[stretch.patch // len(SIDES)],
        side=stretch.side,
        start_s=stretch.start_s,
        stop_s=stretch.stop_s,
        frequency_hz=stretch.frequency_hz,
        frequency_interval_hz=stretch.interval_hz,
        amplitude_mm=stretch.amplitude_mm,
        during=tuple(sorted(during)),
        confidence=_grade(stretch.share, length_s * stretch.frequency_hz),
    )


def _grade(share: float, n_cycles: float) -> Confidence:
    """A purer and longer rhythm is surer."""
    if share >= _HIGH_SHARE and n_cycles >= _HIGH_CYCLES:
        return "high"
    if share >= _MODERATE_SHARE and n_cycles >= _MODERATE_CYCLES:
        return "moderate"
    return "low"
