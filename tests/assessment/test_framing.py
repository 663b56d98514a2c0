"""The live check of a camera: what is right with a picture and what to mend first."""

from __future__ import annotations

import numpy as np
import pytest
from made_faces import made_track

from twitchcam.app.check_camera import CameraCheck
from twitchcam.assessment.framing import assess_framing
from twitchcam.report.words import list_framing_hints
from twitchcam.settings import FramingSettings
from twitchcam.synthetic.clip import ClipPlan, render_frames


@pytest.fixture(scope="module")
def landmarks():
    """A face in the middle of 640 x 480, 165 px between the outer corners of its eyes."""
    points = np.array(made_track(duration_s=1.0).landmarks_px[0], dtype=float)
    corners = points[[263, 33], :2]
    points[:, :2] *= 165.0 / np.linalg.norm(corners[0] - corners[1])
    points[:, :2] += np.array([320.0, 240.0]) - points[:, :2].mean(axis=0)
    return points


def problems(landmarks, **changes):
    usual = {
        "frame_size_px": (640, 480),
        "rotation_deg": (0.0, 0.0, 0.0),
        "face_luma": 130.0,
        "full_width_px": 640.0,
        "frame_rate_hz": 30.0,
        "settings": FramingSettings(),
    }
    return assess_framing(landmarks, **(usual | changes)).problems


def test_a_face_in_the_middle_in_good_light_is_good(landmarks):
    assert problems(landmarks) == ()


def test_without_a_face_nothing_else_is_said():
    assert problems(None, rotation_deg=None, frame_rate_hz=5.0) == ("no_face",)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"rotation_deg": (20.0, 0.0, 0.0)}, "turned"),
        ({"rotation_deg": (0.0, -20.0, 0.0)}, "turned"),
        ({"rotation_deg": (0.0, 0.0, 20.0)}, "tilted"),
        ({"face_luma": 30.0}, "too_dark"),
        ({"face_luma": 250.0}, "too_bright"),
        ({"frame_rate_hz": 15.0}, "too_slow"),
        ({"full_width_px": 320.0}, "too_far"),
    ],
)
def test_each_fault_is_named(landmarks, changes, problem):
    assert problems(landmarks, **changes) == (problem,)


def test_place_and_distance_are_judged(landmarks):
    aside = landmarks + np.array([180.0, 0.0, 0.0])
    assert problems(aside) == ("not_centred",)
    middle = landmarks[:, :2].mean(axis=0)
    near = landmarks.copy()
    near[:, :2] = middle + 2.0 * (near[:, :2] - middle)
    assert problems(near) == ("too_near",)


def test_a_small_copy_is_judged_as_the_picture_that_is_recorded(landmarks):
    small = landmarks * 0.5
    assert problems(small, frame_size_px=(320, 240), full_width_px=640.0) == ()


def test_an_unknown_rate_is_not_held_against_the_camera(landmarks):
    assert problems(landmarks, frame_rate_hz=None) == ()


def test_every_problem_has_words(landmarks):
    dark = problems(landmarks, face_luma=1.0, rotation_deg=(90.0, 90.0, 90.0), frame_rate_hz=1.0)
    assert set(dark) <= set(list_framing_hints())
    assert all(words.endswith(".") for words in list_framing_hints().values())


@pytest.mark.model
def test_a_real_picture_is_judged_by_the_real_model():
    plan = ClipPlan(duration_s=0.1)
    picture = next(render_frames(plan))
    with CameraCheck() as check:
        good = check.check(picture, full_width_px=640.0, frame_rate_hz=30.0)
        assert good.face
        assert good.problems == ()
        assert good.eye_distance_px == pytest.approx(165.0, rel=0.05)
        dark = check.check((picture * 0.2).astype(np.uint8), full_width_px=640, frame_rate_hz=30)
        assert dark.problems[0] in ("too_dark", "no_face")
        empty = np.full((240, 320, 3), 90, np.uint8)
        for _ in range(3):  # the tracker looks once more where the face was
            nobody = check.check(empty, full_width_px=640.0, frame_rate_hz=None)
        assert nobody.problems == ("no_face",)
