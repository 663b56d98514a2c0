"""The figures of README.md and of pages of docs/ are those that benchmarks stored."""

from __future__ import annotations

import copy
import json
import re

import pytest

from benchmarks.showing.stored import RESULTS, name_stored
from docs import make_validation
from docs.make_validation import (
    END,
    MARKED,
    PAGES,
    README,
    VALIDATION,
    fill,
    make_figures,
    make_tables,
)

STORED = sorted(RESULTS.glob("*.json"))


@pytest.fixture(scope="module")
def pages():
    return {page: page.read_text(encoding="utf-8") for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_has_the_figures_that_are_stored(page, pages):
    assert MARKED.search(pages[page])
    assert fill(pages[page], page) == pages[page], "run: python -m docs.make_validation"


def test_a_figure_that_moves_is_noticed_on_both_pages(pages, monkeypatch):
    stored = json.loads((RESULTS / "anywhere.json").read_text(encoding="utf-8"))
    moved = copy.deepcopy(stored)
    found = [t for s in moved["scores"] for t in s["trials"] if t["answer"] == "found"]
    for trial in found:
        trial["answer"] = "nothing"
    kept = make_validation.read_stored
    monkeypatch.setattr(
        make_validation, "read_stored", lambda name: moved if name == "anywhere" else kept(name)
    )
    for page in (README, VALIDATION):
        assert fill(pages[page], page) != pages[page]


def test_no_table_stands_outside_the_marks(pages):
    by_hand = MARKED.sub("", pages[VALIDATION])
    assert "|" not in by_hand
    assert END not in by_hand
    trust = MARKED.sub("", pages[README].split("## How far to trust it")[1].split("## Start")[0])
    assert not re.search(r"\d", trust.replace("docs/", ""))


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_stored_results_say_what_was_measured_with_what_where_and_when(path):
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert name_stored(stored) == path.stem.removesuffix("-quick")
    assert {"twitchcam", "mediapipe", "numpy", "python"} <= set(stored["versions"])
    assert stored["machine"]["n_cores"] >= 1
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", stored["date"])
    assert stored["data"]
    assert all(name and "/" not in name for name in stored["data"])
    assert any("rows" in item for item in stored["shown"])


def test_every_stored_result_is_shown(pages):
    shown = {found["name"] for text in pages.values() for found in MARKED.finditer(text)}
    assert {path.stem for path in STORED if not path.stem.endswith("-quick")} <= shown


def test_tables_are_chosen_by_number_with_the_lines_below_them():
    shown = [
        {"title": "One", "columns": ["", "a"], "rows": [["x", "1"]]},
        {"lines": ["about one"]},
        {"title": "Two", "columns": ["", "b"], "rows": [["y|z", "2"]]},
    ]
    first = make_tables(shown, [1])
    assert first.splitlines() == ["*One*", "", "|  | a |", "| --- | --- |", "| x | 1 |", "",
                                  "- about one"]  # fmt: skip
    assert make_tables(shown, []) == f"{first}\n\n{make_tables(shown, [2])}"
    assert "| y\\|z | 2 |" in make_tables(shown, [2])


def test_where_a_figure_comes_from_stands_below_it():
    text = make_figures("ablation", [1], VALIDATION)
    assert "`python -m benchmarks.ablation" in text
    assert "(../benchmarks/results/ablation.json)" in text
