"""The head frame holds the face still: shift, turn and size go, the skin's own movement stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_faces import change_track, made_track

from twitchcam.anatomy import MOUTH_CORNER, OUTER_EYE_CORNER, STABLE_LANDMARKS
from twitchcam.settings import TrackingSettings
from twitchcam.synthetic.movements import HeadTurn
from twitchcam.tracking.head_frame import (
    fit_head_frame,
    fit_head_frames,
    make_reference,
    measure_rotation,
    move_to_head,
)
from twitchcam.tracking.steady_face import (
    BOTTOM_EDGE,
    LEFT_EDGE,
    RIGHT_EDGE,
    TOP_EDGE,
    sample_face,
    to_sample,
)
from twitchcam.tracking.track import measure_scale

FACE = np.asarray(made_track(duration_s=0.1, skin_noise_percent=0.0).landmarks_px[0], dtype=float)
REFERENCE = make_reference(FACE)
MOVES = st.tuples(
    st.floats(-200, 200), st.floats(-200, 200), st.floats(-40, 40), st.floats(0.4, 3.0)
)


def _move(points, right_px, down_px, turn_deg, zoom):
    """Image points after the head has shifted, turned in the picture, and come nearer."""
    moved = np.array(points)
    turn = np.deg2rad(turn_deg)
    x, y = points[..., 0], points[..., 1]
    moved[..., 0] = zoom * (np.cos(turn) * x - np.sin(turn) * y) + right_px
    moved[..., 1] = zoom * (np.sin(turn) * x + np.cos(turn) * y) + down_px
    return moved


def _to_head(points):
    frame = fit_head_frame(points, REFERENCE)
    return move_to_head(points, frame.turn_scale, frame.shift)


@given(MOVES)
def test_shift_turn_and_size_of_the_head_change_nothing_in_the_head_frame(move):
    np.testing.assert_allclose(_to_head(_move(FACE, *move)), _to_head(FACE), atol=1e-9)


@given(MOVES)
def test_the_eye_distance_is_that_of_the_picture(move):
    moved = _move(FACE, *move)
    across = moved[OUTER_EYE_CORNER["left"], :2] - moved[OUTER_EYE_CORNER["right"], :2]
    assert fit_head_frame(moved, REFERENCE).eye_distance_px == pytest.approx(np.hypot(*across))


def test_the_unit_is_the_eye_distance_and_the_persons_left_is_on_the_right_of_the_image():
    head = _to_head(FACE)
    np.testing.assert_allclose(head[OUTER_EYE_CORNER["left"]], [0.5, 0.0], atol=1e-9)
    np.testing.assert_allclose(head[OUTER_EYE_CORNER["right"]], [-0.5, 0.0], atol=1e-9)
    assert all(head[number, 1] > 0.3 for number in MOUTH_CORNER.values()), "y runs down"


@given(MOVES)
def test_a_moving_mouth_does_not_move_the_frame(move):
    smiling = FACE.copy()
    smiling[MOUTH_CORNER["left"], :2] += [6.0, -8.0]
    moved = _to_head(_move(smiling, *move)) - _to_head(FACE)
    size_px = np.hypot(*moved.T) * fit_head_frame(FACE, REFERENCE).eye_distance_px
    assert size_px[MOUTH_CORNER["left"]] == pytest.approx(10.0, abs=1e-6)
    assert np.delete(size_px, MOUTH_CORNER["left"]).max() < 1e-6


def test_one_trembling_anchor_among_many_moves_the_frame_by_a_fraction():
    trembling = FACE.copy()
    trembling[STABLE_LANDMARKS[0], :2] += [3.0, 0.0]
    moved = _to_head(trembling) - _to_head(FACE)
    eye_distance_px = fit_head_frame(FACE, REFERENCE).eye_distance_px
    at_mouth = np.hypot(*moved[MOUTH_CORNER["left"]]) * eye_distance_px
    assert 0.0 < at_mouth < 3.0 / 5


def test_many_pictures_at_once_give_what_each_gives_alone():
    faces = np.stack([_move(FACE, 3.0 * k, -k, 2.0 * k, 1 + 0.01 * k) for k in range(5)])
    turn_scale, shift = fit_head_frames(faces, REFERENCE)
    for k, face in enumerate(faces):
        alone = fit_head_frame(face, REFERENCE)
        assert turn_scale[k] == pytest.approx(alone.turn_scale)
        assert shift[k] == pytest.approx(alone.shift)


@pytest.mark.parametrize("angle_deg", [-15.0, -6.0, 6.0, 15.0])
@pytest.mark.parametrize(("axis", "name"), [(0, "yaw_deg"), (1, "pitch_deg"), (2, "roll_deg")])
def test_a_turn_is_read_from_the_mesh_with_its_sign_and_about_its_size(axis, name, angle_deg):
    turn = HeadTurn(onset_s=0.0, rise_s=0.5, hold_s=1.0, **{name: angle_deg})
    track = made_track(turn, duration_s=1.0)
    rest, turned = (np.array(measure_rotation(track.landmarks_px[k])) for k in (0, -1))
    found = turned - rest
    assert found[axis] == pytest.approx(angle_deg, rel=0.2)
    assert np.abs(np.delete(found, axis)).max() < 0.25 * abs(angle_deg)
    assert track.head_rotation_deg[-1, axis] == pytest.approx(angle_deg, abs=1e-3)


def test_a_face_that_looks_straight_ahead_is_not_turned():
    assert np.abs(measure_rotation(FACE)).max() < 10.0


def _draw(landmarks, size_px=(640, 480)):
    """A picture in which skin texture is fixed to the landmarks' head frame."""
    frame = fit_head_frame(landmarks, REFERENCE)
    x, y = np.meshgrid(np.arange(size_px[0]), np.arange(size_px[1]))
    head = frame.turn_scale * (x + 1j * y) + frame.shift
    texture = np.sin(21 * head.real) * np.cos(17 * head.imag) + np.sin(9 * head.real * head.imag)
    grey = np.clip(128 + 50 * texture, 0, 255).astype(np.uint8)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)


