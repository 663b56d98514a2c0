"""Answers that cannot both be right. Both are kept; the person is asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from twitchcam.records import Answers, AnswerValue
from twitchcam.triage.describe import match_words
from twitchcam.triage.reading import split_words
from twitchcam.wording import text

_LONG_AGO: Final = ("up_to_1_year", "over_1_year")
_NEW: Final = ("up_to_3_days", "up_to_2_weeks")
# Nobody gives birth before or after these ages, save in the news.
_AGES_OF_BIRTH: Final = (10, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Questions whose answers do not fit together, and that in words."""

    questions: tuple[str, ...]
    text: str


def find_conflicts(answers: Answers) -> tuple[Conflict, ...]:
    """List the answers that do not fit together."""
    said = answers.values
    tests = (
        (
            ("face_droops", "palsy_when"),
            _is(said, "face_droops", "yes")
            and _is(said, "palsy_when", *_LONG_AGO)
            and not _is(said, "face_weaker", "yes"),
        ),
        (
            ("face_droops", "since"),
            _is(said, "face_droops", "yes")
            and _is(said, "since", *_LONG_AGO)
            and _is(said, "course", "same", "better", "comes_and_goes"),
        ),
        (
            ("face_weaker", "course"),
            _is(said, "face_weaker", "yes")
            and _is(said, "course", "better")
            and _is(said, "smile_weaker", "no"),
        ),
        (
            ("earlier_palsy", "fear"),
            _is(said, "earlier_palsy", "no")
            and match_words(str(said.get("fear", "")), split_words(text("advice-words-palsy")))
            and match_words(str(said.get("fear", "")), split_words(text("advice-words-again"))),
        ),
        (
            ("face_droops", "before_it"),
            _is(said, "face_droops", "yes") and _is(said, "before_it", "dentist"),
        ),
        (
            ("face_droops", "face_weaker"),
            _is(said, "face_droops", "yes") and _is(said, "face_weaker", "no"),
        ),
        (
            ("face_weaker", "smile_weaker"),
            _is(said, "face_weaker", "no")
            and _is(said, "smile_weaker", "yes")
            and _is(said, "since", *_NEW),
        ),
        (
            ("where", "eye_and_mouth"),
            said.get("where") == ("eyelid",) and _is(said, "eye_and_mouth", "yes"),
        ),
        (
            ("how_often", "jerks_on"),
            _is(said, "how_often", "rarely") and _is(said, "jerks_on", "now"),
        ),
        (
            ("pregnant", "age"),
            _is(said, "pregnant", "yes") and not _may_give_birth(said.get("age")),
        ),
    )
    return tuple(
        Conflict(questions=questions, text=text(f"advice-conflict-{'-'.join(questions)}"))
        for questions, holds in tests
        if holds
    )


def _is(said: Mapping[str, AnswerValue], name: str, *values: str) -> bool:
    given = said.get(name)
    chosen = given if isinstance(given, tuple) else (given,)
    return any(value in chosen for value in values)


def _may_give_birth(age: object) -> bool:
    least, most = _AGES_OF_BIRTH
    return not isinstance(age, float) or least <= age <= most
