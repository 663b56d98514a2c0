"""Advice on the report, on its page for a doctor, and in the terminal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from examples_of_analysis import make_analysis
from triage_examples import SAFE

from twitchcam import advise
from twitchcam.records import Answers
from twitchcam.report.advice_text import make_advice_text
from twitchcam.report.page import make_page
from twitchcam.report.summary import make_summary

EMERGENCY = {**SAFE, "face_droops": "yes", "since": "up_to_3_days"}
URGENT = {**SAFE, "face_weaker": "yes", "since": "up_to_3_days", "came_on": "slowly"}
CALM = {**SAFE, "where": ("eyelid",), "since": "up_to_2_weeks"}


def report(values: dict | None):
    analysis = make_analysis()
    answers = None if values is None else Answers(values=values)
    return replace(analysis, advice=advise(answers, analysis.findings))


def read_doctors_page(values: dict | None) -> str:
    page = make_page(report(values))
    article = page[page.index('<article class="doctor"') :]
    text = re.sub(r"<[^>]+>", " ", article[: article.index("</article>")])
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("values", "said"),
    [(EMERGENCY, "Emergency: call for help now."), (URGENT, "Urgent: today."), (CALM, None)],
)
def test_the_doctors_page_says_what_cannot_wait(values, said):
    page = read_doctors_page(values)
    if said is None:
        assert "Urgent" not in page
        assert "Emergency" not in page
    else:
        assert page.index(said) < page.index("What was seen")


def test_the_doctors_page_quotes_the_answers_and_what_does_not_fit():
    page = read_doctors_page(EMERGENCY)
    assert "new, now or in the last days" in page
    assert "suddenly" not in page, "nobody said so"
    assert "Answers that do not fit together" in page


def test_without_answers_the_report_and_the_terminal_ask_for_the_signs():
    unasked = report(None)
    page = make_page(unasked)
    assert "No advice yet" in page
    assert "Whom to see" not in page
    assert "Type: twitchcam ask" in " ".join(make_summary(unasked, "out").split())
    text = make_advice_text(unasked.advice)
    assert text.startswith("NO ADVICE YET")
    assert "Seen in the video: The left cheek twitched" in " ".join(text.split())


def test_the_title_states_the_real_time():
    assert make_advice_text(report(URGENT).advice).startswith("URGENT: TODAY\n")
    slow = {**SAFE, "limbs_weaker": "yes"}
    assert make_advice_text(report(slow).advice).startswith("URGENT: WITHIN 3 DAYS\n")


def test_no_address_of_a_source_breaks_across_lines():
    advice = report(URGENT).advice
    addresses = [source.split(" ")[-1] for source in advice.sources if " http" in source]
    assert addresses
    lines = make_advice_text(advice, full=True).splitlines()
    for address in addresses:
        assert any(address in line for line in lines)
        assert f'<span class="address">{address}</span>' in make_page(report(URGENT))
