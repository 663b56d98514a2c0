"""From questions in a terminal, or from files, to advice on one page."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from twitchcam.errors import InputError
from twitchcam.records import Answers
from twitchcam.report.advice_text import make_advice_text
from twitchcam.report.whole_files import explain_write_errors
from twitchcam.triage.advise import advise
from twitchcam.triage.answers_file import read_answers, write_answers
from twitchcam.triage.interview import run_interview
from twitchcam.triage.questions import add_country
from twitchcam.wording import text


def read_said(answers: Path | None, country: str | None) -> Answers | None:
    """Read what a person said; ``None`` when nobody asked and no country is given."""
    return add_country(None if answers is None else read_answers(answers), country)


def advise_from_files(
    answers: Path | None, analysis: Path | None, country: str | None, *, full: bool
) -> str:
    """Make the page of advice from a file of answers, an ``analysis.json``, or both.

    Raises
    ------
    InputError
        When neither is given, or one cannot be read.
    """
    # Loads all that finds: ``analyze`` reads answers here, too, and must not wait for it.
    from twitchcam.app.said_again import read_in_language

    if answers is None and analysis is None:
        raise InputError(text("error-advice-nothing"))
    findings = None if analysis is None else read_in_language(analysis).findings
    return make_advice_text(advise(read_said(answers, country), findings), full=full)


def ask_and_advise(
    out: Path,
    country: str | None,
    *,
    read_line: Callable[[], str | None],
    say: Callable[[str], None],
) -> None:
    """Ask, keep the answers in ``out`` after every step, and say what to do next.

    In an emergency that is said at once, and nothing more is asked. Whoever stops early is told
    what cannot wait.
    """
    before = read_answers(out) if out.exists() else Answers()
    today = datetime.datetime.now().astimezone().date().isoformat()
    start = add_country(before, country) or before
    with explain_write_errors(out.parent):
        out.parent.mkdir(parents=True, exist_ok=True)
        write_answers(start, out)
        said, ending = run_interview(
            read_line,
            say,
            replace(start, answered_on=today),
            lambda answers: write_answers(answers, out),
        )
    advice = advise(said)
    if ending != "stopped" or advice.level in ("emergency", "urgent"):
        say("\n" + make_advice_text(advice))
    say(text("terminal-ask-kept", file=str(out)))
    if ending == "stopped":
        say(text("terminal-ask-go-on", file=str(out)))
    if ending == "done":
        say(text("terminal-ask-with-video", file=str(out)))
        say(text("terminal-ask-with-result", file=str(out)))
