"""Brightness of places against the face as a whole: what lamp and camera do to all is taken out."""

from __future__ import annotations

import warnings

import numpy as np

from twitchcam.records import Floats


def compare_with_face(light: Floats) -> Floats:
    """Logarithm of brightness (n, places, sides) over that of the middle of the face."""
    logarithm = np.log(np.maximum(light, 1.0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # no face: stays NaN
        return np.asarray(logarithm - np.nanmedian(logarithm, axis=(1, 2), keepdims=True))
