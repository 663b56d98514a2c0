"""Answers as a file that a person can read and change: TOML, each answer below its question."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any, Final

from twitchcam.checks import explain_read_errors
from twitchcam.errors import InputError
from twitchcam.records import Answers, AnswerValue
from twitchcam.triage.questions import Question, load_groups, load_questions, validate_answers
from twitchcam.triage.reading import read_table
from twitchcam.wording import text

VERSION: Final = 1
_KEYS: Final = ("twitchcam_answers", "answered_on", "country", "answers")


def read_answers(path: str | Path) -> Answers:
    """Read answers from a TOML file, or from JSON of the same shape (``.json``).

    Parameters
    ----------
    path : str or Path
        A file that ``write_answers`` or ``twitchcam ask`` wrote, or a person changed.

    Returns
    -------
    Answers
        By the id of the question; what was not answered is not in it.

    Raises
    ------
    InputError
        When the file is missing, is not such a file, or an answer does not fit its question.

    Examples
    --------
    >>> from twitchcam.records import Answers
    >>> write_answers(Answers(country="GB"), "answers.toml")
    >>> read_answers("answers.toml").country
    'GB'
    """
    path = Path(path)
    table = _read_json(path) if path.suffix.lower() == ".json" else read_table(path)
    if table.get("twitchcam_answers") != VERSION or not isinstance(table.get("answers"), dict):
        raise InputError(text("error-answers-no-file", file=path.name, version=VERSION))
    unknown = [key for key in table if key not in _KEYS]
    if unknown:
        raise InputError(
            text(
                "error-answers-unknown-key",
                file=path.name,
                known=", ".join(_KEYS),
                got=repr(unknown[0]),
            )
        )
    day = table.get("answered_on")
    return validate_answers(
        table["answers"],
        country=table.get("country"),
        answered_on=day.isoformat() if isinstance(day, datetime.date) else day,
        where=path.name,
    )


def write_answers(answers: Answers, path: str | Path) -> None:
    """Write answers to a file that only its owner can read. It appears only when it is complete.

    Parameters
    ----------
    answers : Answers
        What the person said.
    path : str or Path
        TOML, or JSON when it ends in ``.json``.

    Raises
    ------
    OSError
        The place cannot be written to, or is full; an older file there stays as it was.

    Examples
    --------
    >>> from twitchcam.records import Answers
    >>> write_answers(Answers(country="GB"), "answers.json")
    """
    path = Path(path)
    written = _dump_json(answers) if path.suffix.lower() == ".json" else dump_answers(answers)
    unfinished = path.with_name(f".unfinished-{path.name}")
    try:
        unfinished.touch(mode=0o600)  # for the eyes of its owner
        unfinished.write_bytes(written.encode("utf-8", "replace"))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def dump_answers(answers: Answers) -> str:
    """Make the TOML text. Questions without an answer stand there as comments."""
    import tomlkit

    file = tomlkit.document()
    file.add(tomlkit.comment(text("terminal-answers-file")))
    file.add(tomlkit.comment(text("terminal-answers-open")))
    file.add("twitchcam_answers", tomlkit.item(VERSION))
    for key, value in (("answered_on", answers.answered_on), ("country", answers.country)):
        if value is not None:
            file.add(key, tomlkit.item(value))
    table = tomlkit.table()
    for group in load_groups():
        table.add(tomlkit.nl())
        table.add(tomlkit.comment(f"--- {group.title}"))
        for question in load_questions():
            if question.group == group.id:
                _add_question(table, question, answers.values.get(question.id))
    file.add("answers", table)
    return tomlkit.dumps(file)


def _add_question(table: Any, question: Question, value: AnswerValue | None) -> None:
    import tomlkit

    table.add(tomlkit.nl())
    table.add(tomlkit.comment(question.text))
    if question.options:
        table.add(tomlkit.comment(f"({' | '.join(question.options)})"))
    if value is None:
        table.add(tomlkit.comment(f"{question.id} ="))
    else:
        plain = list(value) if isinstance(value, tuple) else value
        table.add(question.id, tomlkit.item(plain))


def _dump_json(answers: Answers) -> str:
    table = {
        "twitchcam_answers": VERSION,
        "answered_on": answers.answered_on,
        "country": answers.country,
        "answers": dict(answers.values),
    }
    kept = {key: value for key, value in table.items() if value is not None}
    return json.dumps(kept, indent=1, ensure_ascii=False) + "\n"


def _read_json(path: Path) -> dict[str, Any]:
    try:
        with explain_read_errors(path):
            written = path.read_bytes().decode("utf-8")
        table = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise InputError(text("error-answers-no-json", file=path.name)) from error
    return table if isinstance(table, dict) else {}
