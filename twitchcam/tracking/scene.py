"""Whether a picture is new, the same again, or another scene."""

from __future__ import annotations

from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.records import Floats

_SMALL_PX: Final = 48
# Places across a face: a cheek has a dozen of them.
_PLACES: Final = 16


def shrink_picture(image_rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A small grey version of the whole picture, to tell scenes apart.

    Every so many-th pixel of the green channel: averaging would cost a tenth of the tracking.
    """
    rows, columns = _spread_places(*image_rgb.shape[:2])
    return image_rgb[rows, columns, 1].astype(np.float32)


@cache
def _spread_places(height: int, width: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows (n, 1) and columns (n,), evenly over a picture."""
    rows = np.linspace(0, height - 1, _SMALL_PX).astype(np.intp)
    return rows[:, None], np.linspace(0, width - 1, _SMALL_PX).astype(np.intp)


def measure_scene_change(before: NDArray[np.float32], now: NDArray[np.float32]) -> float:
    """Mean change of the small pictures in grey levels, after a common change of light."""
    change = (now - before).ravel()
    middle = len(change) // 2  # np.median takes twenty times as long
    return float(np.abs(change - np.partition(change, middle)[middle]).mean())


def find_face_box(landmarks_px: Floats, image_rgb: NDArray[np.uint8]) -> tuple[slice, slice]:
    """Rows and columns of the face, every second one."""
    height, width = image_rgb.shape[:2]
    x_px, y_px = np.ascontiguousarray(landmarks_px[:, :2].T)
    left, right, top, bottom = x_px.min(), x_px.max(), y_px.min(), y_px.max()
    left, top = (int(min(max(x, 0), side - 4)) for x, side in ((left, width), (top, height)))
    right = int(min(max(right, left + 4), width))
    bottom = int(min(max(bottom, top + 4), height))
    return slice(top, bottom, 2), slice(left, right, 2)


def cut_out_face(image_rgb: NDArray[np.uint8], box: tuple[slice, slice]) -> NDArray[np.uint8]:
    """The green channel of the face's box (green carries most of luma), a copy."""
    rows, columns = box
    return np.ascontiguousarray(image_rgb[rows, columns, 1])


def measure_luma(face: NDArray[np.uint8]) -> float:
    """Mean brightness of a cut-out, in grey levels; as exact as numpy's mean, and quicker."""
    return float(cv2.sumElems(face)[0] / face.size)


def measure_change(before: NDArray[np.uint8], now: NDArray[np.uint8]) -> float:
    """Mean difference of two cut-outs, in grey levels."""
    return measure_luma(cv2.absdiff(before, now))


def measure_largest_change(before: NDArray[np.uint8], now: NDArray[np.uint8]) -> float:
    """Difference of two cut-outs where it is largest, mean over a place of the face."""
    places = [
        cv2.resize(face.astype(np.float32), (_PLACES, _PLACES), interpolation=cv2.INTER_AREA)
        for face in (before, now)
    ]
    return float(np.abs(places[1] - places[0]).max())
