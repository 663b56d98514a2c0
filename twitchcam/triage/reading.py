"""Read the tables that clinicians review, strictly: whatever does not fit is named and refused."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

from twitchcam.checks import explain_read_errors
from twitchcam.errors import InputError
from twitchcam.wording import has_text, text

FOLDER: Final = Path(__file__).parent


def read_table(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    InputError
        When it is missing or is not TOML.
    """
    name = path.name or str(path)
    try:
        with explain_read_errors(path):
            written = path.read_bytes().decode("utf-8")
        return tomllib.loads(written)
    except (ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(text("error-rules-no-toml", file=name, reason=reason)) from error


def check_keys(where: str, table: Any, needed: Collection[str], allowed: Collection[str]) -> None:
    """Raise ``InputError`` unless ``table`` has the ``needed`` keys and else only ``allowed``."""
    if not isinstance(table, Mapping):
        raise InputError(text("error-rules-no-table", where=where, got=type(table).__name__))
    for key in needed:
        if key not in table:
            raise InputError(text("error-rules-key-missing", where=where, key=repr(key)))
    for key in table:
        if key not in needed and key not in allowed:
            raise InputError(text("error-rules-key-unknown", where=where, key=repr(key)))


def check_known(where: str, kind: str, got: str, known: Collection[str]) -> None:
    """Raise ``InputError`` unless ``got`` is one of ``known``; kinds are those of the text."""
    if got not in known:
        raise InputError(text("error-rules-unknown", where=where, kind=kind, got=repr(got)))


def check_unique(where: str, names: Collection[str]) -> None:
    """Raise ``InputError`` when a name comes twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InputError(text("error-rules-twice", where=where, name=repr(name)))
        seen.add(name)


def split_words(said: str) -> tuple[str, ...]:
    """The words of a text that lists them with commas, in small letters."""
    return tuple(word.strip().lower() for word in said.split(","))


def find_text(where: str, key: str, **places: str) -> str:
    """The words of an entry; ``InputError`` when there are none."""
    if not has_text(key):
        raise InputError(text("error-rules-no-words", where=where, key=repr(key)))
    return text(key, **places)


def take_text(where: str, table: Mapping[str, Any], key: str) -> str:
    """Take the words under ``key``; ``InputError`` when there are none."""
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError(text("error-rules-no-word", where=where, key=key, got=repr(value)))
    return value


def take_texts(where: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Take the list of words under ``key``; an empty tuple when there is none."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise InputError(text("error-rules-no-word-list", where=where, key=key, got=repr(value)))
    return tuple(value)
