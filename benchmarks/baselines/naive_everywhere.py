"""Plain flow with a patch at every place: what the pictures hold for a detector without rules.

The places and their surroundings are the product's own; the rest is what everybody would write
first (``naive_flow``): band-pass, one robust sigma of each place, more than the mirror place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import ndimage

from benchmarks.baselines.naive_flow import TOGETHER_S, compare_with_mirror
from benchmarks.judging.answers import TOLERANCE_S
from benchmarks.judging.placed import NEUTRAL_EYE_DISTANCE_MM, SaidEvent
from twitchcam.anatomy import SIDES
from twitchcam.records import FaceTrack, Floats
from twitchcam.settings import SignalSettings
from twitchcam.signals.field_reading import list_frames, make_interpolation, read_places
from twitchcam.signals.resample import make_grid, number_stretches
from twitchcam.skin_places import count_places, get_neutral_eye_distance_mm, get_places
from twitchcam.synthetic.jerks import TrueJerk
from twitchcam.synthetic.open_skin import neutral_face_mm

# The place that is nearest to a jerk need not be where it shows best.
_AT_PLACE_MM: Final = 8.0
_EDGE_S: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlowEverywhere:
    """``size_mm`` and, in sigmas beyond the mirror place, ``snr``: (m, places, sides)."""

    time_s: Floats
    size_mm: Floats
    snr: Floats


def measure_everywhere(track: FaceTrack, settings: SignalSettings) -> FlowEverywhere:
    """The band-passed movement of every place; nothing is said of the ends of the recording."""
    grid_s = make_grid(track.time_s, settings.sampling_rate_hz)
    time_s, frames = list_frames(track, grid_s, settings)
    stretch = number_stretches(track.face_found, track.cut)[frames]
    show, _, _ = make_interpolation(time_s, stretch, grid_s, settings)
    moved_mm = show @ np.nan_to_num(read_places(track, frames))
    by_side = moved_mm.reshape(len(grid_s), len(SIDES), count_places(), 2)
    size_mm, snr = compare_with_mirror(by_side.swapaxes(1, 2), settings.sampling_rate_hz)
    snr[(grid_s < grid_s[0] + _EDGE_S) | (grid_s > grid_s[-1] - _EDGE_S)] = 0.0
    return FlowEverywhere(time_s=grid_s, size_mm=size_mm, snr=snr)


def find_everywhere(flow: FlowEverywhere, sigmas: float) -> tuple[SaidEvent, ...]:
    """An event wherever the place that stands out most does so more than just before and after."""
    at = flow.snr.reshape(len(flow.snr), -1).argmax(axis=1)
    most = flow.snr.reshape(len(flow.snr), -1).max(axis=1)
    reach = int(np.searchsorted(flow.time_s, flow.time_s[0] + TOGETHER_S))
    peaks = (most == ndimage.maximum_filter1d(most, 2 * reach + 1)) & (most >= sigmas)
    places = get_places().neutral_mm / get_neutral_eye_distance_mm()
    events = []
    for k in np.flatnonzero(peaks):
        place, side = np.unravel_index(at[k], flow.snr.shape[1:])
        events.append(
            SaidEvent(
                side=SIDES[side],
                apex_s=float(flow.time_s[k]),
                amplitude_mm=float(flow.size_mm[k, place, side]),
                place=tuple(places[place + int(side) * count_places()].tolist()),
            )
        )
    return tuple(events)


def read_at_jerk(flow: FlowEverywhere, jerk: TrueJerk) -> float:
    """How far the skin stands out where and when a jerk is known to be."""
    at_mm = get_places().locate(neutral_face_mm()).reshape(len(SIDES), -1, 2)
    side = SIDES.index(jerk.side)
    away_mm = np.asarray(jerk.neutral_place) * NEUTRAL_EYE_DISTANCE_MM - at_mm[side]
    near = np.hypot(*away_mm.T) < _AT_PLACE_MM
    now = np.abs(flow.time_s - jerk.apex_s) <= TOLERANCE_S
    return float(flow.snr[now][:, near, side].max(initial=0.0))
