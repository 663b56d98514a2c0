"""The page for clinical review is made from the tables, and is current."""

from __future__ import annotations

from docs.make_triage import PAGE, make_page
from twitchcam.triage.questions import load_questions
from twitchcam.triage.rules import load_rules
from twitchcam.triage.sources import load_sources


def test_the_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == make_page(), "run: python -m docs.make_triage"


def test_the_page_shows_every_rule_question_source_and_fear():
    page = make_page()
    for rule in load_rules().rules:
        assert f"\n### {rule.id}\n" in page
        assert rule.because in page
    for question in load_questions():
        assert f"| `{question.id}`" in page
    for fear in load_rules().fears:
        assert fear.answer in page
    for key in load_sources():
        assert f'<a id="{key}"></a>' in page


def test_what_was_not_read_in_the_original_is_marked():
    page = make_page()
    for source in load_sources().values():
        (line,) = [line for line in page.splitlines() if f'<a id="{source.key}"></a>' in line]
        assert ("**" in line) == (source.read != "primary")
    for rule in load_rules().rules:
        start = page.index(f"\n### {rule.id}\n")
        supported = page[start:].split("| supported by |")[1].split("\n")[0]
        assert ("only our judgement" in supported) == ("judgement" in rule.basis)
