"""The landmark model: what it says is what MediaPipe's own interface says."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from other_tracker import NEEDS_FACE_MESH

from twitchcam.settings import TrackingSettings
from twitchcam.tracking.face_mesh import FaceMeshTracker
from twitchcam.tracking.quiet import native_log_silenced

pytestmark = [
    pytest.mark.model,
    NEEDS_FACE_MESH,
]


def test_landmarks_are_those_of_mediapipes_own_interface(cheek_pictures):
    import mediapipe

    pictures = cheek_pictures[0][:6]
    height, width = pictures[0].shape[:2]
    blank = np.zeros_like(pictures[0])
    with (
        native_log_silenced(),
        FaceMeshTracker(TrackingSettings()) as tracker,
        mediapipe.solutions.face_mesh.FaceMesh(refine_landmarks=True) as theirs,
    ):
        for shown in (*pictures, blank, blank, pictures[0]):
            found = theirs.process(shown).multi_face_landmarks
            points = tracker.locate(shown)
            if not found:
                assert points is None
                continue
            expected = [(p.x * width, p.y * height, p.z * width) for p in found[0].landmark]
            np.testing.assert_allclose(points, expected, rtol=1e-6)
        assert points is not None


def test_mediapipe_is_loaded_without_what_draws_and_that_comes_when_it_is_asked_for():
    program = (
        "import sys\n"
        "from twitchcam.tracking.load_mediapipe import load_mediapipe\n"
        "drawing = load_mediapipe().solutions.drawing_utils\n"
        "print('matplotlib' in sys.modules, drawing.plt.figure.__name__)\n"
        "import matplotlib.pyplot\n"
        "print(matplotlib.pyplot.figure is drawing.plt.figure)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.decode().splitlines() == ["False figure", "True"]
