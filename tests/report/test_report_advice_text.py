"""Advice on one page: it fits the paper, and what was left out is said."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from rich.cells import cell_len
from triage_examples import ALONE, CLIPS, FINDINGS, QUESTIONS, SAFE, some_answers, tell

from twitchcam import advise
from twitchcam.records import Answers
from twitchcam.report import words
from twitchcam.report.advice_text import N_COLUMNS, N_LINES, make_advice_text
from twitchcam.triage.notices import say_intended_use

EVERYTHING = {
    question.id: "yes" for question in QUESTIONS.values() if question.type == "yes_no"
} | {"fear": "ALS, MS, cancer, stroke, a palsy, Parkinson's, fits"}


def check_page(advice) -> str:
    text = make_advice_text(advice)
    lines = text.splitlines()
    assert len(lines) <= N_LINES
    assert max(map(cell_len, lines)) <= N_COLUMNS
    assert all(line.isprintable() for line in lines)
    plain = " ".join(text.split())
    assert plain.upper().startswith(words.title_advice(advice).upper())
    assert advice.headline in plain
    assert advice.because[0] in plain
    assert advice.what_to_do[0] in plain
    assert plain.endswith(say_intended_use())
    return text


@pytest.mark.slow
@given(values=some_answers(), findings=FINDINGS)
def test_any_advice_fits_on_one_page(values, findings):
    check_page(advise(Answers(values=values), findings))


@pytest.mark.parametrize("start", [{}, {name: "no" for name in SAFE if name in EVERYTHING}])
def test_a_person_with_everything_at_once_still_gets_one_page(start):
    check_page(advise(Answers(values={**EVERYTHING, **start})))


@given(values=some_answers(), findings=FINDINGS)
def test_what_is_cut_first_is_the_least_urgent(values, findings):
    """As long as anything less pressing is there, no step and no measured finding is cut."""
    advice = advise(Answers(values=values), findings)
    plain = " ".join(make_advice_text(advice).split())
    whole = [*advice.what_to_do, *(t for t in advice.tell_the_doctor if t.startswith("Seen in"))]
    whole += [t for t in advice.watch_for if "same day" in t or "Call" in t]
    if any(" ".join(text.split()) not in plain for text in whole):
        assert not advice.keep_a_log or advice.keep_a_log[0] not in plain
        assert not advice.self_care or advice.self_care[0] not in plain


@pytest.mark.parametrize("name", {**CLIPS, **ALONE})
def test_what_is_left_out_of_the_page_is_counted(name):
    advice = tell(name)
    text = check_page(advice)
    items = re.findall(r"^  - (?!and \d+ more)", text, flags=re.MULTILINE)
    left_out = [int(n) for n in re.findall(r"- and (\d+) more", text)]
    said = sum(len(getattr(advice, field)) for _, field in words.list_advice_parts())
    assert len(items) + sum(left_out) == said


@pytest.mark.parametrize("name", {**CLIPS, **ALONE})
def test_the_full_text_leaves_nothing_out(name):
    advice = tell(name)
    plain = " ".join(make_advice_text(advice, full=True).split())
    assert "more in the full advice" not in plain
    for _, field in words.list_advice_parts():
        for text in getattr(advice, field):
            assert " ".join(text.split()) in plain
    for source in advice.sources:
        assert source.split(" http")[0] in plain


def test_an_emergency_is_short_and_comes_first():
    advice = advise(Answers(values={**EVERYTHING, "speech_slurred": "yes"}))
    lines = check_page(advice).splitlines()
    assert lines[0] == "EMERGENCY: CALL FOR HELP NOW"
    assert "Call your local emergency number now" in lines[2]
    assert advice.keep_a_log == ()
    assert advice.about_your_worry == ()
    assert advice.to_clear_up == ()


def test_an_answer_cannot_steer_a_terminal():
    advice = advise(Answers(values={**SAFE, "makes_worse": "noise\x1b[31m\u202e \n\n quiet"}))
    assert "\x1b" not in make_advice_text(advice)
    assert "\u202e" not in make_advice_text(advice)
