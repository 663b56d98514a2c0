"""The documents point at what exists, and their pictures are small."""

from __future__ import annotations

import re

import pytest
from project_paths import ROOT

from docs.make_measurement import BEGIN, END, IMAGES, PATH, PICTURES

DOCUMENTS = (*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md")
LINK = re.compile(r"\]\(([^)\s]+)\)")
MAX_BYTES = 100_000


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_somewhere(document):
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:|#", target):
            assert (document.parent / target.partition("#")[0]).exists(), target


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
