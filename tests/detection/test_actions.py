"""What the person did: blinks, winks, longer closures, smiles, each with its sides and times."""

from __future__ import annotations

import numpy as np
import pytest
from made_faces import TRUE_SIZE, change_track, made_track

from twitchcam.anatomy import LID_MARGIN
from twitchcam.detection.actions import detect_actions
from twitchcam.detection.lids import find_closures, measure_closedness
from twitchcam.pipeline import measure_track
from twitchcam.settings import ActionSettings
from twitchcam.synthetic.movements import (
    Blink,
    BrowRaise,
    Gaze,
    HeadTurn,
    MouthOpening,
    Pucker,
    Smile,
    Talk,
    hard_closure,
)

pytestmark = pytest.mark.slow

STEP_S = 1 / 60


def _find(track):
    movement, expression = measure_track(track, settings=TRUE_SIZE)
    return detect_actions(expression, movement, TRUE_SIZE.actions)


def _actions(*movements, **plan):
    return _find(made_track(*movements, **({"duration_s": 8.0} | plan)))


def _kinds(actions):
    return [(action.kind, action.side) for action in actions]


# --- lids ------------------------------------------------------------------------------------


@pytest.mark.parametrize("depth", [0.3, 0.5, 0.7, 0.9, 1.0])
def test_a_blink_is_found_with_its_times_and_depth(depth):
    blink = Blink(onset_s=2.0, left=depth, right=depth)  # shut from 2.08 to 2.11, over at 2.27
    (action,) = _actions(blink)
    assert (action.kind, action.side) == ("blink", "both")
    assert action.onset_s == pytest.approx(2.0, abs=0.05)
    assert action.apex_s == pytest.approx(2.095, abs=0.03)
    assert action.offset_s == pytest.approx(2.27, abs=0.06)
    assert action.left_strength == pytest.approx(depth, abs=0.06)
    assert action.right_strength == pytest.approx(depth, abs=0.06)
    assert not action.cued


@pytest.mark.parametrize("depth", [0.3, 0.5, 1.0])
def test_the_travel_of_the_lids_grows_with_the_depth(depth):
    (full,) = _actions(Blink(onset_s=2.0))
    (action,) = _actions(Blink(onset_s=2.0, left=depth, right=depth))
    assert 3.0 < full.left_mm < 9.0
    assert action.left_mm == pytest.approx(depth * full.left_mm, rel=0.1)
    assert action.right_mm == pytest.approx(depth * full.right_mm, rel=0.1)


@pytest.mark.parametrize(
    ("depth", "complete"), [(0.4, False), (0.6, False), (0.85, True), (1.0, True)]
)
def test_a_blink_says_whether_the_lids_met(depth, complete):
    (action,) = _actions(Blink(onset_s=2.0, left=depth, right=depth))
    assert action.complete is complete


def test_a_narrowing_by_less_than_a_quarter_is_no_blink():
    assert _actions(Blink(onset_s=2.0, left=0.2, right=0.2)) == ()


@pytest.mark.parametrize(
    ("hold_s", "kind"),
    [
        (0.03, "blink"),
        (0.2, "blink"),
        (0.6, "eye_closure"),
        (1.5, "eye_closure"),
        (4.0, "eye_closure"),
    ],
)
def test_a_closure_held_longer_than_half_a_second_is_no_blink(hold_s, kind):
    (action,) = _actions(Blink(onset_s=1.5, hold_s=hold_s))
    assert (action.kind, action.side) == (kind, "both")
    assert action.onset_s == pytest.approx(1.5, abs=0.05)
    assert action.offset_s == pytest.approx(1.5 + 0.08 + hold_s + 0.16, abs=0.07)


def test_a_long_closure_is_one_even_if_the_lids_tremble():
    lids = [hard_closure(2.0, hold_s=2.0), Blink(onset_s=3.0, left=0.1, right=0.1)]
    assert _kinds(_actions(*lids)) == [("eye_closure", "both")]


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("other_eye", [0.0, 0.2, 0.4])
def test_a_wink_is_of_the_eye_that_shuts(side, other_eye):
    other = "right" if side == "left" else "left"
    wink = Blink(onset_s=2.0, hold_s=0.2, **{side: 1.0, other: other_eye})
    (action,) = _actions(wink)
    assert (action.kind, action.side) == ("wink", side)
    strength = {"left": action.left_strength, "right": action.right_strength}
    assert strength[side] == pytest.approx(1.0, abs=0.05)
    assert strength[other] == pytest.approx(other_eye, abs=0.05)


