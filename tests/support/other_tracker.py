"""Marks for tests that ask for more than newer Pythons and their tracker give."""

from __future__ import annotations

from typing import Final

import pytest

from twitchcam.tracking.release import has_own_models

# All thresholds were set with FaceMesh. By FaceLandmarker, and in what newer encoders make, an
# unsure twitch may come or go.
NEAR_A_THRESHOLD: Final = pytest.mark.xfail(
    not has_own_models(),
    reason="newer Pythons: near a threshold it comes out otherwise",
    raises=AssertionError,
    strict=False,
)
NEEDS_FACE_MESH: Final = pytest.mark.skipif(
    not has_own_models(), reason="this MediaPipe holds no FaceMesh"
)
NEEDS_HANDS: Final = pytest.mark.skipif(
    not has_own_models(), reason="this MediaPipe holds no model of hands"
)
