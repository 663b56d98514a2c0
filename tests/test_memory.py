"""Memory after a recording: nothing of it stays."""

from __future__ import annotations

import gc
import weakref

import pytest

from twitchcam.app.cohort_clip import analyze_cohort_clip
from twitchcam.app.watch_piece import assess_piece
from twitchcam.records.cohort import CohortClip
from twitchcam.settings import Settings

pytestmark = pytest.mark.slow


class _Loop:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def left_over():
    """What only refers to itself, which Python finds by itself at some time or other."""
    gc.collect()
    gc.disable()
    yield weakref.ref(_Loop())
    gc.enable()


def test_a_piece_of_a_watch_leaves_nothing_in_memory(left_over, tmp_path):
    piece = tmp_path / "piece.mkv"
    piece.write_bytes(b"")
    assert left_over() is not None
    assert assess_piece(piece, 0.0).problem
    assert left_over() is None


def test_a_clip_of_a_cohort_leaves_nothing_in_memory(left_over, tmp_path):
    clip = CohortClip(path=tmp_path / "clip.mp4")
    assert left_over() is not None
    assert analyze_cohort_clip(clip, tmp_path, Settings(), language="en").state == "failed"
    assert left_over() is None
