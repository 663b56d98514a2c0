"""Twitches: where, which side, when, how large; and what is none."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from examples import keep_pairs, keep_short
from made_faces import TRUE_SIZE, analyze_made, change_track, list_near, made_track, places, twitch

from twitchcam.anatomy import REGION_NAMES
from twitchcam.pipeline import analyze_track
from twitchcam.records import DetectionLimit
from twitchcam.synthetic.jerks import Jerk
from twitchcam.synthetic.movements import (
    Blink,
    BrowRaise,
    Gaze,
    Pucker,
    Smile,
    Talk,
    hard_closure,
)
from twitchcam.synthetic.open_skin import find_place

pytestmark = pytest.mark.slow

FRAME_S = 1 / 30


def _events(*movements, **plan):
    return analyze_made(*movements, **({"duration_s": 8.0} | plan)).events


# --- what is one -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "side"),
    keep_pairs(REGION_NAMES, ("left", "right", "both")),
)
def test_a_twitch_is_found_where_and_when_it_was(region, side):
    (event,) = _events(twitch(3.0, 1.5, region=region, side=side))  # apex 3.1, over at 3.2
    assert (event.kind, event.region, event.side) == ("twitch", region, side)
    assert event.onset_s == pytest.approx(3.0, abs=0.05)
    assert event.apex_s == pytest.approx(3.1, abs=FRAME_S)
    assert event.offset_s == pytest.approx(3.2, abs=0.05)
    assert event.onset_s < event.apex_s < event.offset_s
    assert event.amplitude_mm == pytest.approx(1.5, rel=0.15)
    assert event.during == ()
    # What both sides do makes the face livelier, and everybody a little less sure.
    assert event.confidence == "high" or side == "both"


@pytest.mark.parametrize("size_mm", [1.0, 3.0, 6.0])
@pytest.mark.parametrize(("x_mm", "y_mm"), [(30.0, -20.0), (25.0, -40.0), (45.0, 30.0)])
def test_the_twitch_of_half_a_forehead_or_cheek_does_not_hide_itself(x_mm, y_mm, size_mm):
    wide = Jerk(
        place=find_place(x_mm, y_mm), side="left", onset_s=3.0, size_mm=size_mm, reach_mm=13.0
    )
    (event,) = _events(wide)
    assert event.side == "left"
    assert event.apex_s == pytest.approx(3.1, abs=FRAME_S)
    assert event.confidence == "high"


@pytest.mark.parametrize("size_mm", [0.5, 1.0, 2.0, 4.0])
def test_its_size_is_the_true_one(size_mm):
    (event,) = _events(twitch(3.0, size_mm))
    assert event.amplitude_mm == pytest.approx(size_mm, rel=0.1)


@pytest.mark.parametrize("angle_deg", keep_short(range(0, 360, 45), 45, 180, 270))
def test_its_direction_does_not_matter(angle_deg):
    angle = np.deg2rad(angle_deg)
    (event,) = _events(twitch(3.0, 1.5, direction=(np.cos(angle), np.sin(angle))))
    assert places([event]) == [("cheek", "left")]
    assert event.amplitude_mm == pytest.approx(1.5, rel=0.1)


@pytest.mark.parametrize("duration_s", [0.12, 0.2, 0.3])
def test_its_length_is_measured(duration_s):
    (event,) = _events(twitch(3.0, 2.0, duration_s=duration_s), frame_rate_hz=60.0)
    assert event.offset_s - event.onset_s == pytest.approx(duration_s, abs=0.04)
    assert event.apex_s == pytest.approx(3.0 + duration_s / 2, abs=0.02)


def test_a_faster_twitch_of_the_same_size_has_a_higher_velocity():
    slow, fast = (
        _events(twitch(3.0, 2.0, duration_s=length_s), frame_rate_hz=120.0)[0]
        for length_s in (0.3, 0.15)
    )
    # Half a raised cosine: the steepest moment is pi/2 of the mean.
    assert slow.peak_velocity_mm_per_s == pytest.approx(np.pi * 2.0 / 0.3, rel=0.15)
    assert fast.peak_velocity_mm_per_s > 1.6 * slow.peak_velocity_mm_per_s


def test_every_twitch_of_a_train_is_found():
    onsets_s = [1.0 + 0.7 * k for k in range(9)]
    events = _events(*(twitch(onset_s, 1.5) for onset_s in onsets_s))
    assert [e.onset_s for e in events] == pytest.approx(onsets_s, abs=0.06)
    assert {e.side for e in events} == {"left"}


def test_two_sides_at_different_times_are_two_one_sided_twitches():
    assert places(_events(twitch(3.0), twitch(4.0, side="right"))) == [
        ("cheek", "left"),
        ("cheek", "right"),
    ]


def test_two_sides_at_the_same_time_are_one_two_sided_twitch_of_their_mean_size():
    (event,) = _events(twitch(3.0, 1.2), twitch(3.0, 1.8, side="right"))
    assert (event.region, event.side) == ("cheek", "both")
    assert event.amplitude_mm == pytest.approx(1.5, rel=0.1)


@pytest.mark.parametrize("share", [0.55, 0.6])
def test_a_side_that_does_more_than_half_as_much_makes_no_one_sided_twitch(share):
    events = _events(twitch(3.0, 2.0), twitch(3.0, share * 2.0, side="right"))
    assert {event.side for event in events} == {"both"}


def test_what_a_movement_of_both_sides_drags_along_is_no_one_sided_twitch():
    events = _events(
        Blink(onset_s=3.0),
        twitch(3.05, 2.0),
        twitch(3.05, 1.2, side="right"),
        twitch(3.05, 0.8, region="mouth_corner"),
    )
    assert [event.region for event in events if event.side != "both"] == []


def test_different_regions_of_different_sides_do_not_hide_each_other():
    events = _events(twitch(3.0, 1.5), twitch(3.0, 1.5, region="mouth_corner", side="right"))
    assert set(places(events)) == {("cheek", "left"), ("mouth_corner", "right")}


# --- one movement, one event -----------------------------------------------------------------


@pytest.mark.parametrize("apart_s", [0.05, 0.1])
def test_jerks_that_run_into_each_other_are_one(apart_s):
    events = _events(twitch(3.0), twitch(3.0 + apart_s), frame_rate_hz=60.0)
    assert places(events) == [("cheek", "left")]
    assert events[0].onset_s == pytest.approx(3.0, abs=0.05)
    assert events[0].offset_s > 3.2


@pytest.mark.parametrize("apart_s", [0.25, 0.3, 0.5])
def test_jerks_with_rest_between_them_are_two(apart_s):
    events = _events(twitch(3.0), twitch(3.0 + apart_s), frame_rate_hz=60.0)
    assert places(events) == [("cheek", "left")] * 2
    assert events[1].apex_s - events[0].apex_s == pytest.approx(apart_s, abs=0.04)
    assert events[0].offset_s <= events[1].onset_s


def test_a_neighbour_that_is_dragged_along_is_no_event_of_its_own():
    events = _events(twitch(3.0, 2.0), twitch(3.0, 1.0, region="mouth_corner"))
    assert places(events) == [("cheek", "left")]


def test_neighbours_that_move_together_are_one_patch_of_skin():
    events = _events(twitch(3.0, 2.0), twitch(3.0, 1.9, region="mouth_corner"))
    assert len(events) == 1
    assert events[0].side == "left"


def test_a_small_twitch_after_a_large_one_of_its_neighbour_stands():
    events = _events(twitch(3.0, 3.0), twitch(3.5, 0.8, region="mouth_corner"))
    assert places(events) == [("cheek", "left"), ("mouth_corner", "left")]


# --- what is none ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("noise_percent", "duration_s"),
    keep_short(
        [(0.0, 20.0), (0.1, 20.0), (0.1, 60.0), *product([0.0, 0.1, 0.02, 0.3, 1.0], [120.0])],
        (0.0, 20.0),
        (0.1, 20.0),
    ),
)
def test_noise_alone_brings_nothing(noise_percent, duration_s):
    assert _events(duration_s=duration_s, skin_noise_percent=noise_percent, seed=3) == ()


def _flash(rate_hz):
    """One wild picture of the cheek."""

    def flash(values):
        values[round(3.0 * rate_hz), list_near("cheek"), 0] += 3.0

    track = change_track(
        made_track(duration_s=6.0, frame_rate_hz=rate_hz), field_displacement=flash
    )
    return analyze_track(track, settings=TRUE_SIZE)


@pytest.mark.parametrize("rate_hz", [50.0, 60.0, 120.0])
def test_a_bad_picture_is_no_twitch(rate_hz):
    assert _flash(rate_hz).events == ()


def test_at_30_pictures_a_second_one_picture_is_a_moment_to_look_at_and_no_finding():
    analysis = _flash(30.0)
    assert [event.confidence for event in analysis.events] == ["low"]
    assert {finding.code for finding in analysis.findings} == {"nothing_found"}


def test_a_bad_picture_on_top_of_a_swell_does_not_pass_for_a_large_twitch():
    def flash(values):
        values[180, list_near("cheek"), 0] += 3.0

    swell = twitch(2.85, 1.2, duration_s=0.3)
    track = change_track(
        made_track(swell, duration_s=6.0, frame_rate_hz=60.0), field_displacement=flash
    )
    events = analyze_track(track, settings=TRUE_SIZE).events
    assert not [event for event in events if event.amplitude_mm > 2.5]


@pytest.mark.parametrize("duration_s", [0.03, 0.05])
def test_shorter_than_any_muscle_is_no_twitch(duration_s):
    assert _events(twitch(3.0, 2.0, duration_s=duration_s), frame_rate_hz=120.0) == ()


@pytest.mark.parametrize("hold_s", [1.0, 3.0])
def test_what_is_held_is_no_twitch(hold_s):
    events = _events(twitch(2.0, 2.0, hold_s=hold_s))
    assert not [event for event in events if event.kind == "twitch"]


@pytest.mark.parametrize(
    "movement",
    [
        Blink(onset_s=3.0),
        Blink(onset_s=3.0, right=0.0, hold_s=0.2),
        hard_closure(3.0),
        Smile(onset_s=3.0),
        Smile(onset_s=3.0, left=1.0, right=0.6),
        Pucker(onset_s=3.0),
        BrowRaise(onset_s=3.0),
        Gaze(onset_s=3.0, to_left_deg=20.0),
        Talk(start_s=2.0, stop_s=6.0),
    ],
    ids=["blink", "wink", "closure", "smile", "crooked smile", "pucker", "brows", "gaze", "talk"],
)
def test_what_the_person_does_is_no_twitch(movement):
    assert _events(movement) == ()


@pytest.mark.parametrize(
    ("side", "region"), keep_pairs(("left", "right", "both"), ("upper_lid", "lower_lid"))
)
def test_the_lids_of_a_blink_are_the_blink(region, side):
    events = _events(Blink(onset_s=3.0), twitch(3.0, 2.0, region=region, side=side))
    assert not {event.region for event in events} & {"upper_lid", "lower_lid"}


def test_what_the_lids_of_a_blink_drag_along_is_no_twitch_either():
    lid = twitch(3.0, 2.0, region="upper_lid")
    assert places(_events(lid)) == [("upper_lid", "left")]
    assert _events(Blink(onset_s=3.0), lid) == ()


@pytest.mark.parametrize(
    "closing",
    [Blink(onset_s=3.0, right=0.0, hold_s=0.2), Blink(onset_s=3.0), hard_closure(2.8)],
    ids=["wink", "blink", "closure"],
)
def test_nothing_is_said_of_the_brow_while_an_eye_closes(closing):
    assert _events(closing, twitch(3.05, 1.5, region="brow")) == ()


@pytest.mark.parametrize("after_s", [0.6, 1.0])
def test_the_brow_is_looked_at_again_soon_after_a_blink(after_s):
    brow = twitch(3.0 + after_s, 1.5, region="brow")
    assert places(_events(Blink(onset_s=3.0), brow)) == [("brow", "left")]


def test_a_one_sided_twitch_in_an_action_says_which():
    (in_blink,) = _events(Blink(onset_s=3.0), twitch(3.0, 2.0))
    assert in_blink.during == ("blink",)
    in_smile = _events(Smile(onset_s=2.0, hold_s=3.0), twitch(3.5, 2.0), Blink(onset_s=3.55))
    assert [event.during for event in in_smile] == [("blink", "smile")]


@pytest.mark.parametrize("onset_s", [2.05, 2.3, 5.1])
def test_both_sides_at_the_edge_of_a_smile_are_the_smile(onset_s):
    smile = Smile(onset_s=2.0, hold_s=2.5)
    assert _events(smile, twitch(onset_s, 1.0, side="both")) == ()


def test_both_sides_within_a_held_smile_are_a_twitch():
    (event,) = _events(Smile(onset_s=1.0, hold_s=5.0), twitch(4.0, 1.5, side="both"))
    assert (event.side, event.during) == ("both", ("smile",))


def test_both_sides_in_a_blink_are_the_blink():
    assert _events(Blink(onset_s=3.0), twitch(3.0, 2.0, side="both")) == ()


# --- thresholds ------------------------------------------------------------------------------


def _limit(analysis, region, side):
    (found,) = [
        limit.limit_mm
        for limit in analysis.quality.detection_limits
        if (limit.region, limit.side) == (region, side)
    ]
    return found


@pytest.mark.parametrize("noise_percent", keep_short([0.02, 0.08, 0.15], 0.08))
def test_the_stated_limit_divides_what_is_found_from_what_is_not(noise_percent):
    quiet = analyze_made(duration_s=40.0, skin_noise_percent=noise_percent)
    limit_mm = _limit(quiet, "cheek", "left")
    shares = {}
    for times in (0.25, 1.5):
        jerks = [twitch(1.0 + 2.0 * k, times * limit_mm) for k in range(19)]
        found = _events(*jerks, duration_s=40.0, skin_noise_percent=noise_percent)
        shares[times] = sum(place == ("cheek", "left") for place in places(found)) / len(jerks)
    assert shares[0.25] <= 0.2
    assert shares[1.5] >= 0.95


def test_every_region_and_side_has_its_limit():
    limits = analyze_made(duration_s=6.0).quality.detection_limits
    assert all(isinstance(limit, DetectionLimit) and limit.limit_mm > 0 for limit in limits)
    assert [(limit.region, limit.side) for limit in limits] == list(
        product(REGION_NAMES, ["left", "right"])
    )


def test_a_surer_twitch_stands_further_above_the_noise():
    order = {"low": 0, "moderate": 1, "high": 2}
    events = [_events(twitch(3.0, size_mm))[0] for size_mm in (0.35, 0.6, 1.5)]
    snr = [event.snr for event in events]
    assert snr == sorted(snr)
    grades = [order[event.confidence] for event in events]
    assert grades == sorted(grades)
    assert grades[0] < grades[-1] == 2


def test_a_twitch_while_the_rest_of_the_face_moves_must_be_larger():
    def shake(values):
        wave = 0.1 * np.sin(2 * np.pi * 3.0 * np.arange(len(values)) / 30)
        values += wave[:, None, None, None].astype(np.float32)

    found = []
    for size_mm in (0.5, 4.0):
        track = change_track(
            made_track(twitch(3.0, size_mm), duration_s=8.0), field_displacement=shake
        )
        found.append(places(analyze_track(track, settings=TRUE_SIZE).events))
    assert found == [[], [("cheek", "left")]]
    assert places(_events(twitch(3.0, 0.5))) == [("cheek", "left")]


@pytest.mark.parametrize("limit", [{"shortest_twitch_s": 0.25}, {"longest_twitch_s": 0.1}], ids=str)
def test_the_shortest_and_longest_length_of_a_twitch_can_be_set(limit):
    other = replace(TRUE_SIZE, detection=replace(TRUE_SIZE.detection, **limit))
    assert len(_events(twitch(3.0))) == 1
    assert _events(twitch(3.0), settings=other) == ()


def test_events_come_in_order_of_time():
    onsets_s = (5.0, 1.0, 3.0)
    events = _events(*(twitch(onset_s) for onset_s in onsets_s))
    assert [round(event.onset_s) for event in events] == [1, 3, 5]
