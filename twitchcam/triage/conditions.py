"""When a rule speaks: conditions over answers and findings, read strictly.

In      The items of "all" and "any" in ``rules.toml``
Out     Conditions that hold or do not
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias

from twitchcam.errors import InputError
from twitchcam.records import FINDING_CODES, Answers, AnswerValue, Finding
from twitchcam.triage.questions import load_groups, load_questions
from twitchcam.triage.reading import check_keys, check_known, take_texts
from twitchcam.wording import text

_TESTS: Final = ("is", "beyond", "only")
_BOUNDS: Final = ("at_least", "below")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCondition:
    """Whether the answer to one question is, is beyond, or is only some values."""

    question: str
    test: str
    values: tuple[str, ...]

    def holds(self, answers: Answers, _findings: tuple[Finding, ...]) -> bool:
        """A missing answer is never a known one: it is beyond everything."""
        given = _given(answers.values.get(self.question))
        if self.test == "is":
            return any(value in self.values for value in given)
        if self.test == "beyond":
            return not given or any(value not in self.values for value in given)
        return bool(given) and all(value in self.values for value in given)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberCondition:
    """Whether a number is at least a bound, or not known; or is known and below it."""

    question: str
    test: str
    bound: float

    def holds(self, answers: Answers, _findings: tuple[Finding, ...]) -> bool:
        """An unknown number is at least as large as every bound, and below none."""
        value = answers.values.get(self.question)
        if not isinstance(value, float):
            return self.test == "at_least"
        return value >= self.bound if self.test == "at_least" else value < self.bound


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCondition:
    """Whether any question of a group has one of ``values``, or (``open``) has no answer."""

    group: str
    open: bool
    values: tuple[str, ...]

    def holds(self, answers: Answers, _findings: tuple[Finding, ...]) -> bool:
        """Look at every question of the group."""
        given = [_given(answers.values.get(name)) for name in _ids_of(self.group)]
        if self.open:
            return any(not values for values in given)
        return any(value in self.values for values in given for value in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCondition:
    """Whether the video shows one of ``codes``, on one of ``sides``.

    ``sure``: only with moderate or high confidence; false: only with low; ``None``: either.
    """

    codes: tuple[str, ...]
    sides: tuple[str, ...]
    sure: bool | None

    def holds(self, _answers: Answers, findings: tuple[Finding, ...]) -> bool:
        """Look at every finding."""
        return bool(self.matches(findings))

    def matches(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Return the findings that it is about."""
        return tuple(
            finding
            for finding in findings
            if finding.code in self.codes
            and (not self.sides or finding.side in self.sides)
            and (self.sure is None or self.sure == (finding.confidence != "low"))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFindingCondition:
    """Whether the video shows none of ``codes`` with moderate or high confidence."""

    codes: tuple[str, ...]

    def holds(self, _answers: Answers, findings: tuple[Finding, ...]) -> bool:
        """Look at every finding."""
        return not any(f.code in self.codes and f.confidence != "low" for f in findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlessCondition:
    """Holds unless all of ``conditions`` do."""

    conditions: tuple[Condition, ...]

    def holds(self, answers: Answers, findings: tuple[Finding, ...]) -> bool:
        """Look at every condition."""
        return not all(item.holds(answers, findings) for item in self.conditions)


Condition: TypeAlias = (
    AnswerCondition
    | NumberCondition
    | GroupCondition
    | FindingCondition
    | NoFindingCondition
    | UnlessCondition
)


def make_conditions(where: str, items: Any) -> tuple[Condition, ...]:
    """Make the conditions of a rule.

    Raises
    ------
    InputError
        When one does not fit: an unknown question, answer, group, finding or side.
    """
    if not isinstance(items, list):
        raise InputError(text("error-rules-no-conditions", where=where))
    return tuple(_make_condition(where, item) for item in items)


def _make_condition(where: str, item: Any) -> Condition:
    makers = {
        "answer": _make_on_answer,
        "group": _make_on_group,
        "finding": _make_on_finding,
        "no_finding": _make_on_no_finding,
        "unless": _make_unless,
    }
    kinds = [kind for kind in makers if isinstance(item, dict) and kind in item]
    if len(kinds) != 1:
        raise InputError(text("error-rules-condition", where=where))
    return makers[kinds[0]](where, item)


def _make_on_answer(where: str, item: Mapping[str, Any]) -> Condition:
    check_keys(where, item, ("answer",), (*_TESTS, *_BOUNDS))
    questions = {question.id: question for question in load_questions()}
    check_known(where, "question", item["answer"], questions)
    tests = [test for test in (*_TESTS, *_BOUNDS) if test in item]
    fitting = _BOUNDS if questions[item["answer"]].type == "number" else _TESTS
    if len(tests) != 1 or tests[0] not in fitting:
        raise InputError(
            text(
                "error-rules-tests",
                where=where,
                question=item["answer"],
                fitting=", ".join(fitting),
            )
        )
    if tests[0] in _BOUNDS:
        bound = item[tests[0]]
        if not isinstance(bound, int | float) or isinstance(bound, bool):
            raise InputError(text("error-rules-bound", where=where, name=tests[0], got=repr(bound)))
        return NumberCondition(question=item["answer"], test=tests[0], bound=float(bound))
    values = take_texts(where, item, tests[0])
    for value in values:
        check_known(
            f"{where}: {item['answer']}", "answer", value, questions[item["answer"]].options
        )
    return AnswerCondition(question=item["answer"], test=tests[0], values=values)


def _make_on_group(where: str, item: Mapping[str, Any]) -> Condition:
    check_keys(where, item, ("group",), ("is", "open"))
    check_known(where, "group", item["group"], [group.id for group in load_groups()])
    values = take_texts(where, item, "is")
    if bool(values) == (item.get("open") is True):
        raise InputError(text("error-rules-on-group", where=where))
    return GroupCondition(group=item["group"], open=not values, values=values)


def _make_on_finding(where: str, item: Mapping[str, Any]) -> Condition:
    check_keys(where, item, ("finding",), ("side", "sure"))
    codes = _take_codes(where, item, "finding")
    sides = take_texts(where, item, "side")
    for side in sides:
        check_known(where, "side", side, ("left", "right", "both"))
    sure = item.get("sure")
    if sure not in (None, True, False):
        raise InputError(text("error-rules-sure", where=where, got=repr(sure)))
    return FindingCondition(codes=codes, sides=sides, sure=sure)


def _make_on_no_finding(where: str, item: Mapping[str, Any]) -> Condition:
    check_keys(where, item, ("no_finding",), ())
    return NoFindingCondition(codes=_take_codes(where, item, "no_finding"))


def _make_unless(where: str, item: Mapping[str, Any]) -> Condition:
    check_keys(where, item, ("unless",), ())
    return UnlessCondition(conditions=make_conditions(where, item["unless"]))


def _take_codes(where: str, item: Mapping[str, Any], key: str) -> tuple[str, ...]:
    codes = take_texts(where, item, key)
    for code in codes:
        check_known(where, "finding", code, FINDING_CODES)
    return codes


def _given(value: AnswerValue | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (str(value),)


@cache
def _ids_of(group: str) -> tuple[str, ...]:
    return tuple(question.id for question in load_questions() if question.group == group)
