"""The rules of advice: ``rules.toml``, read strictly, and whether each one speaks.

In      ``rules.toml``; the texts of its rules, by their names, from ``wording``
Out     Rules with conditions over answers and findings
Known limits   Conditions are "all of these and one of those"; anything finer is two rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from twitchcam.checks import check_option
from twitchcam.errors import InputError
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
    find_text,
    read_table,
    split_words,
    take_text,
    take_texts,
)
from twitchcam.triage.sources import load_sources
from twitchcam.wording import language_in_use, list_parts, text, texts

BASES: Final = ("guideline", "asked", "judgement")
STRENGTHS: Final = ("strong", "moderate", "weak")
_NEEDED: Final = ("id", "level", "whom", "soon", "sources", "basis", "strength")
_LISTS: Final = ("whom", "basis", "sources")
_ALLOWED: Final = ("all", "any", "alone", "always", "instead_of", "note")
# What a text leaves open until somebody is advised, see ``phrases``.
_PLACES: Final = ("number", "on_side", "habits", "illness_or_medicine")


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
    headline, because, comfort, visit, do, whom, soon : what is said, in the language in use.
        ``whom`` holds names of doctors and ``soon`` that of a time; ``visit`` is the step that says
        whom to call or see, empty where ``do`` does.
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


def load_rules(path: Path = FOLDER / "rules.toml") -> RuleTable:
    """Load the rules in the order of the table, with their texts in the language in use.

    Raises
    ------
    InputError
        When the table does not fit: an unknown key, level, question, answer, finding, kind of
        doctor or source; a rule without a reason or a step; no rule for when none speaks.
    """
    return _load(path, language_in_use())


@cache
def _load(path: Path, language: str) -> RuleTable:  # noqa: ARG001 (texts differ by it)
    table = read_table(path)
    check_keys(path.name, table, ("doctors", "line", "rule", "fear"), ())
    doctors = {
        name: _find_open_text(f"{path.name} doctors", f"advice-doctor-{name}")
        for name in take_texts(path.name, table, "doctors")
    }
    rules = tuple(_make_rule(path.name, item, doctors) for item in table["rule"])
    check_unique(path.name, [rule.id for rule in rules])
    if not any(rule.alone and not rule.all_of and not rule.any_of for rule in rules):
        raise InputError(text("error-rules-none-alone", file=path.name))
    _check_replaced(path.name, rules)
    for question in load_questions():
        if question.group == "now" and not _has_emergency(question, rules):
            raise InputError(text("error-rules-no-emergency", file=path.name, question=question.id))
    fears = tuple(_make_fear(path.name, item) for item in table["fear"])
    check_unique(path.name, [fear.id for fear in fears])
    return RuleTable(
        rules=rules,
        doctors=doctors,
        log=texts("advice-log"),
        lines=tuple(_make_line(path.name, item, rules) for item in table["line"]),
        fears=fears,
        other_fear=text("advice-other-fear"),
    )


def _make_line(file: str, item: Any, rules: tuple[Rule, ...]) -> Line:
    where = f"{file} [[line]]"
    check_keys(where, item, ("id", "unless"), ())
    line = _find_open_text(where, f"advice-line-{take_text(where, item, 'id')}")
    said = {line for rule in rules for line in (*rule.comfort, *rule.do, *rule.tell, *rule.watch)}
    check_known(where, "line_of_rule", line, said)
    return Line(text=line, unless=make_conditions(where, item["unless"]))


def _check_replaced(file: str, rules: tuple[Rule, ...]) -> None:
    """Refuse a rule that would silence a more pressing one."""
    by_id = {rule.id: rule for rule in rules}
    for rule in rules:
        for name in rule.instead_of:
            check_known(f"{file} [[rule]] {rule.id} instead_of", "rule", name, by_id)
            if LEVELS.index(by_id[name].level) < LEVELS.index(rule.level):
                raise InputError(text("error-rules-silences", file=file, rule=rule.id, other=name))


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
            raise InputError(text("error-rules-no-entry", where=where, name=repr(name)))
    name = take_text(where, item, "id")
    rule = f"advice-rule-{name}"
    parts = list_parts(rule)
    if "visit" not in parts and not any(part.startswith("do-") for part in parts):
        raise InputError(text("error-rules-nothing-to-do", where=where))

    def list_texts(kind: str) -> tuple[str, ...]:
        numbered = (part for part in parts if part.startswith(f"{kind}-"))
        return tuple(_find_open_text(where, f"{rule}.{part}") for part in numbered)

    for doctor in item["whom"]:
        check_known(where, "kind_of_doctor", doctor, doctors)
    for basis in item["basis"]:
        check_known(where, "basis", basis, BASES)
    _find_open_text(where, f"advice-soon-{item['soon']}")
    return Rule(
        id=name,
        level=item["level"],
        all_of=make_conditions(where, item.get("all", [])),
        any_of=make_conditions(where, item.get("any", [])),
        alone=item.get("alone") is True,
        always=item.get("always") is True,
        instead_of=take_texts(where, item, "instead_of"),
        headline=_find_open_text(where, f"{rule}.headline"),
        because=_find_open_text(where, f"{rule}.because"),
        comfort=list_texts("comfort"),
        visit=_find_open_text(where, f"{rule}.visit") if "visit" in parts else "",
        do=list_texts("do"),
        whom=take_texts(where, item, "whom"),
        soon=take_text(where, item, "soon"),
        tell=list_texts("tell"),
        check=list_texts("check"),
        self_care=list_texts("self_care"),
        watch=list_texts("watch"),
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
        raise InputError(text("error-rules-no-guideline", where=where))
    if "asked" in basis and "asked" not in kinds:
        raise InputError(text("error-rules-nobody-asked", where=where))
    return sources


def _find_open_text(where: str, key: str) -> str:
    """A text whose places are still open, as in ``Call {number} now``."""
    return find_text(where, key, **{place: f"{{{place}}}" for place in _PLACES})


def _make_fear(file: str, item: Any) -> Fear:
    where = f"{file} [[fear]] {item.get('id', '') if isinstance(item, dict) else ''}".strip()
    check_keys(where, item, ("id", "sources"), ())
    name = take_text(where, item, "id")
    return Fear(
        id=name,
        words=split_words(_find_open_text(where, f"advice-fear-{name}.words")),
        answer=_find_open_text(where, f"advice-fear-{name}.answer"),
        sources=_take_sources(where, item),
    )
