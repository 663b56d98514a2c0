"""Where the tests find what is not theirs: the project's own files, and recordings beside it."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE_CLIPS = ROOT / "sample_clips"
# Recordings of real people and a model that no copy of the project holds: without them, their
# tests are skipped.
SHARED = Path(os.environ.get("TWITCHCAM_TEST_DATA", ROOT.parent / "shared"))
CLIPS = SHARED / "clips"
LANDMARKER_MODEL = SHARED / "models" / "face_landmarker.task"
