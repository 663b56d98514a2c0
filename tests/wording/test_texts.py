"""Texts are found by key, in the language in use, and a hole is filled in English."""

from __future__ import annotations

from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from marked_language import CODE, find_unmarked, speaking_marked

from twitchcam import wording
from twitchcam.data_folder import FOLDER_VARIABLE
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


def _write(folder: Path, language: str, texts: str) -> None:
    home = folder / "languages" / language
    home.mkdir(parents=True)
    (home / "some.ftl").write_text(texts, encoding="utf-8")


def test_a_folder_of_texts_in_the_data_folder_is_a_language_and_english_fills_its_holes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(
        tmp_path, "pl", "blinks = { $n ->\n [one] { $n } a\n [few] { $n } b\n *[many] { $n } c\n }"
    )
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert wording.languages() == ("en", "pl")
    with wording.in_language("pl"):
        assert wording.language_in_use() == "pl"
        assert [wording.text("blinks", n=n) for n in (1, 3, 5)] == ["1 a", "3 b", "5 c"]
        assert wording.text("language-name") == "English"
        with pytest.raises(KeyError, match="blinks in pl"):
            wording.text("blinks")
    assert wording.language_in_use() == "en"


def test_the_environment_names_the_language_to_begin_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, "qq", "language-name = Qish")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setenv(wording.LANGUAGE_VARIABLE, "qq")
    assert wording.text("language-name") == "Qish"
    with wording.in_language("en"):
        assert wording.text("language-name") == "English"
    monkeypatch.setenv(wording.LANGUAGE_VARIABLE, "../qq")
    with pytest.raises(InputError, match=r"language '\.\./qq'\. There are: en, qq"):
        wording.text("language-name")


def test_english_is_always_that_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, "en", "some = thing")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert wording.text("language-name") == "English"


def test_the_made_up_language_marks_every_text_and_what_is_outside_is_seen(
    tmp_path: Path,
) -> None:
    with speaking_marked(tmp_path):
        said = wording.text("language-name")
        assert said == "⟦English⟧"
        assert _keys(tmp_path / "languages" / CODE) == _keys(HOME / wording.FIRST_LANGUAGE)
    assert wording.text("language-name") == "English"
    assert find_unmarked(f"Anna 1.5 {said} ⟦a ⟦b⟧⟧ 7", "Anna") == []
    assert find_unmarked(f"Anna {said} stray", "Anna") == ["stray"]
