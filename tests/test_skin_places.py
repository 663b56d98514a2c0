"""Places of open skin: the same on both sides, inside the face, off eyes and lips."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from made_faces import made_track

from twitchcam.anatomy import (
    INNER_EYE_CORNER,
    OUTER_EYE_CORNER,
    OUTLINES,
    REGION_NAMES,
    get_region,
)
from twitchcam.skin_places import (
    AREA_NAMES,
    PLACE_SPACING_MM,
    POINT_SPACING_MM,
    count_places,
    find_nearest_place,
    get_field_shape,
    get_neutral_eye_distance_mm,
    get_places,
    get_points,
    get_side_mm,
    list_areas,
    list_regions,
    list_zones,
    measure_apart_mm,
    read_neutral_face,
    weigh_near,
)
from twitchcam.synthetic.face_geometry import mirror_ids

LATTICES = pytest.mark.parametrize(
    "lattice", [get_points(), get_places()], ids=["points", "places"]
)
FACE = read_neutral_face()


@LATTICES
def test_the_right_half_is_the_mirror_image_of_the_left(lattice):
    half = len(lattice.landmarks) // 2
    swap = mirror_ids()
    np.testing.assert_array_equal(lattice.landmarks[half:], swap[lattice.landmarks[:half]])
    np.testing.assert_array_equal(lattice.weights[half:], lattice.weights[:half])
    np.testing.assert_array_equal(lattice.neutral_mm[half:], lattice.neutral_mm[:half] * [-1, 1])
    np.testing.assert_array_equal(lattice.on_lids[half:], lattice.on_lids[:half])
    assert (lattice.neutral_mm[:half, 0] > 0).all(), "x goes to the person's left"


@LATTICES
def test_on_the_mirror_image_of_any_face_the_places_are_mirrored_exactly(lattice):
    face = np.array(made_track(duration_s=0.1).landmarks_px[0, :468], np.float64)
    half = len(lattice.landmarks) // 2
    places = lattice.locate(face)
    mirrored = lattice.locate(face[mirror_ids()[:468]] * [-1, 1, 1])
    np.testing.assert_allclose(mirrored, np.roll(places, half, axis=0) * [-1, 1], atol=1e-9)


@LATTICES
def test_a_place_is_the_weighted_mean_of_its_three_landmarks(lattice):
    np.testing.assert_allclose(lattice.weights.sum(axis=1), 1.0, atol=1e-12)
    assert lattice.weights.min() >= -1e-9
    np.testing.assert_allclose(lattice.locate(FACE), lattice.neutral_mm, atol=0.02)


@LATTICES
def test_many_faces_at_once_have_the_places_of_each(lattice):
    faces = FACE + np.arange(3.0)[:, None, None]
    np.testing.assert_allclose(lattice.locate(faces)[2], lattice.locate(FACE) + 2.0)


def _measure_inside(outline, lattice):
    """(n,) mm inside the outline, negative outside; asked of another library."""
    corners = FACE[list(OUTLINES[outline])].astype(np.float32)
    return np.array(
        [cv2.pointPolygonTest(corners, (float(x), float(y)), True) for x, y in lattice.neutral_mm]
    )


@LATTICES
def test_places_lie_inside_the_face_and_off_eyes_and_lips(lattice):
    assert (_measure_inside("face", lattice) > 3.9).all()
    for opening in ("left_eye", "right_eye", "outer_lips"):
        assert (_measure_inside(opening, lattice) < -1.9).all(), opening


def test_places_are_further_inside_than_the_points_that_they_are_made_of():
    assert _measure_inside("face", get_places()).min() > _measure_inside("face", get_points()).min()


@LATTICES
def test_skin_on_the_lids_is_around_the_eyes(lattice):
    near = np.maximum(_measure_inside("left_eye", lattice), _measure_inside("right_eye", lattice))
    np.testing.assert_array_equal(lattice.on_lids, near > -9.0)
    assert 0 < lattice.on_lids.sum() < len(near) / 4


@pytest.mark.parametrize(
    ("lattice", "spacing_mm"), [(get_points(), POINT_SPACING_MM), (get_places(), PLACE_SPACING_MM)]
)
def test_neighbours_are_one_spacing_apart(lattice, spacing_mm):
    left = lattice.neutral_mm[: len(lattice.neutral_mm) // 2]
    away = np.hypot(*np.moveaxis(left[:, None] - left[None], -1, 0))
    np.fill_diagonal(away, np.inf)
    np.testing.assert_allclose(away.min(axis=1), spacing_mm, atol=1e-9)
    inner = (np.abs(away - spacing_mm) < 1e-6).sum(axis=1)
    assert inner.max() == 6, "hexagonal"
    assert np.median(inner) >= 5, "most places have neighbours all around them"


def test_every_place_is_named_by_an_area_and_its_region_and_none_is_without_places():
    areas, regions = list_areas(), list_regions()
    assert len(areas) == len(regions) == count_places()
    assert set(areas) == set(AREA_NAMES)
    assert set(regions) == set(REGION_NAMES)
    assert len(set(zip(areas, regions, strict=True))) == len(AREA_NAMES), "an area has one region"
    assert min(areas.count(area) for area in AREA_NAMES) >= 5


@pytest.mark.parametrize("region", REGION_NAMES)
def test_the_place_nearest_to_a_region_belongs_to_it(region):
    place = find_nearest_place(region)
    assert list_regions()[place] == region
    middle = FACE[list(get_region(region).left)].mean(axis=0)
    apart = np.hypot(*(get_side_mm() - middle).T)
    assert apart[place] == apart.min() < PLACE_SPACING_MM


def test_brows_are_above_the_eyes_and_the_chin_is_lowest():
    down = {r: np.mean(get_side_mm()[np.array(list_regions()) == r, 1]) for r in REGION_NAMES}
    eyes = FACE[[OUTER_EYE_CORNER["left"], INNER_EYE_CORNER["left"]], 1].mean()
    assert down["brow"] < down["upper_lid"] < eyes < down["lower_lid"] < down["upper_lip"]
    assert down["upper_lip"] < down["lower_lip"] < down["chin"]


def test_the_two_zones_share_all_places_and_lids_and_mouth_lie_apart():
    by_eyes, others = list_zones()
    assert sorted([*by_eyes, *others]) == list(range(count_places()))
    regions = np.array(list_regions())
    assert {"upper_lid", "lower_lid"} <= set(regions[by_eyes])
    assert not {"upper_lid", "lower_lid"} & set(regions[others])
    assert {"mouth_corner", "lower_lip", "chin"} <= set(regions[others])
    assert not {"mouth_corner", "lower_lip", "chin"} & set(regions[by_eyes])


def test_distances_are_those_of_the_neutral_face():
    apart = measure_apart_mm()
    np.testing.assert_array_equal(apart, apart.T)
    assert (np.diag(apart) == 0.0).all()
    assert apart[0, 5] == pytest.approx(np.linalg.norm(get_side_mm()[0] - get_side_mm()[5]))


def test_the_neutral_face_has_the_size_of_a_face_and_cannot_be_changed():
    assert 80.0 < get_neutral_eye_distance_mm() < 100.0
    assert FACE.shape == (468, 2)
    np.testing.assert_allclose(FACE[mirror_ids()[:468]] * [-1, 1], FACE, atol=1e-3)
    corners = FACE[[OUTER_EYE_CORNER["left"], OUTER_EYE_CORNER["right"]]]
    np.testing.assert_allclose(corners.mean(axis=0), 0.0, atol=1e-3)
    with pytest.raises(ValueError, match="read-only"):
        FACE[0] = 0.0


def test_a_row_of_the_field_holds_both_sides_and_axes_of_every_place():
    assert get_field_shape() == (count_places(), 2, 2)


def test_near_skin_weighs_most_and_no_weight_is_subnormal():
    weights = weigh_near(measure_apart_mm(), 5.0, axis=1)
    assert weights.dtype == np.float32
    np.testing.assert_allclose(weights.sum(axis=1), 1.0, rtol=1e-6)
    assert (weights.argmax(axis=1) == np.arange(len(weights))).all()
    assert (weights[measure_apart_mm() < 40.0] > 0.0).all()
    # Without a bound, a few hundredths of them would be.
    small = weights[weights > 0.0].min()
    assert small >= np.finfo(np.float32).tiny
    assert (weights == 0.0).any()
