"""The second tracker with its real model: same interface, no memory that leaves a tail."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from other_tracker import NEEDS_FACE_MESH
from project_paths import LANDMARKER_MODEL

from twitchcam import track_video
from twitchcam.anatomy import OUTER_EYE_CORNER
from twitchcam.errors import InputError
from twitchcam.settings import TrackingSettings
from twitchcam.tracking import face_landmarker
from twitchcam.tracking.face_landmarker import FaceLandmarkerTracker
from twitchcam.tracking.model_file import find_model
from twitchcam.tracking.quiet import native_log_silenced
from twitchcam.tracking.release import has_own_models

pytestmark = pytest.mark.model

MOUTH_CORNER = 291  # of the person's left
PULSE_PX = 4.0


@pytest.fixture(scope="module")
def model():
    try:
        return find_model(LANDMARKER_MODEL if LANDMARKER_MODEL.exists() else None)
    except InputError:
        pytest.skip("no model: run twitchcam fetch-model, or set TWITCHCAM_FACE_LANDMARKER")


@pytest.fixture
def tracker(model):
    with native_log_silenced(), FaceLandmarkerTracker(TrackingSettings(), model) as tracker:
        yield tracker


def _pull(picture, centre, by_px, reach_px):
    """The skin around ``centre`` moved sideways, smoothly."""
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]].astype(np.float32)
    bump = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * reach_px**2))
    return cv2.remap(picture, x - by_px * bump.astype(np.float32), y, cv2.INTER_LINEAR)


def _show_pulse(tracker, picture):
    """Place of the mouth corner in 12 still pictures, 3 with a pulse, and 12 still ones, px."""
    still = tracker.locate(picture)
    assert still is not None
    width_px = np.ptp(still[:, 0])
    pulled = _pull(picture, still[MOUTH_CORNER, :2], PULSE_PX, 0.08 * width_px)
    shown = [picture] * 12 + [pulled] * 3 + [picture] * 12
    x_px = np.array([tracker.locate(image)[MOUTH_CORNER, 0] for image in shown])
    return x_px - x_px[8:12].mean()


def test_a_pulse_of_100_ms_arrives_at_once_and_leaves_no_tail(tracker, cheek_pictures):
    moved_px = _show_pulse(tracker, cheek_pictures[0][0])
    pulse_px = moved_px[12:15].mean()
    assert pulse_px > 0.35 * PULSE_PX
    assert moved_px[12] > 0.8 * pulse_px
    assert np.abs(moved_px[15:]).max() < 0.12 * pulse_px


def test_with_the_times_of_a_camera_the_model_would_leave_one(tracker, cheek_pictures, monkeypatch):
    monkeypatch.setattr(face_landmarker, "STEP_MS", 33)
    moved_px = _show_pulse(tracker, cheek_pictures[0][0])
    assert moved_px[15] > 0.3 * moved_px[12:15].mean()


def test_sides_are_the_persons_own_and_a_picture_without_a_face_has_none(tracker, cheek_pictures):
    picture = cheek_pictures[0][0]
    points = tracker.locate(picture)
    assert points.shape == (478, 3)
    assert points[OUTER_EYE_CORNER["left"], 0] > points[OUTER_EYE_CORNER["right"], 0] + 20
    (box,) = tracker.find_faces(picture)
    assert abs(box.x_px - points[:, 0].mean()) < 0.2 * box.width_px
    assert tracker.locate(np.zeros_like(picture)) is None
    assert tracker.find_faces(np.zeros_like(picture)) == ()


def test_after_forgetting_the_whole_picture_is_searched_again(tracker, cheek_pictures):
    picture = cheek_pictures[0][0]
    height, width = picture.shape[:2]
    alone = np.full((height, 2 * width, 3), 127, np.uint8)
    there, here = alone.copy(), alone.copy()
    there[:, :width], here[:, width:] = picture, picture
    assert tracker.locate(there)[:, 0].mean() < width
    tracker.forget()
    assert tracker.locate(here)[:, 0].mean() > width


def test_a_recording_tracked_with_it_says_so(model, cheek_pictures, tmp_path):
    from twitchcam.synthetic.clip import ClipPlan, encode_frames

    path = tmp_path / "clip.mp4"
    plan = ClipPlan(duration_s=1.0, size_px=(320, 240), eye_distance_px=90.0, crf=12.0)
    encode_frames(cheek_pictures[0][:60:2], plan, path)
    track = track_video(path, tracker="face_landmarker", model=model)
    assert track.tracker == "mediapipe-face-landmarker"
    assert track.face_found.all()
    usual = track_video(path)
    assert (usual.model_sha256 != track.model_sha256) == has_own_models()


@NEEDS_FACE_MESH
def test_a_model_for_the_other_tracker_is_refused(tmp_path):
    with pytest.raises(InputError, match="face_landmarker only"):
        track_video(tmp_path / "clip.mp4", tracker="face_mesh", model=tmp_path / "some.task")
