"""True frame times become an even grid without inventing anything; percent become millimetres."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from examples import keep_pairs
from hypothesis import given
from hypothesis import strategies as st
from made_faces import TRUE_SIZE, change_track, find_patch, made_track, twitch

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.pipeline import measure_track
from twitchcam.settings import Settings, SignalSettings
from twitchcam.signals.movement import measure_velocity, remove_held
from twitchcam.signals.resample import (
    find_runs,
    make_grid,
    map_runs,
    number_stretches,
    resample,
)
from twitchcam.synthetic.movements import (
    Blink,
    BrowRaise,
    Gaze,
    HeadTurn,
    MouthOpening,
    Smile,
)

RATE_HZ = SignalSettings().sampling_rate_hz


def _measure(*movements, settings=TRUE_SIZE, **plan):
    return measure_track(made_track(*movements, **plan), settings=settings)


def _size(movement, region, side):
    """Length of the transient movement of one patch, (m,) mm."""
    r, s = find_patch(region, side)
    return np.hypot(*movement.transient_mm[:, r, s].T)


@pytest.mark.slow
def test_what_is_held_is_in_the_displacement_and_not_in_the_transient():
    held = twitch(2.0, 1.5, duration_s=3.0)
    movement, _ = _measure(held, duration_s=8.0)
    during = (movement.time_s > 3.2) & (movement.time_s < 3.8)
    r, s = find_patch("cheek", "left")
    at_rest = movement.time_s < 1.5
    for mm, size in ((movement.displacement_mm, 1.5), (movement.transient_mm, 0.0)):
        moved = mm[:, r, s]
        moved = moved - np.median(moved[at_rest], axis=0)
        assert np.abs(np.hypot(*moved[during].T).max() - size) < 0.25


# --- the even grid ---------------------------------------------------------------------------


@given(
    st.lists(st.floats(0.001, 0.5), min_size=1, max_size=40), st.sampled_from([30.0, 60.0, 90.0])
)
def test_the_grid_is_even_and_lies_within_the_recording(steps_s, rate_hz):
    time_s = np.concatenate([[0.0], np.cumsum(steps_s)])
    grid_s = make_grid(time_s, rate_hz)
    np.testing.assert_allclose(np.diff(grid_s), 1 / rate_hz)
    assert grid_s[0] == 0.0
    assert time_s[-1] - 1 / rate_hz < grid_s[-1] <= time_s[-1] + 1e-9


@st.composite
def sampled_signals(draw):
    """Frame times, values with holes, and stretches, as a track has them."""
    n = draw(st.integers(2, 40))
    steps_s = draw(st.lists(st.floats(0.005, 0.4), min_size=n - 1, max_size=n - 1))
    values = draw(st.lists(st.floats(-50, 50) | st.just(float("nan")), min_size=n, max_size=n))
    starts = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    time_s = np.concatenate([[0.0], np.cumsum(steps_s)])
    return time_s, np.array(values), np.cumsum(starts)


@pytest.mark.slow
@given(sampled_signals(), st.floats(0.02, 0.5))
def test_resampling_never_invents(sampled, longest_bridge_s):
    time_s, values, stretch = sampled
    grid_s = make_grid(time_s, 60.0)
    out = resample(values, time_s, stretch, grid_s, longest_bridge_s)
    seen = np.flatnonzero(np.isfinite(values))
    for t, value in zip(grid_s[np.isfinite(out)], out[np.isfinite(out)], strict=True):
        before = seen[time_s[seen] <= t + 1e-9].max()
        after = seen[time_s[seen] >= t - 1e-9].min()
        low, high = sorted(values[[before, after]])
        assert low - 1e-9 <= value <= high + 1e-9
        if abs(time_s[before] - t) > 1e-9 and abs(time_s[after] - t) > 1e-9:
            assert time_s[after] - time_s[before] <= longest_bridge_s + 1e-9
            assert stretch[after] == stretch[before]


@pytest.mark.slow
@given(sampled_signals())
def test_resampling_keeps_what_was_seen(sampled):
    time_s, values, stretch = sampled
    seen = np.isfinite(values)
    out = resample(values, time_s, stretch, time_s, 0.15)
    np.testing.assert_allclose(out[seen], values[seen], atol=1e-6)


def test_a_signal_that_was_never_seen_stays_unseen():
    time_s = np.arange(5) / 30
    out = resample(np.full(5, np.nan), time_s, np.zeros(5, int), make_grid(time_s, 60.0), 0.15)
    assert np.isnan(out).all()


def test_a_stretch_ends_at_every_loss_and_every_cut():
    found = np.array([1, 1, 0, 0, 1, 1, 1, 1], dtype=bool)
    cut = np.array([0, 0, 0, 0, 0, 0, 1, 0], dtype=bool)
    stretch = number_stretches(found, cut)
    assert stretch[0] == stretch[1]
    assert stretch[4] == stretch[5]
    assert stretch[6] == stretch[7]
    assert len({stretch[1], stretch[4], stretch[6]}) == 3


@given(st.lists(st.booleans(), max_size=60))
def test_runs_are_maximal_and_tell_the_whole_mask(mask):
    mask = np.array(mask, dtype=bool)
    rebuilt = np.zeros(len(mask), dtype=bool)
    last_stop = -1
    for start, stop in find_runs(mask):
        assert last_stop < start < stop
        rebuilt[start:stop] = True
        last_stop = stop
    np.testing.assert_array_equal(rebuilt, mask)


@given(st.lists(st.floats(-5, 5) | st.just(float("nan")), min_size=1, max_size=40))
def test_stretches_between_gaps_are_worked_on_one_by_one(column):
    values = np.array(column)[:, None]
    out = map_runs(values, lambda piece: np.full_like(piece, len(piece)))
    for start, stop in find_runs(np.isfinite(values[:, 0])):
        assert (out[start:stop] == stop - start).all()
    np.testing.assert_array_equal(np.isnan(out), np.isnan(values))


# --- movement --------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("region", "side"), keep_pairs(REGION_NAMES, SIDES))
def test_a_jerk_has_its_true_size_in_its_own_patch(region, side):
    movement, _ = _measure(twitch(2.0, 1.5, region=region, side=side), duration_s=5.0)
    assert _size(movement, region, side).max() == pytest.approx(1.5, rel=0.1)
    assert movement.time_s[_size(movement, region, side).argmax()] == pytest.approx(2.1, abs=0.035)
    other = SIDES[1 - SIDES.index(side)]
    assert _size(movement, region, other).max() < 0.3


def test_outward_and_up_keep_their_signs():
    jerk = twitch(2.0, 1.5, side="right", direction=(1.0, -0.5))
    movement, _ = _measure(jerk, duration_s=5.0, skin_noise_percent=0.0)
    apex = np.argmin(np.abs(movement.time_s - 2.1))
    outward, up = movement.transient_mm[(apex, *find_patch("cheek", "right"))]
    assert outward == pytest.approx(1.34, abs=0.15)
    assert up == pytest.approx(-0.67, abs=0.1)


@pytest.mark.slow
def test_the_gain_of_a_region_makes_its_movements_larger():
    usual = _measure(twitch(2.0), duration_s=4.0)[0]
    gain = Settings(signals=replace(TRUE_SIZE.signals, gain_weight=1.0))
    larger = _measure(twitch(2.0), duration_s=4.0, settings=gain)[0]
    for region in ("cheek", "brow"):
        ratio = _size(larger, region, "left").max() / _size(usual, region, "left").max()
        assert ratio == pytest.approx(1.0 / gain.signals.gain(region), rel=1e-5)


def test_velocity_is_the_slope_of_displacement():
    movement, _ = _measure(twitch(2.0, duration_s=0.3), duration_s=4.0, frame_rate_hz=60.0)
    r, s = find_patch("cheek", "left")
    place_mm = movement.transient_mm[:, r, s]
    slope = (place_mm[2:] - place_mm[:-2]) / 2 * RATE_HZ
    velocity = measure_velocity(movement, 0, len(movement.time_s))
    np.testing.assert_allclose(velocity[1:-1, r, s], slope, atol=1e-3)
    np.testing.assert_array_equal(
        measure_velocity(movement, 100, 130), measure_velocity(movement, 0, 200)[100:130]
    )


@pytest.mark.slow
@pytest.mark.parametrize(("held_s", "stays"), [(0.1, True), (1.0, False), (3.0, False)])
def test_what_returns_at_once_stays_and_what_is_held_goes(held_s, stays):
    movement, _ = _measure(
        twitch(2.0, 2.0, duration_s=0.16, hold_s=held_s), duration_s=8.0, frame_rate_hz=60.0
    )
    middle = np.argmin(np.abs(movement.time_s - (2.08 + held_s / 2)))
    at_middle = _size(movement, "cheek", "left")[middle]
    assert at_middle > 1.8 if stays else at_middle < 0.2


def test_a_slow_drift_is_taken_out():
    ramp = np.linspace(0.0, 20.0, 600)[:, None].astype(np.float32)
    assert np.abs(remove_held(ramp, SignalSettings())[30:-30]).max() < 0.01


def test_where_the_face_was_lost_there_is_no_movement_and_nothing_reaches_across():
    movement, _ = _measure(twitch(1.0), duration_s=6.0, lost_s=((3.0, 3.5),))
    hidden = (movement.time_s > 3.0) & (movement.time_s < 3.45)
    assert np.isnan(movement.transient_mm[hidden]).all()
    shown = (movement.time_s < 2.95) | (movement.time_s > 3.55)
    assert np.isfinite(movement.transient_mm[shown]).all()
    near = (movement.time_s > 2.7) & (movement.time_s < 3.8) & ~hidden
    assert np.nanmax(_size(movement, "cheek", "left")[near]) < 0.2


@pytest.mark.slow
def test_a_jump_of_the_sum_at_a_cut_is_no_movement():
    def jump(values):
        values[90:] += 5.0

    def cut(values):
        values[90] = True

    track = made_track(duration_s=6.0)
    joined, _ = measure_track(change_track(track, skin_displacement=jump), settings=TRUE_SIZE)
    apart, _ = measure_track(
        change_track(track, skin_displacement=jump, cut=cut), settings=TRUE_SIZE
    )
    assert np.nanmax(joined.activity_mm) > 1.0
    assert np.nanmax(apart.activity_mm) < 0.1
    assert np.nanmax(np.abs(apart.transient_mm)) < 0.1


def test_repeated_pictures_hold_no_news_and_short_ones_are_bridged():
    def hold(values):
        values[60:62] = np.nan

    def mark(values):
        values[60:62] = True

    track = change_track(made_track(duration_s=4.0), skin_displacement=hold, repeated=mark)
    movement, _ = measure_track(track, settings=TRUE_SIZE)
    assert np.isfinite(movement.transient_mm).all()
    assert not movement.excluded


# --- the yardstick ---------------------------------------------------------------------------


def test_a_still_face_has_the_noise_of_the_method_itself():
    movement, _ = _measure(duration_s=5.0, skin_noise_percent=0.0)
    np.testing.assert_allclose(movement.noise_mm, SignalSettings().noise_floor_mm, rtol=1e-3)


@pytest.mark.slow
def test_the_noise_grows_with_what_the_whole_face_does():
    levels = [
        _measure(duration_s=10.0, skin_noise_percent=noise)[0].noise_mm.mean()
        for noise in (0.0, 0.1, 0.2, 0.4)
    ]
    assert all(more > 1.3 * less for less, more in itertools.pairwise(levels))


@pytest.mark.slow
def test_noise_follows_the_moment():
    def shake(values):
        random = np.random.default_rng(1)
        values[300:600] += random.normal(0, 0.5, values[300:600].shape).astype(np.float32)

    track = change_track(made_track(duration_s=30.0), skin_displacement=shake)
    movement, _ = measure_track(track, settings=TRUE_SIZE)
    at = {t: np.argmin(np.abs(movement.time_s - t)) for t in (5.0, 15.0, 25.0)}
    noise = {t: np.median(movement.local_noise_mm[k]) for t, k in at.items()}
    assert noise[15.0] > 3 * noise[5.0]
    assert noise[25.0] == pytest.approx(noise[5.0], rel=0.2)


@pytest.mark.slow
def test_a_train_of_jerks_hides_neither_itself_nor_what_the_rest_of_the_face_does():
    quiet, _ = _measure(duration_s=20.0)
    jerking, _ = _measure(*(twitch(1.0 + 1.5 * k, 2.0) for k in range(12)), duration_s=20.0)
    ratio = jerking.noise_mm / quiet.noise_mm
    ratio[find_patch("cheek", "right")] = 1.0  # the mirror patch, which has its own test
    np.testing.assert_allclose(ratio, 1.0, rtol=0.05)


@pytest.mark.slow
def test_the_mirror_patch_raises_the_noise_of_its_partner_only():
    movement, _ = _measure(twitch(3.0, 3.0, side="right"), duration_s=6.0)
    apex = np.argmin(np.abs(movement.time_s - 3.1))
    noise = movement.local_noise_mm[apex]
    r, _ = find_patch("cheek", "left")
    assert noise[r, 0] > 3 * noise[r, 1]


@pytest.mark.slow
def test_where_pictures_match_badly_the_noise_is_higher():
    def spoil(values):
        values[90:93] *= 10

    track = change_track(made_track(duration_s=6.0), flow_residual=spoil)
    movement, _ = measure_track(track, settings=TRUE_SIZE)
    bad, good = (np.argmin(np.abs(movement.time_s - t)) for t in (91 / 30, 5.0))
    assert movement.local_noise_mm[bad].min() > 3 * movement.local_noise_mm[good].max()


# --- expression ------------------------------------------------------------------------------


@pytest.mark.slow
def test_rest_is_steady_while_the_head_sways():
    _, expression = _measure(duration_s=10.0, sway_mm=5.0)
    for name in ("lid_aperture_mm", "mouth_corner_mm", "brow_mm", "mouth_opening_mm"):
        assert np.ptp(getattr(expression, name), axis=0).max() < 0.05, name


def test_lids_close_and_say_so_in_millimetres():
    _, expression = _measure(Blink(onset_s=1.0, right=0.5, hold_s=0.1), duration_s=3.0)
    open_mm = expression.lid_aperture_mm[0]
    assert np.all((open_mm > 3.5) & (open_mm < 12.0))
    shut = expression.lid_aperture_mm.min(axis=0) / open_mm
    np.testing.assert_allclose(shut, [0.0, 0.5], atol=0.05)


def test_mouth_corners_go_outward_and_up_in_a_smile():
    _, expression = _measure(Smile(onset_s=1.0, left=1.0, right=0.5), duration_s=5.0)
    apex = np.argmin(np.abs(expression.time_s - 2.0))
    travel = expression.mouth_corner_mm[apex] - expression.mouth_corner_mm[0]
    assert np.all(travel > 1.0)
    np.testing.assert_allclose(travel[1] / travel[0], 0.5, atol=0.1)


def test_brows_go_up_and_nothing_else():
    _, expression = _measure(BrowRaise(onset_s=1.0, left=1.0, right=0.0), duration_s=4.0)
    rise = expression.brow_mm.max(axis=0) - expression.brow_mm[0]
    assert rise[0] > 3.0
    assert rise[1] < 0.5
    assert np.ptp(expression.mouth_opening_mm) < 0.2


def test_an_open_mouth_is_open_by_as_much():
    _, expression = _measure(MouthOpening(onset_s=1.0, opening_mm=10.0), duration_s=4.0)
    assert np.ptp(expression.mouth_opening_mm) == pytest.approx(10.0, rel=0.2)
    assert np.ptp(expression.jaw_drop_mm) > 5.0


def test_the_iris_sinks_when_the_person_looks_down():
    _, expression = _measure(Gaze(onset_s=1.0, up_deg=-15.0), duration_s=3.0)
    assert np.all(expression.iris_drop_mm.max(axis=0) - expression.iris_drop_mm[0] > 1.0)


def test_head_rotation_is_carried_over():
    _, expression = _measure(HeadTurn(onset_s=1.0, yaw_deg=12.0), duration_s=4.0)
    assert expression.head_rotation_deg[:, 0].max() == pytest.approx(12.0, abs=0.1)


def test_both_tables_are_on_the_same_grid_and_unseen_where_the_face_was_lost():
    movement, expression = _measure(duration_s=4.0, lost_s=((1.0, 2.0),))
    np.testing.assert_array_equal(movement.time_s, expression.time_s)
    hidden = (expression.time_s > 1.0) & (expression.time_s < 1.95)
    assert np.isnan(expression.lid_aperture_mm[hidden]).all()
    assert np.isfinite(expression.lid_aperture_mm[expression.time_s > 2.05]).all()


@pytest.mark.parametrize("rate_hz", [25.0, 30.0, 120.0])
@pytest.mark.parametrize("n_frames", [2, 3, 5, 10])
def test_very_short_recordings_are_measured_without_complaint(n_frames, rate_hz):
    time_s = tuple(np.arange(n_frames) / rate_hz)
    movement, expression = _measure(time_s=time_s)
    assert len(movement.time_s) == len(expression.time_s) >= 1
    assert np.isfinite(movement.transient_mm).all()


def test_pictures_of_nobody_are_measured_without_complaint():
    movement, expression = _measure(duration_s=2.0, lost_s=((0.0, 9.0),))
    assert np.isnan(movement.transient_mm).all()
    assert np.isnan(movement.noise_mm).all()
    assert np.isnan(expression.brow_mm).all()
