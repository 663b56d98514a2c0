"""Which places of the skin turn away from the camera, as a far cheek does."""

from __future__ import annotations

import numpy as np

from twitchcam.anatomy import SIDES
from twitchcam.records import Bools, FaceTrack
from twitchcam.settings import VisibilitySettings
from twitchcam.skin_places import get_places
from twitchcam.tracking.row_store import read_rows


def mark_turned_away(
    track: FaceTrack, moment: tuple[int, int], settings: VisibilitySettings
) -> Bools:
    """(places, sides) True where the skin hardly faces the camera in pictures ``moment``.

    The triangle of landmarks around a place says how its skin lies: seen from the front it is as
    large as it is, edge on it is a line, and from behind it runs the other way round.
    """
    first, stop = moment
    points = read_rows(track.landmarks_px, first, stop)[track.face_found[first:stop]]
    corners = get_places().landmarks
    if not len(points):
        return np.zeros((len(corners) // 2, 2), dtype=bool)
    a, b, c = np.moveaxis(np.median(points, axis=0)[corners].astype(np.float64), 1, 0)
    normal = np.cross(b - a, c - a)
    size = np.linalg.norm(normal, axis=1)
    # Corners that lie on one line say nothing.
    facing = np.divide(normal[:, 2], size, out=np.full(len(size), np.nan), where=size > 0.0)
    facing = facing.reshape(len(SIDES), -1).T
    # Right triangles are mirror images of left ones, and run the other way round.
    return np.asarray(facing * [-1.0, 1.0] < settings.min_facing)
