"""Every key that a setting, a method, a finding or a page cites leads to a work, or to a reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.make_settings import BIBLIOGRAPHY, make_bibliography
from twitchcam.settings import REFERENCES, SOURCES, list_fixed, list_settings

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "twitchcam").rglob("*.py")) + sorted((ROOT / "benchmarks").rglob("*.py"))
PAGES = sorted((ROOT / "docs").glob("*.md"))
# Not read, but done: how a value was chosen when nobody had published it.
OWN = {"engineering", "measured-made", "measured-real", "webcam-sampling"}
KEY = re.compile(r"[a-z]+\d{4}|[a-z][a-z0-9]*(?:-[a-z0-9]+)+")


def _keys_in_brackets(text: str) -> set[str]:
    """Keys as docstrings and pages cite them: [turin1960], [rufer2005, mediapipe-iris]."""
    groups = re.findall(r"\[([a-z0-9,\s-]+)\](?!\()", text)
    return {key for group in groups for key in re.split(r",\s*", group) if KEY.fullmatch(key)}


def _cited_by_docstrings() -> set[str]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef)
    trees = [ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for path in CODE]
    nodes = [node for tree in trees for node in tree if isinstance(node, holders)]
    return {key for node in nodes for key in _keys_in_brackets(ast.get_docstring(node) or "")}


def _find_sources(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in ("source", "sources"):
            yield node.value
        elif isinstance(node, ast.AnnAssign) and "SOURCE" in ast.unparse(node.target):
            if isinstance(node.value, ast.Dict):
                yield from node.value.values
            elif node.value is not None:
                yield node.value


def _cited_by_findings() -> set[str]:
    texts = [
        item.value
        for path in (ROOT / "twitchcam" / "interpretation").glob("*.py")
        for value in _find_sources(ast.parse(path.read_text(encoding="utf-8")))
        for item in ast.walk(value)
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    ]
    return {text for text in texts if not text.endswith(".md")}


def _cited_by_pages() -> set[str]:
    return {key for page in PAGES for key in _keys_in_brackets(page.read_text(encoding="utf-8"))}


def _cited_by_settings() -> set[str]:
    turned = {item.metadata["source"] for _, item in list_settings()}
    return turned | {number.about["source"] for _, _, number in list_fixed()}


CITED = {
    "docstrings": _cited_by_docstrings,
    "findings": _cited_by_findings,
    "pages": _cited_by_pages,
    "settings": _cited_by_settings,
}


@pytest.mark.slow
@pytest.mark.parametrize("citing", CITED)
def test_every_key_that_is_cited_leads_to_a_work(citing):
    cited = CITED[citing]()
    assert len(cited - OWN) > 5
    assert cited - OWN <= set(REFERENCES)


def test_what_a_setting_took_from_a_work_is_listed_with_the_work():
    assert set(SOURCES) - OWN <= set(REFERENCES)
    assert set(SOURCES) >= OWN


@pytest.mark.slow
def test_nothing_is_listed_that_nothing_cites():
    cited = set.union(*(find() for find in CITED.values()))
    assert set(REFERENCES) <= cited
    assert set(SOURCES) <= cited


@pytest.mark.parametrize("key", REFERENCES)
def test_a_work_can_be_found(key):
    work = REFERENCES[key]
    assert work.authors or work.doi
    assert len(work.title) > 10
    assert work.published_in
    assert 1900 < work.year < 2100
    assert work.doi is None or re.fullmatch(r"10\.\d{4,5}/\S+", work.doi)
    assert work.address is None or work.address.startswith("https://")


def test_no_two_keys_lead_to_the_same_work():
    titles = [work.title.lower() for work in REFERENCES.values()]
    assert len(set(titles)) == len(titles)


def test_the_bibliography_is_the_one_that_is_made_from_the_list():
    written = BIBLIOGRAPHY.read_text(encoding="utf-8")
    assert written == make_bibliography(), "run: python -m docs.make_settings"
