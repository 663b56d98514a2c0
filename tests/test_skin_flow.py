"""Skin flow sees what moves in the face, says how far and where to, and not the head itself."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest
from made_faces import find_patch, made_track

from twitchcam.anatomy import OUTER_EYE_CORNER, REGION_NAMES, SIDES
from twitchcam.records import Frame
from twitchcam.settings import TrackingSettings
from twitchcam.synthetic.face_geometry import mirror_ids
from twitchcam.tracking.follow_skin import SkinFollower, SkinSums
from twitchcam.tracking.head_frame import fit_head_frame, make_reference, move_to_head
from twitchcam.tracking.locate import Located, RepeatWatch
from twitchcam.tracking.scene import cut_out_face, find_face_box
from twitchcam.tracking.skin_flow import follow_points, locate_patches, measure_patches, window_px
from twitchcam.tracking.steady_face import find_sampled_size, to_sample

SETTINGS = TrackingSettings()
SCALE_PX = SETTINGS.steady_eye_distance_px
LANDMARKS = np.array(made_track(duration_s=0.1).landmarks_px[0])
REFERENCE = make_reference(LANDMARKS)
FRAME = fit_head_frame(LANDMARKS, REFERENCE)
HEAD = move_to_head(LANDMARKS, FRAME.turn_scale, FRAME.shift)
CENTRES = locate_patches(HEAD)
PLACES = [(region, side) for region in REGION_NAMES for side in SIDES]


def _number(region, side):
    return PLACES.index((region, side))


@pytest.fixture(scope="module")
def skin():
    """Skin texture in the steadied face."""
    noise = (
        np.random.default_rng(4).normal(size=find_sampled_size(SCALE_PX)[::-1]).astype(np.float32)
    )
    smooth = cv2.GaussianBlur(noise, (0, 0), 2.0)
    return np.clip(128 + 25 * smooth / smooth.std(), 0, 255).astype(np.uint8)


def _warp(image, moved_px):
    """The picture in which every point has moved by ``moved_px`` (height, width, 2)."""
    height, width = image.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    back = moved_px.astype(np.float32)
    return cv2.remap(
        image, x - back[..., 0], y - back[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )


def _jerk(image, centre_px, moved_px, reach_px):
    """Skin around ``centre_px`` moves, fading away with distance."""
    height, width = image.shape
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    bump = np.exp(-0.5 * ((x - centre_px[0]) ** 2 + (y - centre_px[1]) ** 2) / reach_px**2)
    return _warp(image, bump[..., None] * np.asarray(moved_px))


def _measure(before, after):
    moved = follow_points(before, after, HEAD, CENTRES, SETTINGS)
    return measure_patches([moved], SETTINGS)[0]


@pytest.mark.parametrize("moved_px", [(1.0, 0.0), (0.0, -1.0), (-0.3, 0.3)])
@pytest.mark.parametrize(("region", "side"), PLACES)
def test_a_moved_patch_is_seen_where_it_is_with_direction_and_most_of_its_size(
    skin, region, side, moved_px
):
    k = _number(region, side)
    after = _jerk(skin, to_sample(CENTRES[k], SCALE_PX), moved_px, 0.08 * SCALE_PX)
    found_px = _measure(skin, after).displacement * SCALE_PX
    along = found_px[k] @ moved_px / np.dot(moved_px, moved_px)
    across = np.cross(found_px[k], moved_px) / np.dot(moved_px, moved_px)
    assert 0.6 < along < 1.1
    assert abs(across) < 0.2
    mirror = _number(region, SIDES[1 - SIDES.index(side)])
    assert np.hypot(*found_px[mirror]) < 0.2 * np.hypot(*moved_px)


@pytest.mark.parametrize(
    "matrix",
    [
        [[1, 0, 1.6], [0, 1, -0.9]],
        [[1.004, 0, 0], [0, 1.004, 0]],
        [[1, -0.006, 0], [0.006, 1, 0]],
        [[1, 0.004, -0.5], [0, 0.996, 0.4]],
    ],
    ids=["shift", "zoom", "turn", "slant"],
)
def test_what_the_whole_head_does_is_no_skin_movement(skin, matrix):
    height, width = skin.shape
    x, y = np.meshgrid(np.arange(width) - width / 2, np.arange(height) - height / 2)
    moved = np.stack([x, y, np.ones_like(x)], axis=-1) @ np.array(matrix, float).T
    after = _warp(skin, moved - np.stack([x, y], axis=-1))
    found_px = _measure(skin, after).displacement * SCALE_PX
    assert np.abs(moved[..., 0] - x).max() > 0.3
    assert np.hypot(*found_px.T).max() < 0.06


def test_the_same_picture_twice_has_not_moved_and_matches_perfectly(skin):
    flow = _measure(skin, skin)
    np.testing.assert_allclose(flow.displacement, 0.0, atol=1e-6)
    np.testing.assert_allclose(flow.residual, 0.0, atol=1e-3)
    np.testing.assert_array_equal(flow.quality, 1.0)


def test_a_bad_picture_matches_badly(skin, rng):
    noisy = np.clip(skin + rng.normal(0, 12, skin.shape), 0, 255).astype(np.uint8)
    assert np.all(_measure(skin, noisy).residual > 3.0)


def test_a_patch_without_texture_is_not_measured(skin):
    k = _number("cheek", "left")
    blank = skin.copy()
    centre = tuple(int(v) for v in to_sample(CENTRES[k], SCALE_PX))
    cv2.circle(blank, centre, int(0.15 * SCALE_PX), 128, -1)
    flow = _measure(blank, blank)
    assert np.isnan(flow.displacement[k]).all()
    assert flow.quality[k] < 0.5
    assert np.isfinite(np.delete(flow.displacement, k, axis=0)).all()


def test_patches_lie_on_the_side_of_the_person_that_they_are_named_after():
    for k, (region, side) in enumerate(PLACES):
        assert (CENTRES[k, 0] > 0) == (side == "left"), region
        mirror = CENTRES[_number(region, SIDES[1 - SIDES.index(side)])]
        np.testing.assert_allclose(CENTRES[k] * [-1, 1], mirror, atol=0.08)


def test_the_patches_of_a_mirror_image_are_the_mirror_image_of_the_patches():
    mirrored = HEAD[mirror_ids()] * [-1, 1]
    swapped = CENTRES.reshape(-1, 2, 2)[:, ::-1].reshape(-1, 2) * [-1, 1]
    np.testing.assert_allclose(locate_patches(mirrored), swapped, atol=1e-9)


@pytest.mark.parametrize("share", [0.03, 0.05, 0.075, 0.1, 0.3])
def test_the_window_has_a_middle(share):
    size = window_px(TrackingSettings(flow_window=share))
    assert size % 2 == 1
    assert abs(size - share * SCALE_PX) <= 2.0


@pytest.fixture(scope="module")
def picture():
    """A textured picture on which the landmarks lie."""
    noise = np.random.default_rng(5).normal(size=(480, 640)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), 2.0)
    grey = np.clip(128 + 25 * smooth / smooth.std(), 0, 255).astype(np.uint8)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)


def _located(picture, index, *, cut=False, repeated=False, landmarks=LANDMARKS):
    frame = Frame(index=index, time_s=index / 30, image_rgb=picture)
    return Located(frame, landmarks, cut, repeated)


def _pull(picture, side, outward_px, up_px):
    """The cheek of one side moves outward and up, as the person sees it."""
    centre = LANDMARKS[[280, 425, 411] if side == "left" else [50, 205, 187], :2].mean(axis=0)
    outward = 1.0 if side == "left" else -1.0
    grey = _jerk(picture[..., 0], centre, (outward * outward_px, -up_px), 14.0)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)


def _follow(*located):
    follower, sums = SkinFollower(SETTINGS), SkinSums(SETTINGS)
    for item in located:
        sums.add(follower.follow(item))
    return sums


@pytest.mark.parametrize("side", SIDES)
def test_outward_and_up_are_the_persons_own_and_in_percent_of_the_eye_distance(picture, side):
    pulled = _pull(picture, side, 2.0, 1.0)
    sums = _follow(_located(picture, 0), _located(pulled, 1))
    across = LANDMARKS[OUTER_EYE_CORNER["left"]] - LANDMARKS[OUTER_EYE_CORNER["right"]]
    px_per_percent = np.hypot(*across[:2]) / 100
    outward_px, up_px = sums.displacement[1, _number("cheek", side)] * px_per_percent
    assert 1.2 < outward_px < 2.2
    assert 0.6 < up_px < 1.2


def test_steps_add_up_and_a_way_back_ends_where_it_began(picture):
    pulled = _pull(picture, "left", 1.5, 1.5)
    sums = _follow(*(_located(p, k) for k, p in enumerate([picture, pulled, picture, pulled])))
    sizes = np.hypot(*sums.displacement[:, _number("cheek", "left")].T)
    assert sizes[0] == 0.0
    assert sizes[2] < 0.1 * sizes[1]
    assert sizes[3] == pytest.approx(sizes[1], rel=0.1)


def test_a_repeated_picture_is_not_measured_and_loses_nothing(picture):
    pulled = _pull(picture, "left", 1.5, 1.5)
    shown = _follow(_located(picture, 0), _located(picture, 1, repeated=True), _located(pulled, 2))
    plain = _follow(_located(picture, 0), _located(pulled, 2))
    assert np.isnan(shown.displacement[1]).all()
    assert np.isfinite(shown.rotation_deg[1]).all()
    np.testing.assert_allclose(shown.displacement[2], plain.displacement[1], atol=1e-9)


@pytest.mark.parametrize("scene_changed", [False, True])
def test_after_a_loss_the_sum_starts_anew(picture, scene_changed):
    follower, sums = SkinFollower(SETTINGS), SkinSums(SETTINGS)
    pulled = _pull(picture, "left", 2.0, 2.0)
    for k, shown in enumerate([picture, pulled]):
        sums.add(follower.follow(_located(shown, k)))
    follower.lose(scene_changed=scene_changed)
    sums.add(follower.follow(_located(picture, 9)))
    assert np.abs(sums.displacement[1]).max() > 0.5
    np.testing.assert_array_equal(sums.displacement[2], 0.0)


def test_head_motion_that_the_landmarks_follow_is_no_skin_movement(picture):
    height, width = picture.shape[:2]
    matrix = np.array([[1.01, -0.03, 9.0], [0.03, 1.01, -14.0]])
    moved = cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REFLECT)
    landmarks = LANDMARKS.copy()
    landmarks[:, :2] = LANDMARKS[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    sums = _follow(_located(picture, 0), _located(moved, 1, landmarks=landmarks))
    assert np.abs(sums.displacement[1]).max() < 0.15


def test_pictures_worked_out_together_give_what_they_give_alone(skin, rng):
    pictures = [_jerk(skin, rng.uniform(80, 200, 2), rng.normal(0, 1, 2), 12.0) for _ in range(4)]
    pictures[2][:, 150:] = 128  # some points are lost here
    moved = [follow_points(skin, after, HEAD, CENTRES, SETTINGS) for after in pictures]
    together = measure_patches(moved, SETTINGS)
    for number, flow in enumerate(together):
        (alone,) = measure_patches(moved[number : number + 1], SETTINGS)
        np.testing.assert_allclose(flow.displacement, alone.displacement, atol=1e-9)
        np.testing.assert_array_equal(flow.residual, alone.residual)
        np.testing.assert_array_equal(flow.quality, alone.quality)
    assert measure_patches([], SETTINGS) == []


def _watch(pictures, rate_hz=30.0):
    watch = RepeatWatch(SETTINGS)
    frames = [
        Frame(index=k, time_s=k / rate_hz, image_rgb=shown) for k, shown in enumerate(pictures)
    ]
    box = find_face_box(LANDMARKS, pictures[0])
    return [
        watch.is_repeated(before, now, cut_out_face(now.image_rgb, box), box)
        for before, now in itertools.pairwise(frames)
    ]


def _noisy(picture, rng, sigma=1.5):
    return np.clip(picture + rng.normal(0, sigma, picture.shape), 0, 255).astype(np.uint8)


def test_every_fourth_picture_that_is_shown_twice_is_noticed(picture, rng):
    fresh = [_noisy(np.roll(picture, k, axis=1), rng) for k in range(24)]
    shown = [p for k, p in enumerate(fresh) for p in ([p, p] if k % 3 == 2 else [p])]
    expected = [np.array_equal(a, b) for a, b in itertools.pairwise(shown)]
    assert sum(expected) == 8
    assert _watch(shown) == expected


def test_a_still_face_before_a_living_camera_is_not_a_repeated_picture(picture, rng):
    assert not any(_watch([_noisy(picture, rng) for _ in range(40)]))


def test_a_face_that_holds_still_after_lively_movement_is_not_a_repeated_picture(picture, rng):
    lively = [np.roll(picture, 5 * k, axis=1) for k in range(60)]
    still = [_noisy(lively[-1], rng, 0.9) for _ in range(150)]
    repeated = _watch([*lively, *still])
    assert not any(repeated[:59])
    assert not any(repeated[90:]), "a second is enough to get used to it"


def test_find_patch_agrees_with_the_order_of_the_flow():
    for k, (region, side) in enumerate(PLACES):
        r, s = find_patch(region, side)
        assert r * len(SIDES) + s == k
