"""Rises that return, at every place of the dense field: where the skin stands out, and the noise.

In      FaceTrack: displacement and texture of every place of the dense field
Out     ``FieldPulses``: noise of every place, a few times a second; every moment at which some
        place of a side stands out, with what its surroundings did; and when some did so weakly
Method  1. The picture's own errors add up from picture to picture like a random walk, so the best
           filter for a pulse correlates steps with the pulse's steps [turin1960]: five lengths
           from 0.1 to 0.36 s. Interpolating from true frame times, taking steps and correlating
           are one sparse matrix over time.
        2. Noise of each place and axis: the middle of its own filtered movement over seconds;
           what a codec makes up in skin of its texture; both more while the face moves: what
           three quarters of the places around eyes or mouth, on both sides, stay below, over what
           they would in a still face, is no twitch of one place.
        3. The signal-to-noise ratio is the longest way, axis by axis, in units of that noise.
Where the defaults come from   settings.SignalSettings; docs/detector.md shows what each costs
Departures from the sources    the noise is measured by medians and changes with time
Known limits   What is held longer than about half a second is not a pulse. A train at one place
        that fills more than half of the time raises its own noise.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from scipy import ndimage

from twitchcam.anatomy import REGION_NAMES
from twitchcam.records import (
    ALL_SEEN,
    Bools,
    FaceTrack,
    FieldPulses,
    Floats,
    PulsePeak,
    Visibility,
    WeakPeaks,
)
from twitchcam.settings import SignalSettings
from twitchcam.signals.comparison import list_rivals, mark_comparable, measure_busy
from twitchcam.signals.field_reading import (
    find_stride,
    list_frames,
    list_pieces,
    make_correlation,
    make_steps,
    read_places,
)
from twitchcam.signals.known_median import measure_known_median
from twitchcam.signals.pulses import PULSE_LENGTHS_S
from twitchcam.signals.resample import Integers, make_grid, number_stretches, resample
from twitchcam.signals.resolution import measure_coding_noise, measure_compression_loss
from twitchcam.skin_places import (
    count_places,
    list_regions,
    list_zones,
    measure_apart_mm,
    number_zones,
)

_COARSE_S: Final = 0.25
# The noise that a stated limit rests on is that of this length: longer pulses are noisier.
_LIMIT_LENGTH: Final = 3
# Median of the absolute value of a standard Gaussian.
_MEDIAN_OF_GAUSSIAN: Final = 0.6745
_NOISE_EVERY_S: Final = 2.0
_BLOCKS_AT_ONCE: Final = 4
_NEIGHBOUR_MM: Final = 10.0
# A movement of skin that reaches further is none of one muscle.
_WIDEST_MM: Final = 40.0
_FAR_SHARE: Final = 0.9
# From here on peaks are noted, so that their number tells what chance does.
_WEAKEST_SNR: Final = 4.0
# How much of the movement around a peak is kept.
_COURSE_REACH_S: Final = 0.5


class _Piece(NamedTuple):
    """Filtered movement of one stretch of the grid, all lengths."""

    moved: list[Floats]  # of each length (k, sides, places, 2) mm
    own: list[Floats]  # of each length (b, sides, places, 2) mm: sigma of each axis in a still face
    block: Integers  # (k,) which of the b
    busy: Floats  # (lengths, k, sides, zones) how many times livelier than that
    snr: Floats  # (lengths, k, sides, places)
    known: Bools  # (k,)
    counts: Bools  # (k, sides, places): what it does says something of the rest of the face
    shown_s: Floats  # (f,) times of its pictures
    shown_mm: Floats  # (f, sides, places, 2) displacement in them
    stretch: Integers  # (f,)

    def read_noise(self, length: int, at: int) -> Floats:
        """(sides, places, 2) mm: sigma of each axis, what the whole face does counted in."""
        return _scale_noise(self.own[length][self.block[at]], self.busy[length, at])


def measure_field_pulses(
    track: FaceTrack,
    mm_per_px: float | None,
    settings: SignalSettings,
    visibility: Visibility = ALL_SEEN,
) -> FieldPulses:
    """Every place of the dense field against its noise, over the whole recording.

    ``mm_per_px`` is that of the track (``measure_scale``), ``None`` without a face. Of places that
    could not be seen there is neither a peak nor a noise.
    """
    stride = find_stride(settings)
    grid_s = make_grid(track.time_s, settings.sampling_rate_hz)[::stride]
    rate_hz = settings.sampling_rate_hz / stride
    coding_mm = measure_coding_noise(track, mm_per_px, settings).T
    peaks: list[PulsePeak] = []
    weak: list[WeakPeaks] = []
    noise: list[Floats] = []
    beside_s = settings.pulse_noise_reach_s
    for start, stop, first, last in list_pieces(len(grid_s), rate_hz, _COARSE_S, beside_s):
        counts = mark_comparable(visibility, grid_s[first:last])
        piece = _measure_piece(track, grid_s[first:last], first, coding_mm, counts, settings)
        piece.snr[:, ~visibility.mark_seen(grid_s[first:last]).swapaxes(1, 2)] = 0.0
        core = slice(start - first, stop - first)
        strongest = _find_strongest(piece)
        peaks += _find_peaks(piece, strongest, grid_s[first:last], core, rate_hz, settings)
        # Away from the eyes, which blinks move.
        weak.append(_find_weak_peaks(strongest[1], grid_s[first:last], core, rate_hz, settings))
        noise.append(_thin_noise(piece, core, rate_hz))
    noise_mm = np.concatenate(noise)
    time_s = grid_s[0] + np.arange(len(noise_mm)) * _coarse_step(rate_hz) / rate_hz
    noise_mm[~visibility.mark_seen(time_s)] = np.nan
    return FieldPulses(
        time_s=time_s,
        noise_mm=noise_mm,
        peaks=tuple(peaks),
        weak_peaks=WeakPeaks(*(np.concatenate(parts) for parts in zip(*weak, strict=True))),
        compression_loss_mm=_measure_compression_loss(track, settings),
    )


def _measure_compression_loss(track: FaceTrack, settings: SignalSettings) -> Floats:
    """(places, sides) mm; how much stays unchanged is known of the region of each place."""
    region = [REGION_NAMES.index(name) for name in list_regions()]
    unchanged = track.unchanged_share[region]
    return measure_compression_loss(track, track.field_texture, unchanged, settings)


def _coarse_step(rate_hz: float) -> int:
    return max(round(_COARSE_S * rate_hz), 1)


def _measure_piece(
    track: FaceTrack,
    grid_s: Floats,
    first: int,
    coding_mm: Floats,
    counts: Bools,
    settings: SignalSettings,
) -> _Piece:
    """What the grid times (k,) show; they begin at sample ``first`` of the whole grid."""
    time_s, frames = list_frames(track, grid_s, settings)
    n_places = count_places()
    if len(frames) < 2:
        nothing = np.zeros((len(grid_s), 2, n_places, 2), np.float32)
        return _Piece(
            [nothing] * len(PULSE_LENGTHS_S),
            [nothing[:1]] * len(PULSE_LENGTHS_S),
            np.zeros(len(grid_s), np.intp),
            np.ones((len(PULSE_LENGTHS_S), len(grid_s), 2, len(list_zones()))),
            np.zeros((len(PULSE_LENGTHS_S), len(grid_s), 2, n_places), np.float32),
            np.zeros(len(grid_s), bool),
            counts,
            time_s,
            np.zeros((len(frames), 2, n_places, 2), np.float32),
            frames,
        )
    rows = read_places(track, frames)
    stretch = number_stretches(track.face_found, track.cut)[frames]
    stride = find_stride(settings)
    fine_s = np.linspace(grid_s[0], grid_s[-1], stride * (len(grid_s) - 1) + 1)
    steps, bridged = make_steps(time_s, stretch, fine_s, settings)
    reach = PULSE_LENGTHS_S[-1] / 2 + settings.rest_beside_s
    fine_rate_hz = settings.sampling_rate_hz
    size = 2 * round(reach * fine_rate_hz) + 1
    known = ndimage.minimum_filter1d(bridged.astype(np.uint8), size, mode="nearest")[::stride] > 0
    moved, own = list[Floats](), list[Floats]()
    snr = np.empty((len(PULSE_LENGTHS_S), len(grid_s), 2, n_places), np.float32)
    busy = np.empty((*snr.shape[:-1], len(list_zones())))
    for i, length_s in enumerate(PULSE_LENGTHS_S):
        weigh = make_correlation(length_s, fine_rate_hz, len(fine_s))[::stride]
        shown = (weigh @ steps).astype(np.float32) @ rows
        moved.append(shown.reshape(len(grid_s), 2, n_places, 2))
        usual, block = _run_noise(moved[i], known, first, fine_rate_hz / stride, settings)
        own.append(np.sqrt(usual**2 + coding_mm[None, :, :, None] ** 2))
        _measure_ratio(moved[i], own[i], block, snr[i])
        for z, zone in enumerate(list_zones()):
            busy[i, ..., z] = measure_busy(
                np.take(snr[i], zone, axis=2), counts[:, :, zone], fine_rate_hz / stride
            )
        lively = (busy[i] > 1.0).any(axis=(1, 2))
        snr[i, lively] = snr[i, lively] / busy[i, lively][..., number_zones()]
    snr[:, ~known] = 0.0
    shown_mm = rows.reshape(-1, 2, n_places, 2)
    return _Piece(moved, own, block, busy, snr, known, counts, time_s, shown_mm, stretch)


def _measure_ratio(moved: Floats, own: Floats, block: Integers, ratio: Floats) -> None:
    """Fill ``ratio`` (k, sides, places): how far places moved, in units of their own noise."""
    # Rows of one block follow each other: none of it need be copied for each of them.
    edges = np.flatnonzero(np.diff(block, prepend=-1, append=-1)).tolist()
    for first, stop in pairwise(edges):
        squares = moved[first:stop] / own[block[first]]
        squares *= squares
        np.sqrt(squares[..., 0] + squares[..., 1], out=ratio[first:stop])


def _run_noise(
    moved: Floats, known: Bools, first: int, rate_hz: float, settings: SignalSettings
) -> tuple[Floats, Integers]:
    """Sigma of each place and axis, (b, sides, places, 2) mm, and which of the b is whose, (k,).

    The median over seconds, worked out every two seconds of the recording, wherever the piece
    begins, from ten moments a second. What was not seen does not count.
    """
    every = max(round(_NOISE_EVERY_S * rate_hz), 1)
    reach = round(settings.pulse_noise_reach_s * rate_hz / 2)
    thin = max(round(rate_hz / 10.0), 1)
    block = (np.arange(len(moved)) + first % every) // every
    asked: dict[int, list[tuple[int, Integers]]] = {}
    for b in range(int(block[-1]) + 1):
        middle = b * every - first % every + every // 2
        near = np.arange(max(middle - reach, 0), max(min(middle + reach, len(moved)), 0), thin)
        near = near[known[near]]
        asked.setdefault(len(near), []).append((b, near))
    usual = np.full((int(block[-1]) + 1, *moved.shape[1:]), np.inf, moved.dtype)
    for n_moments, of_blocks in asked.items():
        for i in range(0, len(of_blocks) if n_moments else 0, _BLOCKS_AT_ONCE):
            some = of_blocks[i : i + _BLOCKS_AT_ONCE]
            size = np.take(moved, np.stack([near for _, near in some], axis=1), axis=0)
            usual[[b for b, _ in some]] = measure_known_median(np.abs(size, out=size))
    usual /= np.float32(_MEDIAN_OF_GAUSSIAN)
    return np.maximum(usual, np.float32(settings.pulse_noise_floor_mm)), block


def _thin_noise(piece: _Piece, core: slice, rate_hz: float) -> Floats:
    """(c, places, sides) mm: the largest noise within each coarse step; NaN where unknown."""
    block, known, busy = piece.block[core], piece.known[core], piece.busy[_LIMIT_LENGTH, core]
    steps = np.arange(0, len(block), _coarse_step(rate_hz))
    # Where the noise of a still face stays, it is largest where the face is liveliest.
    begins = np.isin(np.arange(len(block)), steps)
    begins[1:] |= (np.diff(block) != 0) | (known[1:] != known[:-1])
    first = np.flatnonzero(begins)
    liveliest = np.fmax.reduceat(busy, first)
    noise = _scale_noise(piece.own[_LIMIT_LENGTH][block[first]], liveliest)
    size = np.sqrt((noise**2).mean(axis=-1))
    size = np.where(known[first, None, None], size, np.nan)
    largest = np.fmax.reduceat(size, np.searchsorted(first, steps), axis=0)
    return largest.swapaxes(1, 2).astype(np.float32)


def _scale_noise(own: Floats, busy: Floats) -> Floats:
    """(..., sides, places, 2) mm: noise of a still face, where it is so many times livelier."""
    return np.asarray((own * busy[..., number_zones()][..., None]).astype(np.float32))


def _find_strongest(piece: _Piece) -> tuple[Floats, ...]:
    """(k, sides) of every zone: how far its place stands out that stands out most."""
    best = piece.snr.max(axis=0)
    return tuple(best[:, :, zone].max(axis=2) for zone in list_zones())


def _find_peaks(
    piece: _Piece,
    strongest: tuple[Floats, ...],
    grid_s: Floats,
    core: slice,
    rate_hz: float,
    settings: SignalSettings,
) -> list[PulsePeak]:
    """Moments of the core at which a zone of a side stands out more than just before and after."""
    reach = round(settings.peak_apart_s * rate_hz)
    found: list[PulsePeak] = []
    for zone, strong in zip(list_zones(), strongest, strict=True):
        peaks = _mark_peaks(strong, reach, settings.min_peak_snr)
        for k, side in np.argwhere(peaks).tolist():
            if core.start <= k < core.stop:
                found.append(_describe_peak(piece, grid_s, k, side, zone, reach, settings))
    return sorted(found, key=lambda peak: (peak.time_s, peak.side, peak.place))


def _mark_peaks(strongest: Floats, reach: int, weakest: float) -> Bools:
    """(k, sides) where a side stands out more than within ``reach`` moments around."""
    widest = ndimage.maximum_filter1d(strongest, 2 * reach + 1, axis=0, mode="nearest")
    return np.asarray((strongest == widest) & (strongest >= weakest))


def _find_weak_peaks(
    strongest: Floats, grid_s: Floats, core: slice, rate_hz: float, settings: SignalSettings
) -> WeakPeaks:
    """Peaks of the core of one zone (k, sides), down to the weakest."""
    marked = _mark_peaks(strongest, round(settings.peak_apart_s * rate_hz), _WEAKEST_SNR)
    k, side = np.nonzero(marked[core])
    k += core.start
    return WeakPeaks(grid_s[k], side.astype(np.int8), strongest[k, side].astype(np.float64))


def _describe_peak(
    piece: _Piece,
    grid_s: Floats,
    k: int,
    side: int,
    zone: Integers,
    reach: int,
    settings: SignalSettings,
) -> PulsePeak:
    length, number = np.unravel_index(
        int(piece.snr[:, k, side][:, zone].argmax()), (len(PULSE_LENGTHS_S), len(zone))
    )
    place = int(zone[number])
    moved = piece.moved[length][k][:, zone]
    way = moved[side, number]
    size_mm = max(float(np.hypot(*way)), 1e-9)
    along = moved[side] @ (way / size_mm) / size_mm
    apart_mm = measure_apart_mm()[place, zone]
    beside = slice(max(k - reach, 0), k + reach + 1)
    near = (apart_mm > 0) & (apart_mm < _NEIGHBOUR_MM)
    with_it = (along > 0.5) & (apart_mm < _WIDEST_MM)
    whole = moved[list_rivals(piece.counts[k][:, zone], side)]
    other = piece.counts[beside, 1 - side]
    rival = piece.snr[:, beside, 1 - side][..., zone] * other[:, zone]
    mirror = piece.moved[length][beside, 1 - side, place][other[:, place]]
    course_s, course_mm = _show_course(piece, grid_s[k], side, place, settings)
    pictures_s = piece.shown_s[np.abs(piece.shown_s - grid_s[k]) < _COURSE_REACH_S]
    return PulsePeak(
        time_s=float(grid_s[k]),
        side="left" if side == 0 else "right",
        place=place,
        snr=float(piece.snr[length, k, side, place]),
        other_side_snr=float(rival.max()),
        mirror_mm=float(np.hypot(*mirror.T).max(initial=0.0)),
        length_s=PULSE_LENGTHS_S[length],
        size_mm=size_mm,
        noise_mm=float(np.sqrt((piece.read_noise(int(length), k)[side, place] ** 2).mean())),
        neighbour_share=float(np.median(along[near])) if near.any() else 0.0,
        far_share=float(np.quantile(np.hypot(*whole.T), _FAR_SHARE)) / size_mm,
        extent_mm=2.0 * float(apart_mm[with_it].max()),
        interval_s=float(np.median(np.diff(pictures_s))) if len(pictures_s) > 1 else 0.0,
        pictures_s=pictures_s,
        course_s=course_s,
        course_mm=course_mm,
    )


def _show_course(
    piece: _Piece, middle_s: float, side: int, place: int, settings: SignalSettings
) -> tuple[Floats, Floats]:
    """Times (n,) and displacement (n, 2) of one place around ``middle_s``, on the fine grid."""
    reach = round(_COURSE_REACH_S * settings.sampling_rate_hz)
    course_s = middle_s + np.arange(-reach, reach + 1) / settings.sampling_rate_hz
    # Pictures further off are bridged to none of these times.
    beside_s = 2 * settings.longest_bridge_s
    first, stop = np.searchsorted(piece.shown_s, [course_s[0] - beside_s, course_s[-1] + beside_s])
    shown_s, stretch = piece.shown_s[first:stop], piece.stretch[first:stop]
    columns = [
        resample(column, shown_s, stretch, course_s, settings.longest_bridge_s)
        for column in piece.shown_mm[first:stop, side, place].T
    ]
    return course_s, np.stack(columns, axis=-1)
