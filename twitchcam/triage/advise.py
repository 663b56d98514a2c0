"""Advice from what a person said and what the video showed. A pure function of both.

In      Answers, Findings
Out     Advice: one level, its reasons, and what to do
Method  Every rule of ``rules.toml`` is tried; the most pressing level wins. A rule can silence
        only rules that press no more than itself, so no level is ever taken back: a video raises
        it or leaves it. A missing answer is never a "no".
Where the rules come from   docs/triage.md, made from the table
Known limits   General information. It does not know what an examination would show.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from twitchcam.records import Advice, Answers, Finding
from twitchcam.triage.conflicts import find_conflicts
from twitchcam.triage.contradictions import find_contradictions
from twitchcam.triage.describe import describe_for_doctor, list_measured, match_words, say_unfit
from twitchcam.triage.notices import (
    HOW_SOON,
    LEVELS,
    find_emergency_number,
    say_closed,
    say_emergency,
    say_intended_use,
    say_soon,
)
from twitchcam.triage.over_time import EarlierFinding
from twitchcam.triage.phrases import fill_in
from twitchcam.triage.rules import Fear, Rule, RuleTable, load_rules
from twitchcam.triage.sources import load_sources
from twitchcam.wording import text
from twitchcam.wording.names import join_words


def say_look_again(conflict: str) -> str:
    """Ask a person to mend answers that do not fit together."""
    return text("advice-look-again", conflict=conflict)


def advise(
    answers: Answers | None = None,
    findings: tuple[Finding, ...] | None = None,
    *,
    earlier: tuple[EarlierFinding, ...] = (),
    table: RuleTable | None = None,
) -> Advice:
    """Advise on what to do next.

    Parameters
    ----------
    answers : Answers, optional
        What the person said; ``None`` when nobody asked.
    findings : tuple of Finding, optional
        What the video showed; ``None`` when there was no video. A recording that could not be
        judged carries ``not_assessable``.
    earlier : tuple of EarlierFinding
        What earlier recordings showed and no newer one has let go (``find_earlier``); it weighs as
        much as what the newest shows.
    table : RuleTable, optional
        The rules; those that ship with twitchcam if not given.

    Returns
    -------
    Advice
        One level, or ``not_advised``; at least one reason and at least one thing to do.

    Examples
    --------
    >>> advise(None, analysis.findings).level
    'not_advised'
    """
    table = table or load_rules()
    said, newest = answers or Answers(), findings or ()
    # That the newest shows nothing is no answer to what earlier ones showed.
    weighed = [f for f in newest if not (earlier and f.code == "nothing_found")]
    seen = (*weighed, *(item.finding for item in earlier))
    rules = choose_rules(table, said, seen)
    level = rules[0].level
    fears = _list_fears(said, table)
    number = find_emergency_number(said.country)
    calm = level != "emergency"
    idle = {line.text for line in table.lines if any(c.holds(said, ()) for c in line.unless)}

    def fill(rule: Rule, line: str) -> str:
        return fill_in(line, said, rule.list_findings(seen), number)

    def gather(name: str) -> tuple[str, ...]:
        return _once(
            fill(rule, line) for rule in rules for line in getattr(rule, name) if line not in idle
        )

    headline = fill(rules[0], rules[0].headline)
    steps = gather("do") if level == "emergency" else _emergencies_first(gather("do"), number)
    told = (*describe_for_doctor(said, newest), *(_describe_earlier(item) for item in earlier))
    days = join_words(list(dict.fromkeys(item.day for item in earlier)))
    show = (text("advice-show-earlier", days=days),) if days and calm else ()
    # Where there is no level yet, what the video showed is the first thing to be told.
    measured = {*list_measured(newest), *(_describe_earlier(item) for item in earlier)}
    first_told = tuple(line for line in told if level == "not_advised" and line in measured)
    conflicts = tuple(conflict.text for conflict in find_conflicts(said))
    return Advice(
        level=level,
        headline=headline,
        rests_on=say_what_it_rests_on(answers, findings)
        + (f" {text('advice-rests-earlier', days=days)}" if days else ""),
        because=(*first_told, *_once(fill(r, r.because) for r in rules), *gather("comfort")),
        what_to_do=(*_put_visit(rules, headline, said, steps), *show),
        how_soon=say_soon(_find_soonest(rule.soon for rule in rules)),
        whom_to_see=_once(table.doctors[name] for rule in rules for name in rule.whom),
        to_clear_up=(
            *(say_look_again(conflict) for conflict in conflicts),
            *(find_contradictions(said, newest) if calm else ()),
        ),
        about_your_worry=_answer_fears(said, fears, table, number) if calm else (),
        tell_the_doctor=(
            *(line for line in told if line not in first_told),
            *(say_unfit(conflict) for conflict in conflicts),
            *gather("tell"),
        ),
        a_doctor_may_check=gather("check"),
        self_care=gather("self_care"),
        watch_for=(say_emergency(number), *gather("watch")) if calm else gather("watch"),
        keep_a_log=table.log if level in ("appointment", "self_care") else (),
        sources=_list_sources([*rules, *fears] if calm else rules),
        rules=tuple(rule.id for rule in rules),
        emergency_number=number,
        not_a_diagnosis=say_intended_use(),
    )


def choose_rules(
    table: RuleTable, answers: Answers, findings: tuple[Finding, ...]
) -> tuple[Rule, ...]:
    """Choose the rules that are heard: those of the most pressing level first, never none."""
    speaking = [rule for rule in table.rules if rule.speaks(answers, findings)]
    silenced = {name for rule in speaking for name in rule.instead_of}
    heard = [rule for rule in speaking if rule.id not in silenced and not rule.alone] or [
        rule for rule in speaking if rule.alone
    ]
    level = min((rule.level for rule in heard), key=LEVELS.index)
    first = tuple(rule for rule in heard if rule.level == level)
    if level == "urgent":  # what is for today is said before what has three days
        return tuple(sorted(first, key=lambda rule: _count_soon(rule.soon)))
    if level in ("emergency", "not_advised"):  # one clear thing to do
        return first
    return (*first, *(rule for rule in heard if rule.always and rule.level != level))


def say_what_it_rests_on(answers: Answers | None, findings: tuple[Finding, ...] | None) -> str:
    """Say what the advice rests on, and what was missing."""
    answered = answers is not None and bool(answers.values)
    day = _say_day(answers.answered_on) if answers is not None and answers.answered_on else ""
    given = "dated" if answered and day else "answers" if answered else "nothing"
    if findings is None:
        return text("advice-rests-no-video", answers=given, day=day)
    if any(finding.code == "not_assessable" for finding in findings):
        return text("advice-rests-poor-video", answers=given, day=day)
    return text("advice-rests-video", answers=given, day=day)


def _say_day(day: str) -> str:
    """Say a day as all pages do; what a file holds in its place stays as it is."""
    # What names months takes long to load, and not every advice has a day.
    from twitchcam.wording.days import say_calendar_day

    try:
        return say_calendar_day(date.fromisoformat(day))
    except ValueError:
        return day


def _describe_earlier(item: EarlierFinding) -> str:
    return text("advice-seen-earlier", day=item.day, statement=item.finding.statement)


def _put_visit(
    rules: tuple[Rule, ...], headline: str, answers: Answers, steps: tuple[str, ...]
) -> tuple[str, ...]:
    """Put whom to call or see before the steps: one visit, of the rule that comes first.

    What the headline says already is not said again. Urgent advice says where to go when the
    surgery is closed.
    """
    visit = next((rule.visit for rule in rules if rule.visit), "")
    is_said = headline.startswith(visit.rstrip("."))
    if rules[0].level == "urgent":
        closed = say_closed(answers.country)
        if not visit:
            return (*steps, closed)
        return (*(() if is_said else (visit,)), closed, *steps)
    return steps if not visit or (is_said and steps) else (visit, *steps)


def _list_fears(answers: Answers, table: RuleTable) -> tuple[Fear, ...]:
    worry = answers.values.get("fear")
    if not isinstance(worry, str):
        return ()
    return tuple(fear for fear in table.fears if match_words(worry, fear.words))


def _answer_fears(
    answers: Answers, fears: tuple[Fear, ...], table: RuleTable, number: str
) -> tuple[str, ...]:
    if fears:
        return tuple(fear.answer.replace("{number}", number) for fear in fears)
    return (table.other_fear,) if answers.values.get("fear") else ()


def _list_sources(users: Iterable[Rule | Fear]) -> tuple[str, ...]:
    known = load_sources()
    keys = dict.fromkeys(key for user in users for key in user.sources)
    lines = []
    for key in keys:
        source = known[key]
        address = f" {source.address}" if source.address and source.show_address else ""
        lines.append(text("advice-source", name=source.name, day=str(source.checked)) + address)
    return tuple(lines)


def _emergencies_first(steps: tuple[str, ...], number: str) -> tuple[str, ...]:
    """Put steps that call for help before the others; else the order stays."""
    return tuple(sorted(steps, key=lambda step: number.lower() not in step.lower()))


def _find_soonest(times: Iterable[str]) -> str:
    """Find the soonest; of equal ones, and of those that depend on something, the first."""
    return min(times, key=_count_soon)


def _count_soon(soon: str) -> int:
    return HOW_SOON.index(soon) if soon in HOW_SOON else len(HOW_SOON)


def _once(lines: Iterable[str]) -> tuple[str, ...]:
    """Keep the first of equal lines, in order."""
    return tuple(dict.fromkeys(lines))
