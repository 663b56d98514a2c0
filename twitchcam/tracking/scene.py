"""Whether a picture is new, the same again, or another scene."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.records import Floats

_SMALL_PX: Final = 48


def shrink_picture(image_rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A small grey version of the whole picture, to tell scenes apart.

    Every so many-th pixel of the green channel: averaging would cost a tenth of the tracking.
    """
    height, width = image_rgb.shape[:2]
    rows = np.linspace(0, height - 1, _SMALL_PX).astype(np.intp)
    columns = np.linspace(0, width - 1, _SMALL_PX).astype(np.intp)
    return image_rgb[rows[:, None], columns, 1].astype(np.float32)


def measure_scene_change(before: NDArray[np.float32], now: NDArray[np.float32]) -> float:
    """Mean change of the small pictures in grey levels, after a common change of light."""
    return float(np.abs(now - before - np.median(now - before)).mean())


def cut_out_face(image_rgb: NDArray[np.uint8], landmarks_px: Floats) -> NDArray[np.uint8]:
    """The green channel of the face's box, every second pixel (green carries most of luma)."""
    height, width = image_rgb.shape[:2]
    low = np.clip(landmarks_px[:, :2].min(axis=0), 0, [width - 4, height - 4]).astype(int)
    high = np.clip(landmarks_px[:, :2].max(axis=0), low + 4, [width, height]).astype(int)
    return image_rgb[low[1] : high[1] : 2, low[0] : high[0] : 2, 1]


def measure_face_change(
    before_rgb: NDArray[np.uint8], now_rgb: NDArray[np.uint8], landmarks_px: Floats
) -> float:
    """Mean difference of the face's pixels from the picture before, in grey levels."""
    before = cut_out_face(before_rgb, landmarks_px)
    now = cut_out_face(now_rgb, landmarks_px)
    return float(cv2.absdiff(before, now).mean())
