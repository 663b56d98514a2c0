"""Write docs/triage.md from the tables of advice: ``python -m docs.make_triage``."""

from __future__ import annotations

from pathlib import Path

from docs.review_form import write_form
from twitchcam.triage.conditions import (
    AnswerCondition,
    Condition,
    FindingCondition,
    GroupCondition,
    NoFindingCondition,
    NumberCondition,
    UnlessCondition,
)
from twitchcam.triage.notices import (
    EMERGENCY_NUMBERS,
    LEVELS,
    OUT_OF_HOURS,
    find_emergency_number,
    name_level,
    say_intended_use,
    say_soon,
)
from twitchcam.triage.questions import Question, is_red_flag, load_groups, load_questions
from twitchcam.triage.rules import Rule, load_rules
from twitchcam.triage.sources import Source, load_sources

PAGE = Path(__file__).with_name("triage.md")

BASES = {
    "guideline": "guideline or health service",
    "asked": "a doctor's public answer",
    "judgement": "**only our judgement**",
}
READ = {
    "primary": "the text itself",
    "abstract": "**abstract or opening only**",
    "summary": "**someone else's summary only**",
    "none": "**nothing: our judgement**",
}

INTRODUCTION = f"""# Advice: questions, rules and sources, for clinical review

> {say_intended_use()}

Made by `python -m docs.make_triage` from `twitchcam/triage/*.toml`; do not edit by hand.
No clinician has signed these rules yet. This page is for the one who will.

## How advice is made

1. Red flags are asked first. "Yes" to one ends the questions at once, and so does any later
   answer that makes an emergency.
2. Every rule below is tried on the answers and on the findings of the video.
3. The most pressing level of the rules that speak is the level of the advice. A rule can silence
   others only if they press no more than itself. So a video can raise a level and never lower it.
4. A question without an answer is unknown. It never counts as "no": a visit in the next weeks or
   waiting is advised only when every sign of the first two lists was answered. Until then the level
   is `not_advised`: what the video showed, and the signs to answer. What is urgent is told even so.
   "Not sure" about a red flag is urgent.
5. Rules of one level are said in the order below; the soonest of them says how soon to act.
   Beside an emergency or an urgent level nothing less pressing is said.
6. The advice says what it rests on, and where answers and video differ. Answers that do not fit
   together are asked again.
7. A finding of an earlier recording weighs as much as one of the newest until newer recordings
   could have shown it and did not (`twitchcam/triage/over_time.py`).

These laws are tested over made-up combinations of answers and findings
(`tests/triage/test_triage_laws.py`), the stories of people who asked a doctor in
`tests/triage/test_triage_stories.py`, and every text for words and reading grade (at most 8) in
`tests/triage/test_triage_words.py`. `tests/triage/advice_stories.csv` holds made-up people whose
level, doctor and time were fixed by somebody who had not seen the rules: none may get too low a
level, and at most one in twenty too high a one.

## How to review and change a rule

- Say first what you would have advised: print `docs/triage_review.html` (60 people, the levels
  given on the last page) and fill in the column `yours` of `docs/triage_review.csv`. `twitchcam
  evaluate-advice docs/triage_review.csv` prints agreement, weighted kappa, under- and over-triage.
- Read the tables below. **Bold** marks what rests on our judgement alone, and sources that were
  not read in the original.
- Change what is said in `twitchcam/wording/en/advice_rules.ftl` (or `advice_questions.ftl`,
  `advice_words.ftl`), and when, how soon and why in `twitchcam/triage/rules.toml` (or
  `questions.toml`, `sources.toml`), under the same names. No code needs to be read: the head of
  each file explains its fields. A question, answer, finding or source that is not known is refused
  with its name.
- When you have read a source in the original, set `read = "primary"` and `checked` to the day.
- Run `python -m docs.make_triage` and `pytest tests/triage`, and say in `CHANGELOG.md`
  what is advised differently now, and to whom.
"""


def make_page() -> str:
    """The whole page as Markdown."""
    lines = [
        INTRODUCTION,
        *_make_summary(),
        *_make_overview(),
        *_make_rules(),
        *_make_questions(),
        *_make_fears(),
    ]
    return "\n".join([*lines, *_make_numbers(), *_make_sources(), ""])


