"""Tremor: skin that swings to and fro in one steady rhythm.

In      Movement (mm, with what is held), Expression (head), Actions, frame rate
Out     Tremor with frequency and its interval, size, place, time, and the actions it fell into
Method  1. Spectra of the velocity of every patch in short windows (``rhythm``).
        2. Windows that tremble are marked (``trembling``).
           Not at the pace of light that flickers: that swings skin which is still.
        3. Windows that follow each other at the same frequency make a stretch of tremor; it
           begins and ends where the swing passes half of its size.
        4. What trembles together is told where it is strongest (``join_stretches``).
        5. Beside skin that cannot be seen an unsure one is the mesh's, or the camera's noise.
Where the defaults come from   settings.TremorSettings
Departures from the sources    [welch1967] averages the windows of a whole recording; here they are
        judged one by one, because a tremor that lives in smiles lasts for seconds only.
Known limits   Never above 0.4 of the frame rate. Not looked for in stretches that cannot be
        judged: a tremor of lips or jaw as large as speech is taken for speech. A small face that
        was enlarged after the recording hides how coarse its pixels were; skin that drifts over
        them can then pass for a small tremor.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from scipy import signal

from twitchcam.anatomy import SIDES
from twitchcam.assessment.beside_hidden import BESIDE_HIDDEN_MM
from twitchcam.detection.courses import Courses, follow_patches, follow_skin
from twitchcam.detection.join_stretches import Stretch, join_stretches
from twitchcam.detection.rhythm import (
    measure_column_power,
    measure_spectra,
    refine_peak,
)
from twitchcam.detection.trembling import (
    Windows,
    join_windows,
    judge_windows,
    measure_share,
    remove_light,
    unmark_lids,
)
from twitchcam.records import (
    Action,
    Confidence,
    Expression,
    FaceTrack,
    Movement,
    Side,
    Tremor,
    TwitchEvent,
)
from twitchcam.settings import SignalSettings, TremorSettings
from twitchcam.signals.resample import find_runs
from twitchcam.skin_places import list_areas, measure_apart_mm

_USUAL_SIZE: Final = 0.75  # quantile over the windows of a stretch: its edges fade
_EDGE_SHARE: Final = 0.5
_HIGH_SHARE, _MODERATE_SHARE = 0.8, 0.7
_HIGH_CYCLES, _MODERATE_CYCLES = 14.0, 9.0
_AROUND_S: Final = 0.15


def detect_tremor(
    movement: Movement,
    expression: Expression,
    actions: tuple[Action, ...],
    frame_rate_hz: float,
    mm_per_px: float | None,
    settings: TremorSettings,
    track: FaceTrack | None = None,
    signals: SignalSettings | None = None,
) -> tuple[Tremor, ...]:
    """All stretches of tremor.

    Parameters
    ----------
    movement, expression : Movement, Expression
        Of the same M moments.
    actions : tuple of Action
        A tremor can live in smiles alone.
    frame_rate_hz : float
        Of pictures that show something new; nothing above 0.4 of it is believed.
    mm_per_px : float or None
        In the picture; swings of a fraction of a pixel are not believed. ``None`` where there is no
        face, and so nothing that could tremble.
    settings : TremorSettings
        Band, windows, what stands out.
    track : FaceTrack, optional
        With it tremor is looked for all over the skin; without it in the middles of the regions.
    signals : SignalSettings, optional
        How its dense field is read.

    Returns
    -------
    tuple of Tremor
        In order of time; frequency in Hz with its interval, size in mm.

    Examples
    --------
    >>> detect_tremor(movement, expression, actions, 30.0, 0.5, settings.tremor)
    ()
    """
    highest_hz = find_highest_hz(frame_rate_hz, settings)
    if highest_hz <= settings.lowest_hz or mm_per_px is None:
        return ()
    min_mm = find_min_mm(mm_per_px, settings)
    band_hz = (settings.band_from_hz, min(settings.band_to_hz, frame_rate_hz / 2))
    courses = (
        follow_patches(movement)
        if track is None
        else follow_skin(movement, track, signals or SignalSettings(), settings.cell_gain)
    )
    pieces = [
        judge_windows(
            remove_light(spectra, movement.light, settings),
            expression,
            frame_rate_hz,
            min_mm,
            highest_hz,
            settings,
        )
        for spectra in measure_spectra(courses, movement, expression, band_hz, settings)
    ]
    if not pieces:
        return ()
    windows = unmark_lids(join_windows(pieces), courses, movement, actions)
    stretches = [
        _make_stretch(p, run, windows, courses, movement, band_hz, settings)
        for p in range(len(courses.regions))
        for run in _find_chains(p, windows, settings)
    ]
    long_enough = [
        s for s in stretches if s.stop_s - s.start_s >= settings.min_cycles / s.frequency_hz
    ]
    leaders = join_stretches(long_enough, courses, movement, settings)
    made = [(stretch, _make_tremor(stretch, courses, actions)) for stretch in leaders]
    tremor = [
        shaking
        for stretch, shaking in made
        if shaking.confidence != "low" or not _lies_beside_hidden(stretch, courses, movement)
    ]
    return tuple(sorted(tremor, key=lambda t: (t.start_s, t.region, t.side)))


def find_highest_hz(frame_rate_hz: float, settings: TremorSettings) -> float:
    """The fastest rhythm that pictures at this rate can carry."""
    return min(settings.highest_hz, settings.max_of_frame_rate * frame_rate_hz)


def find_min_mm(mm_per_px: float, settings: TremorSettings) -> float:
    """The smallest swing that is believed: skin that drifts over pixels seems to swing, too."""
    return max(settings.min_amplitude_mm, settings.min_amplitude_px * mm_per_px)


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
        & (np.abs(np.diff(at_hz)) <= settings.max_drift_hz)
    )
    for first, last in find_runs(goes_on):
        if last + 1 - first >= settings.min_windows:
            yield first, last + 1


def _make_stretch(
    patch: int,
    run: tuple[int, int],
    windows: Windows,
    courses: Courses,
    movement: Movement,
    band_hz: tuple[float, float],
    settings: TremorSettings,
) -> Stretch:
    first, stop = run
    rate_hz, start = movement.sampling_rate_hz, windows.start[first:stop]
    # Measured once more: of an hour, spectra are kept of no window.
    power = measure_column_power(courses, movement, patch, start, band_hz, settings).astype(
        np.float64
    )
    mean_power = power.mean(axis=0)
    top = windows.peak[first:stop, patch][np.argmax(power.max(axis=1))]
    frequency_hz = refine_peak(mean_power, windows.frequency_hz, int(top), settings.peak_reach_hz)
    by_window_hz = np.array(
        [refine_peak(row, windows.frequency_hz, int(top), settings.peak_reach_hz) for row in power]
    )
    begin, end = int(start[0]), int(start[-1]) + windows.n_samples
    onset, offset = find_swing(courses, movement, patch, (begin, end), frequency_hz)
    # Windows overlap; as many are independent as fit side by side.
    n_independent = max((end - begin) / windows.n_samples, 1.0)
    error_hz = np.hypot(settings.min_error_hz, float(by_window_hz.std()) / np.sqrt(n_independent))
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
    courses: Courses, movement: Movement, patch: int, within: tuple[int, int], frequency_hz: float
) -> tuple[int, int]:
    """Longest half-open range in which the swing is at least half as large as usual.

    The swing is the velocity brought down by ``frequency_hz`` and averaged over two cycles; a
    Hann window of two cycles has its zero where standing still ends up.
    """
    begin, end = within
    rate_hz = movement.sampling_rate_hz
    place_mm = courses.read_column(patch, begin, end).astype(np.float64)
    velocity = np.nan_to_num(np.gradient(place_mm, axis=0))
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


def _make_tremor(stretch: Stretch, courses: Courses, actions: tuple[Action, ...]) -> Tremor:
    length_s = stretch.stop_s - stretch.start_s
    during = {
        action.kind
        for action in actions
        if min(action.offset_s, stretch.stop_s) - max(action.onset_s, stretch.start_s)
        >= 0.5 * length_s
    }
    return Tremor(
        region=courses.regions[stretch.patch],
        side=stretch.side,
        start_s=stretch.start_s,
        stop_s=stretch.stop_s,
        frequency_hz=stretch.frequency_hz,
        frequency_interval_hz=stretch.interval_hz,
        amplitude_mm=stretch.amplitude_mm,
        during=tuple(sorted(during)),
        confidence=_grade(stretch.share, length_s * stretch.frequency_hz),
        area=list_areas()[courses.places[stretch.patch]],
    )


def _lies_beside_hidden(stretch: Stretch, courses: Courses, movement: Movement) -> bool:
    """Whether skin beside it was hidden: there the mesh guesses, and its guesses tremble."""
    near = measure_apart_mm()[courses.places[stretch.patch]] < BESIDE_HIDDEN_MM
    sides: tuple[Side, ...] = ("left", "right") if stretch.side == "both" else (stretch.side,)
    return any(
        movement.visibility.is_hidden(near, side, stretch.start_s, stretch.stop_s) for side in sides
    )


def _grade(share: float, n_cycles: float) -> Confidence:
    """A purer and longer rhythm is surer."""
    if share >= _HIGH_SHARE and n_cycles >= _HIGH_CYCLES:
        return "high"
    if share >= _MODERATE_SHARE and n_cycles >= _MODERATE_CYCLES:
        return "moderate"
    return "low"
