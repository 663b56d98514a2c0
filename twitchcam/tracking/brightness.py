"""Light that changes from one picture to the next is no movement.

Lucas-Kanade flow takes every change of grey for movement. In made clips, light that flickered by
0.2 % was the largest source of noise (0.05 mm from picture to picture, without it 0.02), and mains
light that beats with the camera by 3 % made still skin seem to move by 4 to 13 mm. So the flow is
fed with texture alone: what is left of the steadied face when its brightness nearby is taken out,
in units of the contrast nearby. Light changes both alike and drops out, be it dim, uneven or
unsteady; movement of texture stays.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.settings import TrackingSettings

# Grey value of no texture, and how many grey values one unit of local contrast gets.
_MIDDLE: Final = 128.0
_PER_CONTRAST: Final = 30.0
# Brightness and contrast nearby are smooth: worked out on means of 4 x 4 pixels, they cost little.
_COARSE: Final = 4


def show_texture(steadied: NDArray[np.float32], settings: TrackingSettings) -> NDArray[np.uint8]:
    """The steadied face without its light: (height, width) in grey levels around 128."""
    scale_px = settings.steady_eye_distance_px
    texture = remove_light(steadied, settings)
    contrast = np.sqrt(_blur_coarsely(texture * texture, settings.contrast_reach * scale_px))
    gain = _PER_CONTRAST / (contrast + settings.min_contrast)
    texture = cv2.multiply(texture, _enlarge(gain, texture.shape))
    # Rounds, and keeps within 0 and 255.
    return np.asarray(cv2.add(texture, _MIDDLE, dtype=cv2.CV_8U), dtype=np.uint8)


def remove_light(steadied: NDArray[np.float32], settings: TrackingSettings) -> NDArray[np.float32]:
    """The steadied face without the brightness nearby, in grey levels around 0."""
    light = _blur_coarsely(steadied, settings.light_reach * settings.steady_eye_distance_px)
    return np.asarray(cv2.subtract(steadied, _enlarge(light, steadied.shape)), dtype=np.float32)


def _blur_coarsely(picture: NDArray[np.float32], reach_px: float) -> NDArray[np.float32]:
    """Gaussian mean with a standard deviation of ``reach_px``, at a quarter of the size."""
    height, width = picture.shape
    small_px = (max(width // _COARSE, 1), max(height // _COARSE, 1))
    small = cv2.resize(picture, small_px, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), reach_px / _COARSE), dtype=np.float32)


def _enlarge(small: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(small, (shape[1], shape[0])), dtype=np.float32)
