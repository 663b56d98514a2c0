"""The rules of advice: ``rules.toml``, read strictly, and whether each one speaks.

In      ``rules.toml``
Out     Rules with conditions over answers and findings
Known limits   Conditions are "all of these and one of those"; anything finer is two rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from twitchcam.errors import InputError, check_option
from twitchcam.records import AdviceLevel, Answers, Finding
from twitchcam.triage.conditions import (
    AnswerCondition,
    Condition,
    FindingCondition,
    make_conditions,
)
from twitchcam.triage.notices import HOW_SOON, LEVELS
from twitchcam.triage.questions import Question, load_questions
from twitchcam.triage.reading import (
    FOLDER,
    check_keys,
    check_known,
    check_unique,
    read_table,
    take_text,
    take_texts,
)
from twitchcam.triage.sources import load_sources

BASES: Final = ("guideline", "asked", "judgement")
STRENGTHS: Final = ("strong", "moderate", "weak")
_NEEDED: Final = (
    "id", "level", "headline", "because", "do", "whom", "soon", "sources", "basis", "strength",
)  # fmt: skip
_LISTS: Final = ("whom", "basis", "sources")
_ALLOWED: Final = (
    "all", "any", "alone", "always", "instead_of", "comfort", "visit", "tell", "check",
    "self_care", "watch", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of the table that a clinician reviews.

    Attributes
    ----------
    id, level : its name; the level that it calls for.
    all_of, any_of : conditions; all of the first and one of the second must hold.
    alone : speaks only when no other rule does.
    always : is said beside an appointment too.
    instead_of : ids of rules that stay silent when it speaks.
    headline, because, comfort, visit, do, whom, soon : what is said. ``whom`` holds keys of
        ``[doctor]``; ``visit`` is the step that says whom to call or see, empty where ``do`` does.
    tell, check, self_care, watch : what goes with it.
    sources, basis, strength, note : for review.
    """

    id: str
    level: AdviceLevel
    all_of: tuple[Condition, ...]
    any_of: tuple[Condition, ...]
    alone: bool
    always: bool
    instead_of: tuple[str, ...]
    headline: str
    because: str
    comfort: tuple[str, ...]
    visit: str
    do: tuple[str, ...]
    whom: tuple[str, ...]
    soon: str
    tell: tuple[str, ...]
    check: tuple[str, ...]
    self_care: tuple[str, ...]
    watch: tuple[str, ...]
    sources: tuple[str, ...]
    basis: tuple[str, ...]
    strength: str
    note: str

    def speaks(self, answers: Answers, findings: tuple[Finding, ...]) -> bool:
        """Whether its conditions hold."""
        return all(item.holds(answers, findings) for item in self.all_of) and (
            not self.any_of or any(item.holds(answers, findings) for item in self.any_of)
        )

    def list_findings(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """List the findings that it speaks about."""
        conditions = (*self.all_of, *self.any_of)
        return tuple(
            finding
            for condition in conditions
            if isinstance(condition, FindingCondition)
            for finding in condition.matches(findings)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fear:
    """What is said to someone who names a fear: a calm fact."""

    id: str
    words: tuple[str, ...]
    answer: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that rules say, unless an answer was given that makes it idle."""

    text: str
    unless: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTable:
    """Everything in ``rules.toml``."""

    rules: tuple[Rule, ...]
    doctors: Mapping[str, str]
    log: tuple[str, ...]
    lines: tuple[Line, ...]
    fears: tuple[Fear, ...]
    other_fear: str


@cache
def load_rules(path: Path = FOLDER / "rules.toml") -> RuleTable:
    """Load the rules in the order of the table.

    Raises
    ------
    InputError
        When the table does not fit: an unknown key, level, question, answer, finding, kind of
        doctor or source; a rule without a reason or a step; no rule for when none speaks.
    """
    table = read_table(path)
    check_keys(path.name, table, ("doctor", "log", "line", "rule", "fear", "other_fear"), ())
    doctors = {name: take_text(f"{path.name} [doctor]", table["doctor"], name)
               for name in table["doctor"]}  # fmt: skip
    rules = tuple(_make_rule(path.name, item, doctors) for item in table["rule"])
    check_unique(path.name, [rule.id for rule in rules])
    if not any(rule.alone and not rule.all_of and not rule.any_of for rule in rules):
        raise InputError(f"{path.name} must have a rule that always speaks alone, got none.")
    _check_replaced(path.name, rules)
    for question in load_questions():
        if question.group == "now" and not _has_emergency(question, rules):
            raise InputError(f"{path.name} must call for help when {question.id} is yes. Add it.")
    fears = tuple(_make_fear(path.name, item) for item in table["fear"])
    check_unique(path.name, [fear.id for fear in fears])
    return RuleTable(
        rules=rules,
        doctors=doctors,
        log=take_texts(f"{path.name} [log]", table["log"], "lines"),
        lines=tuple(_make_line(path.name, item, rules) for item in table["line"]),
        fears=fears,
        other_fear=take_text(f"{path.name} [other_fear]", table["other_fear"], "answer"),
    )


def _make_line(file: str, item: Any, rules: tuple[Rule, ...]) -> Line:
    where = f"{file} [[line]]"
    check_keys(where, item, ("text", "unless"), ())
    text = take_text(where, item, "text")
    said = {line for rule in rules for line in (*rule.comfort, *rule.do, *rule.tell, *rule.watch)}
    check_known(where, "line of a rule", text, said)
    return Line(text=text, unless=make_conditions(where, item["unless"]))


def _check_replaced(file: str, rules: tuple[Rule, ...]) -> None:
    """Refuse a rule that would silence a more pressing one."""
    by_id = {rule.id: rule for rule in rules}
    for rule in rules:
        for name in rule.instead_of:
            check_known(f"{file} [[rule]] {rule.id} instead_of", "rule", name, by_id)
            if LEVELS.index(by_id[name].level) < LEVELS.index(rule.level):
                raise InputError(
                    f"{file} [[rule]] {rule.id} must not silence {name}, which is more pressing."
                )


def _has_emergency(question: Question, rules: tuple[Rule, ...]) -> bool:
    alone = AnswerCondition(question=question.id, test="is", values=("yes",))
    return any(
        rule.level == "emergency" and rule.all_of == (alone,) and not rule.any_of for rule in rules
    )


def _make_rule(file: str, item: Any, doctors: Mapping[str, str]) -> Rule:
    where = f"{file} [[rule]] {item.get('id', '') if isinstance(item, dict) else ''}".strip()
    check_keys(where, item, _NEEDED, _ALLOWED)
    check_option(f"{where} level", item["level"], LEVELS)
    check_option(f"{where} strength", item["strength"], STRENGTHS)
    if item["level"] in ("emergency", "urgent"):
        check_option(f"{where} soon", item["soon"], HOW_SOON)
    for name in _LISTS[1:] if item["level"] == "not_advised" else _LISTS:
        if not take_texts(where, item, name):
            raise InputError(f"{where} must have at least one entry in {name!r}, got none. Add it.")
    if not take_texts(where, item, "do") and "visit" not in item:
        raise InputError(f"{where} must have at least one entry in 'do' or a visit, got none.")
    for name in item["whom"]:
        check_known(where, "kind of doctor", name, doctors)
    for name in item["basis"]:
        check_known(where, "basis", name, BASES)
    return Rule(
        id=take_text(where, item, "id"),
        level=item["level"],
        all_of=make_conditions(where, item.get("all", [])),
        any_of=make_conditions(where, item.get("any", [])),
        alone=item.get("alone") is True,
        always=item.get("always") is True,
        instead_of=take_texts(where, item, "instead_of"),
        headline=take_text(where, item, "headline"),
        because=take_text(where, item, "because"),
        comfort=take_texts(where, item, "comfort"),
        visit=take_text(where, item, "visit") if "visit" in item else "",
        do=take_texts(where, item, "do"),
        whom=take_texts(where, item, "whom"),
        soon=take_text(where, item, "soon"),
        tell=take_texts(where, item, "tell"),
        check=take_texts(where, item, "check"),
        self_care=take_texts(where, item, "self_care"),
        watch=take_texts(where, item, "watch"),
        sources=_take_sources(where, item),
        basis=tuple(item["basis"]),
        strength=item["strength"],
        note=item.get("note", ""),
    )


def _take_sources(where: str, item: Mapping[str, Any]) -> tuple[str, ...]:
    known = load_sources()
    sources = take_texts(where, item, "sources")
    for key in sources:
        check_known(where, "source", key, known)
    kinds = {known[key].kind for key in sources}
    basis = item.get("basis", ())
    if "guideline" in basis and not kinds & {"guideline", "health_service"}:
        raise InputError(f"{where} must name a guideline or health service as its source.")
    if "asked" in basis and "asked" not in kinds:
        raise InputError(f"{where} must name a doctor's answer as its source.")
    return sources


def _make_fear(file: str, item: Any) -> Fear:
    where = f"{file} [[fear]] {item.get('id', '') if isinstance(item, dict) else ''}".strip()
    check_keys(where, item, ("id", "words", "answer", "sources"), ())
    return Fear(
        id=take_text(where, item, "id"),
        words=tuple(word.lower() for word in take_texts(where, item, "words")),
        answer=take_text(where, item, "answer"),
        sources=_take_sources(where, item),
    )
