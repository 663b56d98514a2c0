"""Tremor is told by its rhythm, its place and its size, and nothing else passes for it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from examples import keep_pairs, keep_short
from examples_of_analysis import cheek_tremor, make_action, make_analysis, make_event
from made_faces import TRUE_SIZE, analyze_made, change_track, codes, find_patch, made_track, twitch

from twitchcam import analyze_track
from twitchcam.anatomy import N_PATCHES, REGION_NAMES, SIDES
from twitchcam.detection.tremor import detect_tremor, find_highest_hz, leave_out_beats
from twitchcam.interpretation.findings import find_findings
from twitchcam.pipeline import measure_track
from twitchcam.records import UNSEEN_REASONS, Visibility
from twitchcam.settings import Settings, TremorSettings
from twitchcam.skin_places import (
    find_nearest_place,
    get_neutral_eye_distance_mm,
    get_places_shape,
    get_points,
    list_regions,
    measure_apart_mm,
    read_neutral_face,
)
from twitchcam.synthetic.movements import Blink, Chewing, Smile, Talk, Tremble
from twitchcam.synthetic.open_skin import draw_places
from twitchcam.synthetic.tracks import mirror_track
from twitchcam.tracking.skin_flow import make_spot_matrix

pytestmark = pytest.mark.slow

SETTINGS = TremorSettings()


def tremble(frequency_hz=6.0, size_mm=0.8, **changes):
    usual = {"region": "cheek", "side": "left", "start_s": 2.0, "stop_s": 6.0}
    return Tremble(frequency_hz=frequency_hz, size_mm=size_mm, **(usual | changes))


# --- what is measured ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "frequency_hz", keep_short([3.4, 4.5, 6.0, 8.3, 9.9, 11.3], 3.4, 6.0, 11.3)
)
def test_frequency_size_and_time_are_measured(frequency_hz):
    analysis = analyze_made(tremble(frequency_hz), duration_s=9.0)
    (tremor,) = analysis.tremor
    assert (tremor.region, tremor.side, tremor.during) == ("cheek", "left", ())
    assert tremor.frequency_hz == pytest.approx(frequency_hz, abs=0.1)
    low_hz, high_hz = tremor.frequency_interval_hz
    assert low_hz < frequency_hz < high_hz
    assert high_hz - low_hz < 0.6
    assert tremor.amplitude_mm == pytest.approx(0.8, rel=0.2)
    assert tremor.start_s == pytest.approx(2.1, abs=0.35)
    assert tremor.stop_s == pytest.approx(5.9, abs=0.35)


@pytest.mark.parametrize("frame_rate_hz", keep_short([25.0, 50.0, 60.0, 120.0], 25.0, 120.0))
def test_the_frame_rate_does_not_matter(frame_rate_hz):
    (tremor,) = analyze_made(tremble(7.0), duration_s=9.0, frame_rate_hz=frame_rate_hz).tremor
    assert tremor.frequency_hz == pytest.approx(7.0, abs=0.1)
    assert tremor.amplitude_mm == pytest.approx(0.8, rel=0.2)


def test_nothing_beyond_two_fifths_of_the_frame_rate_is_believed():
    assert analyze_made(tremble(8.0), duration_s=9.0, frame_rate_hz=15.0).tremor == ()
    assert len(analyze_made(tremble(5.0), duration_s=9.0, frame_rate_hz=15.0).tremor) == 1
    assert find_highest_hz(15.0, SETTINGS) == pytest.approx(6.0)
    assert find_highest_hz(120.0, SETTINGS) == SETTINGS.highest_hz


@pytest.mark.parametrize(
    ("region", "side"),
    keep_pairs(("brow", "lower_lid", "cheek", "mouth_corner", "chin"), SIDES),
)
def test_place_and_side_are_right(region, side):
    tremors = analyze_made(tremble(region=region, side=side), duration_s=8.0).tremor
    assert [(t.region, t.side) for t in tremors] == [(region, side)]


def test_both_sides_together_are_one_tremor_of_both():
    tremors = analyze_made(tremble(side="both"), duration_s=8.0).tremor
    assert [(t.region, t.side) for t in tremors] == [("cheek", "both")]


@cache
def make_neutral_matrix():
    """Where points of flow lie on the neutral face (mm), and what of each goes into each spot."""
    eyes_mm = get_neutral_eye_distance_mm()
    landmarks = np.zeros((478, 2))
    landmarks[:468] = read_neutral_face() / eyes_mm
    matrix = make_spot_matrix(landmarks, Settings().tracking)
    return get_points().locate(landmarks) * eyes_mm, matrix.beyond


def show_swing(*at_mm, reach_mm=7.0):
    """What all spots show of skin that moves by 1 about each place."""
    points_mm, beyond = make_neutral_matrix()
    away_mm = np.hypot(*np.moveaxis(points_mm[:, None] - np.array(at_mm), -1, 0))
    return beyond @ np.exp(-0.5 * (away_mm / reach_mm) ** 2).sum(axis=1)


@pytest.mark.parametrize(
    ("at_mm", "side"), keep_pairs([(14.0, -45.0), (14.0, -38.5), (12.5, 111.3)], SIDES)
)
def test_what_the_surroundings_give_back_across_the_midline_is_no_tremor_there(at_mm, side):
    def tremble_at(*places_mm):
        shown = show_swing(*places_mm, reach_mm=9.0)
        swing = np.sin(2 * np.pi * 6.0 * np.arange(240) / 30.0) / track.mm_per_percent
        in_picture = swing[:, None] * [0.6, 0.8]
        outward = in_picture[:, None] * [[1.0, 1.0], [-1.0, 1.0]]

        def shake(spots, shape):
            return spots.reshape(1, *shape, 1) * outward[:, None]

        return change_track(
            track,
            skin_displacement=lambda skin: (
                skin + shake(shown[:N_PATCHES], (len(REGION_NAMES), len(SIDES)))
            ),
            field_displacement=lambda field: field + shake(shown[N_PATCHES:], get_places_shape()),
        )

    track = made_track(duration_s=8.0)
    there = np.array(at_mm) * ([1.0, 1.0] if side == "left" else [-1.0, 1.0])
    one = analyze_track(tremble_at(there), settings=TRUE_SIZE).tremor
    assert {t.side for t in one} == {side}
    both = analyze_track(tremble_at(there, there * [-1.0, 1.0]), settings=TRUE_SIZE).tremor
    assert {t.side for t in both} == {"both"}


def test_the_surroundings_give_back_less_than_is_taken_for_an_echo(rng):
    at_mm = np.array([p.locate(read_neutral_face(), "left") for p in draw_places(300, rng)])
    shares = []
    for at in at_mm[at_mm[:, 0] < 25.0]:
        left, right = show_swing(at, reach_mm=9.0)[N_PATCHES:].reshape(-1, len(SIDES)).T
        shares.append(np.abs(right).max() / np.abs(left).max())
    assert 0.5 < max(shares) < 0.7


def test_a_mirror_image_trembles_on_the_other_side():
    track = made_track(tremble(), duration_s=8.0)
    (there,) = analyze_track(track, settings=TRUE_SIZE).tremor
    (here,) = analyze_track(mirror_track(track), settings=TRUE_SIZE).tremor
    assert (there.side, here.side) == ("left", "right")
    assert here.frequency_hz == pytest.approx(there.frequency_hz, abs=0.02)
    assert here.amplitude_mm == pytest.approx(there.amplitude_mm, rel=0.02)


def test_a_tremor_is_told_with_the_smile_it_lives_in():
    analysis = analyze_made(
        Smile(onset_s=1.5, hold_s=4.0), tremble(start_s=2.3, stop_s=5.5), duration_s=9.0
    )
    assert {t.during for t in analysis.tremor} == {("smile",)}
    assert ("smile_tremor", "left") in codes(analysis)
    finding = next(f for f in analysis.findings if f.code == "smile_tremor")
    assert "in 1 of 1 smiles" in finding.statement
    assert "about 6.0 times a second" in finding.statement


def test_a_tremor_at_rest_has_its_own_code():
    analysis = analyze_made(tremble(5.0, region="chin"), duration_s=9.0)
    assert codes(analysis) == [("resting_tremor", "left")]
    assert analysis.findings[0].evidence["frequency_hz"] == pytest.approx(5.0, abs=0.1)


# --- what is no tremor -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "movements",
    [
        (),
        (Talk(start_s=1.0, stop_s=14.0),),
        (Chewing(start_s=1.0, stop_s=14.0),),
        tuple(Blink(onset_s=1.0 + 0.45 * k) for k in range(28)),
        (Smile(onset_s=2.0, hold_s=6.0),),
        tuple(twitch(1.0 + 1.1 * k) for k in range(12)),
        (tremble(2.2, start_s=1.0, stop_s=14.0),),
        (tremble(5.0, start_s=3.0, stop_s=4.0),),
        (tremble(size_mm=0.1, start_s=1.0, stop_s=14.0),),
    ],
    ids=[
        "rest", "talking", "chewing", "blinking", "a smile", "twitches", "too slow", "too short",
        "too small",
    ],
)  # fmt: skip
def test_what_is_no_tremor_is_not_called_one(movements):
    assert analyze_made(*movements, duration_s=15.0).tremor == ()


def test_speech_is_no_tremor_even_where_it_was_not_recognized_as_speech():
    track = made_track(Talk(start_s=1.0, stop_s=59.0), duration_s=60.0)
    movement, expression = measure_track(track, settings=TRUE_SIZE)
    unaware = replace(movement, excluded=())
    assert detect_tremor(unaware, expression, (), 30.0, 0.5, SETTINGS) == ()


@pytest.mark.parametrize(("mm_per_px", "believed"), [(0.4, True), (2.0, False)])
def test_a_swing_of_a_fraction_of_a_pixel_is_not_believed(mm_per_px, believed):
    track = made_track(tremble(size_mm=0.5, start_s=1.0, stop_s=14.0), duration_s=15.0)
    movement, expression = measure_track(track, settings=TRUE_SIZE)
    tremor = detect_tremor(movement, expression, (), 30.0, mm_per_px, SETTINGS)
    assert bool(tremor) == believed


@pytest.mark.parametrize(
    ("sigma_mm", "duration_s"),
    keep_short([(0.1, 20.0), (0.1, 60.0), (0.1, 180.0), (0.4, 180.0), (1.0, 180.0)], (0.1, 20.0)),
)
def test_noise_has_no_rhythm(sigma_mm, duration_s, rng):
    """White in position and white in velocity."""
    track = made_track(duration_s=duration_s)
    shape = track.skin_displacement.shape
    for noise in (rng.standard_normal(shape), np.cumsum(rng.standard_normal(shape), axis=0)):
        noisy = change_track(
            track, skin_displacement=lambda skin, noise=noise: skin + sigma_mm * noise
        )
        assert analyze_track(noisy, settings=TRUE_SIZE).tremor == ()


def test_a_rhythm_that_all_of_the_face_has_is_the_head_or_the_camera():
    swing = np.sin(2 * np.pi * 5.0 * np.arange(300) / 30.0)
    shares = np.linspace(0.6, 1.0, 16).reshape(8, 2)

    def shake(skin):
        return skin + swing[:, None, None, None] * shares[None, :, :, None]

    track = change_track(made_track(duration_s=10.0), skin_displacement=shake)
    assert analyze_track(track, settings=TRUE_SIZE).tremor == ()


def test_skin_that_swings_with_a_shaking_head_is_not_told():
    swing = np.sin(2 * np.pi * 5.0 * np.arange(300) / 30.0)
    r, s = find_patch("cheek", "left")

    def shake(skin):
        skin[:, r, s, 0] += swing

    still = made_track(duration_s=10.0)
    moved = change_track(still, skin_displacement=shake)
    assert len(analyze_track(moved, settings=TRUE_SIZE).tremor) == 1
    nodding = change_track(moved, head_rotation_deg=lambda deg: deg + swing[:, None] * [0, 1, 0])
    assert analyze_track(nodding, settings=TRUE_SIZE).tremor == ()


def test_a_patch_that_was_not_seen_cannot_tremble():
    r, s = find_patch("cheek", "left")

    def hide(skin):
        skin[:, r, s] = np.nan

    def hide_around(field):
        field[:, np.array(list_regions()) == "cheek", s] = np.nan

    track = change_track(
        made_track(tremble(), duration_s=8.0),
        skin_displacement=hide,
        field_displacement=hide_around,
    )
    assert [t for t in analyze_track(track, settings=TRUE_SIZE).tremor if t.side == "left"] == []


@pytest.mark.parametrize(
    ("stop_s", "hidden", "away_mm", "told"),
    [
        (3.3, "covered", 10.0, False),
        (3.3, "outside", 10.0, False),
        (3.3, "dark", 10.0, False),
        (3.3, "", 10.0, True),
        (3.3, "covered", 30.0, True),
        (6.0, "covered", 10.0, True),
    ],
)
def test_beside_hidden_skin_only_a_sure_tremor_is_told(stop_s, hidden, away_mm, told):
    movement, expression = measure_track(
        made_track(tremble(8.0, stop_s=stop_s), duration_s=8.0), settings=TRUE_SIZE
    )
    apart_mm = measure_apart_mm()[find_nearest_place("cheek")]
    reason = np.zeros((1, *get_places_shape()), np.uint8)
    reason[0, np.abs(apart_mm - away_mm) < 5.0, 0] = ("", *UNSEEN_REASONS).index(hidden)
    beside = replace(movement, visibility=Visibility(time_s=np.zeros(1), reason=reason))
    found = detect_tremor(beside, expression, (), 30.0, 0.5, SETTINGS)
    assert [t.side for t in found] == (["left"] if told else [])


@pytest.mark.parametrize("duration_s", [0.1, 1.0, 1.6])
def test_recordings_shorter_than_a_window_are_no_trouble(duration_s):
    assert analyze_made(tremble(), duration_s=duration_s).tremor == ()


# --- beats and twitches ----------------------------------------------------------------------


def test_the_beats_of_a_tremor_are_not_told_again_as_twitches():
    analysis = analyze_made(tremble(4.0, size_mm=1.5), duration_s=9.0)
    assert len(analysis.tremor) == 1
    assert analysis.events == ()


def test_a_much_larger_jerk_another_side_and_another_time_stay_twitches():
    beat = make_event(2.0)
    others = (
        make_event(2.0, amplitude_mm=4.0),
        make_event(2.0, side="right"),
        make_event(9.0),
    )
    assert leave_out_beats((beat, *others), (cheek_tremor(),), SETTINGS) == others


# --- what is said ----------------------------------------------------------------------------


def _find(*tremor, actions=()):
    measured = make_analysis(tremor=tremor, actions=actions, events=(), findings=())
    return find_findings(measured, Settings())


def test_stretches_of_one_side_and_occasion_are_one_finding():
    smiles = [make_action("smile", 10.0 * k, 4.0) for k in range(1, 4)]
    tremors = [
        cheek_tremor(10.0 * k + 1.0, region=region, during=("smile",))
        for k in (1, 2)
        for region in ("cheek", "mouth_corner")
    ]
    (finding,) = _find(*tremors, actions=tuple(smiles))
    assert (finding.code, finding.side, finding.confidence) == ("smile_tremor", "left", "high")
    assert "left cheek and left corner of the mouth" in finding.statement
    assert "in 2 of 3 smiles" in finding.statement
    assert "outside smiles" in finding.statement
    assert finding.evidence["total_s"] == pytest.approx(5.0)
    assert finding.evidence["frequency_low_hz"] == 6.4


def test_a_tremor_in_smiles_and_at_rest_is_two_findings():
    findings = _find(
        cheek_tremor(1.0, during=("smile",)),
        cheek_tremor(20.0),
        actions=(make_action("smile", 0.8, 4.0),),
    )
    assert {finding.code for finding in findings} == {"smile_tremor", "resting_tremor"}
    assert all("outside smiles" not in finding.statement for finding in findings)


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ((), False),
        ((cheek_tremor(9.0, confidence="low"),), False),
        ((cheek_tremor(9.0, confidence="low", side="right"),), False),
        ((cheek_tremor(9.0, region="chin"),), True),
        (tuple(cheek_tremor(t, confidence="low") for t in (9.0, 15.0)), True),
        (tuple(cheek_tremor(t, confidence="low", side="both") for t in (9.0, 15.0)), True),
    ],
    ids=["alone", "two", "one a side", "a surer one", "three", "of both sides too"],
)
def test_a_second_of_unsure_tremor_is_a_moment_to_look_at(others, told):
    unsure = cheek_tremor(2.0, confidence="low")
    findings = _find(unsure, *others)
    assert ("resting_tremor" in {finding.code for finding in findings}) is told
    if not told:
        (finding,) = findings
        assert (finding.code, finding.confidence) == ("nothing_found", "low")
        assert "left cheek at 0:02" in finding.statement
        assert finding.evidence["n_moments"] == 1 + len(others)
