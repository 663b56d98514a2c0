"""What earlier recordings showed stays until newer ones could have shown it and did not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from examples_of_analysis import make_analysis
from triage_examples import SAFE, make_finding

from twitchcam import advise
from twitchcam.records import Action, Analysis, Answers, Finding
from twitchcam.records.assessment import DetectionLimit
from twitchcam.triage.over_time import DatedShown, find_earlier, gather_shown

TWITCH = replace(
    make_finding("resting_twitch", "left", "moderate"),
    evidence={"region": "cheek", "median_mm": 1.0, "rate_per_minute": 3.0},
)
DRAGGED = replace(
    make_finding("eye_to_mouth_cocontraction", "left"),
    evidence={"action": "blink", "region": "cheek", "n_actions": 8, "response_mm": 1.0},
)
NOTHING = make_finding("nothing_found", None, "moderate")


def record(
    day: str, *findings: Finding, usable: bool = True, observed_s: float = 60.0,
    limit_mm: float = 0.5, n_blinks: int = 10,
) -> DatedShown:  # fmt: skip
    analysis: Analysis = make_analysis(findings=findings)
    quality = replace(
        analysis.quality, usable=usable, observed_s=observed_s, hidden_regions=(),
        detection_limits=(DetectionLimit(region="cheek", side="left", limit_mm=limit_mm),),
    )  # fmt: skip
    blinks = tuple(
        Action(
            kind="blink", side="both", onset_s=2.0 * k, apex_s=2.0 * k + 0.1,
            offset_s=2.0 * k + 0.3,
            left_strength=1.0, right_strength=1.0, left_mm=9.0, right_mm=9.0, complete=True,
        )
        for k in range(n_blinks)
    )  # fmt: skip
    return DatedShown(
        day=day, shown=gather_shown(replace(analysis, quality=quality, actions=blinks))
    )


def days_of(*recordings: DatedShown) -> list[str]:
    return [item.day for item in find_earlier(recordings)]


def test_without_recordings_nothing_was_seen_earlier():
    assert find_earlier(()) == ()
    assert days_of(record("1 May", TWITCH)) == []


@pytest.mark.parametrize(
    ("newer", "stays"),
    [
        ({}, False),
        ({"usable": False}, True),
        ({"limit_mm": 1.5}, True),
        ({"observed_s": 20.0}, True),
    ],
)
def test_twitches_stay_until_three_more_should_have_come_in_sight(newer, stays):
    assert days_of(record("2 May", NOTHING, **newer), record("1 May", TWITCH)) == (
        ["1 May"] if stays else []
    )


def test_the_judged_time_of_several_newer_recordings_adds_up():
    short = {"observed_s": 25.0}
    oldest = record("1 May", TWITCH)
    assert days_of(record("3 May", NOTHING, **short), oldest) == ["1 May"]
    several = [record(day, NOTHING, **short) for day in ("4 May", "3 May", "2 May")]
    assert days_of(*several, oldest) == []


@pytest.mark.parametrize(("n_blinks", "stays"), [(0, True), (7, True), (8, False)])
def test_what_blinks_drag_along_stays_until_as_many_blinks_did_not(n_blinks, stays):
    newer = record("2 May", NOTHING, n_blinks=n_blinks)
    assert days_of(newer, record("1 May", DRAGGED)) == (["1 May"] if stays else [])


def test_what_the_newest_shows_again_is_not_told_twice():
    assert days_of(record("2 May", TWITCH), record("1 May", TWITCH)) == []
    two = record("3 May", usable=False), record("2 May", TWITCH), record("1 May", TWITCH)
    assert days_of(*two) == ["2 May"]


def test_a_moment_of_low_confidence_is_not_carried_on():
    unsure = replace(TWITCH, confidence="low")
    assert days_of(record("2 May", usable=False), record("1 May", unsure)) == []


def test_a_black_clip_takes_nothing_back():
    black = make_finding("not_assessable", None)
    said = Answers(values={**SAFE, "since": "over_1_year"})
    newest = record("2 May", black, usable=False)
    earlier = find_earlier((newest, record("1 May", DRAGGED)))
    advice = advise(said, (black,), earlier=earlier)
    assert advice.level == "appointment"
    assert "1 May" in " ".join(advice.what_to_do)
    assert "1 May" in advice.rests_on
    (told,) = (text for text in advice.tell_the_doctor if text.startswith("Seen in the video"))
    assert told.startswith("Seen in the video: on 1 May")
    assert DRAGGED.statement in told
    assert advise(said, (black,)).level == "appointment"
    assert "1 May" not in str(advise(said, (black,)))


def test_a_newest_video_that_shows_nothing_does_not_speak_against_earlier_ones():
    said = Answers(values=SAFE)
    earlier = find_earlier((record("2 May", NOTHING, observed_s=5.0), record("1 May", TWITCH)))
    assert [item.day for item in earlier] == ["1 May"]
    alone, together = (advise(said, (NOTHING,), earlier=seen) for seen in ((), earlier))
    assert "The video showed no twitch." in " ".join(alone.because)
    assert "The video showed no twitch." not in " ".join(together.because)
    assert "The video shows short movements" in " ".join(together.because)


@pytest.mark.parametrize(
    ("written", "said"), [("2026-11-30", "30 November 2026"), ("on Monday", "on Monday")]
)
def test_the_day_of_the_answers_is_said_as_the_days_of_recordings_are(written, said):
    answers = Answers(values=SAFE, answered_on=written)
    earlier = find_earlier((record("1 May 2026", NOTHING), record("10 November 2026", TWITCH)))
    for findings in ((NOTHING,), (make_finding("not_assessable", None),), None):
        rests_on = advise(answers, findings, earlier=earlier).rests_on
        assert rests_on.startswith(f"This rests on your answers of {said} ")
        assert "2026-11-30" not in rests_on
