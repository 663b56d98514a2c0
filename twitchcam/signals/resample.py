"""From true frame times to an even grid, without inventing what was not seen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from twitchcam.records import Bools, Floats

Integers = NDArray[np.int64]


def make_grid(time_s: Floats, sampling_rate_hz: float) -> Floats:
    """Even times from the first to the last frame, (m,) seconds."""
    n_samples = int(np.floor((time_s[-1] - time_s[0]) * sampling_rate_hz + 1e-9)) + 1
    return time_s[0] + np.arange(n_samples) / sampling_rate_hz


def find_step_s(grid_s: Floats) -> float:
    """Length of one step of an even grid; 1 s where there is no second sample."""
    return float(grid_s[1] - grid_s[0]) if len(grid_s) > 1 else 1.0


def number_stretches(face_found: Bools, cut: Bools) -> Integers:
    """A number for every frame that changes where movement starts anew: a lost face, a cut."""
    starts = cut | ~face_found
    starts[1:] |= ~face_found[:-1]
    return np.cumsum(starts)


def resample(
    values: Floats,
    time_s: Floats,
    stretch: Integers,
    grid_s: Floats,
    longest_bridge_s: float,
) -> Floats:
    """Interpolate one signal linearly to the grid; NaN where it was not seen.

    Parameters
    ----------
    values : (n,) with NaN where not measured.
    time_s, stretch : (n,) frame times and the stretch that each frame belongs to.
    grid_s : (m,).
    longest_bridge_s : grid times between two measured frames further apart stay NaN.
    """
    seen = np.flatnonzero(np.isfinite(values))
    if seen.size == 0:
        return np.full(grid_s.shape, np.nan)
    seen_s = time_s[seen]
    after = np.searchsorted(seen_s, grid_s, side="left").clip(0, seen.size - 1)
    before = np.where(seen_s[after] > grid_s, np.maximum(after - 1, 0), after)
    bridged = (
        (seen_s[after] - seen_s[before] <= longest_bridge_s)
        & (stretch[seen[after]] == stretch[seen[before]])
        & (grid_s >= seen_s[before] - 1e-9)
        & (grid_s <= seen_s[after] + 1e-9)
    )
    return np.where(bridged, np.interp(grid_s, seen_s, values[seen]), np.nan)


def find_runs(mask: Bools) -> tuple[tuple[int, int], ...]:
    """Half-open index ranges in which ``mask`` is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return tuple((int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True))


def map_runs(values: Floats, change: Callable[[Floats], Floats]) -> Floats:
    """Apply ``change`` to every stretch without a gap of every column; NaN stays NaN.

    ``values`` is (m, ...) with time first; ``change`` takes and returns one stretch (n,).
    """
    columns = values.reshape(len(values), -1)
    out = np.full_like(columns, np.nan)
    for column in range(columns.shape[1]):
        for start, stop in find_runs(np.isfinite(columns[:, column])):
            out[start:stop, column] = change(columns[start:stop, column])
    return out.reshape(values.shape)
