"""Texts are found by key, in the language in use, and a hole is filled in English."""

from __future__ import annotations

import re
import subprocess
import sys
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, ast
from made_up_language import CODE, mark, write_language
from project_paths import ROOT

from twitchcam import wording
from twitchcam.errors import InputError
from twitchcam.wording.language_folder import split_messages

HOME = Path(wording.__file__).parent
PLACES = re.compile(r"\$(\w+)")


@cache
def _keys(folder: Path) -> dict[str, str]:
    """Message keys of a language, with their attributes, and the file that they stand in."""
    keys: dict[str, str] = {}
    for path in sorted(folder.glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path.name} cannot be read: {entry.content}"
            if isinstance(entry, ast.Message):
                names = [f"{entry.id.name}.{part.id.name}" for part in entry.attributes]
                for name in (entry.id.name, *names):
                    assert name not in keys, f"{name} stands twice"
                    keys[name] = path.name
    return keys


def list_missing(folder: Path) -> list[str]:
    """What a language lacks of the first one: ``file: key``."""
    have = _keys(folder)
    return [
        f"{file}: {key}"
        for key, file in _keys(HOME / wording.FIRST_LANGUAGE).items()
        if have.get(key) != file
    ]


def test_every_file_of_texts_can_be_read_and_no_key_stands_twice() -> None:
    assert _keys(HOME / wording.FIRST_LANGUAGE)


def test_whoever_translates_is_told_what_every_file_is_for() -> None:
    page = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8")
    table = page.split("## What is where")[1].split("\n## ")[0]
    patterns = re.findall(r"`([\w*]+\.ftl)`", table)
    names = [path.name for path in (HOME / wording.FIRST_LANGUAGE).glob("*.ftl")]
    assert [name for name in names if not any(fnmatch(name, p) for p in patterns)] == []
    assert [p for p in patterns if not any(fnmatch(name, p) for name in names)] == []


@pytest.mark.parametrize("language", wording.languages())
def test_a_language_has_every_text_of_the_first_in_the_same_file_and_no_other(
    language: str,
) -> None:
    assert list_missing(HOME / language) == []
    assert _keys(HOME / language).keys() == _keys(HOME / wording.FIRST_LANGUAGE).keys()


@pytest.mark.slow
def test_what_a_language_lacks_is_named(tmp_path: Path) -> None:
    folder = write_language(tmp_path, without=frozenset({"language-name"}))
    assert list_missing(folder) == ["language.ftl: language-name"]


@pytest.mark.slow
def test_texts_that_are_said_without_fluent_are_those_that_fluent_says() -> None:
    bundle = FluentBundle([wording.FIRST_LANGUAGE], use_isolating=False)
    sources: dict[str, str] = {}
    for path in sorted((HOME / wording.FIRST_LANGUAGE).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
        sources |= split_messages(path.read_text(encoding="utf-8"))
    # A message that refers to another needs the places of both.
    for name, source in sources.items():
        others = re.findall(r"\{ ([a-z][\w-]*) \}", source)
        sources[name] = source + "".join(sources[other] for other in others)
    compared = 0
    for key in _keys(HOME / wording.FIRST_LANGUAGE):
        name, _, attribute = key.partition(".")
        message = bundle.get_message(name)
        pattern = message.attributes[attribute] if attribute else message.value
        if pattern is None:
            continue
        values = {value: f"<{value}>" for value in PLACES.findall(sources[name])}
        said, faults = bundle.format_pattern(pattern, values)
        assert not faults, (key, faults)
        assert wording.text(key, **values) == said
        compared += 1
    assert compared


def test_a_key_that_no_language_has_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError, match="never-heard-of"):
        wording.text("never-heard-of")


def test_a_language_without_texts_is_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match=r"no texts in the language 'xx'\. There are: en"):
        wording.in_language("xx").__enter__()


@pytest.mark.slow
def test_a_second_language_is_a_folder_and_its_holes_are_filled_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(wording.TEXTS_VARIABLE, str(tmp_path))
    holed = write_language(tmp_path, "qr", without=frozenset({"language-name"}))
    holed.joinpath("more.ftl").write_text("some = thing\n", encoding="utf-8")
    write_language(tmp_path)
    assert wording.languages() == ("en", "qq", "qr")
    with wording.in_language(CODE):
        assert wording.text("language-name") == mark("English")
    with wording.in_language("qr"):
        assert wording.text("language-name") == "English"
    assert wording.text("language-name") == "English"
    monkeypatch.setenv(wording.LANGUAGE_VARIABLE, CODE)
    assert wording.text("language-name") == mark("English")


def test_forms_are_chosen_by_number_and_places_are_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(wording.TEXTS_VARIABLE, str(tmp_path))
    (tmp_path / "qq").mkdir()
    (tmp_path / "qq" / "some.ftl").write_text(
        "blinks = { $n ->\n    [one] { $n } blink\n   *[other] { $n } blinks\n }\n"
        "# A comment.\n"
        "list =\n    .one = Seen: { blinks }\n    .two = On the { side }.\nside = side\n",
        encoding="utf-8",
    )
    with wording.in_language("qq"):
        assert [wording.text("blinks", n=n) for n in (1, 3, 1200)] == [
            "1 blink", "3 blinks", "1200 blinks",
        ]  # fmt: skip
        assert wording.text("list.one", n=2) == "Seen: 2 blinks"
        assert wording.text("list.two") == "On the side."
        with pytest.raises(KeyError, match="blinks in qq"):
            wording.text("blinks")


def test_fixed_texts_need_no_library() -> None:
    program = (
        "import sys; from twitchcam.wording import text; text('language-name');"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('fluent', 'babel')))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ended.stdout.strip() == "[]", ended.stderr


def test_a_complaint_quotes_only_the_beginning_of_what_is_very_long():
    said = wording.text("error-no-file", file="x" * 100_000)
    assert "xxx…" in said
    assert len(said) < 3000
