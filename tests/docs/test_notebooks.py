"""Notebooks are stored without results, run on saved numbers, and find them fresh.

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


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.name)
def cells(request):
    return json.loads(request.param.read_text(encoding="utf-8"))["cells"]


def test_there_is_a_first_notebook():
    assert "01_first_clip.ipynb" in [path.name for path in NOTEBOOKS]


def test_results_are_stripped(cells):
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)


def test_no_video_and_no_model_is_needed(cells):
    code = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert not re.search(r"mediapipe|cv2|track_video|analyze_video|\.mp4", code)


def test_a_notebook_never_diagnoses(cells):
    text = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert "nothing here is a\ndiagnosis" in text or "nothing here is a diagnosis" in text
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