def test_eyes_that_open_one_after_the_other_did_not_wink():
    late = Blink(onset_s=2.0, left=0.0, right=1.0, hold_s=1.7)
    (action,) = _actions(Blink(onset_s=2.0, right=0.0, hold_s=1.5), late)
    assert (action.kind, action.side) == ("eye_closure", "both")


def test_eyes_that_shut_a_little_unlike_blink_all_the_same():
    assert _kinds(_actions(Blink(onset_s=2.0, left=1.0, right=0.8))) == [("blink", "both")]


@pytest.mark.parametrize("apart_s", [0.35, 0.5, 1.0])
def test_two_blinks_in_a_row_are_two(apart_s):
    actions = _actions(Blink(onset_s=2.0), Blink(onset_s=2.0 + apart_s))
    assert _kinds(actions) == [("blink", "both")] * 2
    assert actions[1].apex_s - actions[0].apex_s == pytest.approx(apart_s, abs=0.035)


def test_a_lid_that_flutters_on_its_way_up_closes_once_and_one_that_rests_between_twice():
    def find(between, rest_s):
        """Two closings; the lid opens to ``between`` and stays there for ``rest_s``."""
        edges_s = np.cumsum([1.0, 0.08, 0.08, rest_s, 0.08, 0.08])
        curve = np.interp(np.arange(240) * STEP_S, edges_s, [0.0, 1.0, between, between, 0.9, 0.0])
        return find_closures(curve, STEP_S, ActionSettings())

    (once,) = find(between=0.5, rest_s=0.0)
    assert once.depth == pytest.approx(1.0, abs=0.05)
    assert (once.offset - once.onset) * STEP_S == pytest.approx(0.32, abs=0.1)
    assert len(find(between=0.0, rest_s=0.3)) == 2


def test_blinks_are_counted_through_a_smile_that_narrows_the_eyes():
    actions = _actions(Smile(onset_s=1.0, hold_s=4.0), Blink(onset_s=3.0), Blink(onset_s=4.5))
    assert [action.kind for action in actions] == ["smile", "blink", "blink"]


def test_a_blink_cut_off_by_the_start_or_the_end_of_the_recording_still_counts():
    actions = _actions(Blink(onset_s=-0.1), Blink(onset_s=7.85), duration_s=8.0)
    assert _kinds(actions) == [("blink", "both")] * 2
    assert actions[0].onset_s == 0.0
    assert actions[1].offset_s <= 8.0


@pytest.mark.parametrize(
    "movement",
    [
        Gaze(onset_s=2.0, up_deg=-15.0, hold_s=2.0),
        Gaze(onset_s=2.0, up_deg=15.0),
        Gaze(onset_s=2.0, to_left_deg=20.0),
        BrowRaise(onset_s=2.0),
        Pucker(onset_s=2.0),
        MouthOpening(onset_s=2.0),
        HeadTurn(onset_s=2.0, yaw_deg=10.0, pitch_deg=5.0),
    ],
    ids=lambda movement: type(movement).__name__,
)
def test_anything_else_is_no_closing_of_the_eyes(movement):
    eyes = {"blink", "wink", "eye_closure"}
    assert not eyes & {action.kind for action in _actions(movement)}


def test_a_trembling_mesh_does_not_blink():
    assert _actions(duration_s=30.0, landmark_noise_px=0.4) == ()


def test_where_no_face_was_seen_nobody_did_anything():
    assert _actions(Blink(onset_s=2.0), lost_s=((0.0, 9.0),)) == ()
    assert _actions(Blink(onset_s=2.0), Blink(onset_s=5.0), lost_s=((1.5, 3.0),))[0].apex_s > 5.0


def test_blinks_are_found_at_every_size_of_the_face():
    depth = [
        _actions(Blink(onset_s=2.0, left=0.5, right=0.5), eye_distance_px=size)[0].left_strength
        for size in (60.0, 165.0, 400.0)
    ]
    np.testing.assert_allclose(depth, depth[0], atol=0.03)


def test_one_eye_that_droops_all_the_time_still_blinks():
    def droop(points):
        upper, lower = np.array(LID_MARGIN["left"]).T
        points[:, upper] += 0.35 * (points[:, lower] - points[:, upper])

    track = change_track(made_track(Blink(onset_s=2.0), duration_s=6.0), landmarks_px=droop)
    (action,) = _find(track)
    assert (action.kind, action.side) == ("blink", "both")
    assert action.left_mm < 0.8 * action.right_mm


