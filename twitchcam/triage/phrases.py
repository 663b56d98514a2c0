"""What a person named, put into the sentences of the rules."""

from __future__ import annotations

from twitchcam.records import Answers, Finding
from twitchcam.triage.describe import say_on_side
from twitchcam.triage.questions import NONE, load_questions
from twitchcam.wording import text
from twitchcam.wording.names import join_words


def fill_in(said: str, answers: Answers, findings: tuple[Finding, ...], number: str) -> str:
    """Fill the places of a sentence: what was named, on which side, and the number to call."""
    if "{" not in said:
        return said
    habits = [*name_chosen("takes", answers), *name_chosen("strain", answers)]
    named = [
        text(f"advice-named-{question}", named=", ".join(chosen))
        for question in ("illness", "medicines")
        if (chosen := name_chosen(question, answers))
    ]
    return (
        said.replace("{number}", number)
        .replace("{on_side}", say_on_side(findings, answers))
        .replace("{habits}", join_words(habits))
        .replace("{illness_or_medicine}", join_words(named))
    )


def name_chosen(name: str, answers: Answers) -> list[str]:
    """Name what was chosen of a list, in its words; nothing for none of them."""
    chosen = answers.values.get(name)
    if not isinstance(chosen, tuple):
        return []
    question = next(question for question in load_questions() if question.id == name)
    return [question.options[value] for value in chosen if value != NONE]
