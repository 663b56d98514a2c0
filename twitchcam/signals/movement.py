"""Skin movement in millimetres on an even grid, with its pulses and noise.

In      FaceTrack, Expression
Out     Movement (mm, 60 Hz), pulses over their noise, local noise in mm, excluded spans
Method  1. Displacement of each patch, interpolated from the true frame times to the grid.
        2. Percent of eye distance to mm (iris scale), divided by the region's measured gain.
        3. Minus a running median: what returns within 0.3 s stays, what is held goes.
        4. Local noise from what the mirror patch and the whole face do at this moment (1 to
           10 Hz), the patch's own noise over seconds, and how badly pictures match.
Where the defaults come from   settings.SignalSettings
Departures from the sources    none: the method is our own
Known limits   Movements held longer than about 0.3 s are not in ``transient_mm``.
        Movement that both sides make at once raises the noise of both.
"""

from __future__ import annotations

import warnings
from typing import Final

import numpy as np
from scipy import ndimage, signal

from twitchcam.anatomy import REGION_NAMES
from twitchcam.records import (
    Bools,
    Expression,
    FaceTrack,
    Floats,
    Movement,
    Visibility,
    mark_outside,
)
from twitchcam.settings import SignalSettings, VisibilitySettings
from twitchcam.signals.excluded import (
    cut_spans,
    find_excluded,
    measure_shown_s,
    sort_spans,
)
from twitchcam.signals.field_pulses import measure_field_pulses
from twitchcam.signals.light_swing import find_light_swings
from twitchcam.signals.mouth_busy import find_mouth_busy
from twitchcam.signals.resample import (
    Integers,
    make_grid,
    map_runs,
    number_stretches,
    resample,
)
from twitchcam.signals.resolution import (
    measure_compression_loss,
    measure_eye_distance,
    measure_scale,
)
from twitchcam.signals.visibility import hide_patches, leave_out_unseen

_POOR_MATCH_REACH_S: Final = 0.1
_ACTIVITY_BAND_HZ: Final = (1.0, 10.0)
# Median of |x| of a Gaussian vector in two dimensions, in units of its sigma per axis.
_MEDIAN_OF_RAYLEIGH: Final = 1.18


def measure_movement(
    track: FaceTrack,
    expression: Expression,
    visibility: Visibility,
    settings: SignalSettings,
    light: VisibilitySettings,
) -> Movement:
    """Movement of every region and side, in mm, with local noise and excluded spans.

    Parameters
    ----------
    track : FaceTrack
        N pictures.
    expression : Expression
        What the landmarks of the same track say (talking and chewing are told from both).
    visibility : Visibility
        What of the skin could be seen (``measure_visibility``).
    settings : SignalSettings
        Grid, noise, and what is left out.
    light : VisibilitySettings
        What counts as light that flickers, and as out of focus.

    Returns
    -------
    Movement
        On an even grid of M moments: displacement (M, regions, sides, axes) in mm, axes outward
        and up; NaN where not measured.

    Examples
    --------
    >>> movement = measure_movement(
    ...     track, expression, movement.visibility, settings.signals, settings.visibility
    ... )
    >>> movement.displacement_mm.shape[1:]
    (8, 2, 2)
    """
    eye_distance_px = measure_eye_distance(track)
    mm_per_px = measure_scale(track, eye_distance_px)
    # First, while nothing else is held: its pieces need most memory.
    field = measure_field_pulses(track, mm_per_px, settings, visibility)
    grid_s = make_grid(track.time_s, settings.sampling_rate_hz)
    stretch = number_stretches(track.face_found, track.cut)
    displacement_mm = _resample_patches(track, stretch, grid_s, settings)
    hide_patches(displacement_mm, grid_s, visibility)
    transient_mm = remove_held(displacement_mm, settings)
    activity_mm = measure_patch_activity(displacement_mm, settings)
    residual = _resample_residual(track, stretch, grid_s, settings)
    local_noise_mm = measure_local_noise(transient_mm, activity_mm, residual, settings)
    face_activity_mm = _widen(_median_over(activity_mm), settings.expression_reach_s, settings)
    spans = find_excluded(track, grid_s, face_activity_mm, eye_distance_px, settings, light)
    spans = cut_spans(
        (*spans, *find_mouth_busy(expression, activity_mm, settings)), measure_shown_s(track.time_s)
    )
    excluded = sort_spans(*spans)
    for finished in (
        displacement_mm,
        transient_mm,
        local_noise_mm,
    ):
        finished.flags.writeable = False  # so that the record need not copy them
    return Movement(
        field=field,
        time_s=grid_s,
        sampling_rate_hz=settings.sampling_rate_hz,
        displacement_mm=displacement_mm,
        transient_mm=transient_mm,
        local_noise_mm=local_noise_mm,
        noise_mm=_quiet_noise(local_noise_mm, mark_outside(grid_s, excluded)),
        activity_mm=face_activity_mm,
        compression_loss_mm=leave_out_unseen(
            measure_compression_loss(track, track.fine_texture, track.unchanged_share, settings),
            visibility,
        ),
        excluded=excluded,
        eye_distance_px=eye_distance_px,
        visibility=visibility,
        light=find_light_swings(track, light),
    )


