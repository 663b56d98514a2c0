"""Read the tables that clinicians review, strictly: whatever does not fit is named and refused."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

from twitchcam.checks import explain_read_errors
from twitchcam.errors import InputError

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
            text = path.read_bytes().decode("utf-8")
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(
            f"{name} must be a TOML file in UTF-8, got something else: {reason}. Mend that place."
        ) from error


def check_keys(where: str, table: Any, needed: Collection[str], allowed: Collection[str]) -> None:
    """Raise ``InputError`` unless ``table`` has the ``needed`` keys and else only ``allowed``."""
    if not isinstance(table, Mapping):
        raise InputError(f"{where} must be a table, got {type(table).__name__}. Mend it.")
    for key in needed:
        if key not in table:
            raise InputError(f"{where} must have {key!r}, got none. Add it.")
    for key in table:
        if key not in needed and key not in allowed:
            raise InputError(f"{where} must not have {key!r}. Check the spelling or remove it.")


def check_known(where: str, kind: str, got: str, known: Collection[str]) -> None:
    """Raise ``InputError`` unless ``got`` is one of ``known``."""
    if got not in known:
        raise InputError(f"{where} must name a known {kind}, got {got!r}. Check the spelling.")


def check_unique(where: str, names: Collection[str]) -> None:
    """Raise ``InputError`` when a name comes twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InputError(f"{where} must hold {name!r} once, got it twice. Rename one.")
        seen.add(name)


def split_words(said: str) -> tuple[str, ...]:
    """The words of a text that lists them with commas, in small letters."""
    return tuple(word.strip().lower() for word in said.split(","))


def take_text(where: str, table: Mapping[str, Any], key: str) -> str:
    """Take the words under ``key``; ``InputError`` when there are none."""
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{where}: {key} must be words, got {value!r}. Write them.")
    return value


def take_texts(where: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Take the list of words under ``key``; an empty tuple when there is none."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise InputError(f"{where}: {key} must be a list of words, got {value!r}. Mend it.")
    return tuple(value)
