"""The file that a person names: whether it can be one, what to call it, how far it is done."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeAlias

from twitchcam.errors import InputError
from twitchcam.wording import text

# Opens a display for the file of that name; what it gives is told the share that is done.
ShowProgress: TypeAlias = Callable[[str], AbstractContextManager[Callable[[float], None]]]


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
        raise InputError(text("error-no-file", file=show_name(clip)))
    if clip.is_dir():
        raise InputError(text("error-clip-folder", file=show_name(clip)))
    if mirrored and is_track(clip):
        raise InputError(text("error-clip-mirrored-track", file=show_name(clip)))


def is_track(clip: Path) -> bool:
    """Whether ``clip`` is a saved track by its name."""
    return clip.suffix.lower() == ".npz"
