"""Made tracks obey the laws that real ones must obey."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from twitchcam.anatomy import (
    LID_MARGIN,
    MOUTH_CORNER,
    N_LANDMARKS,
    OUTER_EYE_CORNER,
    REGION_NAMES,
    REGIONS,
    SIDES,
)
from twitchcam.synthetic.face_geometry import mirror_ids
from twitchcam.synthetic.movements import Blink, Gaze, HeadTurn, Smile, Tremble, Twitch
from twitchcam.synthetic.tracks import TrackPlan, make_track, mirror_track

STILL = TrackPlan(duration_s=3.0, frame_rate_hz=100.0, skin_noise_percent=0.0)


def _skin_mm(track, region: str, side: str) -> np.ndarray:
    moved = track.skin_displacement[:, REGION_NAMES.index(region), SIDES.index(side)]
    return np.asarray(moved, dtype=float) * track.mm_per_percent


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("region", REGION_NAMES)
def test_a_twitch_has_its_size_at_its_apex_and_is_over_after_it(region: str, side: str) -> None:
    twitch = Twitch(region=region, side=side, onset_s=1.0, size_mm=1.5, duration_s=0.2)
    track = make_track(replace(STILL, movements=(twitch,)))
    size_mm = np.linalg.norm(_skin_mm(track, region, side), axis=1)
    assert size_mm.max() == pytest.approx(1.5, rel=0.002)
    assert track.time_s[size_mm.argmax()] == pytest.approx(1.1)
    assert np.all(size_mm[(track.time_s <= 1.0) | (track.time_s >= 1.2)] < 1e-6)


def test_any_rising_times_can_be_asked_for() -> None:
    times_s = (0.0, 0.02, 0.09, 0.1, 0.4)
    track = make_track(replace(STILL, time_s=times_s))
    np.testing.assert_array_equal(track.time_s, times_s)
    with pytest.raises(ValueError, match="time_s must rise"):
        make_track(replace(STILL, time_s=(0.0, 0.2, 0.1)))


def test_the_movement_does_not_depend_on_the_frame_rate() -> None:
    tremor = Tremble(
        region="cheek", side="left", start_s=0.5, stop_s=2.5, frequency_hz=5.0, size_mm=1.0
    )
    fast, slow = (
        make_track(replace(STILL, movements=(tremor,), frame_rate_hz=rate)) for rate in (120, 30)
    )
    np.testing.assert_allclose(fast.skin_displacement[::4], slow.skin_displacement, atol=1e-6)


def test_the_skin_does_not_depend_on_the_scale_and_the_landmarks_grow_with_it() -> None:
    smile = replace(STILL, movements=(Smile(onset_s=0.5),))
    small, large = (make_track(replace(smile, eye_distance_px=size)) for size in (80.0, 160.0))
    np.testing.assert_array_equal(small.skin_displacement, large.skin_displacement)
    centre = np.array([320.0, 240.0])
    np.testing.assert_allclose(
        (large.landmarks_px[..., :2] - centre),
        2 * (small.landmarks_px[..., :2] - centre),
        atol=0.01,
    )
    eyes = large.landmarks_px[0, [OUTER_EYE_CORNER["left"], OUTER_EYE_CORNER["right"]], :2]
    assert np.linalg.norm(eyes[0] - eyes[1]) == pytest.approx(160.0, rel=0.002)


def test_the_mirror_image_of_the_mirror_image_is_the_track() -> None:
    plan = replace(
        STILL,
        movements=(Blink(onset_s=0.5), HeadTurn(onset_s=1.0, yaw_deg=5.0)),
        sway_mm=2.0,
        turn_deg=1.0,
        skin_noise_percent=0.1,
        landmark_noise_px=0.2,
        lost_s=((2.0, 2.2),),
    )
    track = make_track(plan)
    back = mirror_track(mirror_track(track))
    for name in ("landmarks_px", "head_rotation_deg", "skin_displacement", "field_displacement"):
        np.testing.assert_array_equal(getattr(back, name), getattr(track, name))


def test_the_mirror_image_swaps_sides() -> None:
    twitch = Twitch(region="cheek", side="left", onset_s=1.0, size_mm=2.0)
    turn = HeadTurn(onset_s=1.5, yaw_deg=10.0, pitch_deg=3.0)
    track = make_track(replace(STILL, movements=(twitch, turn)))
    mirrored = mirror_track(track)
    np.testing.assert_array_equal(
        _skin_mm(mirrored, "cheek", "right"), _skin_mm(track, "cheek", "left")
    )
    assert mirrored.head_rotation_deg[:, 0].min() == pytest.approx(-10.0)
    assert mirrored.head_rotation_deg[:, 1].max() == pytest.approx(3.0)
    left, right = (mirrored.landmarks_px[0, MOUTH_CORNER[side], 0] for side in SIDES)
    assert left > right


def test_the_mirror_table_swaps_the_sides_of_anatomy() -> None:
    swap = mirror_ids()
    assert len(swap) == N_LANDMARKS
    np.testing.assert_array_equal(swap[swap], np.arange(N_LANDMARKS))
    for region in REGIONS:
        assert tuple(swap[list(region.left)]) == region.right
    for left, right in zip(LID_MARGIN["left"], LID_MARGIN["right"], strict=True):
        assert tuple(swap[list(left)]) == right


def test_a_blink_shuts_the_lids_and_leaves_the_skin_alone() -> None:
    track = make_track(replace(STILL, movements=(Blink(onset_s=1.0, right=0.5),)))
    gaps = {}
    for side in SIDES:
        upper, lower = np.array(LID_MARGIN[side]).T
        points = track.landmarks_px
        gaps[side] = (points[:, lower, 1] - points[:, upper, 1]).mean(axis=1)
    assert gaps["left"].min() < 0.02 * gaps["left"][0]
    assert gaps["right"].min() == pytest.approx(0.5 * gaps["right"][0], rel=0.02)
    assert np.all(track.skin_displacement == 0.0)


def test_the_irises_follow_the_gaze() -> None:
    track = make_track(replace(STILL, movements=(Gaze(onset_s=1.0, to_left_deg=15.0),)))
    moved = track.landmarks_px[:, [468, 473], 0].max(axis=0) - track.landmarks_px[0, [468, 473], 0]
    assert np.all(moved > 4.0)


def test_a_lost_stretch_is_not_a_number_and_the_skin_starts_anew_after_it() -> None:
    smile = Smile(onset_s=0.2, hold_s=2.0)
    track = make_track(replace(STILL, movements=(smile,), lost_s=((1.0, 1.5),)))
    lost = (track.time_s >= 1.0) & (track.time_s < 1.5)
    assert np.isnan(track.skin_displacement[lost]).all()
    assert np.isnan(track.landmarks_px[lost]).all()
    assert not track.face_found[lost].any()
    first = np.flatnonzero(track.time_s >= 1.5)[0]
    assert np.all(track.skin_displacement[first] == 0.0)
