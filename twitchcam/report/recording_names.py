"""Which file of marks belongs to which recording: names as people and systems write them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from twitchcam.errors import InputError
from twitchcam.report.words import show_text
from twitchcam.wording import text

# What marks can come in; of several files for one recording the first of these counts.
SUFFIXES: Final = (".truth.json", ".eaf", ".boris", ".boris.gz", ".csv", ".tsv", ".txt")


class NoMarks(InputError):
    """There are marks, but none about this recording."""


def is_same_clip(said: str, clip_name: str) -> bool:
    """Whether a path or address of any system means the file ``clip_name``.

    The ending need not be the same: marks are made on copies in other formats, too.
    """
    name = unquote(said) if "://" in said else said
    name = _plain(name.strip().replace("\\", "/").rsplit("/", 1)[-1])
    wanted = _plain(clip_name)
    return name == wanted or _stem(name) == _stem(wanted)


def refuse(file_name: str, clip_name: str, others: Iterable[str]) -> NoMarks:
    """The refusal of a file that speaks of other recordings only."""
    shown = ", ".join(show_text(name) for name in list(dict.fromkeys(others))[:4])
    return NoMarks(
        text("error-marks-of-others", file=file_name, clip=show_text(clip_name), others=shown)
    )


def find_marks(folder: Path, names: Iterable[str]) -> Path | None:
    """Find the file of marks in ``folder`` that is called like one of ``names``, the first first.

    Small and large letters, and the ways of Unicode to write a letter, make no difference unless
    two files differ in nothing else.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file())
    exact = {path.name: path for path in files}
    plain = {_plain(path.name): path for path in files}
    for name in names:
        for suffix in SUFFIXES:
            wanted = f"{name}{suffix}"
            found = exact.get(wanted) or plain.get(_plain(wanted))
            if found is not None:
                return found
    return None


def refuse_folder(folder: Path, name: str) -> NoMarks:
    """The refusal of a folder without a file called ``name``."""
    return NoMarks(
        text(
            "error-marks-no-file",
            folder=folder.name,
            name=show_text(name),
            endings=", ".join(SUFFIXES),
        )
    )


def get_suffix(path: Path) -> str:
    """The ending that says what a file of marks is; empty for none of ``SUFFIXES``."""
    name = path.name.lower()
    return next((suffix for suffix in SUFFIXES if name.endswith(suffix)), "")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name
