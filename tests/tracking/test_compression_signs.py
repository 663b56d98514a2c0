"""Pixels that an encoder left as they were are counted where the skin is; so is its step."""

from __future__ import annotations

import numpy as np
import pytest
from made_faces import made_track

from twitchcam.records import Frame
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.compression_signs import measure_step, measure_unchanged
from twitchcam.tracking.follow_skin import SkinFollower, SkinSums
from twitchcam.tracking.head_frame import Similarity
from twitchcam.tracking.locate import Located

SETTINGS = TrackingSettings()
LANDMARKS = np.array(made_track(duration_s=0.1).landmarks_px[0])
# Eye distance 100 px, upright, origin in the middle of a picture of 400 x 300.
FRAME = Similarity(turn_scale=0.01 + 0j, shift=complex(-2.0, -1.5))
PLACES = np.array([[-0.5, 0.2], [0.5, 0.2], [0.0, 0.8]])


@pytest.fixture
def pictures(rng):
    before = rng.integers(0, 200, (300, 400, 3), dtype=np.uint8)
    return before, before + 1


def _measure(before, now, places=PLACES, frame=FRAME):
    return measure_unchanged(before, now, places, frame, SETTINGS)


def test_where_every_pixel_changed_nothing_is_unchanged(pictures):
    assert _measure(*pictures) == pytest.approx(0.0)
    assert _measure(pictures[0], pictures[0]) == pytest.approx(1.0)


def test_what_is_copied_in_one_place_counts_there_alone(pictures):
    before, now = pictures
    now[160:185, 140:151] = before[160:185, 140:151]  # half of the square around (150, 170)
    assert _measure(before, now) == pytest.approx([0.5, 0.0, 0.0], abs=0.1)


def test_a_still_background_changes_nothing_on_the_face(pictures):
    before, now = pictures
    now[:, :100], now[:, 300:] = before[:, :100], before[:, 300:]
    assert _measure(before, now) == pytest.approx(0.0)


def test_a_turned_head_is_looked_at_where_its_skin_is(pictures):
    before, now = pictures
    now[215:236, 190:211] = before[215:236, 190:211]
    # A quarter turn: the head's x runs down the picture.
    turned = Similarity(turn_scale=-0.01j, shift=-(200 + 150j) * -0.01j)
    assert _measure(before, now, np.array([[0.75, 0.0]]), turned) == pytest.approx(1.0, abs=0.1)


def test_places_outside_the_picture_are_not_known(pictures):
    shares = _measure(*pictures, places=np.array([[0.0, 0.0], [9.0, 9.0]]))
    assert np.isfinite(shares[0])
    assert np.isnan(shares[1])


def test_pictures_of_two_sizes_are_not_compared(pictures):
    assert np.isnan(_measure(pictures[0], pictures[1][:200])).all()


def _with_steps(steps):
    picture = np.zeros((480, 640, 3), np.uint8)
    return Frame(index=0, time_s=0.0, image_rgb=picture, quantiser_step=steps)


def test_the_step_is_that_of_the_face_and_not_of_the_wall():
    steps = np.full((30, 40), 20.0, np.float32)
    x, y = LANDMARKS[:, 0] / 16, LANDMARKS[:, 1] / 16
    steps[int(y.min()) : int(y.max()) + 1, int(x.min()) : int(x.max()) + 1] = 5.0
    assert measure_step(_with_steps(steps), LANDMARKS) == 5.0
    assert measure_step(_with_steps(np.full_like(steps, 7.0)), LANDMARKS) == 7.0


def test_one_step_for_the_whole_picture_is_that_of_the_face():
    assert measure_step(_with_steps(np.array([[3.5]], np.float32)), LANDMARKS) == 3.5


def test_where_the_codec_does_not_tell_there_is_no_step():
    assert np.isnan(measure_step(_with_steps(None), LANDMARKS))


@pytest.mark.parametrize("shift_px", [-2000.0, 2000.0])
def test_a_face_that_left_the_picture_still_gives_the_step_of_the_nearest_edge(shift_px):
    steps = np.full((30, 40), 20.0, np.float32)
    assert measure_step(_with_steps(steps), LANDMARKS + shift_px) == 20.0


def _follow(pictures, *, repeated=(), step=None):
    follower, sums = SkinFollower(SETTINGS), SkinSums(SETTINGS)
    steps = None if step is None else np.array([[step]], np.float32)
    for k, picture in enumerate(pictures):
        frame = Frame(index=k, time_s=k / 4, image_rgb=picture, quantiser_step=steps)
        sums.add(follower.follow(Located(frame, LANDMARKS, cut=False, repeated=k in repeated)))
    return sums


def test_a_recording_tells_what_was_usual_in_it(rng):
    shown = [rng.integers(0, 200, (480, 640, 3), dtype=np.uint8) for _ in range(3)]
    sums = _follow([shown[0], shown[1], shown[1], shown[2]], step=2.5)
    assert sums.looks.unchanged_share == pytest.approx(1 / 3, abs=0.02)
    assert sums.looks.quantiser_step == 2.5


def test_pictures_that_were_shown_twice_do_not_count_as_unchanged(rng):
    shown = [rng.integers(0, 200, (480, 640, 3), dtype=np.uint8) for _ in range(3)]
    sums = _follow([shown[0], shown[0], shown[1], shown[1], shown[2]], repeated=(1, 3))
    assert sums.looks.unchanged_share == pytest.approx(0.0, abs=0.02)


def test_without_two_pictures_or_a_telling_codec_nothing_is_known(rng):
    sums = _follow([rng.integers(0, 200, (480, 640, 3), dtype=np.uint8)])
    assert np.isnan(sums.looks.unchanged_share).all()
    assert sums.looks.quantiser_step is None