@pytest.mark.parametrize(
    "move", [(12.4, -7.7, 0.0, 1.0), (0.0, 0.0, 9.0, 1.0), (-60.0, -30.0, -5.0, 1.2)]
)
def test_the_sampled_face_stays_the_same_when_the_head_moves(move):
    moved = _move(FACE, *move)
    faces = [
        sample_face(_draw(points), fit_head_frame(points, REFERENCE), 144.0)
        for points in (FACE, moved)
    ]
    inside = np.s_[20:-40, 40:-40]
    assert np.abs(faces[0][inside].astype(int) - faces[1][inside]).mean() < 1.0
    unsteady = np.abs(_draw(FACE)[100:380, 200:440].astype(int) - _draw(moved)[100:380, 200:440])
    assert unsteady.mean() > 5.0


def test_a_large_face_is_averaged_down_to_the_same_sample():
    large = _move(FACE, -360.0, -220.0, 0.0, 3.0)
    faces = [
        sample_face(_draw(points, size_px), fit_head_frame(points, REFERENCE), 144.0)
        for points, size_px in ((FACE, (640, 480)), (large, (1200, 1000)))
    ]
    inside = np.s_[40:-40, 60:-60]
    assert np.abs(faces[0][inside].astype(int) - faces[1][inside]).mean() < 2.0


def test_points_of_the_head_frame_have_their_place_in_the_sample():
    sampled = sample_face(_draw(FACE), fit_head_frame(FACE, REFERENCE), 100.0)
    whole = np.array([BOTTOM_EDGE - TOP_EDGE, RIGHT_EDGE - LEFT_EDGE]) * 100.0
    np.testing.assert_allclose(sampled.shape, whole, atol=2.0)
    corners = np.array([[LEFT_EDGE, TOP_EDGE], [0.0, 0.0]])
    np.testing.assert_allclose(to_sample(corners, 100.0), [[0, 0], [98.0, 72.0]], atol=1e-4)


@given(MOVES)
def test_millimetres_come_from_the_iris_whatever_the_size_of_the_face(move):
    scales = [
        measure_scale(points[None].astype(np.float32), TrackingSettings())
        for points in (FACE, _move(FACE, *move))
    ]
    assert scales[1] == pytest.approx(scales[0], rel=1e-3)


def test_the_scale_of_the_made_face_is_the_one_it_was_made_with():
    track = made_track(duration_s=1.0)
    assert measure_scale(track.landmarks_px, TrackingSettings()) == pytest.approx(
        track.mm_per_percent, rel=0.05
    )


def test_a_larger_iris_means_larger_millimetres():
    track = made_track(duration_s=0.2)
    scales = [
        measure_scale(track.landmarks_px, TrackingSettings(iris_diameter_mm=size_mm))
        for size_mm in (11.0, 12.0)
    ]
    assert scales[1] / scales[0] == pytest.approx(12 / 11)


def test_without_a_face_there_is_no_scale():
    def hide(points):
        points[...] = np.nan

    track = change_track(made_track(duration_s=0.2), landmarks_px=hide)
    assert np.isnan(measure_scale(track.landmarks_px, TrackingSettings()))
