"""Every text that a reader meets, one folder a language, in the format of Project Fluent.

Stages hand out codes and evidence; here a code becomes a sentence. ``en/`` is the first language
and the measure: a second one is a folder of the same files beside it, or in the folder that the
environment variable ``TWITCHCAM_TEXTS`` names. What a language lacks is said in English, so that
nobody meets a hole; ``tests/wording`` names what is missing.

Texts are looked up by key, ``text("blinks-seen", count=3)``. Numbers that choose between forms
(one blink, three blinks) come as whole numbers, measured values come ready made, so that no
language rounds on its own.

Format: https://projectfluent.org/fluent/guide/
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

from twitchcam.errors import InputError
from twitchcam.wording.language_folder import LanguageFolder, Value

FIRST_LANGUAGE: Final = "en"
# The language where none is chosen, and a folder of more languages, for who translates.
LANGUAGE_VARIABLE: Final = "TWITCHCAM_LANGUAGE"
TEXTS_VARIABLE: Final = "TWITCHCAM_TEXTS"
_HOME: Final = Path(__file__).parent
# Complaints quote what a file holds, which may be of any length; Fluent takes 2,500 letters.
_COMPLAINT: Final = "error-"
_LONGEST_QUOTED: Final = 2000
_language: ContextVar[str | None] = ContextVar("language", default=None)


def text(key: str, /, **values: Value) -> str:
    """The text of a key in the language that is in use.

    Parameters
    ----------
    key : str
        Name of a message in the ``.ftl`` files, ``part-of-the-output-what-it-says``;
        ``message.attribute`` for an attribute of one.
    **values : str or int
        What the text names in braces, ``{ $count }``. Whole numbers may choose a plural form.

    Returns
    -------
    str
        In English where the language lacks the key.

    Raises
    ------
    KeyError
        No language has the key, or the text needs a value that is not given: a fault of ours.

    Examples
    --------
    >>> text("language-name")
    'English'
    """
    if key.startswith(_COMPLAINT):
        values = {name: _shorten(value) for name, value in values.items()}
    for language in dict.fromkeys((language_in_use(), FIRST_LANGUAGE)):
        folder = _find_folder(language)
        if folder is not None and (said := folder.say(key, values)) is not None:
            return said
    raise KeyError(f"no text for {key}")


def _shorten(value: Value) -> Value:
    if isinstance(value, str) and len(value) > _LONGEST_QUOTED:
        return f"{value[:_LONGEST_QUOTED]}…"
    return value


def texts(key: str, /, **values: Value) -> tuple[str, ...]:
    """The lines of a message that is a list: its attributes, in the order of the first language.

    Examples
    --------
    >>> texts("language-name")
    ()
    """
    return tuple(text(f"{key}.{name}", **values) for name in list_parts(key))


def list_parts(key: str) -> tuple[str, ...]:
    """Names of the attributes of a message, in the order of the first language."""
    return _load(_HOME / FIRST_LANGUAGE).list_attributes(key)


def has_text(key: str) -> bool:
    """Whether the first language has a text of this name.

    Examples
    --------
    >>> has_text("language-name"), has_text("never-heard-of")
    (True, False)
    """
    return _load(_HOME / FIRST_LANGUAGE).has(key)


def read_sources(file: str) -> list[tuple[str, str]]:
    r"""One file as it was written, without comments: in the language in use, then in the first.

    Examples
    --------
    >>> read_sources("language.ftl")
    [('en', 'language-name = English\n')]
    """
    found = []
    for language in dict.fromkeys((language_in_use(), FIRST_LANGUAGE)):
        folder = _find_folder(language)
        if folder is not None and (source := folder.read(file)):
            found.append((language, source))
    return found


def languages() -> tuple[str, ...]:
    """Codes of the languages there are, the first language first.

    Examples
    --------
    >>> languages()[0]
    'en'
    """
    found = {folder.name for home in _list_homes() for folder in home.iterdir()}
    others = sorted(code for code in found - {FIRST_LANGUAGE} if _find_folder(code))
    return (FIRST_LANGUAGE, *others)


def language_in_use() -> str:
    """Code of the language that ``text`` answers in: that of ``in_language``, or the usual one.

    The usual one is named by the environment variable ``TWITCHCAM_LANGUAGE``.
    """
    return _language.get() or os.environ.get(LANGUAGE_VARIABLE) or FIRST_LANGUAGE


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Say everything inside the block in one language, in this thread or task alone.

    Parameters
    ----------
    code : str
        One of ``languages()``.

    Raises
    ------
    InputError
        There are no texts in this language.
    """
    if code not in languages():
        known = ", ".join(languages())
        raise InputError(text("error-no-language", code=repr(code), known=known))
    before = _language.set(code)
    try:
        yield
    finally:
        _language.reset(before)


def _list_homes() -> Iterator[Path]:
    """Folders of languages: our own, and that of a translator."""
    yield _HOME
    added = os.environ.get(TEXTS_VARIABLE)
    if added and Path(added).is_dir():
        yield Path(added)


def _find_folder(language: str) -> LanguageFolder | None:
    # Asked a thousand times for one page: where a language lies is looked up once.
    return _find_in(language, os.environ.get(TEXTS_VARIABLE))


@cache
def _find_in(language: str, _added: str | None) -> LanguageFolder | None:
    for home in _list_homes():
        folder = home / language
        if language.isascii() and language.replace("-", "").isalnum() and folder.is_dir():
            found = _load(folder)
            if found.is_language:
                return found
    return None


@cache
def _load(folder: Path) -> LanguageFolder:
    return LanguageFolder(folder)
