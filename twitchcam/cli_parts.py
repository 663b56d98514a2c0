"""What several commands share: options, the progress bar, names that are safe to print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from twitchcam.errors import InputError

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


class Landmarks(str, Enum):
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


class Hidden(str, Enum):
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


def show_name(path: Path) -> str:
    """Name of a file as a terminal can show it without harm."""
    from twitchcam.report.words import show_text

    return show_text(path.name or str(path))


def check_clip(clip: Path, *, mirrored: bool) -> None:
    """Raise ``InputError`` unless ``clip`` can be a video or a track."""
    try:
        exists = clip.exists()
    except OSError:  # a name that no file can have
        exists = False
    if not exists:
        raise InputError(f"{show_name(clip)} does not exist. Check the path.")
    if clip.is_dir():
        raise InputError(f"{show_name(clip)} must be a video, got a folder. Name the files in it.")
    if mirrored and is_track(clip):
        raise InputError(
            f"{show_name(clip)} must be a video when --mirrored is given, got a track. "
            "Analyse the video again with --mirrored."
        )


def is_track(clip: Path) -> bool:
    """Whether ``clip`` is a saved track by its name."""
    return clip.suffix.lower() == ".npz"
