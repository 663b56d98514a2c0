"""What cannot be judged is left out, with its reason and its true edges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples import keep_short
from hypothesis import given
from hypothesis import strategies as st
from made_faces import TRUE_SIZE, analyze_made, change_track, made_track, twitch

from twitchcam.pipeline import analyze_track, measure_track
from twitchcam.records import SPAN_REASONS, Span, mark_outside
from twitchcam.settings import AssessmentSettings, SignalSettings
from twitchcam.signals.excluded import sort_spans
from twitchcam.synthetic.movements import HeadTurn, Smile, Talk

pytestmark = pytest.mark.slow

SETTLE_S = SignalSettings().settle_s
FRAME_S = 1 / 30


def _excluded(track):
    movement, _ = measure_track(track, settings=TRUE_SIZE)
    return movement.excluded


def _between(start_s, stop_s, value):
    """A change of one array: ``value`` in the frames from ``start_s`` up to ``stop_s``."""

    def change(values):
        values[round(start_s * 30) : round(stop_s * 30)] = value

    return change


def _check_one(spans, reason, start_s, stop_s, tolerance_s=1e-6):
    assert [span.reason for span in spans] == [reason]
    assert spans[0].start_s == pytest.approx(start_s, abs=tolerance_s)
    assert spans[0].stop_s == pytest.approx(stop_s, abs=tolerance_s)


def test_a_face_at_rest_is_judged_from_start_to_end():
    assert _excluded(made_track(duration_s=5.0, sway_mm=3.0, turn_deg=2.0)) == ()


def test_a_lost_face_is_left_out_from_its_last_picture_to_its_return():
    _check_one(
        _excluded(made_track(duration_s=8.0, lost_s=((3.0, 4.0),))),
        "face_lost", 3.0 - SETTLE_S, 4.0 + SETTLE_S,
    )  # fmt: skip


def test_two_losses_close_together_are_one_and_far_apart_are_two():
    near = _excluded(made_track(duration_s=8.0, lost_s=((3.0, 3.2), (3.6, 4.0))))
    _check_one(near, "face_lost", 3.0 - SETTLE_S, 4.0 + SETTLE_S)
    far = _excluded(made_track(duration_s=8.0, lost_s=((2.0, 2.2), (5.0, 5.2))))
    assert [span.reason for span in far] == ["face_lost", "face_lost"]


def test_a_face_that_comes_late_and_leaves_early_is_left_out_at_both_ends():
    spans = _excluded(made_track(duration_s=8.0, lost_s=((0.0, 1.0), (7.0, 9.0))))
    assert [span.reason for span in spans] == ["face_lost", "face_lost"]
    assert spans[0].start_s == 0.0
    assert spans[0].stop_s == pytest.approx(1.0 + SETTLE_S)
    assert spans[1].start_s == pytest.approx(7.0 - SETTLE_S)


@pytest.mark.parametrize("turn", [{"yaw_deg": 40.0}, {"yaw_deg": -40.0}, {"pitch_deg": 35.0}])
def test_a_turned_head_is_left_out(turn):
    slow = HeadTurn(onset_s=2.0, rise_s=2.0, hold_s=1.0, fall_s=2.0, **turn)
    spans = _excluded(made_track(slow, duration_s=9.0))
    assert "head_turned" in {span.reason for span in spans}
    turned = next(span for span in spans if span.reason == "head_turned")
    assert 2.5 < turned.start_s < 4.0
    assert 5.0 < turned.stop_s < 6.8


@pytest.mark.parametrize("turn", [{"yaw_deg": 15.0}, {"pitch_deg": -12.0}, {"roll_deg": 30.0}])
def test_a_head_that_is_turned_a_little_or_leans_is_judged(turn):
    slow = HeadTurn(onset_s=1.0, rise_s=2.0, hold_s=1.0, fall_s=2.0, **turn)
    assert _excluded(made_track(slow, duration_s=8.0)) == ()


@pytest.mark.parametrize(("rise_s", "left_out"), [(0.15, True), (1.5, False)])
def test_a_head_that_turns_fast_is_left_out_and_a_slow_one_is_not(rise_s, left_out):
    turn = HeadTurn(onset_s=3.0, yaw_deg=15.0, rise_s=rise_s, hold_s=1.0, fall_s=rise_s)
    reasons = {span.reason for span in _excluded(made_track(turn, duration_s=9.0))}
    assert ("head_moving" in reasons) is left_out
    assert "head_turned" not in reasons


def test_a_face_in_the_dark_is_left_out():
    track = change_track(made_track(duration_s=8.0), face_luma=_between(3.0, 5.0, 12.0))
    _check_one(_excluded(track), "low_light", 3.0 - SETTLE_S, 5.0 + SETTLE_S)


def test_a_cut_is_left_out_on_both_sides():
    track = change_track(made_track(duration_s=8.0), cut=_between(4.0, 4.0 + FRAME_S, True))
    _check_one(_excluded(track), "cut", 4.0 - SETTLE_S, 4.0 + SETTLE_S)


def test_a_camera_that_stood_still_leaves_a_gap_exactly_as_long():
    times_s = [k / 30 for k in range(240) if not 3.0 < k / 30 < 3.5 - 1e-6]
    _check_one(_excluded(made_track(time_s=tuple(times_s))), "gap", 3.0, 3.5)


def _repeat(start_s, stop_s, **plan):
    return change_track(
        made_track(duration_s=8.0, **plan),
        repeated=_between(start_s + FRAME_S, stop_s, True),
        skin_displacement=_between(start_s + FRAME_S, stop_s, np.nan),
    )


@pytest.mark.parametrize(("stop_s", "reason"), [(3.3, "gap"), (3.5, "frozen"), (6.0, "frozen")])
def test_a_picture_repeated_for_long_has_frozen(stop_s, reason):
    _check_one(_excluded(_repeat(3.0, stop_s)), reason, 3.0, stop_s)


def test_a_picture_that_never_moves_again_is_frozen_to_the_end():
    _check_one(_excluded(_repeat(5.0, 8.0)), "frozen", 5.0, 8.0)


@pytest.mark.parametrize(("n_missing", "n_spans"), [(1, 0), (3, 0), (5, 1)])
def test_only_gaps_in_which_a_twitch_could_hide_are_left_out(n_missing, n_spans):
    times_s = [k / 30 for k in range(150) if not 60 < k <= 60 + n_missing]
    assert len(_excluded(made_track(time_s=tuple(times_s)))) == n_spans


def test_a_moment_in_which_the_whole_face_moves_is_left_out_as_expression():
    def shake(values):
        wave = 1.5 * np.sin(2 * np.pi * 3.0 * np.arange(30) / 30)
        values[90:120] += wave[:, None, None, None].astype(np.float32)

    spans = _excluded(change_track(made_track(duration_s=8.0), skin_displacement=shake))
    assert [span.reason for span in spans] == ["expression"]
    assert 2.4 < spans[0].start_s < 3.1
    assert 3.9 < spans[0].stop_s < 4.6


def test_a_smile_at_leisure_is_judged():
    assert _excluded(made_track(Smile(onset_s=2.0), duration_s=6.0)) == ()


def test_spans_come_in_order_of_time_and_every_reason_is_known():
    track = made_track(
        Talk(start_s=10.0, stop_s=14.0),
        HeadTurn(onset_s=6.0, yaw_deg=40.0, rise_s=0.3),
        duration_s=16.0,
        lost_s=((2.0, 3.0),),
    )
    spans = _excluded(track)
    assert len(spans) >= 4
    assert list(spans) == sorted(spans, key=lambda span: (span.start_s, span.stop_s))
    assert {span.reason for span in spans} <= set(SPAN_REASONS)


@pytest.mark.parametrize(
    "plan",
    [
        {"duration_s": 5.0, "lost_s": ((0.0, 9.0),)},
        {"duration_s": 5.0, "lost_s": ((0.0, 1.0), (4.0, 9.0))},
    ],
)
def test_spans_lie_within_the_recording(plan):
    track = made_track(**plan)
    for span in _excluded(track):
        assert 0.0 <= span.start_s < span.stop_s
        # A span may include the time for which the last picture was shown.
        assert span.stop_s <= track.time_s[-1] + FRAME_S + 1e-6


@given(st.lists(st.tuples(st.floats(0.0, 5.0), st.floats(0.01, 2.0)), max_size=6))
def test_a_moment_is_observed_exactly_when_no_span_holds_it(edges):
    grid_s = np.arange(300) / 60
    spans = sort_spans(
        *(Span(start_s=start, stop_s=start + length, reason="cut") for start, length in edges)
    )
    expected = [not any(s.start_s <= t < s.stop_s for s in spans) for t in grid_s.tolist()]
    np.testing.assert_array_equal(mark_outside(grid_s, spans), expected)


# --- what is left out is left out ------------------------------------------------------------

REASONS = {
    "face_lost": lambda track: track,
    "low_light": lambda track: change_track(track, face_luma=_between(3.8, 4.4, 12.0)),
    "cut": lambda track: change_track(track, cut=_between(4.1, 4.1 + FRAME_S, True)),
    "head_turned": lambda track: change_track(
        track, head_rotation_deg=_between(3.8, 4.4, [35.0, 0.0, 0.0])
    ),
}


@pytest.mark.parametrize("reason", REASONS)
def test_a_twitch_in_what_was_left_out_is_no_event(reason):
    lost_s = ((4.15, 4.3),) if reason == "face_lost" else ()
    track = REASONS[reason](made_track(twitch(4.0, 2.0), duration_s=8.0, lost_s=lost_s))
    analysis = analyze_track(track, settings=TRUE_SIZE)
    assert reason in {span.reason for span in analysis.quality.excluded}
    assert analysis.events == ()


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("onset_s", [1.5, 6.0])
def test_a_twitch_elsewhere_is_still_found(reason, onset_s):
    lost_s = ((4.15, 4.3),) if reason == "face_lost" else ()
    track = REASONS[reason](made_track(twitch(onset_s, 2.0), duration_s=8.0, lost_s=lost_s))
    events = analyze_track(track, settings=TRUE_SIZE).events
    assert [round(event.apex_s, 1) for event in events] == [onset_s + 0.1]


@pytest.mark.parametrize("duration_s", keep_short([0.2, 0.3], 0.2))
def test_no_event_has_its_apex_in_what_was_left_out(duration_s):
    """Jerks that begin before, in and after half a second of darkness, in steps of 0.04 s."""
    shifts_s = np.arange(-0.5, 0.9, 0.04)
    dark_s = 2.0 + 3.0 * np.arange(len(shifts_s))
    jerks = [
        twitch(float(start_s + shift_s), 2.0, duration_s=duration_s)
        for start_s, shift_s in zip(dark_s, shifts_s, strict=True)
    ]
    track = made_track(*jerks, duration_s=float(dark_s[-1]) + 3.0)
    time_s = track.time_s[:, None]
    is_dark = ((time_s >= dark_s) & (time_s < dark_s + 0.5)).any(axis=1)
    dark = replace(track, face_luma=np.where(is_dark, 12.0, track.face_luma))
    analysis = analyze_track(dark, settings=TRUE_SIZE)
    assert len(analysis.quality.excluded) == len(dark_s)
    assert len(analysis.events) >= 5
    for event in analysis.events:
        assert not any(
            span.start_s <= event.apex_s < span.stop_s for span in analysis.quality.excluded
        )


def test_time_that_was_left_out_is_not_counted_as_observed():
    """Nor are the ends of the recording, where nobody knows whether the skin came back."""
    quality = analyze_made(duration_s=10.0, lost_s=((4.0, 6.0),)).quality
    left_out_s = 2.0 + 2 * SETTLE_S + 2 * AssessmentSettings().edge_of_recording_s
    max_s = quality.duration_s - left_out_s
    # A little more is lost on both sides of a gap, where the longest twitch would not fit.
    assert max_s - 0.4 < quality.observed_s <= max_s + 0.02
