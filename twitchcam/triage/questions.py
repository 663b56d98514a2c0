"""What twitchcam asks: ``questions.toml``, read strictly, and answers checked against it.

In      ``questions.toml``; its texts, by the names of the questions, from ``wording``
Out     Questions in the order in which they are asked, red flags first
Known limits   Written for adults; a parent can answer for a child.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from twitchcam.checks import check_option
from twitchcam.errors import InputError
from twitchcam.records import Answers, AnswerValue
from twitchcam.triage.notices import EMERGENCY_NUMBERS
from twitchcam.triage.reading import (
    FOLDER,
    check_keys,
    check_known,
    check_unique,
    find_text,
    read_table,
    take_text,
    take_texts,
)
from twitchcam.triage.sources import load_sources
from twitchcam.wording import language_in_use, text

RED_FLAG_GROUP: Final = "now"
# The groups that must all be answered "no" before waiting is called fine.
SAFETY_GROUPS: Final = (RED_FLAG_GROUP, "soon")

TYPES: Final = ("yes_no", "choice", "choices", "side", "how_long", "number", "text")
YES_NO: Final = ("yes", "no", "unsure")
SIDE: Final = ("left", "right", "both", "unsure")
# From the newest to the oldest.
HOW_LONG: Final = (
    "up_to_3_days",
    "up_to_2_weeks",
    "up_to_3_months",
    "up_to_1_year",
    "over_1_year",
    "unsure",
)
_FIXED_OPTIONS: Final = {"yes_no": YES_NO, "side": SIDE, "how_long": HOW_LONG}
# Among several choices this one stands alone.
NONE: Final = "none"
LONGEST_TEXT: Final = 500

_NEEDED: Final = ("id", "group", "type", "sources")
_ALLOWED: Final = ("options", "worse", "only_if", "least", "most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that belong together.

    A ``checklist`` is shown on one screen; ``all_no`` sums up for the doctor that each of its
    signs was answered no.
    """

    id: str
    title: str
    checklist: bool
    all_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that is asked.

    Attributes
    ----------
    id, group : its name; the group that it is asked in.
    text, help, why : the question; more on it; why a doctor wants to know.
    label : how the answer is named to the doctor.
    type : ``yes_no``, ``choice``, ``choices``, ``side``, ``how_long``, ``number``, ``text``.
    options : value to words, for all types but ``number`` and ``text``.
    worse : for ``yes_no``: the answer that can raise the level; ``None`` where neither can.
    only_if : (question id, answers); without one of these it is not asked.
    least, most : bounds of a ``number``.
    sources : keys of ``sources.toml``.
    """

    id: str
    group: str
    text: str
    help: str
    why: str
    label: str
    type: str
    options: Mapping[str, str]
    worse: str | None
    only_if: tuple[str, tuple[str, ...]] | None
    least: float
    most: float
    sources: tuple[str, ...]


def load_questions(path: Path = FOLDER / "questions.toml") -> tuple[Question, ...]:
    """Load the questions in the order in which they are asked.

    Raises
    ------
    InputError
        When the table does not fit: an unknown key, type, group, source, or earlier question.
    """
    return _load(path, language_in_use())[1]


def load_groups(path: Path = FOLDER / "questions.toml") -> tuple[Group, ...]:
    """Load the groups in the order in which they are asked; red flags are the first."""
    return _load(path, language_in_use())[0]


def is_red_flag(question: Question) -> bool:
    """Whether "yes" to it calls for help at once."""
    return question.group == RED_FLAG_GROUP


def is_asked(question: Question, answers: Answers) -> bool:
    """Whether the question applies, given what was answered so far."""
    if question.only_if is None:
        return True
    earlier, values = question.only_if
    return answers.values.get(earlier) in values


def list_open(answers: Answers, groups: tuple[str, ...] = SAFETY_GROUPS) -> tuple[Question, ...]:
    """List the questions of ``groups`` that were not answered."""
    return tuple(
        question
        for question in load_questions()
        if question.group in groups and question.id not in answers.values
    )


def validate_answers(
    values: Mapping[str, Any],
    *,
    country: str | None = None,
    answered_on: str | None = None,
    where: str = "",
) -> Answers:
    """Make ``Answers`` of plain values, as a file or a form holds them.

    Parameters
    ----------
    values : question id to answer; ``None`` and empty answers count as not answered.
    where : what the values came from, for messages; otherwise these are the answers.

    Raises
    ------
    InputError
        When an id is unknown or an answer does not fit its question.
    """
    questions = {question.id: question for question in load_questions()}
    kept: dict[str, AnswerValue] = {}
    for name, value in values.items():
        check_known(where or text("error-answers-where"), "question", str(name), questions)
        if not _is_empty(value):
            kept[name] = check_answer(questions[name], value, where=where)
    return Answers(values=kept, country=check_country(country), answered_on=answered_on)


def check_country(country: str | None) -> str | None:
    """Return the country in capitals; ``InputError`` unless its emergency number is known."""
    if country is None or country == "":
        return None
    code = str(country).strip().upper()
    code = "GB" if code == "UK" else code  # what people there write
    if code not in EMERGENCY_NUMBERS:
        raise InputError(
            text(
                "error-answers-country",
                known=", ".join(sorted(EMERGENCY_NUMBERS)),
                got=repr(country),
            )
        )
    return code


def add_country(answers: Answers | None, country: str | None) -> Answers | None:
    """Return ``answers`` for ``country``, if one is given."""
    if country is None or not country.strip():
        return answers
    return replace(answers or Answers(), country=check_country(country))


def check_answer(question: Question, value: Any, *, where: str = "") -> AnswerValue:
    """Return ``value`` as it is kept; ``InputError`` when it does not fit the question."""
    name = f"{where or text('error-answers-where')}: {question.id}"
    if question.type == "text":
        return _check_text(name, value)
    if question.type == "number":
        return _check_number(name, question, value)
    if question.type == "choices":
        return _check_choices(name, question, value)
    if not isinstance(value, str):
        value = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    check_option(name, value, tuple(question.options))
    return str(value)


def _is_empty(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple) and not value)


def _check_text(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        got = text("error-answers-letters", n=len(value)) if isinstance(value, str) else repr(value)
        raise InputError(text("error-answers-text", name=name, most=LONGEST_TEXT, got=got))
    return value.strip()


def _check_number(name: str, question: Question, value: Any) -> float:
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    if not fits or not math.isfinite(value) or not question.least <= value <= question.most:
        raise InputError(
            text(
                "error-answers-number",
                name=name,
                least=f"{question.least:g}",
                most=f"{question.most:g}",
                got=repr(value),
            )
        )
    return float(value)


def _check_choices(name: str, question: Question, value: Any) -> tuple[str, ...]:
    chosen = [value] if isinstance(value, str) else value
    if not isinstance(chosen, list | tuple):
        raise InputError(text("error-answers-list", name=name, got=repr(value)))
    for item in chosen:
        check_option(name, item, tuple(question.options))
    if NONE in chosen and len(set(chosen)) > 1:
        raise InputError(
            text("error-answers-none-alone", name=name, none=repr(NONE), got=str(list(chosen)))
        )
    return tuple(option for option in question.options if option in chosen)


@cache
def _load(
    path: Path,
    language: str,  # noqa: ARG001 (texts differ by it)
) -> tuple[tuple[Group, ...], tuple[Question, ...]]:
    table = read_table(path)
    check_keys(path.name, table, ("group", "question"), ())
    groups = tuple(_make_group(path.name, item) for item in table["group"])
    check_unique(path.name, [group.id for group in groups])
    if groups[0].id != RED_FLAG_GROUP:
        raise InputError(
            text("error-rules-first-group", file=path.name, group=repr(RED_FLAG_GROUP))
        )
    questions: list[Question] = []
    for item in table["question"]:
        questions.append(_make_question(path.name, item, groups, questions))
    check_unique(path.name, [question.id for question in questions])
    order = [group.id for group in groups]
    places = [order.index(question.group) for question in questions]
    if places != sorted(places):
        raise InputError(text("error-rules-order", file=path.name))
    return groups, tuple(questions)


def _make_group(file: str, item: Any) -> Group:
    where = f"{file} [[group]]"
    check_keys(where, item, ("id",), ("checklist",))
    checklist = item.get("checklist") is True
    name = take_text(where, item, "id")
    return Group(
        id=name,
        title=find_text(where, f"question-group-{name}.title"),
        checklist=checklist,
        all_no=find_text(where, f"question-group-{name}.all_no") if checklist else "",
    )


def _make_question(
    file: str, item: Any, groups: tuple[Group, ...], earlier: list[Question]
) -> Question:
    where = f"{file} [[question]] {item.get('id', '') if isinstance(item, dict) else ''}".strip()
    check_keys(where, item, _NEEDED, _ALLOWED)
    check_known(where, "group", item["group"], [group.id for group in groups])
    check_known(where, "type", item["type"], TYPES)
    sources = take_texts(where, item, "sources")
    if not sources:
        raise InputError(text("error-rules-no-source", where=where))
    for key in sources:
        check_known(where, "source", key, load_sources())
    worse = item.get("worse")
    if worse is not None:
        check_known(where, "answer_in_worse", worse, ("yes", "no"))
    if item["group"] in SAFETY_GROUPS and (item["type"], worse) != ("yes_no", "yes"):
        raise InputError(text("error-rules-worse", where=where))
    name = take_text(where, item, "id")
    return Question(
        id=name,
        group=item["group"],
        text=find_text(where, f"question-{name}.text"),
        help=find_text(where, f"question-{name}.help"),
        why=find_text(where, f"question-{name}.why"),
        label=find_text(where, f"question-{name}.label"),
        type=item["type"],
        options=_take_options(where, item),
        worse=worse,
        only_if=_take_only_if(where, item, earlier),
        least=float(item.get("least", -math.inf)),
        most=float(item.get("most", math.inf)),
        sources=sources,
    )


def _take_options(where: str, item: Mapping[str, Any]) -> dict[str, str]:
    chosen = item["type"] in ("choice", "choices")
    if chosen != ("options" in item):
        raise InputError(text("error-rules-options", where=where))
    key = f"question-{item['id']}" if chosen else f"answer-{item['type']}"
    options = take_texts(where, item, "options") if chosen else _FIXED_OPTIONS.get(item["type"], ())
    return {option: find_text(where, f"{key}.is-{option}") for option in options}


def _take_only_if(
    where: str, item: Mapping[str, Any], earlier: list[Question]
) -> tuple[str, tuple[str, ...]] | None:
    if "only_if" not in item:
        return None
    if not isinstance(item["only_if"], dict) or len(item["only_if"]) != 1:
        raise InputError(text("error-rules-only-if", where=where))
    (name,) = item["only_if"]
    by_id = {question.id: question for question in earlier}
    check_known(where, "earlier_question", name, by_id)
    values = take_texts(f"{where} only_if", item["only_if"], name)
    for value in values:
        check_known(where, "answer_in_only_if", value, by_id[name].options)
    return name, values
