"""A language that nobody speaks: every letter of every English text, in another alphabet.

What a reader meets in it is a letter of that alphabet where it comes from ``wording``, and a letter
of ours where it is data: a name, a unit, a number, or a text that somebody wrote elsewhere.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Transformer

from twitchcam import wording

CODE: Final = "qq"
# As many letters as ours, large and small, in two alphabets that run side by side.
_OTHERS: Final = {
    **{ord(letter): chr(0x430 + i) for i, letter in enumerate(string.ascii_lowercase)},
    **{ord(letter): chr(0x410 + i) for i, letter in enumerate(string.ascii_uppercase)},
}
_WORD: Final = re.compile(r"[A-Za-z]+")
_TAG: Final = re.compile(r"(<[^<>]*>)")
# What of a page pops up or is read aloud.
SHOWN_ATTRIBUTES: Final = (
    "aria-label", "title", "placeholder", "alt", "aria-valuetext", "aria-description",
)  # fmt: skip
# Symbols that are the same in all languages.
UNITS: Final = ("mm", "px", "s", "ms", "min", "h", "Hz")


class _Marker(Transformer):  # type: ignore[misc]
    def visit_TextElement(self, node: Any) -> Any:  # noqa: N802 (the name is the library's)
        node.value = mark(node.value)
        return node


def mark(text: str) -> str:
    """``text`` in the other alphabet; what stands in a tag of HTML stays."""
    return "".join(
        part if part.startswith("<") and part.endswith(">") else part.translate(_OTHERS)
        for part in _TAG.split(text)
    )


def find_unmarked(text: str, data: Iterable[str] = ()) -> list[str]:
    """Words in our own alphabet, in order, that are no unit and are not among ``data``.

    ``data`` are names, codes and texts that were written elsewhere.
    """
    for known in sorted(data, key=len, reverse=True):
        text = text.replace(known, " ")
    return [word for word in _WORD.findall(text) if word not in UNITS]


def write_language(home: Path, code: str = CODE, *, without: frozenset[str] = frozenset()) -> Path:
    """Write the folder of the language below ``home``; ``without`` some of the keys."""
    folder = home / code
    folder.mkdir(parents=True)
    for path in sorted(Path(wording.__file__).parent.joinpath("en").glob("*.ftl")):
        resource = FluentParser().parse(path.read_text(encoding="utf-8"))
        resource.body = [
            entry
            for entry in resource.body
            if isinstance(entry, ast.Message | ast.Term) and entry.id.name not in without
        ]
        text = FluentSerializer().serialize(_Marker().visit(resource))
        folder.joinpath(path.name).write_text(text, encoding="utf-8")
    return folder
