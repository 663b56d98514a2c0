"""What shows on the face how strongly it was compressed.

In      two new pictures in a row, places of the face, the quantiser's steps of a picture
Out     share of pixels left unchanged near each place, and the usual step over the face
Method  Encoders repeat pieces of the picture before, bit for bit, where coding their change seems
        not worth it; a camera's noise leaves few pixels as they were. Pixels are compared in
        green, which carries most of what encoders compare, in a square around each place.
Where the defaults come from   settings.TrackingSettings
Departures from the sources    none: the method is our own
Known limits   A made picture without noise stays unchanged too. Shrunk pictures mix pixels, so
        fewer of them stay the same.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.records import Floats, Frame
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.head_frame import Similarity


def measure_unchanged(
    before: NDArray[np.uint8],
    now: NDArray[np.uint8],
    places: Floats,
    frame: Similarity,
    settings: TrackingSettings,
) -> Floats:
    """Share of pixels that are the same in both pictures near each place, (places,).

    Parameters
    ----------
    before, now : two pictures in a row, (height, width, 3).
    places : (places, 2) in the head frame of ``now``.
    frame : that head frame.

    NaN for places outside the picture, and everywhere when the pictures differ in size.
    """
    if before.shape != now.shape:
        return np.full(len(places), np.nan)
    at = (places[:, 0] + 1j * places[:, 1] - frame.shift) / frame.turn_scale
    half_px = max(1.0, 0.5 * settings.unchanged_reach * frame.eye_distance_px)
    height, width = now.shape[:2]
    left, right = (_to_pixels(at.real + side * half_px, width) for side in (-1, 1))
    top, bottom = (_to_pixels(at.imag + side * half_px, height) for side in (-1, 1))
    x, y = left.min(), top.min()
    rows, columns = slice(y, bottom.max()), slice(x, right.max())
    n_px = (right - left) * (bottom - top)
    if not n_px.any():
        return np.full(len(places), np.nan)
    same = before[rows, columns, 1] == now[rows, columns, 1]
    sums = cv2.integral(same.view(np.uint8))
    left, right, top, bottom = left - x, right - x, top - y, bottom - y
    n_same = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return np.where(n_px > 0, n_same / np.maximum(n_px, 1), np.nan)


def measure_step(frame: Frame, landmarks_px: Floats) -> float:
    """Median step of the codec's quantiser over the box of the face; NaN where it is not told."""
    steps = frame.quantiser_step
    if steps is None:
        return float("nan")
    height, width = frame.image_rgb.shape[:2]
    ranges = []
    for axis, n_cells, size_px in ((1, steps.shape[0], height), (0, steps.shape[1], width)):
        places = landmarks_px[:, axis] * (n_cells / size_px)
        first = min(max(int(places.min()), 0), n_cells - 1)
        ranges.append(slice(first, min(max(int(places.max()) + 1, first + 1), n_cells)))
    return float(np.median(steps[ranges[0], ranges[1]]))


def _to_pixels(places: Floats, size_px: int) -> NDArray[np.intp]:
    return np.clip(np.rint(places), 0, size_px).astype(np.intp)
