"""The documentation builds as pages: without a warning, without a request to anywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from project_paths import ROOT

# What a page loads by itself; links that a reader follows may lead anywhere.
_LOADED = re.compile(r"<(?:script|img|link|iframe)\b[^>]*?\b(?:src|href)=\"?([^\"\s>]+)")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("mkdocs") is None and "CI" not in os.environ, reason="needs pip install '.[docs]'"
    ),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    assert "WARNING" not in built.stderr
    return folder


def test_the_site_has_a_page_for_every_document(site: Path) -> None:
    documents = {path.stem for path in (ROOT / "docs").glob("*.md")}
    assert documents <= {path.stem for path in site.glob("*.html")}
    assert (site / "index.html").read_text(encoding="utf-8").count("Film yourself") > 1


def test_a_notebook_is_a_page_with_its_figures_described(site: Path) -> None:
    page = (site / "notebook_05_tremor.html").read_text(encoding="utf-8")
    figures = re.findall(r'<img src="(05_tremor[^"]+)" alt="([^"]+)"', page)
    assert len(figures) == 5
    assert all((site / name).stat().st_size > 1000 for name, _ in figures)
    assert "frequency_hz" in page


def test_every_table_names_the_file_with_all_its_numbers(site: Path) -> None:
    page = (site / "performance.html").read_text(encoding="utf-8")
    named = re.findall(r"All numbers \(<code>benchmarks/results/(\w+)\.json</code>\)</sub>", page)
    assert len(named) == page.count("All numbers") > 1
    assert len(set(named)) == len(named)


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    loaded = {
        address
        for page in site.rglob("*.html")
        for address in _LOADED.findall(page.read_text(encoding="utf-8"))
    }
    assert len(loaded) > 5
    assert [address for address in loaded if address.startswith(("http", "//"))] == []


def test_every_public_name_is_documented(site: Path) -> None:
    import twitchcam

    page = (site / "api.html").read_text(encoding="utf-8")
    missing = [name for name in twitchcam.__all__ if not re.search(rf"id=\"[\w.]*\b{name}\"", page)]
    assert missing == []
