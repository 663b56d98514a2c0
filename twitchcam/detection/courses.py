"""Where skin went, column by column: the middles of the regions, and cells all over the face.

In      Movement (the regions), FaceTrack (the dense field)
Out     ``Courses``: regions and places of its columns, and their displacement, piece by piece
Method  A cell is a place of the dense field about every ``_CELLS_APART_MM``, averaged with the skin
        beside it: a rhythm shakes a patch of skin, the picture's errors shake points.
Known limits   Cells show less of a narrow rhythm than of a wide one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from twitchcam.anatomy import N_PATCHES, REGION_NAMES, SIDES
from twitchcam.records import FaceTrack, Floats, Movement
from twitchcam.settings import SignalSettings
from twitchcam.signals.field_reading import list_frames, make_interpolation, read_places
from twitchcam.signals.resample import Integers, number_stretches
from twitchcam.skin_places import (
    count_places,
    find_nearest_place,
    get_side_mm,
    list_regions,
    measure_apart_mm,
    weigh_near,
)

_CELLS_APART_MM: Final = 11.0
_BESIDE_MM: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Courses:
    """Displacement of the skin in columns, left before right.

    Attributes
    ----------
    places : (columns,) the place of the dense field that stands for each.
    regions : of each column.
    kinds : of each column: those of a kind are of one width, and are compared with each other.
    read : first and last sample of the grid of ``Movement`` to (m, columns, axes) mm of true
        size; NaN where not measured.
    """

    places: tuple[int, ...]
    regions: tuple[str, ...]
    kinds: tuple[int, ...]
    read: Callable[[int, int], Floats]

    def read_column(self, column: int, start: int, stop: int) -> Floats:
        """(m, axes) mm of one column."""
        return self.read(start, stop)[:, column]

    def measure_apart_mm(self, column: int, other: int) -> float:
        """How far two columns lie apart on the neutral face, sides laid over each other."""
        return float(measure_apart_mm()[self.places[column], self.places[other]])

    def measure_across_mm(self, column: int, other: int) -> float:
        """How far two columns of different sides lie apart on the neutral face."""
        at_mm, other_mm = get_side_mm()[[self.places[column], self.places[other]]]
        return float(np.hypot(at_mm[0] + other_mm[0], at_mm[1] - other_mm[1]))


def follow_patches(movement: Movement) -> Courses:
    """The middles of the regions of ``anatomy``."""

    def read(start: int, stop: int) -> Floats:
        piece = movement.displacement_mm[start:stop]
        return piece.reshape(len(piece), -1, piece.shape[-1])

    return Courses(
        places=tuple(find_nearest_place(region) for region in REGION_NAMES for _ in SIDES),
        regions=tuple(region for region in REGION_NAMES for _ in SIDES),
        kinds=(0,) * N_PATCHES,
        read=read,
    )


def follow_skin(
    movement: Movement, track: FaceTrack, settings: SignalSettings, cell_gain: float
) -> Courses:
    """The middles of the regions, and after them the cells of the dense field.

    ``cell_gain`` is the share of a true movement that a cell shows.
    """
    patches, cells = follow_patches(movement), list_cells()
    stretch = number_stretches(track.face_found, track.cut)

    def read(start: int, stop: int) -> Floats:
        shown = _read_cells(movement, track, stretch, start, stop, settings) / cell_gain
        return np.concatenate([patches.read(start, stop), shown], axis=1)

    return Courses(
        places=(*patches.places, *(int(cell) for cell in cells for _ in SIDES)),
        regions=(*patches.regions, *(list_regions()[cell] for cell in cells for _ in SIDES)),
        kinds=(*patches.kinds, *(1 for _ in cells for _ in SIDES)),
        read=read,
    )


@cache
def list_cells() -> Integers:
    """Places of one side that are at least ``_CELLS_APART_MM`` apart."""
    apart_mm, kept = measure_apart_mm(), list[int]()
    for place in np.argsort(get_side_mm()[:, 1], kind="stable").tolist():
        if not kept or apart_mm[place, kept].min() >= _CELLS_APART_MM:
            kept.append(place)
    return np.array(kept)


@cache
def _weigh_beside() -> Floats:
    """(places, cells) weights of the skin beside each cell."""
    return weigh_near(measure_apart_mm()[:, list_cells()], _BESIDE_MM, axis=0)


def _read_cells(
    movement: Movement,
    track: FaceTrack,
    stretch: Integers,
    start: int,
    stop: int,
    settings: SignalSettings,
) -> Floats:
    """(m, columns, axes) mm as the flow shows it; NaN where not seen."""
    grid_s, cells = movement.time_s[start:stop], list_cells()
    n_columns = len(cells) * len(SIDES)
    time_s, frames = list_frames(track, grid_s, settings)
    if len(frames) < 2:
        return np.full((len(grid_s), n_columns, 2), np.nan, np.float32)
    rows = read_places(track, frames).reshape(len(frames) * len(SIDES), count_places(), 2)
    pooled = np.einsum("rpa,pc->rca", rows, _weigh_beside(), optimize=True)
    pooled = pooled.reshape(len(frames), len(SIDES), len(cells), 2).swapaxes(1, 2)
    show, bridged, _ = make_interpolation(time_s, stretch[frames], grid_s, settings)
    shown = (show.astype(np.float32) @ pooled.reshape(len(frames), -1)).reshape(
        len(grid_s), len(cells), len(SIDES), 2
    )
    seen = movement.visibility.mark_seen(grid_s)[:, cells] & bridged[:, None, None]
    shown[~seen] = np.nan
    return np.asarray(shown.reshape(len(grid_s), n_columns, 2))
