"""Answers that cannot both be right. Both are kept; the person is asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from twitchcam.records import Answers, AnswerValue
from twitchcam.triage.describe import match_words

_LONG_AGO: Final = ("up_to_1_year", "over_1_year")
_NEW: Final = ("up_to_3_days", "up_to_2_weeks")
_AGAIN: Final = ("back", "again", "relapse", "recurrence", "return", "returns")
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
            "You ticked a droop of the face that is new. You also said that your face got weak "
            "long ago.",
        ),
        (
            ("face_droops", "since"),
            _is(said, "face_droops", "yes")
            and _is(said, "since", *_LONG_AGO)
            and _is(said, "course", "same", "better", "comes_and_goes"),
            "You ticked a droop of the face that is new. You also said that you have had it for "
            "long, and that it does not get worse.",
        ),
        (
            ("face_weaker", "course"),
            _is(said, "face_weaker", "yes")
            and _is(said, "course", "better")
            and _is(said, "smile_weaker", "no"),
            "You said that your face has become weaker. You also said that it is better, and that "
            "both sides lift alike.",
        ),
        (
            ("earlier_palsy", "fear"),
            _is(said, "earlier_palsy", "no")
            and match_words(str(said.get("fear", "")), ("palsy", "paralysis"))
            and match_words(str(said.get("fear", "")), _AGAIN),
            "You said that your face was never weak. You also wrote that you fear a palsy that "
            "comes back. Was that side ever weak?",
        ),
        (
            ("face_droops", "before_it"),
            _is(said, "face_droops", "yes") and _is(said, "before_it", "dentist"),
            "You ticked a droop of the face. You also named an injection at the dentist. If the "
            "droop came within hours of it, take the tick away and call the dentist now.",
        ),
        (
            ("face_droops", "face_weaker"),
            _is(said, "face_droops", "yes") and _is(said, "face_weaker", "no"),
            "You ticked a droop of the face that is new. You also said that your face has not "
            "become weaker.",
        ),
        (
            ("face_weaker", "smile_weaker"),
            _is(said, "face_weaker", "no")
            and _is(said, "smile_weaker", "yes")
            and _is(said, "since", *_NEW),
            "You said that one side lifts less in a smile, and that this is new. You also said "
            "that your face has not become weaker.",
        ),
        (
            ("where", "eye_and_mouth"),
            said.get("where") == ("eyelid",) and _is(said, "eye_and_mouth", "yes"),
            "You said that only the lid moves. You also said that eye and mouth jump together.",
        ),
        (
            ("how_often", "jerks_on"),
            _is(said, "how_often", "rarely") and _is(said, "jerks_on", "now"),
            "You said that it comes less than once a day. You also said that it jerks now, on "
            "and on.",
        ),
        (
            ("pregnant", "age"),
            _is(said, "pregnant", "yes") and not _may_give_birth(said.get("age")),
            "You said that you are pregnant or just gave birth. That does not fit your age.",
        ),
    )
    return tuple(
        Conflict(questions=questions, text=text) for questions, holds, text in tests if holds
    )


def _is(said: Mapping[str, AnswerValue], name: str, *values: str) -> bool:
    given = said.get(name)
    chosen = given if isinstance(given, tuple) else (given,)
    return any(value in chosen for value in values)


def _may_give_birth(age: object) -> bool:
    least, most = _AGES_OF_BIRTH
    return not isinstance(age, float) or least <= age <= most
