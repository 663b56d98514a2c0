"""Templates, scripts and programs of the app hold no sentence: all of them lie in ``wording/``."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment
from made_up_language import SHOWN_ATTRIBUTES

import twitchcam
from twitchcam.errors import TwitchcamError
from twitchcam.report.recording_names import NoMarks
from twitchcam.wording import FIRST_LANGUAGE, has_text
from twitchcam.wording.language_folder import split_messages

PACKAGE = Path(twitchcam.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("web/templates/*.jinja"))
SCRIPTS = sorted([*PACKAGE.glob("web/static/*.js"), *PACKAGE.glob("report/templates/*.js")])
PROGRAMS = sorted([*PACKAGE.glob("web/*.py"), *PACKAGE.glob("store/*.py")])
# The program's own name, and a letter that a drawing shows from both sides.
NAMES = {"twitchcam", "R"}
TWO_WORDS = re.compile(r"[A-Za-z]{2,}[,.:…]? [A-Za-z]{2,}")
THREE_WORDS = re.compile(r"[A-Za-z]+,? [a-z]+,? [a-z]+")
# A whole key in quotes; those that end in a code are put together where the code is known.
KEY = re.compile(r"""["']((?:web|script|player|session|store|serve)-[a-z][\w.-]*[\w])["']""")
STAGES = sorted(
    path
    for room in (
        "capture", "tracking", "signals", "assessment", "detection", "interpretation", "triage",
        "report", "app", "cli", "desk",
    )
    for path in PACKAGE.glob(f"{room}/*.py")
)  # fmt: skip
ALL = sorted(PACKAGE.rglob("*.py"))
REFUSALS = {kind.__name__ for kind in (TwitchcamError, *TwitchcamError.__subclasses__(), NoMarks)}
LANGUAGE = PACKAGE / "wording" / FIRST_LANGUAGE
PLACE = re.compile(r"\{ ?(?:NUMBER\()?\$([a-z]\w*)")
# Raised for programmers: no reader meets what they say.
FAULTS = {"ValueError", "OSError", "KeyError", "TypeError"}
# Strings of several words that are no sentences for readers, or sentences that no reader meets.
NO_SENTENCES = {
    "report/boris.py": "columns that BORIS names",
    "report/boris_project.py": "fields that BORIS names",
    "report/document.py": "the description in the JSON schema, which is in English",
    "report/mark_tables.py": "names of columns that other programs write",
    "report/marker_files.py": "columns that MNE names",
}
# Fonts and queries of style sheets.
NOT_SHOWN = re.compile(r"\d+px |\(prefers-color-scheme|^[a-z ]*$")


class _Texts(HTMLParser):
    """Collects what a page shows: its text, and attributes that are read aloud or pop up."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attributes if name in SHOWN_ATTRIBUTES and value]
        if tag in ("script", "style"):
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden[-1:] == [tag]:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.append(data)


def read_template(source: str) -> list[str]:
    """All that a template shows by itself, whatever its branches, and what its strings say."""
    parts, said = [], []
    for _, kind, value in Environment().lex(source):
        if kind == "data":
            parts.append(value)
        elif kind == "string" and TWO_WORDS.search(value):
            said.append(value[1:-1])
    parser = _Texts()
    parser.feed("".join(parts))
    words = {word for shown in parser.found for word in re.findall(r"[A-Za-z]+", shown)}
    return [*sorted(words - NAMES), *said]


def read_script(source: str) -> list[str]:
    """Strings of a script that are more than one word."""
    code = re.sub(r"^\s*(//|/\*\*|\*).*$| // .*$", "", source, flags=re.MULTILINE)
    strings = re.findall(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`([^`]*)`', code)
    found = [re.sub(r"\$\{[^}]*\}", "1", "".join(groups)) for groups in strings]
    return [said for said in found if TWO_WORDS.search(said) and not NOT_SHOWN.search(said)]


@cache
def _list_nodes(source: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(source)))


def _list_calls(source: str) -> list[ast.Call]:
    return [node for node in _list_nodes(source) if isinstance(node, ast.Call)]


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _calls_log(call: ast.Call) -> bool:
    called = call.func
    of = called.value if isinstance(called, ast.Attribute) else None
    return isinstance(of, ast.Name) and of.id == "_LOG"


def read_program(source: str, faults: set[str] = FAULTS) -> Iterator[str]:
    """Strings of a program that are sentences, but for what programmers read."""
    nodes = _list_nodes(source)
    quiet = set()
    for node in nodes:
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            quiet.add(body[0].value)  # what documents it
        if isinstance(node, ast.Call) and (_calls_log(node) or _name(node) in faults):
            quiet |= set(ast.walk(node))
    for node in nodes:
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and node not in quiet and THREE_WORDS.search(node.value):
            yield node.value


def find_by_file(paths: list[Path], read: Callable[[str], Iterable[str]]) -> dict[str, list[str]]:
    """What ``read`` finds in the files in which it finds anything."""
    found = {
        path.relative_to(PACKAGE).as_posix(): list(read(path.read_text(encoding="utf-8")))
        for path in paths
    }
    return {file: said for file, said in found.items() if said}


def test_a_template_shows_nothing_of_its_own() -> None:
    assert find_by_file(TEMPLATES, read_template) == {}


def test_a_script_shows_nothing_of_its_own() -> None:
    assert find_by_file(SCRIPTS, read_script) == {}


def test_a_program_says_nothing_of_its_own() -> None:
    assert find_by_file(PROGRAMS, read_program) == {}


def test_every_key_that_is_named_has_a_text() -> None:
    assert find_by_file(
        [*TEMPLATES, *SCRIPTS, *PROGRAMS],
        lambda source: {key for key in KEY.findall(source) if not has_text(key)},
    ) == {}  # fmt: skip


@pytest.mark.slow
def test_a_stage_hands_over_keys_and_no_sentences() -> None:
    said = find_by_file(STAGES, read_program)
    assert {file: sentences for file, sentences in said.items() if file not in NO_SENTENCES} == {}
    assert set(said) == set(NO_SENTENCES)


def read_refusals(source: str) -> list[str]:
    """Words that stand where an error for readers is made, and are no part of a key."""
    return [
        inner.value
        for node in _list_calls(source)
        if _name(node) in REFUSALS
        for inner in ast.walk(node)
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
        if TWO_WORDS.search(inner.value)
    ]


def list_asked(source: str) -> Iterator[tuple[str, set[str] | None]]:
    """Keys that a program asks for by name, with the values that it gives; ``None``: any."""
    for node in _list_calls(source):
        if _name(node) not in ("text", "texts"):
            continue
        names = {given.arg for given in node.keywords}
        given = None if None in names else {name for name in names if name}
        first = node.args[0]
        for key in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, given


def list_needed(messages: dict[str, str], name: str) -> set[str]:
    """Values that a message needs, those of the messages in it among them."""
    source = messages[name]
    found = set(PLACE.findall(source))
    for other in re.findall(r"\{ ([a-z][\w-]*) \}", source):
        found |= list_needed(messages, other)
    return found


def _read_messages() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(LANGUAGE.glob("*.ftl")))


def test_what_is_wrong_is_said_by_a_text() -> None:
    said = {path.name: read_refusals(path.read_text(encoding="utf-8")) for path in ALL}
    assert {file: sentences for file, sentences in said.items() if sentences} == {}


def test_whoever_asks_for_a_text_by_name_gives_what_it_needs() -> None:
    messages = split_messages(_read_messages())
    wrong = []
    for path in ALL:
        for key, given in list_asked(path.read_text(encoding="utf-8")):
            name, _, attribute = key.partition(".")
            if not has_text(key):
                wrong.append(f"{path.name}: there is no {key}")
            elif given is not None and not attribute and list_needed(messages, name) - given:
                wrong.append(f"{path.name}: {key} needs {list_needed(messages, name) - given}")
    assert wrong == []


def test_every_text_of_an_error_is_asked_for() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in ALL)
    keys = re.findall(r"^error-[\w-]+", _read_messages(), re.MULTILINE)
    assert [key for key in keys if f'"{key}"' not in written and f"'{key}'" not in written] == []


def test_the_checks_above_see_a_sentence() -> None:
    raised = 'raise InputError(f"{n} must be one." if n else text("error-a", b="of many"))'
    assert read_refusals(raised) == [" must be one.", "of many"]
    assert list(list_asked('text("a" if b else "c.d", e=1); text(f, **g); text("h", **i)')) == [
        ("a", {"e"}), ("c.d", {"e"}), ("h", None),
    ]  # fmt: skip
    assert list_needed({"a": "a = { b } { $c }", "b": "b = { NUMBER($d) }"}, "a") == {"c", "d"}
    assert read_template('<p>{% if a %}Hello{% endif %}</p><i title="There">{{ "a b" }}</i>') == [
        "Hello", "There",
    ]  # fmt: skip
    assert read_template('{{ "Choose one." if a else text("web-x") }}') == ["Choose one."]
    assert read_script("say(`About ${n} seconds left.`); // no word\n") == ["About 1 seconds left."]
    assert list(read_program('"""Says a thing here."""\nsay("Says a thing here.")')) == [
        "Says a thing here."
    ]
