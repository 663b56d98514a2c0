"""An eye that is covered or shut for good is said to be so, and never judged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_faces import (
    TRUE_SIZE,
    analyze_made,
    change_track,
    codes,
    made_track,
    track_pictures,
    twitch,
)

from twitchcam.pipeline import analyze_track
from twitchcam.records import UNSEEN_REASONS, Visibility
from twitchcam.settings import SignalSettings
from twitchcam.signals.expression import measure_expression
from twitchcam.signals.eyes_seen import mark_eyes_seen
from twitchcam.signals.visibility import hide_expression
from twitchcam.skin_places import get_places_shape, list_regions
from twitchcam.synthetic.clip import ClipPlan, render_frames
from twitchcam.synthetic.movements import Blink, Gaze, Narrowing
from twitchcam.synthetic.worn import cover_eye

pytestmark = pytest.mark.slow

SETTINGS = SignalSettings()
BLINKS = tuple(Blink(onset_s=t) for t in (2.0, 4.5, 7.0, 9.5, 12.0, 14.5))


def _closings(analysis):
    kinds = ("blink", "wink", "eye_closure")
    return [(a.kind, a.side) for a in analysis.actions if a.kind in kinds]


def _hide(track, *sides, start_s=0.0, stop_s=np.inf):
    """The contrast that a patch leaves."""
    during = (track.time_s >= start_s) & (track.time_s < stop_s)

    def cover(contrast):
        for side in sides:
            contrast[during, ("left", "right").index(side)] = 0.05

    return change_track(track, eye_contrast=cover)


@pytest.mark.parametrize(("hidden", "seen"), [("left", "right"), ("right", "left")])
def test_blinks_are_counted_of_the_eye_that_is_seen(hidden, seen):
    analysis = analyze_track(_hide(made_track(*BLINKS, duration_s=17.0), hidden))
    assert _closings(analysis) == [("blink", seen)] * len(BLINKS)
    assert f"The {hidden} eye could not be seen" in analysis.quality.notes[0]


@pytest.mark.parametrize(("depth", "counted"), [(0.6, 6), (0.42, 6), (0.2, 0)])
@pytest.mark.parametrize(("hidden", "seen"), [("left", "right"), ("right", "left")])
def test_beside_a_patch_half_a_closing_is_a_blink(hidden, seen, depth, counted):
    # The mesh draws both lids alike, and beside a patch it stops half way.
    halves = [Blink(onset_s=b.onset_s, **{hidden: 0.1, seen: depth}) for b in BLINKS]
    analysis = analyze_track(_hide(made_track(*halves, duration_s=17.0), hidden))
    assert _closings(analysis) == [("blink", seen)] * counted


@pytest.mark.parametrize(
    "movement",
    [
        Narrowing(onset_s=3.0, side="left", closure=0.45, duration_s=0.6, hold_s=2.0),
        Gaze(onset_s=3.0, up_deg=-18.0, hold_s=0.2),
        twitch(3.0, 2.0, region="lower_lid"),
    ],
    ids=lambda movement: type(movement).__name__,
)
def test_an_only_eye_that_looks_down_narrows_or_twitches_does_not_blink(movement):
    analysis = analyze_track(_hide(made_track(movement, duration_s=6.0), "right"))
    assert ("blink", "left") not in _closings(analysis)


def test_what_narrows_the_only_eye_as_a_blink_does_is_no_twitch_of_its_lid():
    jerk = twitch(3.0, 2.0, region="upper_lid")
    half = Blink(onset_s=3.0, left=0.3, right=0.0)
    hidden = [
        _hide(made_track(*moves, duration_s=6.0), "right") for moves in ([jerk], [jerk, half])
    ]
    told = [analyze_track(track, settings=TRUE_SIZE).events for track in hidden]
    assert [[e.region for e in events] for events in told] == [["upper_lid"], []]


def test_weakness_of_closure_needs_an_eye_that_was_seen():
    # The mesh draws a half-open eye onto a patch; a weak eye looks just like that.
    weak = [Blink(onset_s=b.onset_s, left=0.3) for b in BLINKS]
    track = made_track(*weak, duration_s=17.0)
    assert ("incomplete_eye_closure", "left") in codes(analyze_track(track))
    assert "incomplete_eye_closure" not in dict(codes(analyze_track(_hide(track, "left"))))


def test_behind_dark_glasses_no_blink_is_counted_and_that_is_said():
    analysis = analyze_track(_hide(made_track(*BLINKS, duration_s=17.0), "left", "right"))
    assert _closings(analysis) == []
    assert "Both eyes could not be seen" in analysis.quality.notes[0]


@pytest.mark.parametrize("hidden", [("left",), ("left", "right")])
def test_lids_of_a_covered_eye_have_neither_events_nor_limits(hidden):
    jerks = [
        twitch(t, 2.0, region=region, side=side)
        for t, region, side in (
            (3.0, "upper_lid", "left"),
            (6.0, "lower_lid", "right"),
            (9.0, "cheek", "left"),
        )
    ]
    seen = analyze_made(*jerks, duration_s=12.0)
    assert [e.region for e in seen.events] == ["upper_lid", "lower_lid", "cheek"]
    covered = analyze_track(_hide(made_track(*jerks, duration_s=12.0), *hidden), settings=TRUE_SIZE)
    lids = ("upper_lid", "lower_lid")
    assert not any(e.side in hidden for e in covered.events if e.region in lids)
    assert [e.region for e in covered.events][-1] == "cheek"
    limits = covered.quality.detection_limits
    assert not any(limit.side in hidden for limit in limits if limit.region in lids)


def test_a_patch_that_comes_off_hides_the_eye_until_then():
    track = _hide(made_track(*BLINKS, duration_s=17.0), "left", stop_s=8.0)
    closings = _closings(analyze_track(track))
    assert closings == [("blink", "right")] * 3 + [("blink", "both")] * 3
    (note,) = [note for note in analyze_track(track).quality.notes if "left eye" in note]
    assert "%" in note


@pytest.mark.parametrize(
    ("left", "right", "hidden"),
    [(0.4, 0.02, (0,)), (0.03, 0.3, (1,)), (0.1, 0.05, ()), (0.2, 0.15, ()), (0.0, 0.0, ())],
)
def test_what_swings_before_one_eye_hides_it(left, right, hidden, rng):
    track = made_track(duration_s=8.0)
    jumps = np.exp(rng.normal(0.0, [left, right], (len(track.time_s), 2)))
    seen = mark_eyes_seen(change_track(track, eye_contrast=lambda c: 0.6 * c * jumps), SETTINGS)
    assert [s for s in range(2) if not seen[:, s].any()] == list(hidden)
    assert all(seen[:, s].all() for s in range(2) if s not in hidden)


def test_light_and_lids_that_change_the_contrast_of_both_eyes_hide_none(rng):
    track = made_track(duration_s=8.0)
    jumps = np.exp(rng.normal(0.0, 0.5, (len(track.time_s), 1)))
    changed = change_track(track, eye_contrast=lambda c: np.maximum(c * jumps, 0.2))
    assert mark_eyes_seen(changed, SETTINGS).all()


@pytest.mark.parametrize(
    ("left", "right", "known"),
    [(1.0, 0.0, (False, True)), (0.0, 0.7, (True, False)), (1.0, 1.0, (True, True))],
)
def test_lids_in_the_dark_are_unknown_while_the_other_side_is_lit(left, right, known):
    expression = measure_expression(made_track(duration_s=2.0), SETTINGS)
    reason = np.zeros((20, *get_places_shape()), np.uint8)
    for s, share in enumerate((left, right)):
        reason[: round(20 * share), :, s] = 1 + UNSEEN_REASONS.index("dark")
    dim = Visibility(time_s=np.arange(20) / 10.0, reason=reason)
    lids = hide_expression(expression, dim).lid_aperture_mm
    assert tuple(np.isfinite(lids).all(axis=0)) == known
    assert tuple(np.isfinite(lids).any(axis=0)) == known


@pytest.mark.parametrize(
    ("passed_over", "lids", "brows"),
    [
        (("brow", "lower_lid"), False, False),
        (("brow",), True, False),
        (("lower_lid", "cheek"), True, True),
    ],
)
def test_what_passes_over_brow_and_lower_lid_passes_over_the_eye(passed_over, lids, brows):
    expression = measure_expression(made_track(duration_s=2.0), SETTINGS)
    reason = np.zeros((20, *get_places_shape()), np.uint8)
    places = np.isin(list_regions(), passed_over)
    reason[5:10, places, 0] = 1 + UNSEEN_REASONS.index("shade")
    told = hide_expression(expression, Visibility(time_s=np.arange(20) / 10.0, reason=reason))
    then = (expression.time_s > 0.55) & (expression.time_s < 0.95)
    assert np.isfinite(told.lid_aperture_mm[then]).all(axis=0).tolist() == [lids, True]
    assert np.isfinite(told.brow_mm[then]).all(axis=0).tolist() == [brows, True]
    assert np.isfinite(told.lid_aperture_mm[expression.time_s > 1.05]).all()


def test_a_few_poor_looks_hide_no_eye():
    track = change_track(
        made_track(*BLINKS, duration_s=17.0),
        eye_contrast=lambda c: c.__setitem__((slice(None, None, 5), 0), 0.0),
    )
    assert _closings(analyze_track(track)) == [("blink", "both")] * len(BLINKS)


def _shut(side, closure=0.95):
    return Narrowing(onset_s=-2.0, side=side, closure=closure, hold_s=100.0, duration_s=1.0)


@pytest.mark.parametrize("noise_px", [0.0, 0.4])
def test_a_sleeper_neither_blinks_nor_winks(noise_px):
    analysis = analyze_made(_shut("both"), duration_s=15.0, landmark_noise_px=noise_px)
    assert _closings(analysis) == []
    assert "Both eyes stayed shut" in analysis.quality.notes[0]


@pytest.mark.parametrize(("shut", "other"), [("left", "right"), ("right", "left")])
def test_blinks_are_those_of_the_eye_that_opens(shut, other):
    analysis = analyze_made(_shut(shut), *BLINKS, duration_s=17.0, landmark_noise_px=0.4)
    assert _closings(analysis) == [("blink", other)] * len(BLINKS)
    assert f"The {shut} eye stayed shut" in analysis.quality.notes[0]
    assert "incomplete_eye_closure" not in dict(codes(analysis))


def test_somebody_who_dozes_has_one_long_closure_and_shut_eyes_are_not_the_usual():
    doze = Narrowing(onset_s=3.0, side="both", closure=0.95, hold_s=24.0, duration_s=1.0)
    analysis = analyze_made(doze, duration_s=30.0, landmark_noise_px=0.4)
    assert {kind for kind, _ in _closings(analysis)} <= {"eye_closure"}
    assert not analysis.quality.notes


def test_open_eyes_get_no_note():
    assert analyze_made(*BLINKS, duration_s=17.0).quality.notes == ()


def test_a_mouth_is_not_smiling_all_the_time_because_covered_eyes_gave_a_wrong_scale():
    track = made_track(twitch(3.0, 2.0), duration_s=8.0)
    wide = replace(track, mm_per_percent=1.35 * track.mm_per_percent)
    assert [a.kind for a in analyze_track(wide).actions] == ["smile"]
    analysis = analyze_track(_hide(wide, "left", "right"))
    assert analysis.actions == ()
    assert [event.during for event in analysis.events] == [()]


def test_what_took_most_of_the_time_is_told_before_a_covered_eye():
    track = _hide(made_track(*BLINKS, duration_s=17.0), "left")
    assert analyze_track(track).quality.notes[0].startswith("The left eye")

    def darken(luma):
        luma[track.time_s > 4.0] = 10.0

    notes = analyze_track(change_track(track, face_luma=darken)).quality.notes
    assert notes[0].startswith("The face is dark")
    assert notes[-1].startswith("The left eye")


def test_a_covered_eye_is_told_once_with_its_lids():
    track = _hide(made_track(*BLINKS, duration_s=17.0), "left")
    lids = np.isin(list_regions(), ("upper_lid", "lower_lid"))

    def paint(colour):
        colour[:, lids, 0] = 200.0

    quality = analyze_track(change_track(track, field_colour=paint)).quality
    assert {(part.region, part.side) for part in quality.unseen} >= {("upper_lid", "left")}
    (note,) = quality.notes
    assert note.startswith("The left eye could not be seen")


@pytest.mark.parametrize(
    ("kind", "sides", "hidden"),
    [
        ("patch", ("left",), (True, False)),
        ("gauze", ("right",), (False, True)),
        ("dark_lens", ("left", "right"), (True, True)),
        ("patch", (), (False, False)),
    ],
)
def test_real_pictures_of_covered_eyes_show_no_eye(kind, sides, hidden):
    plan = ClipPlan(
        duration_s=1.0,
        frame_rate_hz=10.0,
        size_px=(320, 240),
        eye_distance_px=90.0,
        worn=tuple(cover_eye(kind, side) for side in sides),
    )
    track = track_pictures(list(render_frames(plan)), plan.frame_times())
    contrast = np.nanmedian(track.eye_contrast, axis=0)
    assert ((contrast < 0.1) | np.isnan(contrast)).tolist() == list(hidden)
    assert ((contrast > 0.3) | np.isnan(contrast)).tolist() == [not h for h in hidden]
