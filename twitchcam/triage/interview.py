"""Ask the questions one by one, by keyboard alone: back, skip, help, stop and go on later.

In      a way to read a line and a way to say one; answers given before
Out     Answers, saved after every step
Method  Red flags come first, on one screen. "Yes" to one of them ends the questions at once, and
        so does any later answer that makes an emergency of those before it. Whoever comes back
        is asked again what changes with time: both lists of signs, and since when. Answers that
        do not fit together are asked again, once.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from twitchcam.errors import InputError
from twitchcam.records import Answers, AnswerValue
from twitchcam.triage.advise import advise, say_look_again
from twitchcam.triage.conflicts import Conflict, find_conflicts
from twitchcam.triage.notices import find_emergency_number, say_general_information
from twitchcam.triage.questions import (
    Group,
    Question,
    check_answer,
    is_asked,
    is_red_flag,
    load_groups,
    load_questions,
)
from twitchcam.wording import text

Ending = Literal["done", "stopped", "emergency"]

_N_COLUMNS: Final = 80
_BACK, _STOP, _HELP = "b", "q", "?"


def list_welcome() -> tuple[str, ...]:
    """What is said before the first question."""
    return (
        text("terminal-ask-private", general_information=say_general_information()),
        text("terminal-ask-keys", help=_HELP, back=_BACK, stop=_STOP),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is asked on one screen: one question, or a checklist of several."""

    group: Group
    questions: tuple[Question, ...]


def list_steps() -> tuple[Step, ...]:
    """List the screens in the order in which they are asked."""
    steps: list[Step] = []
    for group in load_groups():
        members = tuple(q for q in load_questions() if q.group == group.id)
        if group.checklist:
            steps.append(Step(group=group, questions=members))
        else:
            steps += [Step(group=group, questions=(question,)) for question in members]
    return tuple(steps)


def run_interview(
    read_line: Callable[[], str | None],
    say: Callable[[str], None],
    answers: Answers,
    save: Callable[[Answers], None],
) -> tuple[Answers, Ending]:
    """Ask what is still open.

    Parameters
    ----------
    read_line : gives the next line that was typed; ``None`` when there is no more.
    say : shows one line.
    answers : given before; what changes with time is asked again, then what follows the last
        answer.
    save : called after every step.

    Returns
    -------
    Answers and how it ended: ``done``, ``stopped``, or ``emergency`` (they call for help now).
    """
    steps = list_steps()
    for line in list_welcome():
        _say_wrapped(say, line)
    to_ask = _list_open(steps, answers)
    answers, ending = _ask(steps, to_ask, answers, read_line, say, save)
    conflicts = find_conflicts(answers) if ending == "done" else ()
    if not conflicts:
        return answers, ending
    to_ask = _find_asked_again(steps, conflicts, answers, say)
    return _ask(steps, to_ask, answers, read_line, say, save)


def _ask(
    steps: tuple[Step, ...],
    to_ask: set[int],
    answers: Answers,
    read_line: Callable[[], str | None],
    say: Callable[[str], None],
    save: Callable[[Answers], None],
) -> tuple[Answers, Ending]:
    """Ask the screens ``to_ask``, and those that the person goes back to."""
    k = min(to_ask)
    while k < len(steps):
        step = steps[k]
        _show(step, k, steps, answers, say)
        typed = read_line()
        word = _STOP if typed is None else typed.strip()
        if word.lower() == _STOP:
            return answers, "stopped"
        if word == _HELP:
            _explain(step, say)
            continue
        if word.lower() == _BACK:
            k = _go_back(k, steps, answers)
            to_ask.add(k)
            continue
        before = answers
        if word:
            try:
                values = read_step(step, word)
            except InputError as error:
                _say_wrapped(say, str(error))
                continue
            answers = _add(answers, values)
            save(answers)
        if _is_emergency(step, before, answers):
            return answers, "emergency"
        if _has_red_flag(step, answers, "unsure"):
            number = find_emergency_number(answers.country)
            say("")
            _say_wrapped(say, text("terminal-ask-call", number=number))
        k = _go_on(k, steps, answers, to_ask)
    return answers, "done"


def read_step(step: Step, typed: str) -> dict[str, AnswerValue]:
    """Turn what was typed into answers.

    Raises
    ------
    InputError
        When it does not fit; the sentence says what does.
    """
    if step.group.checklist:
        return _read_checklist(step.questions, typed)
    (question,) = step.questions
    return {
        question.id: check_answer(
            question, _read(question, typed), where=text("error-answer-where")
        )
    }


def _read(question: Question, typed: str) -> object:
    if question.type == "text":
        return typed
    if question.type == "number":
        try:
            return float(typed)
        except ValueError:
            raise InputError(text("terminal-ask-must-number", got=repr(typed))) from None
    if question.type == "yes_no":
        letters = _list_letters()
        if typed.lower() in (*letters, *letters.values()):
            return letters.get(typed.lower(), typed.lower())
        raise InputError(text("terminal-ask-must-letter", got=repr(typed)))
    options = tuple(question.options)
    numbers = [_read_number(word, len(options)) for word in typed.replace(",", " ").split()]
    if question.type == "choices":
        return [options[number - 1] for number in numbers]
    if len(numbers) != 1:
        raise InputError(text("terminal-ask-must-one", got=repr(typed)))
    return options[numbers[0] - 1]


def _list_letters() -> dict[str, str]:
    """What a letter stands for, in the language in use."""
    return {text(f"terminal-ask-letters.{answer}"): answer for answer in ("yes", "no", "unsure")}


