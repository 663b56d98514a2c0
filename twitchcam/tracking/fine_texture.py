"""How much there is in the skin for flow to hold on to.

In      the steadied face in grey levels, places of the skin
Out     per place, the slope of its fine texture in grey levels per pixel
Method  The smaller eigenvalue of the structure tensor over a window of the flow [shi1994]: texture
        that changes in one direction only shows no movement along it. Its root is a slope; of a
        place, the Gaussian mean over its reach counts.
Where the defaults come from   settings.TrackingSettings
Departures from the sources    none
Known limits   Noise of the camera passes for texture.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.records import Floats
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.brightness import remove_light
from twitchcam.tracking.skin_flow import window_px
from twitchcam.tracking.steady_face import to_sample


def measure_fine_texture(
    steadied: NDArray[np.float32], places: Floats, settings: TrackingSettings
) -> Floats:
    """Slope of the fine texture of places (n, 2) of the head frame, (n,) grey levels per pixel."""
    texture = remove_light(steadied, settings)
    # A Sobel filter adds up eight slopes of one pixel each.
    across, down = (cv2.Sobel(texture, cv2.CV_32F, *axis, scale=1 / 8) for axis in ((1, 0), (0, 1)))
    window = (window_px(settings), window_px(settings))
    xx, xy, yy = (
        cv2.boxFilter(product, -1, window)
        for product in (across * across, across * down, down * down)
    )
    smaller = (xx + yy) / 2 - np.sqrt(((xx - yy) / 2) ** 2 + xy**2)
    slope = np.sqrt(np.maximum(smaller, 0.0))
    slope = cv2.GaussianBlur(slope, (0, 0), settings.place_reach * settings.steady_eye_distance_px)
    column, row = np.moveaxis(to_sample(places, settings.steady_eye_distance_px), -1, 0)
    height, width = slope.shape
    at = (
        np.clip(np.rint(row).astype(np.intp), 0, height - 1),
        np.clip(np.rint(column).astype(np.intp), 0, width - 1),
    )
    return np.asarray(slope[at], dtype=np.float64)
