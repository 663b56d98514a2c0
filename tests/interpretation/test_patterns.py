"""Patterns are named when their rule is met, and not one step before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples_of_analysis import (
    cheek_tremor,
    explain,
    make_action,
    make_analysis,
    make_event,
    make_quality,
)
from made_faces import analyze_made, codes, twitch

from twitchcam.interpretation.findings import find_findings
from twitchcam.settings import SOURCES, Settings
from twitchcam.synthetic.movements import Blink

UNEVEN_S = (2.0, 3.1, 7.4, 8.0, 13.9, 15.2, 21.8, 30.1)


def _find(events=(), *, actions=(), tremor=(), **quality):
    measured = make_analysis(
        events=tuple(sorted(events, key=lambda e: e.onset_s)),
        actions=tuple(actions),
        tremor=tuple(tremor),
        findings=(),
        quality=make_quality(**quality),
    )
    return find_findings(explain(measured), Settings())


def found_codes(*args, **kwargs):
    return {finding.code for finding in _find(*args, **kwargs)}


# --- eye and mouth together ------------------------------------------------------------------


def _bursts(n, *, side="left", apart_s=0.03, **changes):
    return [
        make_event(onset_s + late_s, region=region, side=side, **changes)
        for onset_s in UNEVEN_S[:n]
        for region, late_s in (("lower_lid", 0.0), ("mouth_corner", apart_s))
    ]


@pytest.mark.parametrize("side", ["left", "right"])
def test_eye_and_mouth_that_jump_together_are_bursts_and_told_once(side):
    (finding,) = _find(_bursts(4, side=side))
    assert (finding.code, finding.side) == ("one_sided_bursts", side)
    assert "moved together 4 times" in finding.statement
    assert finding.evidence["n_bursts"] == 4
    assert finding.confidence == "moderate"


@pytest.mark.parametrize(
    "events",
    [
        _bursts(2),
        _bursts(5, apart_s=0.1),
        _bursts(5, during=("blink",)),
        _bursts(4) + _bursts(4, side="right"),
        [make_event(t) for t in UNEVEN_S],
    ],
    ids=["twice", "not together", "led by blinks", "both sides", "one place"],
)
def test_what_is_no_burst_pattern_is_not_called_one(events):
    assert "one_sided_bursts" not in found_codes(events)


def test_winks_stand_for_the_eye_but_prove_little():
    winks = [replace(make_action("wink", t), side="left") for t in UNEVEN_S[:5]]
    mouth = [make_event(t + 0.02, region="mouth_corner", during=("wink",)) for t in UNEVEN_S[:5]]
    (finding,) = _find(mouth, actions=winks)
    assert (finding.code, finding.confidence) == ("one_sided_bursts", "low")
    assert finding.evidence["n_with_wink"] == 5
    asked_for = [replace(wink, cued=True) for wink in winks]
    assert "one_sided_bursts" not in found_codes(mouth, actions=asked_for)


@pytest.mark.slow
def test_a_made_face_whose_eye_and_mouth_jump_together():
    jerks = [
        twitch(t, size_mm, region=region, side="right")
        for t in UNEVEN_S[:5]
        for region, size_mm in (("lower_lid", 1.2), ("mouth_corner", 2.0))
    ]
    analysis = analyze_made(*jerks, duration_s=18.0)
    assert codes(analysis) == [("one_sided_bursts", "right")]
    assert analysis.findings[0].evidence["n_bursts"] == 5


@pytest.mark.slow
def test_one_place_that_jumps_does_not_take_the_other_half_along():
    jerks = [twitch(t, 2.5, region="mouth_corner") for t in UNEVEN_S]
    assert codes(analyze_made(*jerks, duration_s=34.0)) == [("resting_twitch", "left")]


# --- lids ------------------------------------------------------------------------------------


def test_a_lid_that_trembles_alone_flutters():
    (finding,) = _find(tremor=[cheek_tremor(3.0, region="lower_lid", frequency_hz=5.0)])
    assert (finding.code, finding.side) == ("lid_flutter", "left")
    assert "about 5 times a second" in finding.statement
    assert "mouth of that side stayed quiet" in finding.statement


def test_a_lid_that_trembles_with_the_cheek_is_no_flutter():
    tremors = [cheek_tremor(3.0, region=region) for region in ("lower_lid", "cheek")]
    assert found_codes(tremor=tremors) == {"resting_tremor"}


def test_a_quick_row_of_lid_twitches_is_a_flutter_unless_the_mouth_joins():
    row = [make_event(5.0 + 0.2 * k, region="lower_lid") for k in range(5)]
    (finding,) = _find(row)
    assert finding.code == "lid_flutter"
    assert finding.evidence["frequency_hz"] == pytest.approx(5.0, abs=0.1)
    assert "lid_flutter" not in found_codes([*row, make_event(5.4, region="chin")])
    assert "lid_flutter" not in found_codes(row[:3])
    slow = [make_event(5.0 + 0.6 * k, region="lower_lid") for k in range(5)]
    assert "lid_flutter" not in found_codes(slow)


# --- both eyes -------------------------------------------------------------------------------


def test_eyes_that_close_too_often_are_told_only_when_the_rate_is_sure():
    often = [make_action("blink", 1.2 * k) for k in range(50)]
    (finding,) = _find(actions=often, duration_s=60.0)
    assert finding.code == "forced_closure_both_eyes"
    assert finding.evidence["rate_low_per_minute"] > 27
    # 30 a minute for half a minute can be chance.
    assert "forced_closure_both_eyes" not in found_codes(
        actions=often[:15], duration_s=30.0, observed_s=30.0
    )


def test_long_squeezes_are_told_unless_asked_for():
    squeezes = [
        replace(make_action("eye_closure", 6.0 * k, 1.6), manner=("hard",)) for k in range(4)
    ]
    (finding,) = _find(actions=squeezes)
    assert finding.code == "forced_closure_both_eyes"
    assert "4 times for longer than 1 s" in finding.statement
    asked_for = [replace(action, cued=True) for action in squeezes]
    assert found_codes(actions=asked_for) == {"nothing_found"}
    gentle = [replace(action, manner=()) for action in squeezes]
    assert found_codes(actions=gentle) == {"nothing_found"}


# --- a steady beat ---------------------------------------------------------------------------


@pytest.mark.parametrize("pace_hz", [0.7, 1.0, 2.0])
def test_jerks_at_a_steady_beat_are_told_once(pace_hz, rng):
    n = max(round(14 * pace_hz), 13) + 1
    times_s = 2.0 + np.arange(n) / pace_hz + rng.normal(0, 0.05 / pace_hz, n)
    (finding,) = _find([make_event(t) for t in times_s.tolist()])
    assert (finding.code, finding.side) == ("rhythmic_jerks", "left")
    assert finding.evidence["frequency_hz"] == pytest.approx(pace_hz, rel=0.05)


@pytest.mark.slow
def test_jerks_that_come_by_chance_have_no_beat(rng):
    for _ in range(200):
        times_s = np.sort(rng.uniform(0.0, 60.0, 40)).tolist()
        assert "rhythmic_jerks" not in found_codes([make_event(t) for t in times_s])


@pytest.mark.parametrize(
    "events",
    [
        [make_event(2.0 + k) for k in range(10)],
        [make_event(2.0 + 0.5 * k) for k in range(18)],
        [make_event(2.0 + 3.0 * k) for k in range(15)],
        [make_event(2.0 + k, during=("blink",)) for k in range(20)],
        [make_event(2.0 + k, side=("left", "right")[k % 2]) for k in range(14)],
    ],
    ids=["too few", "too short", "too slow", "with blinks", "sides by turns"],
)
def test_what_is_no_steady_beat_is_not_called_one(events):
    assert "rhythmic_jerks" not in found_codes(events)


@pytest.mark.slow
def test_a_made_face_that_jerks_at_a_steady_beat():
    jerks = [twitch(1.5 + k, 1.5, region="mouth_corner") for k in range(14)]
    analysis = analyze_made(*jerks, Blink(onset_s=5.8), duration_s=17.0)
    assert codes(analysis) == [("rhythmic_jerks", "left")]


# --- what holds for all of them --------------------------------------------------------------


def test_every_source_of_a_finding_can_be_looked_up():
    squeezes = [
        replace(make_action("eye_closure", 6.0 * k, 1.6), manner=("hard",)) for k in range(4)
    ]
    findings = [
        *_find(_bursts(4)),
        *_find(tremor=[cheek_tremor(region="lower_lid", frequency_hz=5.0), cheek_tremor(9.0)]),
        *_find(tremor=[cheek_tremor(during=("smile",))], actions=[make_action("smile", 0.5, 4.0)]),
        *_find(actions=squeezes),
        *_find([make_event(2.0 + k) for k in range(14)]),
        *_find(),
    ]
    assert len({finding.code for finding in findings}) >= 6
    for finding in findings:
        assert finding.limits
        for source in finding.sources:
            assert source in SOURCES or source == "docs/method.md"
