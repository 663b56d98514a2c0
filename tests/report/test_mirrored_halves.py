"""Both halves of a face: upright, around the midline, each with its own mirror image."""

from __future__ import annotations

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest
from made_faces import analyze_made, made_track

from twitchcam.anatomy import OUTER_EYE_CORNER
from twitchcam.report.mirrored_halves import (
    choose_moments,
    make_views,
    name_picture,
    write_halves,
)
from twitchcam.synthetic.movements import Blink, Smile

pytestmark = pytest.mark.slow

_MOVEMENTS = (
    Blink(onset_s=0.5),
    Smile(onset_s=2.0, left=0.5, right=0.5, hold_s=0.3),
    Smile(onset_s=4.5, hold_s=0.5),
)
_LONG = {"duration_s": 8.0}


@pytest.fixture(scope="module")
def face():
    return made_track(*_MOVEMENTS, **_LONG)


@pytest.fixture(scope="module")
def analysis():
    return analyze_made(*_MOVEMENTS, **_LONG)


def put(points, turned_deg, scale, shift):
    """The same face elsewhere in the picture."""
    turn = scale * np.exp(1j * np.radians(turned_deg))
    moved = turn * (points[:, 0] + 1j * points[:, 1]) + complex(*shift)
    return np.stack([moved.real, moved.imag], axis=1)


@pytest.mark.parametrize(
    ("turned_deg", "scale", "shift"),
    [(0, 1.0, (0, 0)), (25, 0.7, (300, 60)), (-40, 1.6, (-40, 420)), (180, 1.0, (700, 500))],
)
def test_a_mark_of_one_side_is_seen_twice_in_its_own_half_and_never_in_the_other(
    face, turned_deg, scale, shift
):
    points = put(np.array(face.landmarks_px[0, :, :2], dtype=np.float64), turned_deg, scale, shift)
    corner = points[OUTER_EYE_CORNER["left"]]
    picture = np.zeros((1000, 1000, 3), np.uint8)
    cv2.circle(
        picture, tuple(corner.round().astype(int).tolist()), round(6 * scale) + 2, (255,) * 3, -1
    )
    views = make_views(picture, points)
    height, width = views["whole"].shape[:2]
    assert width % 2 == 0
    assert views["left"].shape == views["right"].shape == views["whole"].shape
    for view, n_spots in (("whole", 1), ("left", 2), ("right", 0)):
        grey = (views[view][..., 0] > 127).astype(np.uint8)
        n, _, _, middles = cv2.connectedComponentsWithStats(grey)
        assert n - 1 == n_spots, view
        if view == "left":
            (x0, y0), (x1, y1) = sorted(middles[1:].tolist())
            assert x0 + x1 == pytest.approx(width - 1, abs=0.5)
            assert y0 == pytest.approx(y1, abs=0.5)
        if view == "whole":
            # Their left is on the right, at the height of the eyes.
            assert middles[1][0] > width / 2
            assert middles[1][1] == pytest.approx(height * 0.95 / 2.5, abs=2)


def test_a_mouth_that_is_pulled_to_one_side_does_not_move_the_midline(face):
    points = np.array(face.landmarks_px[0, :, :2], dtype=np.float64)
    pulled = points.copy()
    below = points[:, 1] > points[4, 1]  # below the tip of the nose
    pulled[below, 0] += 25.0
    picture = np.random.default_rng(1).integers(0, 255, (600, 800, 3), dtype=np.uint8)
    for view, half in make_views(picture, points).items():
        np.testing.assert_array_equal(half, make_views(picture, pulled)[view])


def test_rest_comes_first_then_the_fullest_of_each_kind_at_its_apex(analysis, face):
    moments = choose_moments(analysis, face)
    assert [moment.action for moment in moments] == ["rest", "smile"]
    rest, smile = moments
    fullest = max(analysis.actions, key=lambda a: (a.kind == "smile", a.left_mm))
    assert smile.time_s == pytest.approx(fullest.apex_s, abs=0.03)
    assert smile.time_s > 4.5
    assert not any(a.onset_s <= rest.time_s <= a.offset_s for a in analysis.actions)


def test_where_no_face_was_found_there_is_no_picture(analysis, face):
    blind = replace(
        face,
        face_found=np.zeros_like(face.face_found),
        landmarks_px=np.full_like(face.landmarks_px, np.nan),
        head_rotation_deg=np.full_like(face.head_rotation_deg, np.nan),
    )
    assert choose_moments(analysis, blind) == []


def test_pictures_are_files_that_say_their_moment(analysis, face, short_clip, tmp_path):
    (tmp_path / "clip.mp4").write_bytes(short_clip)
    write_halves(tmp_path, tmp_path / "clip.mp4", analysis, face)
    described = json.loads((tmp_path / "halves.json").read_text())
    assert [item["action"] for item in described] == ["rest", "smile"]
    whole, left = (cv2.imread(str(tmp_path / name_picture("rest", v))) for v in ("whole", "left"))
    assert whole.shape == left.shape
    # The half is the picture's own, and its mirror image is on the other side.
    middle = whole.shape[1] // 2
    assert np.abs(left[:, middle:].astype(int) - whole[:, middle:]).mean() < 4
    assert np.abs(left.astype(int) - left[:, ::-1]).mean() < 4
