"""How bright every place of the skin is, which colour it has, and whether the picture holds it.

In      a picture, the steadied face, places of the head frame
Out     brightness of every place in grey levels, its red, green and blue; NaN outside the picture
Method  Brightness is the mean over about a place's width of the steadied face; colour the mean of
        the picture over the same width. The mesh goes on beyond the edge of the picture as if
        nothing were: what the flow's window would look at there lies outside.
Where the defaults come from   settings.TrackingSettings
Departures from the sources    none: the method is our own
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import SIDES
from twitchcam.records import Bools, Floats
from twitchcam.settings import TrackingSettings
from twitchcam.skin_places import get_places
from twitchcam.tracking.head_frame import Similarity
from twitchcam.tracking.steady_face import to_sample

# Means of 4 x 4 pixels first: they are quick.
_COARSE: Final = 4


def locate_places(landmarks_head: Floats) -> Floats:
    """(places, sides, 2) in the head frame, from landmarks (478, 2) in the head frame."""
    return get_places().locate(landmarks_head).reshape(len(SIDES), -1, 2).swapaxes(0, 1)


def mark_inside(
    image_rgb: NDArray[np.uint8], points: Floats, frame: Similarity, settings: TrackingSettings
) -> Bools:
    """(...) True where points (..., 2) of the head frame lie inside the picture.

    The flow's window around them must lie inside, too.
    """
    at = _find_in_picture(points, frame)
    margin_px = 0.5 * settings.flow_window * frame.eye_distance_px
    height, width = image_rgb.shape[:2]
    inside: Bools = (at.real >= margin_px) & (at.real <= width - 1 - margin_px)
    return inside & (at.imag >= margin_px) & (at.imag <= height - 1 - margin_px)


def measure_light(
    steadied: NDArray[np.float32],
    image_rgb: NDArray[np.uint8],
    places: Floats,
    frame: Similarity,
    settings: TrackingSettings,
) -> Floats:
    """(places, sides) brightness in grey levels; NaN outside the picture.

    ``places`` (places, sides, 2) lie in the head frame ``frame`` of ``image_rgb``.
    """
    height, width = steadied.shape
    small_px = (max(width // _COARSE, 1), max(height // _COARSE, 1))
    small = cv2.blur(cv2.resize(steadied, small_px, interpolation=cv2.INTER_AREA), (3, 3))
    at = to_sample(places, settings.steady_eye_distance_px) / _COARSE
    light = _read(small, at[..., 0], at[..., 1])
    return np.where(mark_inside(image_rgb, places, frame, settings), light, np.nan)


def measure_colour(
    image_rgb: NDArray[np.uint8], places: Floats, frame: Similarity, settings: TrackingSettings
) -> Floats:
    """(places, sides, 3) mean red, green and blue of places (places, sides, 2)."""
    at = _find_in_picture(places, frame)
    side_px = 2 * round(settings.place_reach * frame.eye_distance_px) + 1
    colour = _read(cv2.blur(image_rgb, (side_px, side_px)), at.real, at.imag).astype(np.float32)
    inside = mark_inside(image_rgb, places, frame, settings)
    return np.where(inside[..., None], colour, np.nan)


def _find_in_picture(points: Floats, frame: Similarity) -> NDArray[np.complex128]:
    return np.asarray((points[..., 0] + 1j * points[..., 1] - frame.shift) / frame.turn_scale)


def _read(picture: NDArray[np.generic], x: Floats, y: Floats) -> NDArray[np.generic]:
    """The pixels nearest to (x, y); those beyond the edge are the edge's."""
    rows = np.clip(np.rint(y), 0, picture.shape[0] - 1).astype(np.intp)
    columns = np.clip(np.rint(x), 0, picture.shape[1] - 1).astype(np.intp)
    return picture[rows, columns]
