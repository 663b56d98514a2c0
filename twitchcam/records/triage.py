"""What a person said, and what they are advised to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

AdviceLevel = Literal["self_care", "not_advised", "appointment", "urgent", "emergency"]
AnswerValue = str | float | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person said about themselves.

    Attributes
    ----------
    values : question id to answer: ``yes``, ``no`` or ``unsure``; an option; a tuple of options;
        a number; free text. A question that is not here was not answered, and that never
        counts as "no".
    country : two letters (``GB``), for the emergency number.
    answered_on : the day, as ``2026-11-24``.
    """

    values: Mapping[str, AnswerValue] = field(default_factory=dict)
    country: str | None = None
    answered_on: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", dict(self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """General information about what to do next. Never a diagnosis.

    Attributes
    ----------
    level : how soon: ``emergency``, ``urgent`` (same day to 3 days), ``appointment``,
        ``self_care``; ``not_advised`` where the warning signs were not answered: then there is
        no level to give yet.
    headline : the advice in one sentence.
    rests_on : what it rests on: answers, video, both; and what was missing.
    because : reasons, the weightiest first.
    what_to_do : steps, the first first.
    how_soon, whom_to_see : when, and which kinds of doctor.
    to_clear_up : where answers and video do not agree.
    about_your_worry : calm facts about what the person said they are afraid of.
    tell_the_doctor : filled in from the answers and the measurements.
    a_doctor_may_check : information, not a request.
    self_care, watch_for, keep_a_log : in the meantime.
    sources : what the advice rests on, with the day it was read.
    rules : ids of the rules that spoke, for review.
    emergency_number : ``112``, or words that stand for it.
    not_a_diagnosis : said on every output.
    """

    level: AdviceLevel
    headline: str
    rests_on: str
    because: tuple[str, ...]
    what_to_do: tuple[str, ...]
    how_soon: str
    whom_to_see: tuple[str, ...]
    to_clear_up: tuple[str, ...]
    about_your_worry: tuple[str, ...]
    tell_the_doctor: tuple[str, ...]
    a_doctor_may_check: tuple[str, ...]
    self_care: tuple[str, ...]
    watch_for: tuple[str, ...]
    keep_a_log: tuple[str, ...]
    sources: tuple[str, ...]
    rules: tuple[str, ...]
    emergency_number: str
    not_a_diagnosis: str
