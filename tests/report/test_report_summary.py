"""The summary in the terminal: one screen, whatever happened."""

from __future__ import annotations

from dataclasses import replace

import pytest
from examples_of_analysis import (
    HOSTILE_NAMES,
    RESTING,
    make_analysis,
    make_empty_analysis,
    make_poor_analysis,
    make_quality,
    rename,
)
from rich.cells import cell_len

from twitchcam.records import Span
from twitchcam.report import words
from twitchcam.report.summary import make_summary
from twitchcam.triage import notices

LONG = replace(RESTING, statement="The left cheek moved. " * 40)
ANALYSES = {
    "with events": make_analysis(),
    "with nothing found": make_empty_analysis(),
    "not to be judged": make_poor_analysis(),
    "with many findings": make_analysis(findings=(RESTING,) * 20),
    "with a long finding": make_analysis(findings=(LONG,)),
    "without findings": make_analysis(findings=()),
    **{f"named {i}": rename(make_analysis(), name) for i, name in enumerate(HOSTILE_NAMES)},
}


@pytest.mark.parametrize("analysis", ANALYSES.values(), ids=ANALYSES)
@pytest.mark.parametrize("folder", ["evening.twitchcam", "f" * 200], ids=["short", "long"])
def test_the_summary_fits_on_one_screen(analysis, folder):
    lines = make_summary(analysis, folder).split("\n")
    assert len(lines) <= 24
    assert max(map(cell_len, lines)) <= 80
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("analysis", ANALYSES.values(), ids=ANALYSES)
def test_the_summary_always_says_when_to_call_for_help_and_what_it_is(analysis):
    text = make_summary(analysis, "evening.twitchcam").replace("\n", " ")
    assert words.say_emergency(None) in text
    assert notices.say_general_information() in text
    assert "report.html" in text


def test_findings_are_said_as_they_are_with_how_sure():
    text = make_summary(make_analysis(), "x").replace("\n", " ")
    assert f"{RESTING.statement} (Quite sure.)" in text


def test_nothing_found_states_its_limit():
    analysis = replace(make_empty_analysis(), findings=())
    text = make_summary(analysis, "x").replace("\n", " ")
    assert "No twitch was seen in 53 s. The smallest twitch that would have been seen" in text
    assert text.count("The smallest twitch") == 1


def test_other_faces_and_eyes_that_were_not_seen_are_said():
    notes = (
        "More than one face was in the picture in 3 of 9 checks. The largest one was followed.",
        "The left eye stayed shut in the whole recording. Blinks are those of the right eye.",
    )
    analysis = make_empty_analysis()
    analysis = replace(analysis, quality=replace(analysis.quality, notes=notes))
    text = make_summary(analysis, "x").replace("\n", " ")
    assert "More than one face was in the picture in 3 of 9 checks." in text
    assert "The left eye stayed shut in the whole recording." in text


def test_a_poor_recording_is_not_called_quiet():
    text = make_summary(make_poor_analysis(), "x").replace("\n", " ")
    assert "A face was found in only 12 of 1800 pictures." in text
    assert "No twitch" not in text


def test_what_was_cut_is_said():
    text = make_summary(ANALYSES["with many findings"], "x")
    assert "… more in the report." in text


def test_when_not_all_can_be_said_every_finding_keeps_its_first_sentence():
    long = (
        "It was seen 3.5 times a second. " + "More is known about it than a screen can hold. " * 6
    )
    findings = tuple(replace(RESTING, statement=f"Finding {i} is this. {long}") for i in range(4))
    summary = make_summary(make_analysis(findings=findings), "out")
    for i in range(4):
        assert f"Finding {i} is this." in summary
    assert "More is known" not in summary
    one = make_summary(make_analysis(findings=findings[:1]), "out")
    assert "More is known" in one


def lose(*spans, observed_s=40.0):
    """The terminal's words for a minute of which these stretches were lost."""
    excluded = tuple(Span(start_s=start, stop_s=stop, reason=why) for why, start, stop in spans)
    quality = make_quality(excluded=excluded, observed_s=observed_s, notes=())
    return make_summary(make_analysis(quality=quality), "x").replace("\n", " ")


@pytest.mark.parametrize(
    ("spans", "observed_s", "said"),
    [
        # Speech spoils half of the face, and an expression only what nothing else does.
        ((("talking", 0, 14), ("head_moving", 20, 29)), 44.0, "the head was moving fast"),
        ((("expression", 0, 40), ("gap", 20, 32)), 48.0, "pictures were missing"),
        ((("expression", 0, 16),), 44.0, "the whole face was moving"),
        # Stretches that overlap count once.
        ((("gap", 0, 9), ("gap", 1, 9), ("cut", 20, 30)), 41.0, "the video jumped"),
        ((("gap", 0, 2),), 44.0, "moments around blinks"),
    ],
)
def test_what_took_most_time_is_named(spans, observed_s, said):
    assert f"Left out most: {said}" in lose(*spans, observed_s=observed_s)


def test_a_trifle_that_was_lost_needs_no_reason():
    assert "Left out most" not in lose(("gap", 0, 1), observed_s=58.5)
