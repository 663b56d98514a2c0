"""How wide the edges of a face are tells how sharp its picture is, whatever its light."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from made_faces import made_track

from twitchcam.records import Frame
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.focus import measure_edge_width
from twitchcam.tracking.follow_skin import SkinFollower
from twitchcam.tracking.head_frame import fit_head_frame, make_reference, move_to_head
from twitchcam.tracking.locate import Located
from twitchcam.tracking.steady_face import find_sampled_size

SETTINGS = TrackingSettings()
SCALE_PX = SETTINGS.steady_eye_distance_px
LANDMARKS = np.array(made_track(duration_s=0.1).landmarks_px[0])
FRAME = fit_head_frame(LANDMARKS, make_reference(LANDMARKS))
HEAD = move_to_head(LANDMARKS, FRAME.turn_scale, FRAME.shift)
STRIPE_PX = 26


def _draw(blur_px, *, shape=None, dark=80.0, bright=180.0, noise=0.0):
    """Stripes, so that every landmark has an edge near it."""
    width, height = shape or find_sampled_size(SCALE_PX)
    stripes = np.where(np.arange(width) // STRIPE_PX % 2, dark, bright).astype(np.float32)
    picture = np.broadcast_to(stripes, (height, width)).copy()
    if blur_px:
        picture = cv2.GaussianBlur(picture, (0, 0), blur_px)
    return picture + np.random.default_rng(4).normal(0, noise, picture.shape).astype(np.float32)


@pytest.mark.parametrize("light", [{}, {"dark": 20.0, "bright": 50.0}, {"noise": 4.0}])
@pytest.mark.parametrize("blur_px", [2.0, 3.0, 4.0, 6.0])
def test_the_width_is_that_of_the_blur(blur_px, light):
    width_percent = measure_edge_width(_draw(blur_px, **light), HEAD, SETTINGS)
    assert width_percent * SCALE_PX / 100 == pytest.approx(blur_px, rel=0.25)


def test_the_wider_the_blur_the_wider_the_edges():
    widths = [measure_edge_width(_draw(blur_px), HEAD, SETTINGS) for blur_px in (0, 2, 4, 6)]
    assert (np.diff(widths) > 0.5).all()


def test_without_clear_edges_nothing_is_known():
    flat = np.full(find_sampled_size(SCALE_PX)[::-1], 120.0, np.float32)
    assert np.isnan(measure_edge_width(flat, HEAD, SETTINGS))
    faint = _draw(2.0, dark=115.0, bright=125.0)
    assert np.isnan(measure_edge_width(faint, HEAD, SETTINGS))


def test_a_face_that_is_not_in_the_picture_tells_nothing():
    assert np.isnan(measure_edge_width(_draw(2.0), HEAD + 5.0, SETTINGS))


def test_a_recording_is_looked_at_ten_times_a_second_and_says_when_it_was_blurred():
    track = made_track(duration_s=0.1)
    sharp, soft = (
        cv2.cvtColor(np.clip(_draw(px, shape=track.frame_size_px), 0, 255).astype(np.uint8),
                     cv2.COLOR_GRAY2RGB)
        for px in (1.0, 8.0)
    )  # fmt: skip
    follower = SkinFollower(SETTINGS)
    widths = []
    for index in range(60):
        frame = Frame(index=index, time_s=index / 30, image_rgb=soft if 20 <= index < 40 else sharp)
        followed = follower.follow(Located(frame, LANDMARKS, False, False))
        widths.append(followed.edge_width_percent)
    looked = np.flatnonzero(np.isfinite(widths))
    assert np.diff(looked).max() <= 4
    blurred = (looked >= 20) & (looked < 40)
    assert np.array(widths)[looked][blurred].min() > 2 * np.array(widths)[looked][~blurred].max()
