"""Every event belongs to one thing, and findings, page and tables say the same about it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples_of_analysis import (
    explain,
    make_action,
    make_analysis,
    make_coupling,
    make_event,
    make_movement,
    make_tremor,
)
from made_faces import analyze_made, codes, twitch

from twitchcam.anatomy import NEIGHBOURS, REGION_NAMES
from twitchcam.interpretation.attribution import attribute_events
from twitchcam.interpretation.findings import find_findings
from twitchcam.interpretation.own_movements import list_moments, list_own
from twitchcam.interpretation.releases import list_moved_regions
from twitchcam.report.tally import tally_places
from twitchcam.settings import Settings
from twitchcam.store.followed import summarize
from twitchcam.synthetic.movements import Smile
from twitchcam.triage.advise import advise

SETTINGS = Settings()
EYE_ANSWER = {"region": "eye", "response_share": 0.5, "other_side_share": 0.1}


def make_case(*events, couplings=(), actions=(), tremor=()):
    return explain(
        make_analysis(
            events=tuple(sorted(events, key=lambda e: e.onset_s)),
            couplings=couplings,
            actions=actions,
            tremor=tremor,
            findings=(),
        )
    )


def count_in_findings(analysis, region, side):
    found = find_findings(analysis, SETTINGS)
    return sum(
        finding.evidence["n_events"]
        for finding in found
        if finding.code in ("resting_twitch", "action_twitch")
        and (finding.evidence["region"], finding.side) == (region, side)
    )


def count_in_page(analysis, region, side):
    return sum(p.n for p in tally_places(analysis) if (p.region, p.side) == (region, side))


def count_in_history(analysis, region, side):
    places = summarize("a", analysis).places
    return sum(p.n_events for p in places if (p.region, p.side) == (region, side))


# --- what an event belongs to ----------------------------------------------------------------

IN_BLINK = make_event(3.0, during=("blink",))
BURSTS = [
    make_event(t, region=region)
    for t in (2.0, 3.1, 7.4, 8.0)
    for region in ("lower_lid", "mouth_corner")
]
BEATS = [make_event(2.0 + k) for k in range(14)]
FLUTTER = [make_event(5.0 + 0.2 * k, region="lower_lid") for k in range(5)]


@pytest.mark.parametrize(
    ("events", "others", "expected"),
    [
        ([make_event(3.0)], {}, "none"),
        ([IN_BLINK], {}, "none"),
        ([IN_BLINK], {"couplings": (make_coupling(p_value=0.03),)}, "none"),
        ([IN_BLINK], {"couplings": (make_coupling(p_value=0.003),)}, "synkinesis"),
        ([IN_BLINK], {"couplings": (make_coupling(side="right"),)}, "none"),
        ([IN_BLINK], {"couplings": (make_coupling(region="chin"),)}, "none"),
        (
            [make_event(3.0, region="lower_lid", during=("smile",))],
            {"couplings": (make_coupling(action="smile", **EYE_ANSWER),)},
            "synkinesis",
        ),
        (BURSTS, {}, "burst"),
        (BEATS, {}, "beat"),
        (FLUTTER, {}, "lid_flutter"),
        ([make_event(6.0)], {"tremor": (make_tremor(amplitude_mm=0.7),)}, "tremor"),
        ([make_event(6.0)], {"tremor": (make_tremor(side="right"),)}, "none"),
        ([make_event(20.0)], {"tremor": (make_tremor(amplitude_mm=0.7),)}, "none"),
    ],
    ids=[
        "alone",
        "in a blink",
        "answers that chance brings",
        "answers",
        "the other side answers",
        "another place answers",
        "both lids are the eye",
        "bursts",
        "beats",
        "flutter",
        "tremor",
        "tremor of the other side",
        "tremor is over",
    ],
)
def test_what_an_event_belongs_to(events, others, expected):
    analysis = make_case(*events, **others)
    assert {event.explained_by for event in analysis.events} == {expected}


@pytest.mark.parametrize(("late_s", "expected"), [(0.02, "synkinesis"), (0.3, "none")])
def test_an_answer_may_begin_just_after_its_action(late_s, expected):
    blink = make_action("blink", 3.0)
    event = make_event(blink.offset_s + late_s)
    analysis = make_case(event, couplings=(make_coupling(),), actions=(blink,))
    assert analysis.events[0].explained_by == expected


def test_bursts_of_which_one_falls_into_a_blink_that_is_answered_stay_bursts():
    led = [replace(event, during=("blink",)) for event in BURSTS[:1]]
    coupling = make_coupling(region="lower_lid")
    analysis = make_case(*led, *BURSTS[1:], couplings=(coupling,))
    assert {event.explained_by for event in analysis.events} == {"burst"}


def test_eye_and_mouth_that_beat_together_are_told_as_both_and_counted_once():
    both = [make_event(2.0 + k, region=r) for k in range(14) for r in ("lower_lid", "chin")]
    analysis = make_case(*both)
    assert {event.explained_by for event in analysis.events} == {"beat"}
    found = {f.code for f in find_findings(analysis, SETTINGS)}
    assert found == {"rhythmic_jerks", "one_sided_bursts"}


# --- one answer everywhere -------------------------------------------------------------------


@pytest.mark.parametrize(("p_value", "n"), [(0.03, 5), (0.003, 0)])
def test_page_findings_and_history_agree_about_what_a_blink_drags(p_value, n):
    events = [make_event(2.0 + 4.1 * k + k * k, during=("blink",)) for k in range(5)]
    analysis = make_case(*events, couplings=(make_coupling(p_value=p_value),))
    for count in (count_in_findings, count_in_page, count_in_history):
        assert count(analysis, "cheek", "left") == n


def test_page_findings_and_history_agree_about_lids_that_narrow_in_smiles():
    events = [
        make_event(2.0 + 4.1 * k + k * k, region="lower_lid", during=("smile",)) for k in range(5)
    ]
    coupling = make_coupling(action="smile", **EYE_ANSWER)
    analysis = make_case(*events, couplings=(coupling,))
    assert "mouth_to_eye_cocontraction" in {f.code for f in find_findings(analysis, SETTINGS)}
    for count in (count_in_findings, count_in_page, count_in_history):
        assert count(analysis, "lower_lid", "left") == 0
    without = make_case(*events)
    for count in (count_in_findings, count_in_page, count_in_history):
        assert count(without, "lower_lid", "left") == 5


# --- a moment to look at ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["twitch", "spasm"])
@pytest.mark.parametrize("during", [(), ("blink",)])
@pytest.mark.parametrize("side", ["left", "right", "both"])
def test_one_unsure_event_is_a_moment_and_no_finding(side, during, kind):
    event = make_event(12.0, side=side, during=during, kind=kind, confidence="low")
    analysis = make_case(event)
    (finding,) = find_findings(analysis, SETTINGS)
    assert finding.code == "nothing_found"
    assert finding.confidence == "low"
    assert "One moment may be worth a look" in finding.statement
    assert "at 0:12" in finding.statement
    assert "film again" in finding.statement
    assert finding.evidence["n_moments"] == 1
    assert analysis.events[0].amplitude_mm == event.amplitude_mm  # it stays in the tables
    assert tally_places(analysis) == []
    assert summarize("a", analysis).n_events == 0


@pytest.mark.parametrize(
    ("other", "n_moments"),
    [
        ({"side": "left"}, 0),
        ({"side": "right"}, 3),
        ({"side": "both"}, 0),
        ({"region": "chin"}, 3),
        ({"confidence": "high"}, 0),
        ({"explained_by": "burst"}, 2),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else str(value),
)
def test_unsure_events_are_moments_where_they_are_few_and_none_is_surer(other, n_moments):
    pair = make_event(5.0, confidence="low"), make_event(15.0, confidence="low")
    third = make_event(30.0, **{"confidence": "low", **other})
    assert list_moments(pair) == pair
    assert len(list_moments((*pair, third))) == n_moments


def test_a_moment_raises_no_advice():
    quiet = advise(None, find_findings(make_case(), SETTINGS))
    moment = advise(None, find_findings(make_case(make_event(9.0, confidence="low")), SETTINGS))
    assert (moment.level, moment.rules) == (quiet.level, quiet.rules)


@pytest.mark.parametrize("confidence", ["low", "moderate", "high"])
def test_three_events_of_a_place_or_a_sure_one_are_a_finding(confidence):
    events = [make_event(t, confidence="low") for t in (20.0, 30.0)]
    events.append(make_event(9.0, confidence=confidence))
    (finding,) = find_findings(make_case(*events), SETTINGS)
    assert (finding.code, finding.confidence) == ("resting_twitch", "low")
    assert finding.evidence["n_events"] == 3
    if confidence != "low":
        (finding,) = find_findings(make_case(events[-1]), SETTINGS)
        assert finding.code == "resting_twitch"


def test_unsure_events_of_different_places_are_moments_and_the_first_three_are_named():
    events = [
        make_event(5.0 * k + 5.0, region=region, confidence="low")
        for k, region in enumerate(("brow", "cheek", "chin", "upper_lip", "lower_lip"))
    ]
    (finding,) = find_findings(make_case(*events), SETTINGS)
    assert finding.code == "nothing_found"
    assert "5 moments may be worth a look" in finding.statement
    assert "left cheek at 0:10, left chin at 0:15 and 2 more" in finding.statement


def test_what_is_explained_is_neither_own_nor_a_moment():
    low = replace(IN_BLINK, confidence="low")
    answered = make_case(low, couplings=(make_coupling(),)).events
    assert list_own(answered) == list_moments(answered) == ()


# --- the end of an expression ----------------------------------------------------------------


def attribute(action, region, onset_s, *, back=True, side="left", seen=True):
    """What explains an event of 2 mm, in skin that the action holds 2 mm away from rest."""
    movement = make_movement(duration_s=20.0)
    # A muscle that lets go brings the skin back; one that pulls takes it further.
    held_mm = 2.0 * np.clip((movement.time_s - action.onset_s) / 0.1, 0, 1)
    moved_mm = 2.0 * np.clip((movement.time_s - onset_s) / 0.1, 0, 1)
    place_mm = np.full(movement.displacement_mm.shape, 40.0 if seen else np.nan)
    place_mm[:, REGION_NAMES.index(region), :, 1] += (held_mm + (-moved_mm if back else moved_mm))[
        :, None
    ]
    event = make_event(onset_s, region=region, side=side, apex_s=onset_s + 0.1, amplitude_mm=2.0)
    analysis = make_analysis(events=(event,), actions=(action,), findings=())
    (found,) = attribute_events(analysis, replace(movement, displacement_mm=place_mm), SETTINGS)
    return found.explained_by


SMILE = replace(make_action("smile", 5.0, 4.0), apex_s=6.0)
BROWS = replace(make_action("brow_raise", 5.0, 3.0), apex_s=6.0)
SQUEEZE = replace(make_action("eye_closure", 5.0, 2.0), manner=("hard",))
EASY = make_action("eye_closure", 5.0, 2.0)
BLINK = make_action("blink", 5.0)


@pytest.mark.parametrize(
    ("action", "region", "late_s", "back", "expected"),
    [
        (SMILE, "mouth_corner", -0.1, True, "action"),
        (SMILE, "mouth_corner", 0.2, True, "action"),
        (SMILE, "mouth_corner", 0.4, True, "none"),
        (SMILE, "mouth_corner", -3.5, True, "none"),
        (SMILE, "mouth_corner", 0.0, False, "none"),
        (SMILE, "upper_lip", 0.1, True, "action"),
        (SMILE, "brow", 0.1, True, "none"),
        (BROWS, "brow", 0.1, True, "action"),
        (BROWS, "brow", 0.1, False, "none"),
        (BROWS, "mouth_corner", 0.1, True, "none"),
        (SQUEEZE, "cheek", 0.017, True, "action"),
        (EASY, "cheek", 0.017, True, "none"),
        (SQUEEZE, "cheek", 0.017, False, "none"),
        (BLINK, "lower_lid", 0.017, True, "action"),
        (BLINK, "lower_lid", 0.017, False, "action"),
        (BLINK, "lower_lid", 0.3, True, "none"),
        (BLINK, "cheek", 0.017, False, "none"),
    ],
    ids=[
        "smile let go",
        "corner that comes back later",
        "long after",
        "while it forms",
        "corner that goes on",
        "beside the corner",
        "far from the corner",
        "brow let go",
        "brow that goes on",
        "far from the brow",
        "squeeze let go",
        "easy closure hardly moves a cheek",
        "cheek that jumps after a squeeze",
        "lid settles",
        "lid overshoots",
        "lid long after",
        "cheek that jumps after a blink",
    ],
)
def test_the_end_of_an_action_is_the_actions(action, region, late_s, back, expected):
    assert attribute(action, region, action.offset_s + late_s, back=back) == expected


def test_the_end_of_a_wink_explains_its_own_side_only():
    wink = replace(make_action("wink", 5.0, 0.4), side="left")
    assert attribute(wink, "upper_lid", wink.offset_s + 0.02) == "action"
    assert attribute(wink, "upper_lid", wink.offset_s + 0.02, side="right") == "none"


def test_where_the_skin_was_not_seen_nothing_is_explained():
    onset_s = SMILE.offset_s + 0.1
    assert attribute(SMILE, "mouth_corner", onset_s, seen=False) == "none"


def test_what_is_the_actions_is_no_twitch():
    event = make_event(SMILE.offset_s, region="mouth_corner")
    analysis = make_analysis(
        events=(replace(event, explained_by="action"),), actions=(SMILE,), findings=()
    )
    (finding,) = find_findings(analysis, SETTINGS)
    assert finding.code == "nothing_found"
    assert "moment" not in finding.statement


def test_regions_side_by_side_are_so_both_ways():
    assert set(NEIGHBOURS) == set(REGION_NAMES)
    for region, others in NEIGHBOURS.items():
        assert region not in others
        assert all(region in NEIGHBOURS[other] for other in others)


def test_an_action_moves_what_its_units_move_and_what_lies_beside():
    assert list_moved_regions(BROWS) == {"brow", "upper_lid"}
    assert {"cheek", "mouth_corner", "lower_lid"} <= list_moved_regions(SMILE)
    assert "brow" not in list_moved_regions(SMILE)
    assert "cheek" in list_moved_regions(SQUEEZE) - list_moved_regions(EASY)


# --- from track to explanation ---------------------------------------------------------------


@pytest.mark.slow
def test_twitches_of_a_made_face_that_smiled_before_stay_twitches():
    analysis = analyze_made(
        Smile(onset_s=2.0, hold_s=2.0),
        twitch(8.0, region="mouth_corner"),
        twitch(11.5, region="mouth_corner"),
        duration_s=14.0,
    )
    assert [event.explained_by for event in analysis.events] == ["none", "none"]
    assert codes(analysis) == [("resting_twitch", "left")]
