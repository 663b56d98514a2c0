"""The dense field on an even grid, piece by piece: an hour at once would not fit.

In      FaceTrack
Out     pieces of the grid; what the pictures near a piece show of every place, in mm; matrices that
        lead from there to steps on the grid and to the height of a pulse
Method  interpolating from true frame times, taking steps and correlating are sparse matrices over
        time, so that each costs one product
Departures from the sources    none: the method is our own
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from scipy import sparse

from twitchcam.records import Bools, FaceTrack, Floats
from twitchcam.settings import SignalSettings
from twitchcam.signals.pulses import pulse_steps
from twitchcam.signals.resample import Integers
from twitchcam.tracking.row_store import read_rows

# Scores are worked out about this often: the shortest pulse spans three of them.
_SCORE_RATE_HZ: Final = 30.0
PIECE_S: Final = 30.0


def list_pieces(
    n_samples: int, rate_hz: float, unit_s: float, beside_s: float
) -> Iterator[tuple[int, int, int, int]]:
    """Start, stop of every piece and, with what reaches into it beside it, first and last.

    Pieces hold whole units of ``unit_s``.
    """
    unit = max(round(unit_s * rate_hz), 1)
    length = unit * round(PIECE_S * rate_hz / unit)
    beside = round(beside_s * rate_hz)
    for start in range(0, n_samples, length):
        stop = min(start + length, n_samples)
        yield start, stop, max(start - beside, 0), min(stop + beside, n_samples)


def find_stride(settings: SignalSettings) -> int:
    """Samples of the grid from one score to the next."""
    return max(round(settings.sampling_rate_hz / _SCORE_RATE_HZ), 1)


def list_frames(
    track: FaceTrack, grid_s: Floats, settings: SignalSettings
) -> tuple[Floats, Integers]:
    """Times and numbers of the pictures that say something about these grid times."""
    margin_s = settings.longest_bridge_s
    first, last = np.searchsorted(track.time_s, [grid_s[0] - margin_s, grid_s[-1] + margin_s])
    part = slice(int(first), int(last))
    new = track.face_found[part] & ~track.repeated[part]
    # A picture without flow says nothing: its row is NaN from the first number on.
    new &= np.isfinite(track.skin_displacement[part, 0, 0, 0])
    frames = first + np.flatnonzero(new)
    return track.time_s[frames], frames


def read_places(track: FaceTrack, frames: Integers) -> Floats:
    """(f, sides x places x axes) mm, as the flow shows it, of the pictures ``frames``."""
    rows = read_rows(track.field_displacement, int(frames[0]), int(frames[-1]) + 1)
    rows = rows[frames - frames[0]].swapaxes(1, 2).reshape(len(frames), -1)
    return np.asarray(rows * np.float32(track.mm_per_percent))


def make_interpolation(
    time_s: Floats, stretch: Integers, grid_s: Floats, settings: SignalSettings
) -> tuple[sparse.csr_matrix, Bools, Integers]:
    """Matrix (m, n) from what pictures show to the grid; where it is bridged; stretch (m,)."""
    after = np.searchsorted(time_s, grid_s, side="left").clip(1, len(time_s) - 1)
    before = after - 1
    apart_s = time_s[after] - time_s[before]
    bridged = (apart_s <= settings.longest_bridge_s) & (stretch[after] == stretch[before])
    bridged &= (grid_s >= time_s[before] - 1e-6) & (grid_s <= time_s[after] + 1e-6)
    share = np.clip((grid_s - time_s[before]) / apart_s, 0.0, 1.0)
    at = np.arange(len(grid_s))
    shape = (len(grid_s), len(time_s))
    show = sparse.csr_matrix((1.0 - share, (at, before)), shape) + sparse.csr_matrix(
        (share, (at, after)), shape
    )
    return show, bridged, stretch[before]


def make_steps(
    time_s: Floats, stretch: Integers, grid_s: Floats, settings: SignalSettings
) -> tuple[sparse.csr_matrix, Bools]:
    """Matrix (m, n) from what pictures show to steps on the grid; where the grid is bridged.

    Steps across a gap or the start of a stretch are zero.
    """
    show, bridged, number = make_interpolation(time_s, stretch, grid_s, settings)
    steps = show[1:] - show[:-1]
    unbroken = bridged[1:] & bridged[:-1] & (number[1:] == number[:-1])
    steps = sparse.diags(unbroken.astype(np.float64)) @ steps
    return sparse.vstack([sparse.csr_matrix((1, len(time_s))), steps]).tocsr(), bridged


def make_correlation(length_s: float, rate_hz: float, n_samples: int) -> sparse.csr_matrix:
    """Matrix (n, n) from steps to the height of the pulse centred at every sample."""
    rise = pulse_steps(length_s, rate_hz)
    weights = rise / (rise**2).sum()
    half = len(rise) // 2
    # The step before the middle comes first: a step leads from the sample before to its own.
    offsets = np.arange(len(rise)) - half + 1
    within = np.abs(offsets) < n_samples  # a recording may be shorter than the pulse
    return sparse.diags(
        [np.full(n_samples, weight) for weight in weights[within]],
        offsets[within].tolist(),
        shape=(n_samples, n_samples),
        format="csr",
    )
