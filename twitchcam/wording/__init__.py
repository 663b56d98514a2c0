"""Every text that a reader meets, one folder a language, in the format of Project Fluent.

Stages hand out codes and evidence; here a code becomes a sentence. ``en/`` is the first language
and the measure: a second one is a folder of the same files beside it. What a language lacks is
said in English, so that nobody meets a hole; ``tests/wording`` names what is missing.

Who translates tries the texts out without touching the program: a folder of texts in
``languages/`` of twitchcam's data folder is a language like any other, and goes before one of the
same name that came with the program. ``TWITCHCAM_LANGUAGE`` names the language to begin with.

Texts are looked up by key, ``text("blinks-seen", count=3)``. Numbers that choose between forms
(one blink, three blinks) come as numbers, measured values come ready made from ``numbers``, so
that no language rounds on its own.

Format: https://projectfluent.org/fluent/guide/
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from twitchcam.data_folder import default_folder
from twitchcam.errors import InputError

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

FIRST_LANGUAGE: Final = "en"
LANGUAGE_VARIABLE: Final = "TWITCHCAM_LANGUAGE"
_PROGRAM: Final = Path(__file__).parent
_language: ContextVar[str | None] = ContextVar("language", default=None)

Value = str | int | float


def text(key: str, **values: Value) -> str:
    """The text of a key in the language that is in use.

    Parameters
    ----------
    key : str
        Name of a message in the ``.ftl`` files, ``part-of-the-output-what-it-says``;
        ``message.attribute`` for an attribute of one.
    **values : str, int or float
        What the text names in braces, ``{ $count }``. Numbers may choose a plural form.

    Returns
    -------
    str
        In English where the language lacks the key.

    Raises
    ------
    KeyError
        No language has the key, or the text needs a value that is not given: a fault of ours.
    InputError
        ``TWITCHCAM_LANGUAGE`` names a language that has no texts.

    Examples
    --------
    >>> text("language-name")
    'English'
    """
    name, _, attribute = key.partition(".")
    for language in dict.fromkeys((language_in_use(), FIRST_LANGUAGE)):
        bundle = _bundle(_find_folder(language))
        if not bundle.has_message(name):
            continue
        message = bundle.get_message(name)
        pattern = message.attributes.get(attribute) if attribute else message.value
        if pattern is None:
            continue
        said, faults = bundle.format_pattern(pattern, dict(values))
        if faults:
            raise KeyError(f"{key} in {language}: {faults[0]}")
        return str(said)
    raise KeyError(f"no text for {key}")


def has_text(key: str) -> bool:
    """Whether the first language has a message of this name.

    Examples
    --------
    >>> has_text("language-name"), has_text("never-heard-of")
    (True, False)
    """
    return _bundle(_find_folder(FIRST_LANGUAGE)).has_message(key)


def languages() -> tuple[str, ...]:
    """Codes of the languages there are, the first language first.

    Examples
    --------
    >>> languages()[0]
    'en'
    """
    found = {
        folder.name
        for home in (_PROGRAM, _tried_out())
        if home.is_dir()
        for folder in home.iterdir()
        if _is_language(folder)
    }
    return (FIRST_LANGUAGE, *sorted(found - {FIRST_LANGUAGE}))


def language_in_use() -> str:
    """Code of the language that ``text`` answers in."""
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
    _find_folder(code)
    before = _language.set(code)
    try:
        yield
    finally:
        _language.reset(before)


def _tried_out() -> Path:
    """Where the languages lie that somebody tries out."""
    return default_folder() / "languages"


def _find_folder(language: str) -> Path:
    # The first language fills the holes of all others: it is the program's own, and whole.
    if language == FIRST_LANGUAGE:
        return _PROGRAM / language
    return _look_for(language, _tried_out())


@cache
def _look_for(language: str, tried_out: Path) -> Path:
    # What is asked for is looked up among names, and never made into a path.
    if language in languages():
        for home in (tried_out, _PROGRAM):
            if _is_language(home / language):
                return home / language
    raise InputError(
        f"There are no texts in the language {language!r}. There are: {', '.join(languages())}."
    )


def _is_language(folder: Path) -> bool:
    return folder.is_dir() and any(folder.glob("*.ftl"))


@cache
def _bundle(folder: Path) -> FluentBundle:
    # Loaded with the first sentence: ``--version`` needs none.
    from fluent.runtime import FluentBundle, FluentResource

    # Marks of direction around each value would reach files and tests; all languages so far
    # are written from left to right.
    bundle = FluentBundle([folder.name], use_isolating=False)
    for file in sorted(folder.glob("*.ftl")):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
