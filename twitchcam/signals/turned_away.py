"""Which places of the skin turn away from the camera, as a far cheek does."""

from __future__ import annotations

from functools import cache

import numpy as np

from twitchcam.anatomy import SIDES
from twitchcam.records import Bools, Floats
from twitchcam.settings import VisibilitySettings
from twitchcam.signals.known_median import measure_known_median
from twitchcam.skin_places import Integers, get_places


def mark_turned_away(landmarks_px: Floats, settings: VisibilitySettings) -> Bools:
    """(m, places, sides) True where the skin hardly faces the camera, of m moments.

    Their pictures are (m, n, landmarks, 3). The triangle of landmarks around a place says how its
    skin lies: seen from the front it is as large as it is, edge on it is a line, and from behind it
    runs the other way round.
    """
    used, corners = _list_corners()
    usual = measure_known_median(landmarks_px[:, :, used], axis=1).astype(np.float64)
    a, b, c = np.moveaxis(usual[:, corners], 2, 0)
    normal = np.cross(b - a, c - a)
    size = np.linalg.norm(normal, axis=-1)
    # Corners that lie on one line say nothing.
    facing = np.divide(normal[..., 2], size, out=np.full(size.shape, np.nan), where=size > 0.0)
    facing = facing.reshape(len(facing), len(SIDES), -1).swapaxes(1, 2)
    # Right triangles are mirror images of left ones, and run the other way round.
    return np.asarray(facing * [-1.0, 1.0] < settings.min_facing)


@cache
def _list_corners() -> tuple[Integers, Integers]:
    """The landmarks around places, and which of them are the corners of each place (n, 3)."""
    corners = get_places().landmarks
    used, number = np.unique(corners, return_inverse=True)
    return used, number.reshape(corners.shape)
