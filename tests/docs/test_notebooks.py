"""Notebooks are stored with what they show, small, and find their saved numbers fresh.

``pytest --nbmake notebooks/`` runs them.
"""

from __future__ import annotations

import json
import re

import pytest
from project_paths import ROOT

from twitchcam import analyze_track, read_document, read_track

FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
DATA = FOLDER / "data" / "blink_cheek"
# 30 s of a track as ``twitchcam analyze`` writes it: 6.0 MB, 2.2 MB more than before it held the
# dense field of the skin (246 places on each side).
MAX_BYTES = 7_500_000
# With all figures: about forty, as PNG in base64.
MAX_STORED_BYTES = 2_000_000


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.name)
def cells(request):
    return json.loads(request.param.read_text(encoding="utf-8"))["cells"]


def test_there_are_nine_notebooks_and_a_page_of_each():
    assert [path.name[:3] for path in NOTEBOOKS] == [f"0{n}_" for n in range(1, 10)]
    pages = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert all(f"notebook_{path.stem}.md" in pages for path in NOTEBOOKS)


def test_what_was_shown_is_stored_whole_and_in_order(cells):
    """So it can be read without running it: ``python notebooks/run_notebooks.py``."""
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell["outputs"]]
    assert {output["output_type"] for output in outputs} <= {
        "stream",
        "display_data",
        "execute_result",
    }
    assert all(output.get("name") != "stderr" for output in outputs)
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert str(ROOT) not in json.dumps(outputs)


def test_all_of_them_are_small():
    assert sum(path.stat().st_size for path in NOTEBOOKS) < MAX_STORED_BYTES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_every_link_of_a_notebook_leads_somewhere(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        assert (FOLDER / target).exists(), target


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_no_model_is_needed_but_where_a_recording_is_measured(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    assert not re.search(r"mediapipe|cv2|analyze_video", code)
    assert ("track_video" in code) == (path.name == "09_your_own_recording.ipynb")


def test_a_notebook_never_diagnoses(cells):
    text = " ".join(
        "".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"
    ).replace("\n", " ")
    assert "nothing here is a diagnosis" in text
    assert "emergency number" in text


def test_data_are_small_and_of_the_clip():
    assert sum(path.stat().st_size for path in DATA.iterdir()) < MAX_BYTES
    assert read_track(DATA / "track.npz").source.name == "blink_cheek.mp4"


@pytest.mark.slow
def test_data_say_what_the_program_says_now():
    saved = read_document(DATA / "analysis.json")
    now = analyze_track(read_track(DATA / "track.npz"))
    assert [(e.region, e.side) for e in now.events] == [(e.region, e.side) for e in saved.events]
    for fresh, stored in zip(now.events, saved.events, strict=True):
        assert fresh.apex_s == pytest.approx(stored.apex_s, abs=0.02)
        assert fresh.amplitude_mm == pytest.approx(stored.amplitude_mm, rel=0.02)
