"""A made-up language: English with every text between ⟦ and ⟧.

What is shown outside the marks was written somewhere else than in ``wording/``, or is data. In
one process, ``with speaking_marked(tmp_path): ...``; for programs of their own,
``marked_environment(folder)``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fluent.syntax import FluentParser, FluentSerializer, ast

from twitchcam import wording
from twitchcam.data_folder import FOLDER_VARIABLE

# "art" is the code of made-up languages (ISO 639-2).
CODE = "art"
BEGIN, END = "⟦", "⟧"
_LETTER = re.compile(r"[^\W\d_]")
# A number with a unit of the SI is written alike everywhere.
_MEASURED = re.compile(r"\d\s?(mm|s|Hz|px)\b")
_ENGLISH = Path(wording.__file__).parent / wording.FIRST_LANGUAGE


def write_marked_language(data_folder: Path) -> Path:
    """Write the language to where ``data_folder`` keeps those that are tried out."""
    folder = data_folder / "languages" / CODE
    folder.mkdir(parents=True, exist_ok=True)
    for path in _ENGLISH.glob("*.ftl"):
        resource = FluentParser().parse(path.read_text(encoding="utf-8"))
        for entry in resource.body:
            # A term only stands inside of messages, whose marks are enough.
            if isinstance(entry, ast.Message):
                for part in (entry, *entry.attributes):
                    if part.value is not None:
                        _mark(part.value)
        (folder / path.name).write_text(FluentSerializer().serialize(resource), encoding="utf-8")
    return folder


def marked_environment(data_folder: Path) -> dict[str, str]:
    """What to add to the environment of a program that is to speak the language."""
    write_marked_language(data_folder)
    return {FOLDER_VARIABLE: str(data_folder), wording.LANGUAGE_VARIABLE: CODE}


@contextmanager
def speaking_marked(data_folder: Path) -> Iterator[None]:
    """Let this process, and those it starts, speak the language inside the block."""
    before = {name: os.environ.get(name) for name in (FOLDER_VARIABLE, wording.LANGUAGE_VARIABLE)}
    os.environ |= marked_environment(data_folder)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def find_unmarked(shown: str, *data: str) -> list[str]:
    """Return what has letters in a shown text, stands outside the marks and is none of ``data``.

    Marks may lie within each other: a text can hold another one.
    """
    outside, depth = [""], 0
    for letter in shown:
        if letter == BEGIN:
            depth += 1
        elif letter == END:
            depth -= 1
            assert depth >= 0, f"a mark is closed that was never opened: {shown[:300]!r}"
        elif depth == 0:
            outside[-1] += letter
            continue
        if outside[-1]:
            outside.append("")
    assert depth == 0, f"a mark is left open: {shown[-300:]!r}"
    pieces = []
    for piece in outside:
        piece = _MEASURED.sub(" ", piece)
        for known in sorted(data, key=len, reverse=True):
            piece = piece.replace(known, " ")
        pieces.append(" ".join(piece.split()))
    return [piece for piece in pieces if _LETTER.search(piece)]


def _mark(pattern: ast.Pattern) -> None:
    pattern.elements = [ast.TextElement(BEGIN), *pattern.elements, ast.TextElement(END)]
