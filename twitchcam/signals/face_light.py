"""Brightness of places against the face as a whole: what lamp and camera do to all is taken out."""

from __future__ import annotations

import numpy as np

from twitchcam.records import Floats
from twitchcam.signals.known_median import measure_known_median


def compare_with_face(light: Floats) -> Floats:
    """Logarithm of brightness (n, places, sides) over that of the middle of the face."""
    logarithm = np.log(np.maximum(light, 1.0))
    middle = measure_known_median(logarithm.reshape(len(logarithm), -1), axis=1)
    return np.asarray(logarithm - middle[:, None, None])
