"""Notices an eye that cannot be seen, a few times a second.

The mesh draws an open eye onto a patch, onto gauze and onto dark glasses, and copies the lids of
the other eye there. What it cannot copy is the eye itself: between open lids a dark iris lies
beside the white. So wherever the mesh says that the lids are open, the difference in brightness
between the two is measured. Between shut lids there is nothing to look for.

Known limits   A patch with a drawn eye, or one whose edge runs across the drawn eye, passes for an
        eye.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import (
    INNER_EYE_CORNER,
    IRIS_CENTRE,
    IRIS_RING,
    LID_MARGIN,
    OUTER_EYE_CORNER,
    SIDES,
)
from twitchcam.records import Floats
from twitchcam.settings import TrackingSettings

# In iris radii: what surely lies inside the iris, and what surely beside it; the mesh places its
# middle to about a tenth.
_INSIDE_IRIS: Final = 0.8
_BESIDE_IRIS: Final = 1.15
# Lids nearer than this, in iris radii (6 mm), hide too much of the eye to tell.
_MIN_OPENING: Final = 0.5
# Shine lies on the iris and lashes over the white: neither is asked for its extremes.
_IRIS_PERCENTILE: Final = 30.0
_WHITE_PERCENTILE: Final = 70.0
_MIN_PIXELS: Final = 4
_SUBPIXEL_BITS: Final = 4

UNSEEN: Final = np.full(len(SIDES), np.nan)


class EyeWatch:
    """Measures how clearly each eye can be seen through a recording."""

    def __init__(self, settings: TrackingSettings) -> None:
        self._every_s = settings.look_at_eyes_every_s
        self._next_s = 0.0

    def look(
        self, time_s: float, image_rgb: NDArray[np.uint8], points: Floats, face_luma: float
    ) -> Floats:
        """(2,) left, right: see ``measure_eye_contrast``; NaN also where no look was due."""
        if time_s < self._next_s:
            return UNSEEN
        contrast = np.array(UNSEEN)
        self._next_s = time_s + self._every_s
        for s, side in enumerate(SIDES):
            contrast[s] = measure_eye_contrast(image_rgb, points, side) / max(face_luma, 1.0)
        return contrast


def measure_eye_contrast(image_rgb: NDArray[np.uint8], points: Floats, side: str) -> float:
    """How much brighter the white is than the iris, in grey levels of the green channel.

    ``points`` (478, 3) px. NaN where the lids are shut, or the eye lies outside the picture.
    """
    flat = points[:, :2]
    middle = flat[IRIS_CENTRE[side]]
    radius_px = float(np.linalg.norm(flat[list(IRIS_RING[side])] - middle, axis=1).mean())
    upper, lower = (flat[list(ids)] for ids in zip(*LID_MARGIN[side], strict=True))
    opening_px = float(np.linalg.norm(upper - lower, axis=1).mean())
    if not radius_px > 0 or opening_px < _MIN_OPENING * radius_px:
        return float("nan")
    corners = flat[[OUTER_EYE_CORNER[side], INNER_EYE_CORNER[side]]]
    outline = cv2.convexHull(np.vstack([corners, upper, lower]).astype(np.float32)).reshape(-1, 2)
    height, width = image_rgb.shape[:2]
    left, top = np.maximum(np.floor(outline.min(axis=0)).astype(int) - 1, 0)
    right, bottom = np.minimum(np.ceil(outline.max(axis=0)).astype(int) + 2, (width, height))
    if right - left < 2 or bottom - top < 2:
        return float("nan")
    inside = np.zeros((bottom - top, right - left), np.uint8)
    fine = np.round((outline - [left, top]) * (1 << _SUBPIXEL_BITS)).astype(np.int32)
    cv2.fillConvexPoly(inside, fine, 1, shift=_SUBPIXEL_BITS)
    y, x = np.ogrid[top:bottom, left:right]
    away = np.hypot(x - middle[0], y - middle[1]) / radius_px
    green = image_rgb[top:bottom, left:right, 1]
    iris = green[(inside > 0) & (away < _INSIDE_IRIS)]
    white = green[(inside > 0) & (away > _BESIDE_IRIS)]
    if min(iris.size, white.size) < _MIN_PIXELS:
        return float("nan")
    return float(np.percentile(white, _WHITE_PERCENTILE) - np.percentile(iris, _IRIS_PERCENTILE))
