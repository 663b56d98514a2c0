"""What was found is said in plain words, with numbers, limits, and never more than was seen."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from examples_of_analysis import explain, make_action, make_analysis, make_event, make_quality
from made_faces import analyze_made, codes, twitch

from twitchcam.anatomy import REGIONS, SIDES
from twitchcam.interpretation.coupling import LOWER_FACE
from twitchcam.interpretation.findings import find_findings
from twitchcam.records import Coupling
from twitchcam.settings import Settings
from twitchcam.synthetic.movements import Blink, Dragged, Smile
from twitchcam.wording.names import name_place

SETTINGS = Settings()
FORBIDDEN = re.compile(r"\b(diagnos\w*|spasm|palsy|tumou?r|disease|disorder|abnormal)\b", re.I)


BLINK = make_action("blink", 3.0)


def _find(events=(), *, couplings=(), actions=(BLINK,), **quality):
    measured = make_analysis(
        quality=make_quality(**quality),
        actions=actions,
        events=tuple(events),
        couplings=couplings,
        findings=(),
    )
    return find_findings(explain(measured), SETTINGS)


def _coupling(region="cheek", side="left", **changes):
    usual = {
        "action": "blink",
        "n_actions": 14,
        "n_responses": 12,
        "response_mm": 1.6,
        "response_interval_mm": (1.4, 1.8),
        "other_side_mm": 0.1,
        "lag_s": 0.05,
        "dose_slope": 0.3,
        "dose_slope_interval": (0.1, 0.5),
        "p_value": 0.001,
        "n_surrogates": 999,
        "not_assessed_reason": None,
    }
    return Coupling(region=region, side=side, **(usual | changes))


# --- nothing, and nothing to go by -----------------------------------------------------------


def test_nothing_found_says_what_could_be_judged_and_what_would_have_been_seen():
    (finding,) = _find()
    assert (finding.code, finding.side) == ("nothing_found", None)
    assert "53.0 s that could be judged" in finding.statement
    # The example's limits run from 0.3 to 0.65 mm.
    assert re.search(
        r"smallest twitch that would have been seen .* 0\.3 to 0\.[67] mm", finding.statement
    )
    assert finding.evidence["smallest_limit_mm"] == pytest.approx(0.3)
    assert finding.evidence["largest_limit_mm"] == pytest.approx(0.65)
    assert finding.limits
    assert finding.confidence == "moderate"


def test_nothing_found_in_a_short_recording_rules_nothing_out():
    (finding,) = _find(observed_s=3.0)
    assert finding.code == "nothing_found"
    assert finding.confidence == "low"
    assert any("too little" in limit.lower() for limit in finding.limits)


@pytest.mark.slow
@pytest.mark.parametrize("noise_percent", [0.0, 0.05, 0.2])
def test_nothing_found_in_a_made_face_names_its_own_limits(noise_percent):
    analysis = analyze_made(Blink(onset_s=2.0), duration_s=10.0, skin_noise_percent=noise_percent)
    assert codes(analysis) == [("nothing_found", None)]
    limits_mm = [limit.limit_mm for limit in analysis.quality.detection_limits]
    stated = re.search(r"is (?:(\d+\.\d) to|about) (\d+\.\d) mm", analysis.findings[0].statement)
    low, high = stated.groups()
    assert [float(low or high), float(high)] == pytest.approx(
        [min(limits_mm), max(limits_mm)], abs=0.051
    )
    assert analysis.findings[0].evidence["n_blinks"] == 1


def test_without_a_face_nothing_can_be_said_and_the_way_out_is_told():
    analysis = analyze_made(duration_s=8.0, lost_s=((0.0, 9.0),))
    assert codes(analysis) == [("not_assessable", None)]
    (finding,) = analysis.findings
    assert "No face was found." in finding.statement
    assert "Face the camera" in finding.statement
    assert any("neither" in limit for limit in finding.limits)
    assert not analysis.quality.usable


def test_a_recording_too_poor_to_judge_is_never_called_free_of_twitches():
    findings = _find([make_event(3.0)], usable=False, observed_s=0.4, detection_limits=())
    assert [finding.code for finding in findings] == ["not_assessable"]
    assert "Only 0.4 s of 60.0 s" in findings[0].statement
    assert "97 %" in findings[0].statement


# --- twitches --------------------------------------------------------------------------------


def test_one_place_is_one_finding_with_its_count_size_and_rate():
    events = [make_event(5.0 * k, amplitude_mm=0.8 + 0.1 * k) for k in range(5)]
    (finding,) = _find(events)
    assert (finding.code, finding.side) == ("resting_twitch", "left")
    assert finding.statement.startswith("The left cheek moved briefly 5 times")
    assert "about 1.0 mm" in finding.statement
    assert "53 s" in finding.statement
    evidence = finding.evidence
    assert evidence["n_events"] == 5
    assert evidence["median_mm"] == pytest.approx(1.0)
    assert evidence["largest_mm"] == pytest.approx(1.2)
    assert evidence["rate_per_minute"] == pytest.approx(5 / (53 / 60))
    assert evidence["rate_low_per_minute"] < evidence["rate_per_minute"]
    assert evidence["rate_per_minute"] < evidence["rate_high_per_minute"]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_a_place_is_named_in_plain_words(region, side):
    (finding,) = _find([make_event(3.0, region=region.name, side=side)])
    assert f"The {name_place(region.name, side)} moved briefly once" in finding.statement
    assert finding.evidence["region"] == region.name


@pytest.mark.parametrize(
    ("n", "words"), [(1, "once"), (2, "twice"), (3, "3 times"), (11, "11 times")]
)
def test_counts_are_said_as_people_say_them(n, words):
    (finding,) = _find([make_event(4.0 * k) for k in range(n)])
    assert f"moved briefly {words} " in finding.statement


def test_a_single_event_has_no_rate_in_its_statement():
    (finding,) = _find([make_event(3.0)])
    assert "a minute" not in finding.statement


@pytest.mark.parametrize(
    ("n", "observed_s", "said"),
    [
        (2, 259.0, "that is 0.46 a minute; the true rate is likely between 0.056 and 1.7."),
        (2, 53.0, "that is 2.3 a minute; the true rate is likely between 0.27 and 8.2."),
        (12, 53.0, "that is 14 a minute; the true rate is likely between 7 and 24."),
        (2, 3600.0, "that is 0.033 a minute; the true rate is likely between less than 0.01 and"),
    ],
)
def test_a_rate_has_the_digits_that_tell_it_from_none(n, observed_s, said):
    (finding,) = _find([make_event(k**1.5) for k in range(1, n + 1)], observed_s=observed_s)
    assert said in finding.statement


def test_a_short_recording_has_no_rate_in_its_statement():
    (finding,) = _find([make_event(1.0), make_event(2.0)], observed_s=4.0)
    assert "a minute" not in finding.statement


def test_both_sides_together_have_their_own_code_and_words():
    (finding,) = _find([make_event(3.0, side="both"), make_event(9.0, side="both")])
    assert (finding.code, finding.side) == ("bilateral_twitch", "both")
    assert "on both sides" in finding.statement


def test_where_no_eye_was_seen_twitches_are_not_said_to_come_outside_blinks():
    events = [make_event(float(k)) for k in (5, 9, 14)]
    (finding,) = _find(events, actions=(), eyes_not_judged=("left", "right"))
    assert "outside smiles" in finding.statement
    assert "Whether it came with blinks could not be seen." in finding.statement
    for judged in ((), ("left",)):
        (finding,) = _find(events, actions=(), eyes_not_judged=judged)
        assert "outside blinks and smiles" in finding.statement
        assert "could not be seen" not in finding.statement


def test_nor_are_those_of_both_sides_alike():
    times_s = (3.0, 7.0, 11.0, 16.0, 22.0, 29.0)
    events = [
        make_event(t, side=side) for t, side in zip(times_s, ("left", "right") * 3, strict=True)
    ]
    for judged, words in ((("left", "right"), "outside smiles"), ((), "outside blinks and smiles")):
        (finding,) = _find(events, actions=(), eyes_not_judged=judged)
        assert finding.code == "bilateral_twitch"
        assert words in finding.statement


def test_twitches_within_actions_only_are_not_called_resting():
    (finding,) = _find([make_event(3.0, during=("smile",)), make_event(4.0, during=("smile",))])
    assert finding.code == "action_twitch"
    assert "during" in finding.statement
    assert finding.evidence["n_during_actions"] == 2


def test_twitches_at_rest_and_within_actions_are_counted_apart():
    events = [make_event(3.0), make_event(8.0), make_event(13.0, during=("blink",))]
    (finding,) = _find(events)
    assert finding.code == "resting_twitch"
    assert "twice outside blinks" in finding.statement
    assert "also moved once" in finding.statement
    assert finding.evidence["rate_per_minute"] == pytest.approx(2 / (53 / 60))


def test_every_place_has_its_own_finding_the_busiest_first():
    events = [make_event(1.0, region="chin", side="right")]
    events += [make_event(2.0 + 1.7 * k + 0.3 * k * k) for k in range(3)]
    events += [make_event(30.0 + k, region="brow") for k in range(2)]
    findings = _find(events)
    assert [(f.evidence["region"], f.side) for f in findings] == [
        ("cheek", "left"),
        ("brow", "left"),
        ("chin", "right"),
    ]


def test_twitches_of_both_sides_alike_are_one_finding_without_a_side():
    events = [make_event(2.3 * k + 0.2 * k * k, side=SIDES[k % 2]) for k in range(8)]
    events.append(make_event(40.0, side="both"))
    (finding,) = _find(events)
    assert (finding.code, finding.side) == ("bilateral_twitch", "both")
    assert "4 left, 4 right and 1 on both at once" in finding.statement
    assert "Neither side stands out" in finding.statement
    assert finding.evidence["n_events"] == 9


def test_a_side_that_twitches_far_more_is_told_on_its_own():
    events = [make_event(2.3 * k + 0.2 * k * k) for k in range(12)]
    events += [make_event(45.0, side="right"), make_event(48.0, side="right")]
    assert [(f.code, f.side) for f in _find(events)] == [
        ("resting_twitch", "left"),
        ("resting_twitch", "right"),
    ]


def test_held_pulls_and_quick_rows_are_said():
    events = [make_event(5.0 + 0.3 * k) for k in range(4)]
    events.append(make_event(20.0, kind="spasm", offset_s=22.5))
    (finding,) = _find(events)
    assert "moved briefly 4 times" in finding.statement
    assert "It was pulled and held once" in finding.statement
    assert "for up to 2.5 s" in finding.statement
    assert "4 of them came in one quick row of up to 4" in finding.statement
    (finding,) = _find([make_event(20.0, kind="spasm", offset_s=22.5)])
    assert finding.statement.startswith("The left cheek was pulled and held once outside")


def test_confidence_grows_with_the_number_of_sure_events():
    order = {"low": 0, "moderate": 1, "high": 2}

    def grade(n, confidence):
        events = [make_event(1.0 * k + 0.4 * (k % 3), confidence=confidence) for k in range(n)]
        (finding,) = _find(events)
        return order[finding.confidence]

    assert grade(1, "high") <= grade(4, "high") <= grade(10, "high") == 2
    assert grade(20, "low") == 0


# --- blinks that drag the face ---------------------------------------------------------------


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("region", LOWER_FACE)
def test_a_coupling_is_stated_with_counts_sizes_and_chance(region, side):
    (finding,) = _find(couplings=(_coupling(region, side),))
    assert (finding.code, finding.side) == ("eye_to_mouth_cocontraction", side)
    assert "12 of 14 blinks" in finding.statement
    assert "1.6 mm on average (likely 1.4 to 1.8 mm)" in finding.statement
    assert "the other side moved by 0.1 mm" in finding.statement
    assert "more than chance" in finding.statement
    assert finding.evidence["region"] == region
    assert finding.evidence["p_value"] == 0.001


def test_sizes_that_round_to_the_same_are_said_once():
    (finding,) = _find(
        couplings=(
            _coupling(response_interval_mm=(1.58, 1.63), dose_slope_interval=(0.298, 0.302)),
        )
    )
    assert "by about 1.6 mm on average; the other side" in finding.statement
    assert "about 0.30 mm more for each millimetre." in finding.statement
    assert "likely" not in finding.statement


def test_the_same_limit_all_over_the_face_is_said_once():
    limits = make_quality().detection_limits
    alike = tuple(replace(limit, limit_mm=0.44 - 0.01 * k) for k, limit in enumerate(limits[:5]))
    (finding,) = _find(detection_limits=alike)
    assert "would have been seen there is about 0.4 mm." in finding.statement
    assert "0.4 to 0.4" not in finding.statement


@pytest.mark.parametrize(
    "weak",
    [
        {"p_value": 0.02},
        {"n_responses": 6},
        {"n_actions": 4, "n_responses": 2},
        {"other_side_mm": 0.9},
        {"p_value": None, "response_mm": None, "not_assessed_reason": "4 blinks."},
    ],
    ids=["chance", "rarely", "two of four", "other side too", "not assessed"],
)
def test_a_weak_coupling_is_not_stated(weak):
    assert [f.code for f in _find(couplings=(_coupling(**weak),))] == ["nothing_found"]


@pytest.mark.parametrize(
    ("interval", "said"), [((0.1, 0.5), True), ((-0.1, 0.5), False), (None, False)]
)
def test_stronger_blinks_are_mentioned_only_when_their_answers_surely_grow(interval, said):
    (finding,) = _find(couplings=(_coupling(dose_slope_interval=interval),))
    assert ("Stronger blinks" in finding.statement) is said


def test_of_several_regions_of_one_side_the_one_that_moves_most_is_told():
    couplings = (_coupling("cheek"), _coupling("mouth_corner", response_mm=2.5), _coupling("chin"))
    findings = _find(couplings=couplings)
    assert [(f.evidence["region"], f.side) for f in findings] == [("mouth_corner", "left")]


def test_a_movement_is_not_told_twice_as_coupling_and_as_twitch():
    in_blinks = [make_event(3.0 * k, during=("blink",)) for k in range(12)]
    findings = _find(in_blinks, couplings=(_coupling(),))
    assert [f.code for f in findings] == ["eye_to_mouth_cocontraction"]
    findings = _find([*in_blinks, make_event(50.0)], couplings=(_coupling(),))
    assert [f.code for f in findings] == ["eye_to_mouth_cocontraction", "resting_twitch"]
    assert "once outside blinks" in findings[1].statement


# --- from track to finding -------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("side", SIDES)
def test_a_made_face_is_described_as_it_was_made(side):
    other = "right" if side == "left" else "left"
    analysis = analyze_made(
        *(twitch(1.5 + 3.0 * k, 1.5, region="mouth_corner", side=side) for k in range(6)),
        *(Blink(onset_s=2.5 + 3.0 * k) for k in range(8)),
        Dragged(action="blink", region="cheek", side=other, size_mm=2.0),
        duration_s=28.0,
    )
    assert set(codes(analysis)) == {
        ("resting_twitch", side),
        ("eye_to_mouth_cocontraction", other),
    }


@pytest.mark.slow
def test_every_statement_is_measured_in_tone_and_has_limits_and_sources():
    analyses = [
        analyze_made(duration_s=10.0),
        analyze_made(duration_s=3.0, lost_s=((0.0, 9.0),)),
        analyze_made(twitch(2.0), twitch(5.0, side="both"), duration_s=10.0),
        analyze_made(Smile(onset_s=2.0, hold_s=4.0), twitch(4.0), duration_s=10.0),
    ]
    findings = [finding for analysis in analyses for finding in analysis.findings]
    findings += _find(couplings=(_coupling(),), actions=(make_action("blink", 1.0),))
    assert len({finding.code for finding in findings}) >= 5
    for finding in findings:
        assert finding.statement.endswith(".")
        assert finding.limits
        assert finding.sources
        assert not FORBIDDEN.search(finding.statement)
        assert "nan" not in finding.statement.lower()
