"""The steadied face shows the face, from a large picture as from a small one, and nothing else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from twitchcam.tracking.head_frame import Similarity
from twitchcam.tracking.steady_face import sample_face

SCALE_PX = 144.0
SIZE_PX = (1280, 720)


@pytest.fixture
def picture(rng):
    # Coarse enough that averaging on another grid reads the same.
    coarse = rng.integers(0, 255, (36, 64, 3), dtype=np.uint8)
    return cv2.resize(coarse, SIZE_PX, interpolation=cv2.INTER_CUBIC)


def place_face(eye_distance_px: float, middle_px: complex) -> Similarity:
    turn_scale = np.exp(0.1j) / eye_distance_px
    return Similarity(turn_scale=complex(turn_scale), shift=complex(-turn_scale * middle_px))


@pytest.mark.parametrize("eye_distance_px", [90.0, 165.0, 230.0])
def test_what_lies_away_from_the_face_does_not_count(picture, eye_distance_px):
    frame = place_face(eye_distance_px, 640 + 250j)
    elsewhere = picture.copy()
    elsewhere[:, : int(640 - 1.4 * eye_distance_px)] = 0
    elsewhere[:, int(640 + 1.4 * eye_distance_px) :] = 255
    assert (elsewhere != picture).mean() > 0.2
    assert np.array_equal(
        sample_face(picture, frame, SCALE_PX), sample_face(elsewhere, frame, SCALE_PX)
    )


def test_a_face_twice_as_near_looks_the_same(picture):
    small = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    near = sample_face(picture, place_face(280.0, 640 + 200j), SCALE_PX)
    far = sample_face(small, place_face(140.0, 320 + 100j), SCALE_PX)
    # Half a pixel of the picture lies between the two ways of counting pixels.
    assert np.corrcoef(near.ravel(), far.ravel())[0, 1] > 0.995


@pytest.mark.parametrize("eye_distance_px", [40.0, 230.0, 700.0])
@pytest.mark.parametrize("middle_px", [-9000 + 300j, 640 + 9000j])
def test_a_face_beyond_the_edge_shows_the_edge(picture, eye_distance_px, middle_px):
    steadied = sample_face(picture, place_face(eye_distance_px, middle_px), SCALE_PX)
    assert np.isfinite(steadied).all()
    assert steadied.min() >= 0
    assert steadied.max() <= 255
