"""Skin flow sees what moves in the face, says how far and where to, and not the head itself."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest
from made_faces import find_patch, made_track

from twitchcam.anatomy import N_PATCHES, OUTER_EYE_CORNER, REGION_NAMES, SIDES
from twitchcam.records import Frame
from twitchcam.settings import TrackingSettings
from twitchcam.skin_places import (
    count_places,
    find_nearest_place,
    get_field_shape,
    get_neutral_eye_distance_mm,
    get_places_shape,
    get_points,
)
from twitchcam.synthetic.face_geometry import mirror_ids
from twitchcam.tracking.follow_skin import SkinFollower, SkinSums
from twitchcam.tracking.head_frame import fit_head_frame, make_reference, move_to_head
from twitchcam.tracking.locate import Located, RepeatWatch
from twitchcam.tracking.row_store import show_file
from twitchcam.tracking.scene import cut_out_face, find_face_box
from twitchcam.tracking.skin_flow import (
    N_SPOTS,
    PointFlow,
    clean_flow,
    follow_points,
    locate_spots,
    make_spot_matrix,
    measure_spots,
    window_px,
)
from twitchcam.tracking.steady_face import find_sampled_size, to_sample

SETTINGS = TrackingSettings()
SCALE_PX = SETTINGS.steady_eye_distance_px
LANDMARKS = np.array(made_track(duration_s=0.1).landmarks_px[0])
REFERENCE = make_reference(LANDMARKS)
FRAME = fit_head_frame(LANDMARKS, REFERENCE)
HEAD = move_to_head(LANDMARKS, FRAME.turn_scale, FRAME.shift)
CENTRES, POINTS = locate_spots(HEAD), get_points().locate(HEAD)
MATRIX = make_spot_matrix(HEAD, SETTINGS)
EYES_MM = get_neutral_eye_distance_mm()
PATCHES = [(region, side) for region in REGION_NAMES for side in SIDES]


def _number(region, side):
    return PATCHES.index((region, side))


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
    """Displacement (spots, 2) in px of the steadied face, and residual (spots,)."""
    displacement, residual = measure_spots(
        [follow_points(before, after, POINTS, SETTINGS)], MATRIX, SETTINGS
    )
    return displacement[0] * SCALE_PX, residual[0]


def _apart_mm(k):
    """(spots,) how far all spots lie from one of them."""
    return np.hypot(*(CENTRES - CENTRES[k]).T) * EYES_MM


@pytest.mark.parametrize("moved_px", [(1.0, 0.0), (0.0, -1.0), (-0.3, 0.3)])
@pytest.mark.parametrize(("region", "side"), PATCHES)
def test_a_moved_region_is_seen_where_it_is_with_direction_and_most_of_its_size(
    skin, region, side, moved_px
):
    """By how much sizes are read too small differs, and is what the gain of each region is for."""
    k = _number(region, side)
    after = _jerk(skin, to_sample(CENTRES[k], SCALE_PX), moved_px, 0.08 * SCALE_PX)
    found_px, _ = _measure(skin, after)
    along = found_px[k] @ moved_px / np.dot(moved_px, moved_px)
    turned_px = np.array([-moved_px[1], moved_px[0]])
    across = found_px[k] @ turned_px / np.dot(moved_px, moved_px)
    assert 0.4 < along < 1.1
    assert abs(across) < 0.2
    mirror = _number(region, SIDES[1 - SIDES.index(side)])
    assert np.hypot(*found_px[mirror]) < 0.2 * np.hypot(*moved_px)


@pytest.mark.parametrize("reach_mm", [4.0, 6.0, 9.0])
def test_a_bump_of_skin_is_seen_at_its_place_and_nowhere_far_from_it(skin, rng, reach_mm):
    n_places = 2 * count_places()
    for k in N_PATCHES + rng.choice(n_places, 12, replace=False):
        angle = rng.uniform(0, 2 * np.pi)
        moved_px = 1.2 * np.array([np.cos(angle), np.sin(angle)])
        centre_px = to_sample(CENTRES[k], SCALE_PX)
        found_px, _ = _measure(
            skin, _jerk(skin, centre_px, moved_px, reach_mm / EYES_MM * SCALE_PX)
        )
        share = np.hypot(*found_px.T) / 1.2
        far = share[_apart_mm(k) > 30.0]
        # A window of flow and the mean of a place are together as wide as the narrowest bump.
        assert (0.25 if reach_mm < 5.0 else 0.45) < share[k] < 0.85
        # The ring around a place at the outline is one-sided: what moves there is carried over to
        # it, though to few places, and never with a size that outdoes the bump's own place.
        assert far.max() < 0.6 * share[k]
        assert (far > 0.1).mean() < 0.05


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
    found_px, _ = _measure(skin, after)
    assert np.abs(moved[..., 0] - x).max() > 0.3
    assert np.hypot(*found_px.T).max() < 0.06


def _head_moves(matrix):
    """Flow (1, points, 2) of a head that moves as a whole, eye distances."""
    offset = np.column_stack([POINTS, np.ones(len(POINTS))]) @ np.array(matrix, float).T
    return offset[None]


def _put_together(flow):
    pictures = [
        PointFlow(flow=one, found=np.ones(len(one), bool), residual=np.ones(len(one), np.float32))
        for one in flow
    ]
    return measure_spots(pictures, MATRIX, SETTINGS)[0]


@pytest.mark.parametrize(
    "matrix",
    [
        [[0, 0, 0.02], [0, 0, -0.01]],
        [[0.02, 0, 0], [0, 0.02, 0]],
        [[0, -0.02, 0], [0.02, 0, 0]],
        [[0.02, 0.01, 0.01], [-0.01, -0.02, 0.0]],
    ],
    ids=["shift", "zoom", "turn", "slant"],
)
def test_from_perfect_flow_the_head_is_taken_off_without_remainder(matrix):
    assert np.abs(_put_together(_head_moves(matrix))).max() < 1e-5


@pytest.mark.slow
def test_a_single_wild_point_changes_nothing():
    """Whichever it is: its neighbours agree, so it takes their median."""
    calm = _head_moves([[0.004, 0.001, 0.002], [-0.001, 0.003, -0.001]])
    expected = clean_flow(calm, np.ones(calm.shape[:2], bool), SETTINGS)
    for k in range(0, len(POINTS), 7):
        wild = calm.copy()
        wild[0, k] += [0.05, -0.03]
        cleaned = clean_flow(wild, np.ones(calm.shape[:2], bool), SETTINGS)
        # Less than a twentieth of a pixel, at the edge of the lattice where neighbours lie aside.
        assert np.abs(cleaned - expected).max() * SCALE_PX < 0.12
        assert np.abs(_put_together(wild)).max() * SCALE_PX < 0.03


@pytest.mark.parametrize("reach_mm", [6.0, 9.0])
def test_a_movement_of_half_a_millimetre_that_neighbours_share_is_no_mismatch(reach_mm):
    away_mm = np.hypot(*(POINTS - POINTS[100]).T) * EYES_MM
    flow = (0.5 / EYES_MM * np.exp(-0.5 * (away_mm / reach_mm) ** 2))[None, :, None] * [0.6, -0.8]
    cleaned = clean_flow(flow, np.ones(flow.shape[:2], bool), SETTINGS)
    assert np.hypot(*cleaned[0, 100]) > 0.99 * 0.5 / EYES_MM


def test_points_that_were_lost_go_with_the_others():
    flow = np.tile([0.01, -0.02], (1, len(POINTS), 1))
    found = np.ones(flow.shape[:2], bool)
    flow[0, 30:60], found[0, 30:60] = 99.0, False
    np.testing.assert_allclose(clean_flow(flow, found, SETTINGS), flow[:, :1] + 0 * flow, atol=1e-7)
    assert (clean_flow(flow, np.zeros_like(found), SETTINGS) == 0.0).all(), "none was found"


def test_the_same_picture_twice_has_not_moved_and_matches_perfectly(skin):
    displacement_px, residual = _measure(skin, skin)
    np.testing.assert_allclose(displacement_px, 0.0, atol=1e-4)
    np.testing.assert_allclose(residual, 0.0, atol=1e-3)


def test_a_bad_picture_matches_badly(skin, rng):
    noisy = np.clip(skin + rng.normal(0, 12, skin.shape), 0, 255).astype(np.uint8)
    assert np.all(_measure(skin, noisy)[1] > 3.0)


def test_skin_without_texture_does_not_move(skin):
    k = _number("cheek", "left")
    blank = skin.copy()
    centre = tuple(int(v) for v in to_sample(CENTRES[k], SCALE_PX))
    cv2.circle(blank, centre, int(0.15 * SCALE_PX), 128, -1)
    np.testing.assert_allclose(_measure(blank, blank)[0], 0.0, atol=1e-4)


def test_spots_lie_on_the_side_of_the_person_that_they_are_named_after():
    assert len(CENTRES) == N_SPOTS
    for k, (region, side) in enumerate(PATCHES):
        assert (CENTRES[k, 0] > 0) == (side == "left"), region
        mirror = CENTRES[_number(region, SIDES[1 - SIDES.index(side)])]
        np.testing.assert_allclose(CENTRES[k] * [-1, 1], mirror, atol=0.08)
    left, right = CENTRES[N_PATCHES::2], CENTRES[N_PATCHES + 1 :: 2]
    # The real face that made faces are drawn on is not quite even.
    assert (left[:, 0] > -0.02).all()
    np.testing.assert_allclose(left * [-1, 1], right, atol=0.08)


def _swap(spots):
    """Left spots for right ones, along the first axis, and x turned round."""
    swapped = spots.reshape(-1, len(SIDES), *spots.shape[1:])[:, ::-1].reshape(spots.shape)
    return swapped * [-1.0, 1.0]


def test_the_spots_of_a_mirror_image_are_the_mirror_image_of_the_spots():
    mirrored = HEAD[mirror_ids()] * [-1, 1]
    np.testing.assert_allclose(locate_spots(mirrored), _swap(CENTRES), atol=1e-9)


def test_the_displacement_of_a_mirror_image_is_the_mirror_image_of_the_displacement(rng):
    """With noise in which the median test finds much, for it must not know left from right."""
    flow = rng.standard_t(2, (1, len(POINTS), 2)) * 0.003
    half = len(POINTS) // 2
    mirrored_flow = np.roll(flow, half, axis=1) * [-1.0, 1.0]
    mirrored_matrix = make_spot_matrix(HEAD[mirror_ids()] * [-1, 1], SETTINGS)
    seen = [
        PointFlow(flow=one, found=np.ones(len(one), bool), residual=np.zeros(len(one)))
        for one in (flow[0], mirrored_flow[0])
    ]
    plain, _ = measure_spots(seen[:1], MATRIX, SETTINGS)
    mirrored, _ = measure_spots(seen[1:], mirrored_matrix, SETTINGS)
    assert np.abs(plain).max() > 1e-3
    np.testing.assert_allclose(mirrored[0], _swap(plain[0]), atol=1e-6)


def test_the_near_points_of_every_spot_weigh_one_and_the_rest_takes_the_head_off():
    np.testing.assert_allclose(MATRIX.near.sum(axis=1), 1.0, atol=1e-5)
    np.testing.assert_allclose(MATRIX.beyond.sum(axis=1), 0.0, atol=1e-4)


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
    _read_field(sums)
    return sums


def _read_field(sums):
    field, light = (
        show_file(path, shape)
        for path, shape in zip(
            sums.hand_over(), (get_field_shape(), get_places_shape()), strict=True
        )
    )
    assert len(field) == len(light)
    return field


@pytest.mark.parametrize("side", SIDES)
def test_outward_and_up_are_the_persons_own_and_in_percent_of_the_eye_distance(picture, side):
    pulled = _pull(picture, side, 2.0, 1.0)
    sums = _follow(_located(picture, 0), _located(pulled, 1))
    across = LANDMARKS[OUTER_EYE_CORNER["left"]] - LANDMARKS[OUTER_EYE_CORNER["right"]]
    px_per_percent = np.hypot(*across[:2]) / 100
    outward_px, up_px = sums.displacement[1, _number("cheek", side)] * px_per_percent
    # The movement reaches into the ring around it, so part of it is taken for head movement.
    assert 1.1 < outward_px < 2.2
    assert 0.55 < up_px < 1.2


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
    field = _read_field(sums)
    for shown in (sums.displacement, field):
        assert np.abs(shown[1]).max() > 0.5
        np.testing.assert_array_equal(shown[2], 0.0)


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
    moved = [follow_points(skin, after, POINTS, SETTINGS) for after in pictures]
    together = measure_spots(moved, MATRIX, SETTINGS)
    assert together[0].shape == (4, N_SPOTS, 2)
    for number, found in enumerate(zip(*together, strict=True)):
        alone = measure_spots(moved[number : number + 1], MATRIX, SETTINGS)
        for one, other in zip(found, alone, strict=True):
            np.testing.assert_allclose(one, other[0], atol=1e-5)


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


@pytest.mark.slow
def test_every_fourth_picture_that_is_shown_twice_is_noticed(picture, rng):
    fresh = [_noisy(np.roll(picture, k, axis=1), rng) for k in range(24)]
    shown = [p for k, p in enumerate(fresh) for p in ([p, p] if k % 3 == 2 else [p])]
    expected = [np.array_equal(a, b) for a, b in itertools.pairwise(shown)]
    assert sum(expected) == 8
    assert _watch(shown) == expected


@pytest.mark.slow
def test_a_still_face_before_a_living_camera_is_not_a_repeated_picture(picture, rng):
    assert not any(_watch([_noisy(picture, rng) for _ in range(40)]))


@pytest.mark.slow
def test_a_face_that_holds_still_after_lively_movement_is_not_a_repeated_picture(picture, rng):
    lively = [np.roll(picture, 5 * k, axis=1) for k in range(60)]
    still = [_noisy(lively[-1], rng, 0.9) for _ in range(150)]
    repeated = _watch([*lively, *still])
    assert not any(repeated[:59])
    assert not any(repeated[90:]), "a second is enough to get used to it"


def test_the_dense_field_moves_with_the_region_that_it_covers(picture):
    follower, sums = SkinFollower(SETTINGS), SkinSums(SETTINGS)
    for k, shown in enumerate([picture, _pull(picture, "left", 2.0, 1.0)]):
        sums.add(follower.follow(_located(shown, k)))
    field, patches = _read_field(sums), sums.displacement
    assert field.shape == (2, *get_field_shape())
    place = find_nearest_place("cheek")
    cheek = patches[1, _number("cheek", "left")]
    np.testing.assert_allclose(field[1, place, 0], cheek, rtol=0.3)
    assert np.hypot(*field[1, place, 1]) < 0.2 * np.hypot(*cheek)


def test_find_patch_agrees_with_the_order_of_the_flow():
    for k, (region, side) in enumerate(PATCHES):
        r, s = find_patch(region, side)
        assert r * len(SIDES) + s == k
