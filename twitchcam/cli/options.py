"""What several commands share: options and the progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from twitchcam.errors import InputError
from twitchcam.wording import LANGUAGE_VARIABLE, has_text, in_language, languages, text


def say_help(key: str) -> str:
    """What a command does, and in a second paragraph what else there is to know of it."""
    more = f"{key}-more"
    return f"{text(key)}\n\n{text(more)}" if has_text(more) else text(key)


AnswersFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help=text("terminal-option-answers")),
]
Country = Annotated[
    str | None,
    typer.Option(
        metavar="CODE",
        envvar="TWITCHCAM_COUNTRY",
        help=text("terminal-option-country"),
    ),
]


def _choose_language(context: typer.Context, code: str | None) -> str | None:
    """Say all that the command says in this language, until it has ended."""
    if code is not None:
        try:
            context.with_resource(in_language(code))
        except InputError as error:
            raise typer.BadParameter(str(error)) from error
    return code


Language = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="CODE",
        envvar=LANGUAGE_VARIABLE,
        callback=_choose_language,
        is_eager=True,
        help=text("terminal-option-language", languages=", ".join(languages())),
    ),
]


class Landmarks(StrEnum):
    """Which model finds the landmarks."""

    face_mesh = "face_mesh"
    face_landmarker = "face_landmarker"


Tracker = Annotated[
    Landmarks | None,
    typer.Option(help=text("terminal-option-tracker")),
]
ModelFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help=text("terminal-option-model")),
]
Jobs = Annotated[
    int | None,
    typer.Option(min=1, max=1024, metavar="N", help=text("terminal-option-jobs")),
]


class Hidden(StrEnum):
    """What of a person is kept out of pictures that are written."""

    nothing = "nothing"
    eyes = "eyes"
    face = "face"


Annotate = Annotated[
    bool,
    typer.Option("--annotate", help=text("terminal-option-annotate")),
]
WithVideo = Annotated[
    bool,
    typer.Option(
        "--with-video",
        help=text("terminal-option-with-video"),
    ),
]
Hide = Annotated[Hidden, typer.Option(help=text("terminal-option-hide"))]
Elan = Annotated[
    bool,
    typer.Option(
        "--elan",
        help=text("terminal-option-elan"),
    ),
]


@contextmanager
def show_progress(name: str) -> Iterator[Callable[[float], None]]:
    """Show a bar with the time left on stderr; nothing when nobody watches."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task(name[:40], total=1.0)
        yield lambda done: progress.update(task, completed=min(max(done, 0.0), 1.0))