def _make_summary() -> list[str]:
    rules, sources = load_rules().rules, load_sources()
    ours = [rule for rule in rules if rule.basis == ("judgement",)]
    unread = [source for source in sources.values() if source.read in ("abstract", "summary")]
    return [
        "\n## In numbers\n",
        f"- {len(rules)} rules: "
        + ", ".join(f"{sum(rule.level == level for rule in rules)} {level}" for level in LEVELS)
        + ".",
        f"- {len(ours)} rules rest on our judgement, or on studies that we read our own way: "
        + ", ".join(f"`{rule.id}`" for rule in ours)
        + ".",
        f"- {len(unread)} of {len(sources)} sources were not read in the original.",
    ]


def _make_overview() -> list[str]:
    lines = [
        "\n## All rules at a glance\n",
        "| rule | level | when | supported by |",
        "|---|---|---|---|",
    ]
    for level in LEVELS:
        lines += [
            f"| [{rule.id}](#{rule.id}) | {level} | {_cell(_say_when(rule))} "
            f"| {', '.join(BASES[name] for name in rule.basis)} ({rule.strength}) |"
            for rule in load_rules().rules
            if rule.level == level
        ]
    return lines


def _make_rules() -> list[str]:
    lines = []
    for level in LEVELS:
        lines += [f"\n## Level {level}: {name_level(level)}"]
        for rule in load_rules().rules:
            if rule.level == level:
                lines += _make_rule(rule)
    return lines


def _make_rule(rule: Rule) -> list[str]:
    table = load_rules()
    rows = [
        ("when", _say_when(rule)),
        ("headline", rule.headline),
        ("because", " / ".join((rule.because, *rule.comfort))),
        ("visit", rule.visit),
        ("do", " / ".join(rule.do)),
        (
            "whom, how soon",
            f"{', '.join(table.doctors[name] for name in rule.whom)}; {say_soon(rule.soon)}",
        ),
        ("tell the doctor", " / ".join(rule.tell)),
        ("may be checked", "; ".join(rule.check)),
        ("self-care", " / ".join(rule.self_care)),
        ("watch for", " / ".join(rule.watch)),
        ("supported by", ", ".join(BASES[name] for name in rule.basis) + f" ({rule.strength})"),
        ("sources", ", ".join(_say_source(load_sources()[key]) for key in rule.sources)),
        ("note", rule.note),
    ]
    cells = [f"| {name} | {_cell(text)} |" for name, text in rows if text]
    return [f"\n### {rule.id}\n", "| | |", "|---|---|", *cells]


def _say_when(rule: Rule) -> str:
    every = [_say_condition(item) for item in rule.all_of]
    some = [_say_condition(item) for item in rule.any_of]
    said = [*every, *([f"one of: {'; '.join(some)}"] if some else [])]
    text = " **and** ".join(said) or "always"
    extra = []
    if rule.alone:
        extra.append("only when no other rule speaks")
    if rule.always:
        extra.append("said beside an appointment too")
    if rule.instead_of:
        extra.append("instead of " + ", ".join(f"`{name}`" for name in rule.instead_of))
    return text + (f" ({'; '.join(extra)})" if extra else "")


def _say_condition(item: Condition) -> str:
    if isinstance(item, FindingCondition):
        sides = f" on {' or '.join(item.sides)}" if item.sides else ""
        sure = {True: ", at least fairly sure", False: ", with low confidence", None: ""}[item.sure]
        return f"video shows {' or '.join(f'`{code}`' for code in item.codes)}{sides}{sure}"
    if isinstance(item, UnlessCondition):
        return f"**unless** ({' and '.join(_say_condition(inner) for inner in item.conditions)})"
    if isinstance(item, NoFindingCondition):
        return f"video shows no {' or '.join(f'`{code}`' for code in item.codes)}"
    if isinstance(item, NumberCondition):
        words = {"at_least": "is at least {} or not answered", "below": "is below {}"}
        return f"`{item.question}` {words[item.test].format(f'{item.bound:g}')}"
    values = " or ".join(item.values)
    if isinstance(item, AnswerCondition):
        words = {
            "is": f"is {values}",
            "beyond": f"is not answered, or not (only) {values}",
            "only": f"is nothing but {values}",
        }
        return f"`{item.question}` {words[item.test]}"
    if item.open:
        return f"a question of the list `{item.group}` is not answered"
    return f"a question of the list `{item.group}` is {values}"