def test_closedness_runs_from_open_to_shut_and_is_unknown_where_unseen():
    aperture = np.full(300, 8.0)
    aperture[100:110] = 0.0
    aperture[150:160] = 4.0
    aperture[200:210] = np.nan
    closedness = measure_closedness(aperture, STEP_S, ActionSettings())
    np.testing.assert_allclose(closedness[[0, 105, 155]], [0.0, 1.0, 0.5])
    assert np.isnan(closedness[200:210]).all()
    assert np.isnan(measure_closedness(np.full(50, np.nan), STEP_S, ActionSettings())).all()


def test_an_eye_that_stays_nearly_shut_for_seconds_does_not_become_the_usual():
    aperture = np.full(1200, 8.0)
    aperture[400:800] = 1.0
    closedness = measure_closedness(aperture, STEP_S, ActionSettings())
    assert closedness[400:800].min() > 0.7
    assert closedness[np.r_[0:300, 900:1200]].max() < 0.1


def test_a_restless_lid_must_close_further_to_have_blinked(rng):
    calm = rng.normal(0, 0.01, 600)
    restless = rng.normal(0, 0.12, 600)
    for curve, n_found in ((calm, 1), (restless, 0)):
        curve[300:310] += 0.4
        assert len(find_closures(curve, STEP_S, ActionSettings())) == n_found


# --- mouth -----------------------------------------------------------------------------------


@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_a_smile_is_found_with_its_times_and_size(strength):
    smile = Smile(onset_s=2.0, left=strength, right=strength)  # rises to 2.5, falls 4.0 to 4.6
    (action,) = _actions(smile)
    assert (action.kind, action.side, action.complete) == ("smile", "both", None)
    assert 2.0 <= action.onset_s < 2.5
    assert 2.3 < action.apex_s < 4.1
    assert 4.0 < action.offset_s <= 4.6
    (full,) = _actions(Smile(onset_s=2.0))
    assert action.left_mm == pytest.approx(strength * full.left_mm, rel=0.05)
    assert 0.5 < full.left_strength <= 1.0


@pytest.mark.parametrize(("left", "right"), [(1.0, 0.4), (0.4, 1.0)])
def test_the_weak_side_of_a_smile_travels_less(left, right):
    (action,) = _actions(Smile(onset_s=2.0, left=left, right=right))
    assert action.left_mm / action.right_mm == pytest.approx(left / right, rel=0.1)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_smile_of_one_side_alone_is_of_that_side(side):
    shares = {"left": 0.0, "right": 0.0} | {side: 1.0}
    (action,) = _actions(Smile(onset_s=2.0, **shares))
    assert (action.kind, action.side) == ("smile", side)


def test_two_smiles_are_two_and_a_hint_of_one_is_none():
    smiles = [Smile(onset_s=1.0, hold_s=0.8), Smile(onset_s=5.0, hold_s=0.8)]
    assert _kinds(_actions(*smiles, duration_s=9.0)) == [("smile", "both")] * 2
    assert _actions(Smile(onset_s=2.0, left=0.2, right=0.2)) == ()


def test_a_smile_that_lasts_a_moment_is_none():
    assert _actions(Smile(onset_s=2.0, rise_s=0.1, hold_s=0.05, fall_s=0.1)) == ()


@pytest.mark.parametrize(
    "movement",
    [Blink(onset_s=2.0), hard_closure(2.0), Pucker(onset_s=2.0), MouthOpening(onset_s=2.0),
     BrowRaise(onset_s=2.0), HeadTurn(onset_s=2.0, yaw_deg=12.0)],
    ids=lambda movement: type(movement).__name__,
)  # fmt: skip
def test_anything_else_is_no_smile(movement):
    assert "smile" not in {action.kind for action in _actions(movement)}


def test_actions_come_in_order_of_time_with_apex_between_onset_and_offset():
    actions = _actions(
        Smile(onset_s=6.0),
        *(Blink(onset_s=1.0 + 2.3 * k) for k in range(5)),
        Blink(onset_s=2.0, left=0.0, hold_s=0.2),
        hard_closure(9.3),
        duration_s=15.0,
    )
    assert [a.onset_s for a in actions] == sorted(a.onset_s for a in actions)
    assert {a.kind for a in actions} == {"blink", "wink", "eye_closure", "smile"}
    assert all(a.onset_s <= a.apex_s < a.offset_s for a in actions)
    assert all(0 <= s <= 1 for a in actions for s in (a.left_strength, a.right_strength))


# --- how it was done, and what else the face does --------------------------------------------


