"""What to tell the doctor, filled in from the answers and from what was measured."""

from __future__ import annotations

import re
from typing import Final

from twitchcam.records import Answers, AnswerValue, Finding
from twitchcam.triage.questions import Question, is_red_flag, load_groups, load_questions
from twitchcam.wording import text

_NOT_SAID: Final = ("nothing_found", "not_assessable")
_LONGEST_QUOTE: Final = 120


def describe_for_doctor(answers: Answers, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """List what a doctor will want to know: what was said, then what was seen; no guesses."""
    questions = load_questions()
    said = [
        " ".join(
            _end(f"{question.label}: {say_answer(question, answers.values[question.id])}")
            for question in questions
            if question.group == group.id
            and question.id in answers.values
            and question.type != "yes_no"
        )
        for group in load_groups()
    ]
    lines = [line for line in said if line]
    last: list[str] = []
    summed_up = _sum_up_checklists(answers)
    for value in ("yes", "unsure", "no"):
        for is_flag, when in ((True, "new"), (False, "any")):
            labels = [
                _lower(question.label)
                for question in questions
                if question.type == "yes_no"
                and answers.values.get(question.id) == value
                and question.group not in summed_up
                and is_red_flag(question) == is_flag
            ]
            if labels:
                key = f"advice-told-{value}"
                said_so = text(key, when=when, signs="; ".join(labels))
                (last if value == "no" else lines).append(said_so)
    return (*lines, *list_measured(findings), *last, *summed_up.values())


def _sum_up_checklists(answers: Answers) -> dict[str, str]:
    """Sum up, by group, the checklists in which each sign was answered no."""
    return {
        group.id: group.all_no
        for group in load_groups()
        if group.checklist
        and all(
            answers.values.get(question.id) == "no"
            for question in load_questions()
            if question.group == group.id
        )
    }


def say_answer(question: Question, value: AnswerValue) -> str:
    """Say an answer in words, without the stop at its end."""
    if isinstance(value, tuple):
        return ", ".join(question.options.get(item, item) for item in value)
    if isinstance(value, float):
        return f"{value:g}"
    words = question.options.get(value, value)
    if question.type == "text":
        words = " ".join(words.split()).rstrip(".")
        if len(words) > _LONGEST_QUOTE:
            words = words[: _LONGEST_QUOTE - 1] + "…"
    return words


def say_on_side(findings: tuple[Finding, ...], answers: Answers) -> str:
    """Say on which side: as the findings have it, else as the person said."""
    sides = {str(finding.side) for finding in findings if finding.side is not None}
    said = answers.values.get("side")
    if not sides and said in ("left", "right", "both"):
        sides = {str(said)}
    if len(sides) > 1 or "both" in sides:
        return text("advice-on-side", side="both")
    return text("advice-on-side", side=sides.pop() if sides else "one")


def match_words(said: str, words: tuple[str, ...]) -> bool:
    """Whether one of ``words`` stands in ``said`` as a word of its own."""
    plain = said.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return any(re.search(rf"(?<![\w']){re.escape(word)}(?![\w'])", plain) for word in words)


def list_measured(findings: tuple[Finding, ...]) -> list[str]:
    """List what was seen in the video, for the doctor."""
    return [
        text("advice-seen", statement=finding.statement)
        for finding in findings
        if finding.code not in _NOT_SAID
    ]


def say_unfit(said: str) -> str:
    """Say to the doctor that answers do not fit together."""
    return text("advice-unfit", text=said)


def _end(sentence: str) -> str:
    """Put a stop where none is yet."""
    return sentence if sentence.endswith(("?", "!", "…")) else f"{sentence}."


def _lower(label: str) -> str:
    """Make a label fit into the middle of a sentence."""
    return label[:1].lower() + label[1:]