def measure_velocity(movement: Movement, start: int, stop: int) -> Floats:
    """Rate of change of ``transient_mm`` in samples ``start`` to ``stop``.

    (n, regions, sides, 2) mm/s; 0 where a single sample has none.
    """
    first = max(start - 1, 0)
    piece = movement.transient_mm[first : stop + 1]
    if len(piece) < 2:
        slope = np.zeros_like(piece)
    else:
        slope = np.gradient(piece, axis=0) * np.float32(movement.sampling_rate_hz)
    return slope[start - first : stop - first]


def _resample_patches(
    track: FaceTrack, stretch: Integers, grid_s: Floats, settings: SignalSettings
) -> Floats:
    """(m, regions, sides, 2) mm, true size by region."""
    gains = np.array([settings.gain(region) for region in REGION_NAMES])
    percent = _resample_columns(track.skin_displacement, track, stretch, grid_s, settings)
    return percent * (track.mm_per_percent / gains[:, None, None]).astype(np.float32)


def _resample_residual(
    track: FaceTrack, stretch: Integers, grid_s: Floats, settings: SignalSettings
) -> Floats:
    """How badly pictures match, over what is usual in the clip: (m, regions, sides)."""
    at_grid = _resample_columns(track.flow_residual, track, stretch, grid_s, settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a patch never seen is meant to be NaN
        usual = np.fmax(np.nanmedian(track.flow_residual, axis=0), settings.min_residual)
    return _widen(at_grid / usual, _POOR_MATCH_REACH_S, settings)


def _resample_columns(
    values: Floats,
    track: FaceTrack,
    stretch: Integers,
    grid_s: Floats,
    settings: SignalSettings,
) -> Floats:
    """Every column of ``values`` (n, ...) on the grid, (m, ...) float32."""
    columns = values.reshape(len(values), -1)
    at_grid = np.empty((len(grid_s), columns.shape[1]), dtype=np.float32)
    for i, column in enumerate(columns.T):
        at_grid[:, i] = resample(column, track.time_s, stretch, grid_s, settings.longest_bridge_s)
    return at_grid.reshape(len(grid_s), *values.shape[1:])


def remove_held(displacement_mm: Floats, settings: SignalSettings) -> Floats:
    """Subtract the running median of ``hold_time_s`` from every stretch without a gap."""
    width = _odd_samples(settings.hold_time_s, settings)

    def leave_transient(piece: Floats) -> Floats:
        return piece - ndimage.median_filter(piece, size=width, mode="nearest")

    return map_runs(displacement_mm, leave_transient)


def measure_patch_activity(displacement_mm: Floats, settings: SignalSettings) -> Floats:
    """Size of the 1 to 10 Hz movement of each patch, (m, regions, sides) mm; NaN in gaps."""
    sections = signal.butter(
        2, _ACTIVITY_BAND_HZ, "bandpass", fs=settings.sampling_rate_hz, output="sos"
    )

    def keep_band(piece: Floats) -> Floats:
        if len(piece) < 3:
            return np.zeros_like(piece)
        padding = min(len(piece) - 1, round(settings.sampling_rate_hz))
        return signal.sosfiltfilt(sections, piece.astype(np.float64), padlen=padding)

    return np.hypot(*np.moveaxis(map_runs(displacement_mm, keep_band), -1, 0))


def measure_local_noise(
    transient_mm: Floats, activity_mm: Floats, residual: Floats, settings: SignalSettings
) -> Floats:
    """The yardstick of every patch at every moment, (m, regions, sides) mm.

    Squares add up: the flow's own floor, what the mirror patch and the whole face do within
    ``activity_reach_s``, and the patch's noise over ``own_noise_reach_s``.
    """
    whole = _widen(_median_over(activity_mm), settings.activity_reach_s, settings)[:, None]
    share = settings.mirror_share
    local_noise_mm = np.empty_like(activity_mm)
    for r in range(activity_mm.shape[1]):  # one by one: an hour of all regions at once is large
        nearby = _widen(activity_mm[:, r], settings.activity_reach_s, settings)
        mirror = np.where(np.isfinite(nearby), nearby, whole)[:, ::-1]
        own = settings.own_noise_weight * _running_noise(transient_mm[:, r], settings)
        active = share * mirror + (1 - share) * whole
        squares = settings.noise_floor_mm**2 + own**2 + (settings.activity_weight * active) ** 2
        poor_match = np.maximum(1.0, residual[:, r] / settings.poor_match_ratio)
        poor_match[~np.isfinite(transient_mm[:, r, :, 0])] = np.nan
        local_noise_mm[:, r] = np.sqrt(squares) * poor_match
    return local_noise_mm


def _running_noise(transient_mm: Floats, settings: SignalSettings) -> Floats:
    """Running median of the size of movement, as a sigma; NaN (not seen) counts as still."""
    size = np.nan_to_num(np.hypot(transient_mm[..., 0], transient_mm[..., 1]))
    width = _odd_samples(settings.own_noise_reach_s, settings)

    def run_median(piece: Floats) -> Floats:
        return ndimage.median_filter(piece, size=width, mode="nearest")

    return map_runs(size, run_median) / _MEDIAN_OF_RAYLEIGH


def _median_over(activity_mm: Floats) -> Floats:
    """Median over all patches, (m,); NaN where none was seen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # all-NaN rows are meant to be NaN
        return np.nanmedian(activity_mm.reshape(len(activity_mm), -1), axis=1)


def _widen(values: Floats, reach_s: float, settings: SignalSettings) -> Floats:
    """Largest value within ``reach_s``; NaN stays NaN only where the value itself is NaN."""
    width = _odd_samples(2 * reach_s, settings)
    widened = ndimage.maximum_filter1d(np.nan_to_num(values), size=width, axis=0, mode="nearest")
    return np.where(np.isfinite(values), widened, np.nan)


def _odd_samples(length_s: float, settings: SignalSettings) -> int:
    return 2 * round(length_s * settings.sampling_rate_hz / 2) + 1


def _quiet_noise(local_noise_mm: Floats, observed: Bools) -> Floats:
    """Local noise in the quieter half of what was observed, (regions, sides) mm."""
    noise = np.where(observed[:, None, None], local_noise_mm, np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a patch never seen is meant to be NaN
        return np.nanquantile(noise, 0.25, axis=0)  # the median of the quieter half