@pytest.mark.parametrize("lost_until_s", np.arange(3.9, 4.15, 0.03).round(2))
def test_a_partial_blink_right_after_a_gap_is_judged_without_what_came_before(lost_until_s):
    blink = Blink(onset_s=4.0, left=0.5, right=0.5)
    actions = _actions(blink, Blink(onset_s=6.0), lost_s=((3.0, float(lost_until_s)),))
    assert actions[-1].apex_s > 6.0
    assert len(actions) <= 2


def test_looking_down_for_a_moment_is_no_partial_blink():
    looks = [Gaze(onset_s=1.0 + 2.0 * k, up_deg=-18.0, hold_s=0.2) for k in range(3)]
    assert _actions(*looks) == ()


def test_a_blink_while_looking_down_still_counts():
    look = Gaze(onset_s=1.0, up_deg=-15.0, hold_s=4.0)
    assert _kinds(_actions(look, Blink(onset_s=3.0))) == [("blink", "both")]


def test_a_squeeze_is_told_from_an_easy_closure_by_brow_and_cheek():
    easy, hard = _actions(
        hard_closure(1.5, hold_s=0.8, squeeze=0.0), hard_closure(5.0, hold_s=0.8), duration_s=9.0
    )
    assert (easy.kind, easy.manner) == ("eye_closure", ())
    assert (hard.kind, hard.manner) == ("eye_closure", ("hard",))
    assert hard.squeeze_mm == pytest.approx(5.4, rel=0.2)  # 3.2 mm of brow and 2.2 mm of cheek
    assert easy.squeeze_mm < 0.3


def test_an_eye_that_never_closes_quite_is_weak_and_does_not_wink():
    blinks = [Blink(onset_s=1.0 + 2.0 * k, left=0.45, right=1.0, hold_s=0.1) for k in range(6)]
    actions = _actions(*blinks, duration_s=14.0)
    assert _kinds(actions) == [("blink", "both")] * 6
    assert not any(action.complete for action in actions)
    assert all(action.left_strength < 0.6 < action.right_strength for action in actions)


def test_a_wink_among_blinks_of_both_eyes_stays_a_wink():
    blinks = [Blink(onset_s=1.0 + 2.0 * k) for k in range(5)]
    wink = Blink(onset_s=11.0, left=0.0, hold_s=0.2)
    kinds = _kinds(_actions(*blinks, wink, duration_s=14.0))
    assert kinds == [("blink", "both")] * 5 + [("wink", "right")]


@pytest.mark.parametrize(("strength", "manner"), [(0.5, "half"), (1.0, "full")])
def test_a_smile_is_half_or_full_and_says_where_the_corners_went(strength, manner):
    (action,) = _actions(Smile(onset_s=2.0, left=strength, right=strength))
    assert manner in action.manner
    assert action.left_direction_deg == pytest.approx(48.0, abs=12.0)
    assert action.right_direction_deg == pytest.approx(48.0, abs=12.0)


def test_a_smile_through_nearly_the_whole_clip_is_found_against_a_short_rest():
    (action,) = _actions(Smile(onset_s=0.8, hold_s=8.0), duration_s=8.0)
    assert action.kind == "smile"
    assert action.onset_s < 1.5
    assert action.offset_s > 7.9


def test_a_clip_of_mouth_exercises_alone_keeps_them_apart():
    moves = (
        Pucker(onset_s=0.6, hold_s=1.0),
        Smile(onset_s=3.0, hold_s=1.2),
        MouthOpening(onset_s=6.0, opening_mm=22.0, hold_s=1.0),
        Pucker(onset_s=8.6, hold_s=0.8),
    )
    kinds = [action.kind for action in _actions(*moves, duration_s=11.0)]
    assert kinds == ["pucker", "smile", "mouth_open", "pucker"]


def test_a_pucker_is_found_with_its_times_and_inward_travel():
    (action,) = _actions(Pucker(onset_s=2.0, hold_s=1.0))
    assert (action.kind, action.side) == ("pucker", "both")
    assert 2.0 < action.onset_s < 2.4
    assert 3.4 < action.offset_s < 3.85
    assert 5.0 < action.left_mm < 14.0


@pytest.mark.parametrize(
    ("left", "right", "side"), [(1, 1, "both"), (1, 0, "left"), (0, 1, "right")]
)
def test_a_brow_raise_is_of_the_brows_that_rise(left, right, side):
    (action,) = _actions(BrowRaise(onset_s=2.0, left=left, right=right))
    assert (action.kind, action.side) == ("brow_raise", side)
    assert 2.0 < action.onset_s < 2.3
    assert 3.0 < action.offset_s < 3.4


def test_talking_is_neither_smile_nor_pucker():
    assert not {"smile", "pucker"} & {a.kind for a in _actions(Talk(start_s=1.0, stop_s=7.0))}
