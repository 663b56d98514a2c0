"""The face sampled in its head frame: held still, upright, at one size, in grey levels."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.records import Floats
from twitchcam.tracking.head_frame import Similarity

# What of the face is sampled, in eye distances from the origin: cheeks to cheeks, brow to chin.
LEFT_EDGE: Final = -0.98
RIGHT_EDGE: Final = 0.98
TOP_EDGE: Final = -0.72
BOTTOM_EDGE: Final = 1.48
# Width and height are multiples of this: means of 4 x 4 pixels are five times as quick then.
_MULTIPLE_PX: Final = 4
# What interpolation may reach beyond the sampled part, in the larger of the two sorts of pixels.
_MARGIN_PX: Final = 4
# Pixels of the picture for one of the steadied face, up to which interpolation alone will do.
_MOST_SHRUNK: Final = 1.5


def sample_face(
    image_rgb: NDArray[np.uint8], frame: Similarity, eye_distance_px: float
) -> NDArray[np.float32]:
    """The steadied face in grey levels, ``eye_distance_px`` pixels per eye distance."""
    shrink = frame.eye_distance_px / eye_distance_px
    rows, columns = _find_sampled(image_rgb, frame, max(shrink, 1.0))
    grey = cv2.cvtColor(image_rgb[rows, columns], cv2.COLOR_RGB2GRAY).astype(np.float32)
    corner = frame.turn_scale * complex(columns.start, rows.start)
    frame = Similarity(turn_scale=frame.turn_scale, shift=frame.shift + corner)
    if shrink > _MOST_SHRUNK:
        # warpAffine reads four pixels whatever the scale; averaging first keeps fine texture
        # from turning into false movement.
        grey = cv2.resize(grey, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
        frame = Similarity(turn_scale=frame.turn_scale * shrink, shift=frame.shift)
    back = 1.0 / (frame.turn_scale * eye_distance_px)
    origin = (complex(LEFT_EDGE, TOP_EDGE) - frame.shift) / frame.turn_scale
    matrix = np.array([[back.real, -back.imag, origin.real], [back.imag, back.real, origin.imag]])
    # As fractions of grey levels: rounded, the faint texture of skin would lose a third.
    steadied = cv2.warpAffine(
        grey,
        matrix,
        find_sampled_size(eye_distance_px),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(steadied, dtype=np.float32)


def find_sampled_size(eye_distance_px: float) -> tuple[int, int]:
    """Width and height of the steadied face in pixels."""
    sides = (RIGHT_EDGE - LEFT_EDGE, BOTTOM_EDGE - TOP_EDGE)
    width, height = (_MULTIPLE_PX * round(side * eye_distance_px / _MULTIPLE_PX) for side in sides)
    return width, height


def _find_sampled(
    image_rgb: NDArray[np.uint8], frame: Similarity, coarse_px: float
) -> tuple[slice, slice]:
    """Rows and columns that hold all that is sampled, and at least one pixel of ``coarse_px``."""
    margin_px, least_px = _MARGIN_PX * coarse_px, int(np.ceil(coarse_px))
    edges = [
        (complex(x, y) - frame.shift) / frame.turn_scale
        for x in (LEFT_EDGE, RIGHT_EDGE)
        for y in (TOP_EDGE, BOTTOM_EDGE)
    ]
    height, width = image_rgb.shape[:2]

    def find_range(places_px: list[float], size_px: int) -> slice:
        first = min(max(int(min(places_px) - margin_px), 0), max(size_px - least_px, 0))
        return slice(first, min(max(int(max(places_px) + margin_px), first + least_px), size_px))

    return (
        find_range([edge.imag for edge in edges], height),
        find_range([edge.real for edge in edges], width),
    )


def to_sample(points: Floats, eye_distance_px: float) -> NDArray[np.float32]:
    """Head-frame points (..., 2) to pixels of ``sample_face``."""
    corner = np.array([LEFT_EDGE, TOP_EDGE])
    return ((points - corner) * eye_distance_px).astype(np.float32)
