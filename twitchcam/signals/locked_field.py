"""What places of the dense field do around moments that recur, and around as many other moments.

In      FaceTrack, moments in samples of the field's grid: the true train, and the same train moved
Out     mean rise and return around every train; those around each moment
Method  Every place is filtered with the pulse of one length [turin1960] and read at several lags
        from every moment. The mean over a train is one sparse product for each lag and piece
        of the recording, so that nothing is kept but sums.
Departures from the sources    none: the method is our own
Known limits   What is held longer than about half a second is no pulse.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import ndimage, sparse

from twitchcam.records import Bools, FaceTrack, Floats, Visibility
from twitchcam.settings import SignalSettings
from twitchcam.signals.field_reading import (
    find_stride,
    list_frames,
    list_pieces,
    make_correlation,
    make_steps,
    read_places,
)
from twitchcam.signals.resample import Integers, make_grid, number_stretches

_SIDES: Final = 2
# An answer of one place leaves this share of the face alone.
_CALM_SHARE: Final = 0.75
_BUSY_REACH_S: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Around:
    """What is read around each moment.

    Attributes
    ----------
    lags : (lags,) samples from the moment, rising.
    places : numbers of places of one side; both sides are read.
    counted : (m,) samples of ``make_field_grid`` that count.
    visibility : what was not seen is 0.
    length_s : of the pulse that is looked for.
    """

    lags: Integers
    places: Integers
    counted: Bools
    visibility: Visibility
    length_s: float

    @property
    def shape(self) -> tuple[int, int, int]:
        """Of what is read at one lag: sides, axes, places, so that these lie side by side."""
        return _SIDES, 2, len(self.places)


def make_field_grid(track: FaceTrack, settings: SignalSettings) -> Floats:
    """Times of the field's grid, thirty a second."""
    return make_grid(track.time_s, settings.sampling_rate_hz)[:: find_stride(settings)]


def lock_mean(
    track: FaceTrack,
    trains: Integers,
    around: Around,
    settings: SignalSettings,
) -> Floats:
    """Mean rise and return around every train of moments, as the flow shows it.

    Parameters
    ----------
    track : its dense field.
    trains : (trains, n) samples of ``make_field_grid``.
    around : what is read around each moment.

    Returns
    -------
    (trains, lags, places, sides, axes) mm. What a lively face does is weighed down: in a face that
    is twice as lively as usual a movement counts half.
    """
    rate_hz = _find_rate_hz(settings)
    n = trains.shape[1]
    lags, shape = around.lags.tolist(), around.shape
    mean = np.zeros((len(trains), len(lags), int(np.prod(shape))), np.float32)
    rows = np.repeat(np.arange(len(trains)), n)
    columns = trains.ravel()
    pieces = _filter_pieces(track, trains, around, settings)
    for start, stop, first, flat in pieces:
        busy = _measure_busy(flat, rate_hz)
        inside = (columns >= start) & (columns < stop)
        at = columns[inside] - first
        choose = sparse.csr_matrix(
            (np.full(len(at), 1.0 / n, np.float32), (rows[inside], at)), (len(trains), len(flat))
        )
        for j, lag in enumerate(lags):
            mean[:, j] += choose @ (_shift(flat, lag) / busy[:, None])
    return np.moveaxis(mean.reshape(len(trains), len(lags), *shape), -1, 2)


def lock_singles(
    track: FaceTrack,
    moments: Integers,
    around: Around,
    settings: SignalSettings,
) -> Floats:
    """Rise and return around each of ``moments`` (n,), as the flow shows it.

    All else is as in ``lock_mean``.

    Returns
    -------
    (n, lags, places, sides, axes) mm; 0 where nothing was seen or counts.
    """
    lags, shape = around.lags.tolist(), around.shape
    singles = np.zeros((len(moments), len(lags), int(np.prod(shape))), np.float32)
    pieces = _filter_pieces(track, moments, around, settings)
    for start, stop, first, flat in pieces:
        own = np.flatnonzero((moments >= start) & (moments < stop))
        for j, lag in enumerate(lags):
            singles[own, j] = _shift(flat, lag)[moments[own] - first]
    return np.moveaxis(singles.reshape(len(moments), len(lags), *shape), -1, 2)


def _find_rate_hz(settings: SignalSettings) -> float:
    return settings.sampling_rate_hz / find_stride(settings)


def _filter_pieces(
    track: FaceTrack,
    moments: Integers,
    around: Around,
    settings: SignalSettings,
) -> Iterator[tuple[int, int, int, Floats]]:
    """Start and stop of each piece of the grid in which moments lie; its first row, and its rows.

    Rows are (k, sides x axes x places) mm.
    """
    grid_s, rate_hz = make_field_grid(track, settings), _find_rate_hz(settings)
    beside_s = around.length_s + float(np.abs(around.lags).max()) / rate_hz
    for start, stop, first, last in list_pieces(len(grid_s), rate_hz, 1.0, beside_s):
        if not ((moments >= start) & (moments < stop)).any():
            continue
        near_s = grid_s[first:last]
        moved = _filter_piece(track, near_s, around.places, around.length_s, settings)
        seen = around.visibility.mark_seen(near_s)[:, around.places]
        seen &= around.counted[first:last, None, None]
        moved *= seen.swapaxes(1, 2)[:, :, None]
        yield start, stop, first, moved.reshape(len(moved), -1)


def _filter_piece(
    track: FaceTrack,
    grid_s: Floats,
    places: Integers,
    length_s: float,
    settings: SignalSettings,
) -> Floats:
    """(k, sides, axes, places) mm: the height of the pulse centred at every time of the grid."""
    time_s, frames = list_frames(track, grid_s, settings)
    shape = (_SIDES, 2, len(places))
    if len(frames) < 2:
        return np.zeros((len(grid_s), *shape), np.float32)
    stretch = number_stretches(track.face_found, track.cut)[frames]
    stride = find_stride(settings)
    fine_s = np.linspace(grid_s[0], grid_s[-1], stride * (len(grid_s) - 1) + 1)
    steps, bridged = make_steps(time_s, stretch, fine_s, settings)
    weigh = make_correlation(length_s, settings.sampling_rate_hz, len(fine_s))[::stride]
    shown = read_places(track, frames, places).reshape(len(frames), _SIDES, len(places), 2)
    shown = shown.swapaxes(2, 3).reshape(len(frames), -1)
    moved = ((weigh @ steps).astype(np.float32) @ shown).reshape(len(grid_s), *shape)
    size = 2 * round(0.5 * length_s * settings.sampling_rate_hz) + 1
    known = ndimage.minimum_filter1d(bridged.astype(np.uint8), size, mode="nearest")[::stride] > 0
    return np.asarray(moved * known[:, None, None, None])


def _measure_busy(moved: Floats, rate_hz: float) -> Floats:
    """How many times livelier than usual the face is, (k,): 1 or more."""
    lively = np.quantile(np.abs(moved), _CALM_SHARE, axis=1)
    lively = ndimage.maximum_filter1d(lively, 2 * round(_BUSY_REACH_S * rate_hz) + 1)
    usual = np.median(lively[lively > 0]) if (lively > 0).any() else 1.0
    return np.asarray(np.maximum(lively / usual, 1.0), np.float32)


def _shift(values: Floats, lag: int) -> Floats:
    """Rows ``lag`` later; 0 beyond the ends."""
    out = np.zeros_like(values)
    if lag >= 0:
        out[: len(values) - lag] = values[lag:]
    else:
        out[-lag:] = values[:lag]
    return out
