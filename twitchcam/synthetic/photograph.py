"""The one photograph behind every made clip.

It is the NASA portrait of Eileen Collins that ships inside scikit-image (public domain).
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.errors import InputError
from twitchcam.synthetic.face_geometry import read_landmarks
from twitchcam.wording import text

Picture = NDArray[np.uint8]


@lru_cache(maxsize=1)
def load_photograph() -> Picture:
    """Return the (512, 512, 3) photograph."""
    try:
        from skimage.data import astronaut
    except ImportError as error:
        raise InputError(text("error-made-photograph")) from error
    return np.asarray(astronaut(), dtype=np.uint8)


def enlarge_photograph(times: int, fine_texture: float, seed: int) -> Picture:
    """Return the photograph enlarged ``times``, with faint fine texture attached to the skin.

    The photograph was taken from afar: enlarged, its skin has no pores and an optical flow
    finds nothing to hold on to. ``fine_texture`` (grey levels, standard deviation) puts grain
    of pore size back. It belongs to the skin and moves with it; it is made, not measured.
    """
    picture = load_photograph()
    side_px = picture.shape[0] * times
    large = cv2.resize(picture, (side_px, side_px), interpolation=cv2.INTER_LANCZOS4)
    if fine_texture <= 0.0:
        return np.asarray(large, dtype=np.uint8)
    grain = np.random.default_rng(seed).standard_normal((side_px, side_px)).astype(np.float32)
    fine_px, coarse_px = max(0.18 * times, 0.3), max(0.55 * times, 0.6)
    grain = cv2.GaussianBlur(grain, (0, 0), fine_px) - cv2.GaussianBlur(grain, (0, 0), coarse_px)
    grain *= fine_texture / grain.std() * _skin_weight(side_px, times)
    return np.clip(large + grain[..., None] + 0.5, 0, 255).astype(np.uint8)


def _skin_weight(side_px: int, times: int) -> NDArray[np.float32]:
    """Return 1 inside the outline of the face, fading to 0 outside."""
    outline = cv2.convexHull(read_landmarks()[:, :2].astype(np.float32)).reshape(-1, 2)
    weight = np.zeros((side_px, side_px), np.float32)
    cv2.fillConvexPoly(weight, np.round((outline + 0.5) * times).astype(np.int32), 1.0)
    return np.asarray(cv2.GaussianBlur(weight, (0, 0), 3.0 * times), dtype=np.float32)
