"""Laws that hold for every face: mirror it, enlarge it, shift it in time, double it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples import keep_short, share_of_examples
from hypothesis import given, settings
from hypothesis import strategies as st
from made_faces import TRUE_SIZE, analyze_made, change_track, made_track, places, twitch

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.pipeline import analyze_track
from twitchcam.records import Action, TwitchEvent
from twitchcam.settings import Settings
from twitchcam.synthetic.movements import (
    Blink,
    Chewing,
    Dragged,
    Gaze,
    HeadTurn,
    Smile,
    Talk,
    hard_closure,
)
from twitchcam.synthetic.tracks import mirror_track

pytestmark = pytest.mark.slow

OTHER = {"left": "right", "right": "left", "both": "both", None: None}

BUSY_FACE = (
    *(Blink(onset_s=1.0 + 3.1 * k, left=1.0, right=0.95) for k in range(9)),
    Blink(onset_s=29.0, right=0.0, hold_s=0.2),
    hard_closure(31.0),
    Smile(onset_s=34.0, left=1.0, right=0.6),
    Talk(start_s=40.0, stop_s=44.0),
    Chewing(start_s=46.0, stop_s=50.0),
    HeadTurn(onset_s=51.0, yaw_deg=35.0),
    Dragged(action="blink", region="cheek", side="left", size_mm=1.8),
    twitch(2.5, 1.4, region="mouth_corner", side="right"),
    twitch(5.5, 1.1, region="chin", side="both"),
    twitch(8.5, 1.6, region="brow", side="right"),
    twitch(36.0, 1.5, region="lower_lid", side="left"),
)


@pytest.fixture(scope="module")
def busy_track():
    return made_track(
        *BUSY_FACE,
        duration_s=56.0,
        sway_mm=1.0,
        turn_deg=1.0,
        skin_noise_percent=0.05,
        landmark_noise_px=0.1,
        lost_s=((54.0, 54.5),),
    )


@pytest.fixture(scope="module")
def busy(busy_track):
    return analyze_track(busy_track)


def _swap_action(action: Action) -> Action:
    return replace(
        action,
        side=OTHER[action.side],
        left_strength=action.right_strength,
        right_strength=action.left_strength,
        left_mm=action.right_mm,
        right_mm=action.left_mm,
        left_direction_deg=action.right_direction_deg,
        right_direction_deg=action.left_direction_deg,
    )


def _swap_event(event: TwitchEvent) -> TwitchEvent:
    place = None if event.place is None else (-event.place[0], event.place[1])
    return replace(event, side=OTHER[event.side], place=place)


def _key(record):
    return repr(record)


def test_the_busy_face_shows_something_of_everything(busy):
    assert {action.kind for action in busy.actions} == {"blink", "wink", "eye_closure", "smile"}
    assert {event.side for event in busy.events} == {"left", "right", "both"}
    reasons = {span.reason for span in busy.quality.excluded}
    assert {"face_lost", "head_turned", "talking", "chewing"} <= reasons
    assert {finding.code for finding in busy.findings} >= {
        "eye_to_mouth_cocontraction",
        "resting_twitch",
    }


def test_the_mirror_image_swaps_the_sides_of_every_event(busy, busy_track):
    mirrored = analyze_track(mirror_track(busy_track))
    expected = [_swap_event(event) for event in busy.events]
    assert sorted(mirrored.events, key=_key) == sorted(expected, key=_key)


def _rounded(action: Action) -> Action:
    """Landmarks of a mirror image are rounded to float32 elsewhere in the picture."""
    shares = ("left_strength", "right_strength", "left_mm", "right_mm")
    return replace(action, **{name: round(getattr(action, name), 3) for name in shares})


def test_the_mirror_image_swaps_the_sides_of_every_action(busy, busy_track):
    mirrored = analyze_track(mirror_track(busy_track))
    expected = [_rounded(_swap_action(action)) for action in busy.actions]
    found = [_rounded(action) for action in mirrored.actions]
    assert sorted(found, key=_key) == sorted(expected, key=_key)


def test_the_mirror_image_swaps_the_sides_of_couplings_findings_and_limits(busy, busy_track):
    mirrored = analyze_track(mirror_track(busy_track))
    swapped = {(c.action, c.region, OTHER[c.side]): c for c in mirrored.couplings}
    for coupling in busy.couplings:
        twin = swapped[coupling.action, coupling.region, coupling.side]
        assert twin.n_responses == coupling.n_responses
        assert twin.p_value == coupling.p_value
        assert twin.lag_s == coupling.lag_s
        assert twin.response_mm == pytest.approx(coupling.response_mm)
        assert twin.other_side_mm == pytest.approx(coupling.other_side_mm)
    limits = {(x.region, OTHER[x.side]): x.limit_mm for x in mirrored.quality.detection_limits}
    assert limits == {(x.region, x.side): x.limit_mm for x in busy.quality.detection_limits}
    assert sorted((f.code, str(OTHER[f.side])) for f in mirrored.findings) == sorted(
        (f.code, str(f.side)) for f in busy.findings
    )
    assert mirrored.quality.excluded == busy.quality.excluded


def test_the_mirror_image_swaps_what_compression_hides(busy_track):
    """Made skin has another texture in every patch, and where bits are few, that counts."""
    compressed = replace(busy_track, source=replace(busy_track.source, bits_per_px=0.1))
    quality, mirrored = (analyze_track(t).quality for t in (compressed, mirror_track(compressed)))
    limits_mm = {(x.region, x.side): x.limit_mm for x in quality.detection_limits}
    assert {(x.region, OTHER[x.side]): x.limit_mm for x in mirrored.detection_limits} == limits_mm
    assert len(set(limits_mm.values())) == len(limits_mm)


def test_every_array_of_a_mirrored_track_is_another_one_and_comes_back(busy_track):
    mirrored = mirror_track(busy_track)
    again = mirror_track(mirrored)
    for name in ("landmarks_px", "head_rotation_deg", "skin_displacement", "fine_texture"):
        before, after = (np.array(getattr(track, name)) for track in (busy_track, mirrored))
        assert not np.array_equal(before, after, equal_nan=True), name
        np.testing.assert_array_equal(getattr(again, name), before, err_msg=name)


@pytest.mark.parametrize("times", keep_short([0.5, 2.0], 2.0))
def test_a_larger_picture_of_the_same_face_changes_no_millimetre(busy, busy_track, times):
    def enlarge(points):
        points *= times

    track = change_track(busy_track, landmarks_px=enlarge)
    size_px = tuple(round(times * side) for side in busy_track.frame_size_px)
    enlarged = analyze_track(replace(track, frame_size_px=size_px))
    assert enlarged.events == busy.events
    assert [(a.kind, a.side, a.onset_s) for a in enlarged.actions] == [
        (a.kind, a.side, a.onset_s) for a in busy.actions
    ]
    for a, b in zip(enlarged.actions, busy.actions, strict=True):
        assert (a.left_mm, a.right_mm) == pytest.approx((b.left_mm, b.right_mm), abs=1e-3)
    assert enlarged.findings == busy.findings
    assert enlarged.quality.excluded == busy.quality.excluded
    assert enlarged.quality.detection_limits == busy.quality.detection_limits
    assert enlarged.quality.eye_distance_px == pytest.approx(times * busy.quality.eye_distance_px)
    assert enlarged.quality.mm_per_px == pytest.approx(busy.quality.mm_per_px / times)


@pytest.mark.parametrize(
    "place_px", [(-500.0, 300.0), pytest.param((900.0, -40.0), marks=pytest.mark.long)]
)
def test_it_does_not_matter_where_in_the_picture_the_face_is(busy, busy_track, place_px):
    def shift(points):
        points[..., :2] += np.array(place_px, np.float32)

    moved = analyze_track(change_track(busy_track, landmarks_px=shift))
    assert moved.events == busy.events
    assert [(a.kind, a.side) for a in moved.actions] == [(a.kind, a.side) for a in busy.actions]


@pytest.mark.parametrize(
    "motion",
    [
        {"sway_mm": 10.0},
        {"turn_deg": 5.0},
        {"sway_mm": 5.0, "turn_deg": 3.0, "landmark_noise_px": 0.2},
    ],
    ids=str,
)
def test_head_motion_alone_is_neither_event_nor_action(motion):
    analysis = analyze_made(
        HeadTurn(onset_s=10.0, yaw_deg=15.0, pitch_deg=8.0),
        HeadTurn(onset_s=20.0, roll_deg=-20.0),
        duration_s=40.0,
        **motion,
    )
    assert analysis.events == ()
    assert analysis.actions == ()
    assert [finding.code for finding in analysis.findings] == ["nothing_found"]
    assert analysis.quality.observed_s > 30.0


QUIET = {"duration_s": 12.0, "skin_noise_percent": 0.0}


@pytest.mark.parametrize("frames", keep_short([1, 15, 60], 15))
def test_what_happens_later_is_found_later_and_otherwise_the_same(frames):
    def act(start_s):
        return analyze_made(
            twitch(start_s + 1.0, 1.5),
            twitch(start_s + 2.0, 1.2, region="chin", side="right"),
            Blink(onset_s=start_s + 3.0),
            Smile(onset_s=start_s + 5.0),
            **QUIET,
        )

    later_s = frames / 30
    first, second = act(1.0), act(1.0 + later_s)
    assert places(second.events) == places(first.events)
    # A smile is held for a second: its apex is where the sway of the head happens to add most.
    measured = {"events": ("onset_s", "apex_s", "offset_s"), "actions": ("onset_s", "offset_s")}
    for records, names in measured.items():
        for name in names:
            before, after = (
                [getattr(item, name) for item in getattr(analysis, records)]
                for analysis in (first, second)
            )
            assert after == pytest.approx([t + later_s for t in before], abs=0.0101)
    sizes = [[event.amplitude_mm for event in analysis.events] for analysis in (first, second)]
    assert sizes[1] == pytest.approx(sizes[0], rel=0.02)


@pytest.mark.parametrize("times", keep_short([1.5, 2.0, 3.0], 2.0))
def test_twice_the_displacement_is_twice_the_size(times):
    def enlarge(values):
        values *= times

    track = made_track(
        *(twitch(1.0 + k, 1.5, region=region) for k, region in enumerate(REGION_NAMES)), **QUIET
    )
    events, larger = (
        analyze_track(t, settings=TRUE_SIZE).events
        for t in (track, change_track(track, field_displacement=enlarge))
    )
    assert places(larger) == places(events)
    assert len(events) == len(REGION_NAMES)
    for before, after in zip(events, larger, strict=True):
        assert after.amplitude_mm == pytest.approx(times * before.amplitude_mm, rel=1e-4)
        assert after.peak_velocity_mm_per_s == pytest.approx(
            times * before.peak_velocity_mm_per_s, rel=1e-4
        )
        assert (after.onset_s, after.apex_s) == (before.onset_s, before.apex_s)


def test_a_larger_ruler_makes_everything_larger():
    track = made_track(twitch(2.0, 1.5), Blink(onset_s=4.0), duration_s=6.0)
    larger = replace(track, mm_per_percent=1.1 * track.mm_per_percent)
    before, after = (analyze_track(t, settings=TRUE_SIZE) for t in (track, larger))
    assert after.events[0].amplitude_mm == pytest.approx(1.1 * before.events[0].amplitude_mm)
    assert after.actions[0].left_mm == pytest.approx(1.1 * before.actions[0].left_mm, rel=1e-4)
    assert after.actions[0].left_strength == pytest.approx(before.actions[0].left_strength)


@pytest.mark.parametrize(
    ("noise_percent", "minutes"),
    keep_short([(0.1, 2), (0.1, 5), (0.02, 5), (0.3, 5), (0.8, 5)], (0.1, 2)),
)
def test_static_noise_brings_fewer_false_events_than_is_promised(noise_percent, minutes):
    """The threshold is said to let through fewer than one false event a minute."""
    events = analyze_made(
        duration_s=60.0 * minutes, skin_noise_percent=noise_percent, settings=Settings(), seed=7
    ).events
    assert len(events) < minutes


def _movements():
    region, side = st.sampled_from(REGION_NAMES), st.sampled_from(SIDES)
    jerk = st.builds(twitch, st.floats(0.5, 8.5), st.floats(0.3, 4.0), region=region, side=side)
    blink = st.builds(
        Blink, onset_s=st.floats(0.0, 9.0), left=st.floats(0, 1), right=st.floats(0, 1),
        hold_s=st.floats(0, 1),
    )  # fmt: skip
    smile = st.builds(Smile, onset_s=st.floats(0, 8), left=st.floats(0, 1), right=st.floats(0, 1))
    gaze = st.builds(Gaze, onset_s=st.floats(0, 8), up_deg=st.floats(-25, 20))
    return st.lists(st.one_of(jerk, blink, smile, gaze), max_size=6)


def _check_event(event: TwitchEvent, duration_s: float) -> None:
    assert 0.0 <= event.onset_s <= event.apex_s < event.offset_s <= duration_s + 0.05
    assert event.amplitude_mm > 0.0
    assert event.snr > 0.0
    assert np.isfinite(event.peak_velocity_mm_per_s)


@settings(max_examples=share_of_examples(4))
@given(
    _movements(),
    st.lists(st.tuples(st.floats(0, 9), st.floats(0.05, 2)), max_size=2),
    st.sampled_from([20.0, 25.0, 30.0, 60.0]),
    st.integers(0, 1000),
)
def test_whatever_a_face_does_the_analysis_makes_sense(movements, losses, rate_hz, seed):
    lost_s = tuple((start, start + length) for start, length in losses)
    track = made_track(*movements, duration_s=10.0, frame_rate_hz=rate_hz, lost_s=lost_s, seed=seed)
    analysis = analyze_track(track)
    quality = analysis.quality
    assert 0.0 <= quality.observed_s <= quality.duration_s
    assert analysis.findings
    assert (analysis.findings[0].code == "not_assessable") is not quality.usable
    if analysis.findings[0].code == "nothing_found":
        assert len(analysis.findings) == 1
        assert "smallest twitch that would have been seen" in analysis.findings[0].statement
    for event in analysis.events:
        _check_event(event, quality.duration_s)
    for action in analysis.actions:
        assert action.onset_s <= action.apex_s < action.offset_s + 1e-9
    mirrored = analyze_track(mirror_track(track))
    assert sorted((e.region, OTHER[e.side], e.onset_s) for e in mirrored.events) == sorted(
        (e.region, e.side, e.onset_s) for e in analysis.events
    )
