"""Brightness of places against the face as a whole: what lamp and camera do to all is taken out."""

from __future__ import annotations

import numpy as np

from twitchcam.records import Floats
from twitchcam.signals.known_median import measure_known_median


def measure_face_light(light: Floats) -> Floats:
    """Logarithm of the brightness of the middle of the face (n,), of places (n, places, sides)."""
    logarithm = np.log(np.maximum(light, 1.0))
    return measure_known_median(logarithm.reshape(len(logarithm), -1), axis=1)


def compare_with_face(light: Floats, face: Floats) -> Floats:
    """Logarithm of brightness (n, places, sides) over that of the face, ``face`` (n,)."""
    return np.asarray(np.log(np.maximum(light, 1.0)) - face[:, None, None])
