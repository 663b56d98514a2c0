"""Answers that cannot wait: they stand on top of a person's page until a doctor saw them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from twitchcam.errors import InputError
from twitchcam.records import Advice, Answers
from twitchcam.store.rows import ToldAnswers
from twitchcam.triage.advise import advise
from twitchcam.triage.questions import is_red_flag, load_questions, validate_answers

# The most pressing first.
LEVELS: Final = ("emergency", "urgent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressing:
    """What was answered, what it leads to, and the day on which a doctor saw it, if one did."""

    given_at: datetime
    advice: Advice
    seen_on: date | None


def find_pressing(told: Sequence[ToldAnswers]) -> Pressing | None:
    """Find what presses most of all sittings that no doctor saw; else the newest that one saw.

    Later answers do not take it back: a sign that went away is to be seen all the same.
    """
    found = list(_list_pressing(told))
    unseen = [item for item in found if item.seen_on is None]
    return min(unseen or found[:1], key=lambda item: LEVELS.index(item.advice.level), default=None)


def _list_pressing(told: Sequence[ToldAnswers]) -> Iterator[Pressing]:
    """By the answers alone, the newest first: results need not be read for it."""
    for item in told:
        with suppress(InputError):
            advice = advise(restore_answers(item.content))
            if advice.level in LEVELS:
                yield Pressing(given_at=item.given_at, advice=advice, seen_on=item.seen_on)


def find_pressing_level(told: Sequence[ToldAnswers]) -> str | None:
    """Name the level of what presses most of these answers; ``None`` where all can wait."""
    levels = {_find_level(json.dumps(item.content, sort_keys=True)) for item in told}
    return next((level for level in LEVELS if level in levels), None)


# A list of many people asks it of everything that any of them ever answered.
@lru_cache(maxsize=4096)
def _find_level(content: str) -> str | None:
    with suppress(InputError):
        return advise(restore_answers(json.loads(content))).level
    return None


def keep_seen(told: Sequence[ToldAnswers], answers: Answers) -> date | None:
    """Give the day on which a doctor saw what ``answers`` repeat; ``None`` if they add to it."""
    if not told or told[0].seen_on is None:
        return None
    with suppress(InputError):
        before = restore_answers(told[0].content)
        now, then = advise(answers), advise(before)
        # One rule may stand for several signs.
        new_signs = _list_signs(answers) - _list_signs(before)
        if now.level not in LEVELS or (set(now.rules) <= set(then.rules) and not new_signs):
            return told[0].seen_on
    return None


def _list_signs(answers: Answers) -> set[str]:
    return {
        question.id
        for question in load_questions()
        if is_red_flag(question) and answers.values.get(question.id) == "yes"
    }


def restore_answers(content: dict[str, Any]) -> Answers:
    """Make answers of what was kept of them.

    Raises
    ------
    InputError
        They do not fit the questions of today.
    """
    # Questions change between versions: what is not known any more is not held against them.
    known = {question.id for question in load_questions()}
    values = {name: value for name, value in content["values"].items() if name in known}
    return validate_answers(
        values, country=content.get("country"), answered_on=content.get("answered_on")
    )