def _read_checklist(questions: Sequence[Question], typed: str) -> dict[str, AnswerValue]:
    """Numbers that are true; ``3?`` for one that is not sure; 0 for none. The rest is no.

    Unless a red flag is true: whoever is in a hurry names the first one, so the rest stays open.
    """
    typed_words = typed.lower().replace(",", " ").split()
    values: dict[str, AnswerValue] = {}
    if typed_words not in (["0"], ["none"], ["n"], ["no"], [text("terminal-ask-letters.no")]):
        for word in typed_words:
            number = _read_number(word.rstrip("?"), len(questions))
            values[questions[number - 1].id] = "unsure" if word.endswith("?") else "yes"
    if any(is_red_flag(question) and values.get(question.id) == "yes" for question in questions):
        return values
    return {question.id: values.get(question.id, "no") for question in questions}


def _read_number(word: str, most: int) -> int:
    if word.isascii() and word.isdigit() and 1 <= int(word) <= most:
        return int(word)
    raise InputError(text("terminal-ask-must-range", most=most, got=repr(word)))


def _add(answers: Answers, values: dict[str, AnswerValue]) -> Answers:
    """Add ``values``; a follow-up to an answer that was changed is let go."""
    more = replace(answers, values={**answers.values, **values})
    kept = {q.id for q in load_questions() if is_asked(q, more)}
    return replace(more, values={name: v for name, v in more.values.items() if name in kept})


def _has_red_flag(step: Step, answers: Answers, value: str) -> bool:
    return any(is_red_flag(q) and answers.values.get(q.id) == value for q in step.questions)


def _is_emergency(step: Step, before: Answers, answers: Answers) -> bool:
    """Whether a red flag is ticked, now or from before, or this answer made an emergency.

    An emergency from an earlier day does not end the questions: what has changed comes later.
    """
    if _has_red_flag(step, answers, "yes"):
        return True
    return advise(answers).level == "emergency" and advise(before).level != "emergency"


def _list_open(steps: tuple[Step, ...], answers: Answers) -> set[int]:
    """What changes with time, and whatever comes after the last answer."""
    answered = {
        k for k, step in enumerate(steps) if any(q.id in answers.values for q in step.questions)
    }
    last = max(answered, default=-1)
    return {
        k
        for k, step in enumerate(steps)
        if k > last or step.group.checklist or step.questions[0].type == "how_long"
    }


def _find_asked_again(
    steps: tuple[Step, ...],
    conflicts: tuple[Conflict, ...],
    answers: Answers,
    say: Callable[[str], None],
) -> set[int]:
    """Say which answers do not fit together; return the screens that ask for them."""
    say("")
    for conflict in conflicts:
        _say_wrapped(say, say_look_again(conflict.text))
    names = {name for conflict in conflicts for name in conflict.questions}
    return {
        k
        for k, step in enumerate(steps)
        if _applies(step, answers) and any(q.id in names for q in step.questions)
    }


def _go_on(k: int, steps: tuple[Step, ...], answers: Answers, to_ask: set[int]) -> int:
    """The next screen that is to be asked and applies."""
    later = (j for j in range(k + 1, len(steps)) if j in to_ask and _applies(steps[j], answers))
    return next(later, len(steps))


def _go_back(k: int, steps: tuple[Step, ...], answers: Answers) -> int:
    """The screen before that applies; the first one stays."""
    return next((j for j in range(k - 1, -1, -1) if _applies(steps[j], answers)), 0)


def _applies(step: Step, answers: Answers) -> bool:
    return any(is_asked(question, answers) for question in step.questions)


def _show(
    step: Step, place: int, steps: tuple[Step, ...], answers: Answers, say: Callable[[str], None]
) -> None:
    say("")
    first_of_group = place == 0 or steps[place - 1].group != step.group
    if step.group.checklist or first_of_group:
        _say_wrapped(say, step.group.title)
    if step.group.checklist:
        for number, question in enumerate(step.questions, 1):
            _say_wrapped(say, f"{number:>4}  {question.text}{_mark(question, answers)}", indent=6)
        _say_wrapped(say, text("terminal-ask-type-signs"))
        return
    (question,) = step.questions
    _say_wrapped(
        say,
        text("terminal-ask-place", n=place + 1, all=len(steps))
        + f" {question.text}{_mark(question, answers)}",
    )
    if question.type == "yes_no":
        say(f"      {text('terminal-ask-type-letter')}")
    elif question.options:
        for number, words in enumerate(question.options.values(), 1):
            say(f"{number:>4}  {words}")
        several = question.type == "choices"
        say(text("terminal-ask-type-numbers" if several else "terminal-ask-type-one"))
    elif question.type == "number":
        say(text("terminal-ask-type-number"))
    else:
        say(text("terminal-ask-type-words"))


def _mark(question: Question, answers: Answers) -> str:
    """Show an answer that was given before."""
    value = answers.values.get(question.id)
    if value is None:
        return ""
    given = value if isinstance(value, tuple) else (str(value),)
    return f"  [{', '.join(question.options.get(item, item) for item in given)}]"


def _explain(step: Step, say: Callable[[str], None]) -> None:
    for number, question in enumerate(step.questions, 1):
        opening = f"{number}. " if step.group.checklist else ""
        _say_wrapped(say, opening + text("terminal-ask-why", help=question.help, why=question.why))


def _say_wrapped(say: Callable[[str], None], said: str, *, indent: int = 0) -> None:
    """Say ``said`` in lines that fit; all but the first are indented."""
    for line in textwrap.wrap(
        said, _N_COLUMNS, subsequent_indent=" " * indent, break_on_hyphens=False
    ):
        say(line)
