"""Every text that a reader meets, one folder a language, in the format of Project Fluent.

Stages hand out codes and evidence; here a code becomes a sentence. ``en/`` is the first language
and the measure: a second one is a folder of the same files beside it. What a language lacks is
said in English, so that nobody meets a hole; ``tests/wording`` names what is missing.

Texts are looked up by key, ``text("blinks-seen", count=3)``. Numbers that choose between forms
(one blink, three blinks) come as numbers, measured values come ready made from ``numbers``, so
that no language rounds on its own.

Format: https://projectfluent.org/fluent/guide/
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from twitchcam.errors import InputError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from fluent.runtime import FluentBundle

FIRST_LANGUAGE: Final = "en"
_language: ContextVar[str] = ContextVar("language", default=FIRST_LANGUAGE)

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

    Examples
    --------
    >>> text("language-name")
    'English'
    """
    name, _, attribute = key.partition(".")
    for language in dict.fromkeys((_language.get(), FIRST_LANGUAGE)):
        bundle = _bundle(language)
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
    return _bundle(FIRST_LANGUAGE).has_message(key)


def languages() -> tuple[str, ...]:
    """Codes of the languages there are, the first language first.

    Examples
    --------
    >>> languages()[0]
    'en'
    """
    others = sorted(folder.name for folder in _home().iterdir() if _is_language(folder))
    return (FIRST_LANGUAGE, *(code for code in others if code != FIRST_LANGUAGE))


def language_in_use() -> str:
    """Code of the language that ``text`` answers in."""
    return _language.get()


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
        raise InputError(
            f"There are no texts in the language {code!r}. There are: {', '.join(languages())}."
        )
    before = _language.set(code)
    try:
        yield
    finally:
        _language.reset(before)


def _home() -> Traversable:
    return files(__name__)


def _is_language(folder: Traversable) -> bool:
    return folder.is_dir() and any(file.name.endswith(".ftl") for file in folder.iterdir())


@cache
def _bundle(language: str) -> FluentBundle:
    # Loaded with the first sentence: ``--version`` needs none.
    from fluent.runtime import FluentBundle, FluentResource

    # Marks of direction around each value would reach files and tests; all languages so far
    # are written from left to right.
    bundle = FluentBundle([language], use_isolating=False)
    for file in sorted(_home().joinpath(language).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".ftl"):
            bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