def _say_source(source: Source) -> str:
    mark = "" if source.read == "primary" else f" ({READ[source.read]})"
    return f"[{source.key}](#{source.key}){mark}"


def _make_questions() -> list[str]:
    lines = [
        "\n## Questions\n",
        "In the order in which they are asked. What no rule weighs is asked for the doctor, who is "
        "told it in words.",
    ]
    for group in load_groups():
        lines += [f"\n### {group.title} (`{group.id}`)\n"]
        lines += ["| id | asked | help | why | answers | weighed by | sources |"]
        lines += ["|---|---|---|---|---|---|---|"]
        lines += [_make_question(q) for q in load_questions() if q.group == group.id]
    return lines


def _make_question(question: Question) -> str:
    options = ", ".join(question.options.values()) or question.type
    only_if = ""
    if question.only_if:
        only_if = f" (only if `{question.only_if[0]}` is {' or '.join(question.only_if[1])})"
    flag = " **red flag**" if is_red_flag(question) else ""
    cells = [
        f"`{question.id}`{flag}",
        question.text + only_if,
        question.help,
        question.why,
        options,
        ", ".join(f"`{name}`" for name in _list_users(question)) or "no rule; told to the doctor",
        ", ".join(question.sources),
    ]
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _list_users(question: Question) -> list[str]:
    """Ids of the rules that weigh the answer, alone or with its list."""
    return [
        rule.id
        for rule in load_rules().rules
        if any(_weighs(item, question) for item in (*rule.all_of, *rule.any_of))
    ]


def _weighs(item: Condition, question: Question) -> bool:
    if isinstance(item, UnlessCondition):
        return any(_weighs(inner, question) for inner in item.conditions)
    if isinstance(item, GroupCondition):
        return item.group == question.group
    return isinstance(item, AnswerCondition | NumberCondition) and item.question == question.id


def _make_fears() -> list[str]:
    table = load_rules()
    lines = ["\n## When a person names a fear\n"]
    lines += ["Said only to someone who wrote one of the words; never brought up by us.\n"]
    lines += ["| words | answer | sources |", "|---|---|---|"]
    lines += [
        f"| {', '.join(fear.words)} | {_cell(fear.answer)} | {', '.join(fear.sources)} |"
        for fear in table.fears
    ]
    return [*lines, f"| any other | {_cell(table.other_fear)} | |"]


def _make_numbers() -> list[str]:
    countries: dict[str, list[str]] = {}
    for country, number in EMERGENCY_NUMBERS.items():
        countries.setdefault(number, []).append(country)
    return [
        "\n## Numbers to call\n",
        f'Elsewhere, and without a country: "{find_emergency_number(None)}". '
        "**From general knowledge; not checked against each country's own page.**\n",
        "| number | countries |",
        "|---|---|",
        *(f"| {number} | {', '.join(names)} |" for number, names in countries.items()),
        "\nWhen the surgery is closed, urgent advice names these; elsewhere it says "
        '"your out-of-hours line". **From general knowledge too.**\n',
        "| country | line by day and night |",
        "|---|---|",
        *(f"| {country} | {number} |" for country, number in OUT_OF_HOURS.items()),
    ]


def _make_sources() -> list[str]:
    lines = ["\n## Sources\n", "| key | kind | what | read | on |", "|---|---|---|---|---|"]
    for source in load_sources().values():
        title = f"[{source.title}]({source.address})" if source.address else source.title
        lines.append(
            f'| <a id="{source.key}"></a>`{source.key}` | {source.kind.replace("_", " ")} '
            f"| {_cell(title)} | {READ[source.read]} | {source.checked} |"
        )
    return lines


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(make_page(), encoding="utf-8")
    write_form()
