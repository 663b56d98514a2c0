"""The texts of one language: which there are, and each made ready when it is first asked for.

In      a folder of ``.ftl`` files
Out     texts by key
Method  Files are cut into messages at the lines that begin without a space, which takes a few
        thousandths of a second. A text that has at most words to fill in is said at once. Only what
        has forms to choose from, or counts, is read by Fluent's own parser, which takes a third of
        a second for a thousand messages, and by its library, which loads for a tenth: ``--help``
        needs neither. A test holds both ways together, text by text.
Known limits   Lines that continue a message begin with a space or a closing brace. A text in
        several lines is read by Fluent's parser, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from fluent.runtime import FluentBundle

Value = str | int

_BEGINNING: Final = re.compile(r"^(-?[a-zA-Z][\w-]*) *=", re.MULTILINE)
_END: Final = re.compile(r"^[^\s}]", re.MULTILINE)
_ATTRIBUTE: Final = re.compile(r"^ +\.([a-zA-Z][\w-]*) *= *(.*)$")
_PLACE: Final = re.compile(r"\{ \$([a-z]\w*) \}")
_ONLY_REFERENCE: Final = re.compile(r"\{ ([a-z][\w-]*) \}")
_REFERENCE: Final = re.compile(r"\{\s*(-?[a-zA-Z][\w-]*)")


class LanguageFolder:
    """What one folder holds; nothing of it is read by Fluent before it is needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = folder.name
        self._sources: dict[str, str] = {}
        for file in sorted(folder.iterdir(), key=lambda file: file.name):
            if file.name.endswith(".ftl"):
                self._sources |= split_messages(file.read_text(encoding="utf-8"))
        self._files: dict[str, str] = {}
        self._plain: dict[str, dict[str, str]] = {}
        self._bundle: FluentBundle | None = None
        self._added: set[str] = set()
        self._lock = Lock()

    @property
    def is_language(self) -> bool:
        """Whether there is any text."""
        return bool(self._sources)

    def has(self, key: str) -> bool:
        """Whether there is a message, or ``message.attribute``."""
        name, _, attribute = key.partition(".")
        return name in self._sources and (not attribute or attribute in self.list_attributes(name))

    def list_attributes(self, name: str) -> tuple[str, ...]:
        """Names of the attributes of a message in their order; none where there is no message."""
        if name not in self._sources:
            return ()
        lines = self._sources[name].splitlines()
        return tuple(found[1] for line in lines if (found := _ATTRIBUTE.match(line)))

    def read(self, file: str) -> str:
        """The messages of one file, without comments; empty where there is no such file."""
        if file not in self._files:
            path = self._folder / file
            source = path.read_text(encoding="utf-8") if path.is_file() else ""
            self._files[file] = "".join(split_messages(source).values())
        return self._files[file]

    def say(self, key: str, values: Mapping[str, Value]) -> str | None:
        """The text of a key with its values; ``None`` where the language lacks it.

        Raises
        ------
        KeyError
            The text needs a value that is not given.
        """
        name, _, attribute = key.partition(".")
        if name not in self._sources:
            return None
        if name not in self._plain:
            self._plain[name] = list_plain(self._sources[name])
        plain = self._plain[name].get(attribute)
        if plain is None:
            return self._fill(name, attribute, values)
        if reference := _ONLY_REFERENCE.fullmatch(plain):
            return self.say(reference[1], values)
        needed = {value: values.get(value) for value in _PLACE.findall(plain)}
        if not all(isinstance(value, str) for value in needed.values()):
            return self._fill(name, attribute, values)
        return _PLACE.sub(lambda place: str(needed[place[1]]), plain)

    def _fill(self, name: str, attribute: str, values: Mapping[str, Value]) -> str | None:
        from fluent.runtime.types import fluent_number

        bundle = self._make_ready(name)
        message = bundle.get_message(name)
        pattern = message.attributes.get(attribute) if attribute else message.value
        if pattern is None:
            return None
        # Counts as they always were: 1200, not 1,200.
        given = {
            name: fluent_number(value, useGrouping=False) if isinstance(value, int) else value
            for name, value in values.items()
        }
        said, faults = bundle.format_pattern(pattern, given)
        if faults:
            raise KeyError(f"{name} in {self._name}: {faults[0]}")
        return str(said)

    def _make_ready(self, name: str) -> FluentBundle:
        """Let Fluent read a message and those that it refers to."""
        from fluent.runtime import FluentBundle, FluentResource

        with self._lock:
            if self._bundle is None:
                # Marks of direction around each value would reach files and tests; all languages
                # so far are written from left to right.
                # A language of which nothing is known counts as English does.
                self._bundle = FluentBundle([self._name, "en"], use_isolating=False)
            waiting = [name]
            while waiting:
                needed = waiting.pop()
                if needed in self._added or needed not in self._sources:
                    continue
                self._bundle.add_resource(FluentResource(self._sources[needed]))
                self._added.add(needed)
                waiting += _REFERENCE.findall(self._sources[needed])
            return self._bundle


def split_messages(source: str) -> dict[str, str]:
    r"""Cut a file into its messages, by name.

    Examples
    --------
    >>> split_messages("# A comment.\na = One\nb =\n    .c = Two\n")
    {'a': 'a = One\n', 'b': 'b =\n    .c = Two\n'}
    """
    messages = {}
    for found in _BEGINNING.finditer(source):
        end = _END.search(source, found.end())
        messages[found[1]] = source[found.start() : end.start() if end else len(source)]
    return messages


def list_plain(message: str) -> dict[str, str]:
    r"""Texts of a message that stand in one line and choose no forms, by attribute.

    The message's own text has the name ``""``.

    Examples
    --------
    >>> list_plain("a = One\n    .b = Two { $ears }\n    .c = { NUMBER($n) }\n")
    {'': 'One', 'b': 'Two { $ears }'}
    """
    head, *lines = message.rstrip().splitlines()
    attributes = [_ATTRIBUTE.match(line) for line in lines]
    if not all(attributes):
        return {}
    found = {"": head.partition("=")[2].strip()}
    found |= {match[1]: match[2].strip() for match in attributes if match}
    return {name: value for name, value in found.items() if value and _is_plain(value)}


def _is_plain(value: str) -> bool:
    return "{" not in _PLACE.sub("", value) or bool(_ONLY_REFERENCE.fullmatch(value))
