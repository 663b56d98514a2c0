"""The other rival: the same skin flow with the detector everybody would write first.

Band-pass from 1 to 10 Hz, one robust sigma over the whole recording for every patch, and an event
wherever a patch moves five sigma more than its mirror patch. No stretch is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import signal

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.pipeline import analyze_movement, measure_track
from twitchcam.records import Analysis, FaceTrack, Floats, Movement, TwitchEvent

_BAND_HZ: Final = (1.0, 10.0)
_SIGMAS: Final = 5.0
TOGETHER_S: Final = 0.12
# Median of the length of a two-dimensional Gaussian, in units of its sigma per axis.
_MEDIAN_OF_RAYLEIGH: Final = 1.18


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NaiveFlow:
    """What plain flow sees: ``size_mm`` and, in sigmas beyond the mirror patch, ``snr``.

    Both are (m, regions, sides), on the even grid ``time_s``.
    """

    time_s: Floats
    rate_hz: float
    size_mm: Floats
    snr: Floats


def analyze_naive(track: FaceTrack) -> Analysis:
    """The usual analysis with the events of the naive detector; all time counts as judged."""
    movement, expression = measure_track(track)
    analysis = analyze_movement(track, movement, expression)
    quality = replace(analysis.quality, observed_s=analysis.quality.duration_s)
    return replace(analysis, events=find_naive(measure_naive(movement)), quality=quality)


def measure_naive(movement: Movement) -> NaiveFlow:
    """The band-passed movement of every patch."""
    displacement_mm = np.nan_to_num(movement.displacement_mm.astype(np.float64))
    size_mm, snr = compare_with_mirror(displacement_mm, movement.sampling_rate_hz)
    return NaiveFlow(
        time_s=movement.time_s, rate_hz=movement.sampling_rate_hz, size_mm=size_mm, snr=snr
    )


def compare_with_mirror(displacement_mm: Floats, rate_hz: float) -> tuple[Floats, Floats]:
    """Size in mm, and sigmas beyond the mirror patch, of the band-passed movement.

    Both (m, patches, sides), of displacement (m, patches, sides, 2) on an even grid.
    """
    size_mm = _filter_size(displacement_mm, rate_hz)
    sigma_mm = np.median(size_mm, axis=0) / _MEDIAN_OF_RAYLEIGH
    return size_mm, (size_mm - size_mm[:, :, ::-1]) / np.maximum(sigma_mm, 1e-6)


def find_naive(flow: NaiveFlow, sigmas: float = _SIGMAS) -> tuple[TwitchEvent, ...]:
    """An event wherever a patch moves ``sigmas`` more than its mirror patch."""
    found: list[tuple[float, float, int, int, float]] = []
    distance = round(TOGETHER_S * flow.rate_hz)
    for r, s in np.ndindex(len(REGION_NAMES), len(SIDES)):
        for peak in signal.find_peaks(flow.snr[:, r, s], height=sigmas, distance=distance)[0]:
            time_s = float(flow.time_s[peak])
            found.append(
                (float(flow.snr[peak, r, s]), time_s, r, s, float(flow.size_mm[peak, r, s]))
            )
    kept: list[tuple[float, float, int, int, float]] = []
    for event in sorted(found, reverse=True):
        if all(abs(event[1] - k[1]) > TOGETHER_S or event[3] != k[3] for k in kept):
            kept.append(event)
    return tuple(_make_event(*event) for event in sorted(kept, key=lambda event: event[1]))


def _filter_size(displacement_mm: Floats, rate_hz: float) -> Floats:
    sections = signal.butter(2, _BAND_HZ, "bandpass", fs=rate_hz, output="sos")
    padding = min(len(displacement_mm) - 1, round(rate_hz))
    banded = signal.sosfiltfilt(sections, displacement_mm, axis=0, padlen=padding)
    return np.hypot(banded[..., 0], banded[..., 1])


def _make_event(score: float, apex_s: float, r: int, s: int, size_mm: float) -> TwitchEvent:
    return TwitchEvent(
        kind="twitch",
        region=REGION_NAMES[r],
        side="left" if s == 0 else "right",
        onset_s=apex_s - TOGETHER_S / 2,
        apex_s=apex_s,
        offset_s=apex_s + TOGETHER_S / 2,
        amplitude_mm=size_mm,
        peak_velocity_mm_per_s=0.0,
        snr=score,
        during=(),
        confidence="low",
    )
