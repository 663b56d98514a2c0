"""The documents point at what exists, and their pictures are small."""

from __future__ import annotations

import re

import pytest
from project_paths import ROOT

from docs.make_measurement import BEGIN, END, IMAGES, PATH, PICTURES

DOCUMENTS = (
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "benchmarks" / "README.md",
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
# A file in a folder, as documents name it; NAME stands for one that is to be made.
NAMED = re.compile(r"`((?:[a-z_]+/)+[a-z_0-9]+\.(?:py|ftl|toml|md|js|jinja|json))`")
FOLDERS = ("twitchcam", "tests", "benchmarks", "docs", "findings", "notebooks")
MAX_BYTES = 100_000


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_somewhere(document):
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:|#", target):
            assert (document.parent / target.partition("#")[0]).exists(), target


@pytest.fixture(scope="module")
def all_files():
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.*")]
    return [f"/{path.relative_to(ROOT).as_posix()}" for path in found]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_named_exists(document, all_files):
    named = set(NAMED.findall(document.read_text(encoding="utf-8")))
    assert {name for name in named if not any(f.endswith(f"/{name}") for f in all_files)} == set()


def test_the_pictures_of_the_measurement_exist_are_shown_and_small():
    text = PATH.read_text(encoding="utf-8")
    for name in PICTURES:
        assert f"(images/{name})" in text
        assert 1_000 < (IMAGES / name).stat().st_size < MAX_BYTES


@pytest.mark.parametrize("name", ["limits", "crosstalk"])
def test_the_numbers_of_the_measurement_stand_between_their_marks(name):
    text = PATH.read_text(encoding="utf-8")
    start, stop = text.index(BEGIN.format(name=name)), text.index(END.format(name=name))
    assert text[start:stop].count("\n|") > 8
