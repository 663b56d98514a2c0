"""What several commands share: options and the progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

AnswersFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Answers from 'twitchcam ask'; the advice then fits you."),
]
Country = Annotated[
    str | None,
    typer.Option(
        metavar="CODE",
        envvar="TWITCHCAM_COUNTRY",
        help="Two letters, such as GB: for the emergency number in the advice.",
    ),
]


class Landmarks(StrEnum):
    """Which model finds the landmarks."""

    face_mesh = "face_mesh"
    face_landmarker = "face_landmarker"


Tracker = Annotated[
    Landmarks,
    typer.Option(
        help="face_landmarker is newer, steadier and slower, and its model is a file of its own: "
        "get it once with 'twitchcam fetch-model'."
    ),
]
ModelFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The model of face_landmarker, if not the one fetched."),
]


class Hidden(StrEnum):
    """What of a person is kept out of pictures that are written."""

    nothing = "nothing"
    eyes = "eyes"
    face = "face"


Annotate = Annotated[
    bool,
    typer.Option(
        "--annotate", help="Also write annotated.mp4: the clip with lines, names and traces."
    ),
]
WithVideo = Annotated[
    bool,
    typer.Option(
        "--with-video",
        help="Put the clip into report.html, which else shows the face as lines: then share the "
        "page with care.",
    ),
]
Hide = Annotated[
    Hidden, typer.Option(help="In these: blur the eyes, or leave the face out and draw lines.")
]
Elan = Annotated[
    bool,
    typer.Option(
        "--elan",
        help="Also write annotations.eaf, for the annotation tool ELAN (needs: pip install "
        "pympi-ling).",
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
