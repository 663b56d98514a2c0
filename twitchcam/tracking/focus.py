"""How sharp the face is: the width of its sharpest edges.

In      the steadied face in grey levels, landmarks of the head frame
Out     width of the edges of eyes, brows, nostrils and lips, in percent of the eye distance
Method  Every face has edges of its own: lids, irises, brows, nostrils, the line between the lips.
        An edge that was blurred by a Gaussian of standard deviation b rises by its contrast over
        b times the root of 2 pi where it is steepest; so contrast over steepest rise tells b, be
        the picture bright or dim. Each landmark gives one width, and one of the narrower ones
        speaks for the face: an edge may be soft by nature, but none is sharper than the picture.
        Before that the face is smoothed a little, for noise is steep, and what the smoothing adds
        is taken off.
Where the defaults come from   settings.TrackingSettings
Departures from the sources    none: the method is our own
Known limits   A filter that smooths skin and spares edges is not seen. Movement of the head blurs
        as well, which is no less blurred for it.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.records import Floats
from twitchcam.settings import TrackingSettings
from twitchcam.skin_places import Integers
from twitchcam.tracking.steady_face import find_sampled_size, to_sample

# Landmarks of the mesh at edges that every face has: lids, irises, lips, nostrils, brows.
_AT_EDGES: Final = (
    33, 133, 159, 145, 160, 158, 153, 144, 263, 362, 386, 374, 385, 387, 380, 373, 468, 473,
    61, 291, 13, 14, 0, 17, 1, 2, 98, 327, 105, 334,
)  # fmt: skip
# Half the width of what is looked at around each, in eye distances: the steepest rise, and its
# contrast, which lies further out.
_RISE_REACH: Final = 0.05
_CONTRAST_REACH: Final = 0.13
_SMOOTH_PX: Final = 1.5
_FEWEST_EDGES: Final = 6
_SPEAKS_PERCENT: Final = 20.0


def measure_edge_width(
    steadied: NDArray[np.float32], landmarks_head: Floats, settings: TrackingSettings
) -> float:
    """Standard deviation of the blur, in percent of the eye distance; NaN without clear edges.

    ``landmarks_head`` (478, 2) in the head frame in which ``steadied`` was sampled.
    """
    scale_px = settings.steady_eye_distance_px
    width, height = find_sampled_size(scale_px)
    near, far = round(_RISE_REACH * scale_px), round(_CONTRAST_REACH * scale_px)
    at = np.rint(to_sample(landmarks_head[list(_AT_EDGES)], scale_px)).astype(np.intp)
    inside = (at >= far).all(axis=1) & (at < np.array([width, height]) - far).all(axis=1)
    if inside.sum() < _FEWEST_EDGES:
        return float("nan")
    column, row = at[inside].T
    left, top = int(column.min()) - far, int(row.min()) - far
    part = steadied[top : int(row.max()) + far + 1, left : int(column.max()) + far + 1]
    smooth = cv2.GaussianBlur(part, (0, 0), _SMOOTH_PX)
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, *axis, scale=1 / 8) for axis in ((1, 0), (0, 1)))
    slope = cv2.magnitude(across, down)
    shown = _look_around(smooth, row - top, column - left, far)
    steepest = _look_around(slope, row - top, column - left, near).max(axis=1)
    contrast = shown.max(axis=1) - shown.min(axis=1)
    clear = contrast > settings.min_edge_contrast * float(shown.mean())
    if clear.sum() < _FEWEST_EDGES:
        return float("nan")
    widths_px = contrast[clear] / (np.sqrt(2 * np.pi) * np.maximum(steepest[clear], 1e-6))
    speaks_px = float(np.percentile(widths_px, _SPEAKS_PERCENT))
    return 100.0 * float(np.sqrt(max(speaks_px**2 - _SMOOTH_PX**2, 0.0))) / scale_px


def _look_around(picture: Floats, row: Integers, column: Integers, reach_px: int) -> Floats:
    """(n, pixels) of the squares of ``picture`` around n pixels, so far to every side."""
    around = np.arange(-reach_px, reach_px + 1)
    squares = picture[row[:, None, None] + around[:, None], column[:, None, None] + around]
    return np.asarray(squares.reshape(len(row), -1))
