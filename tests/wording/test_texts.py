"""Texts are found by key, in the language in use, and a hole is filled in English."""

from __future__ import annotations

from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast

from twitchcam import wording
from twitchcam.errors import InputError

HOME = Path(wording.__file__).parent


def _keys(folder: Path) -> dict[str, str]:
    """Message keys of a language with the file that they stand in."""
    keys: dict[str, str] = {}
    for path in sorted(folder.glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path.name} cannot be read: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in keys, f"{entry.id.name} stands twice"
                keys[entry.id.name] = path.name
    return keys


def test_every_file_of_texts_can_be_read_and_no_key_stands_twice() -> None:
    assert _keys(HOME / wording.FIRST_LANGUAGE)


@pytest.mark.parametrize("language", wording.languages())
def test_a_language_has_every_text_of_the_first_in_the_same_file(language: str) -> None:
    assert _keys(HOME / language) == _keys(HOME / wording.FIRST_LANGUAGE)


def test_a_key_that_no_language_has_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError, match="never-heard-of"):
        wording.text("never-heard-of")


def test_a_language_without_texts_is_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match=r"no texts in the language 'xx'\. There are: en"):
        wording.in_language("xx").__enter__()


def test_a_second_language_is_a_folder_and_its_holes_are_filled_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, texts in (
        (
            "en",
            "blinks = { $n ->\n [one] { $n } blink\n *[other] { $n } blinks\n }\nside = side",
        ),
        ("qq", "blinks = q{ $n }q"),
    ):
        (tmp_path / language).mkdir()
        (tmp_path / language / "some.ftl").write_text(texts, encoding="utf-8")
    monkeypatch.setattr(wording, "_home", lambda: tmp_path)
    wording._bundle.cache_clear()
    try:
        assert [wording.text("blinks", n=n) for n in (1, 3)] == ["1 blink", "3 blinks"]
        with wording.in_language("qq"):
            assert wording.text("blinks", n=3) == "q3q"
            assert wording.text("side") == "side"
        assert wording.text("blinks", n=3) == "3 blinks"
        with pytest.raises(KeyError, match="blinks in en"):
            wording.text("blinks")
    finally:
        wording._bundle.cache_clear()
