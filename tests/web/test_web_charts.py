"""Drawings of results over time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from examples_of_analysis import make_analysis

from twitchcam.store.library import Store
from twitchcam.web.charts import draw_courses


@pytest.mark.parametrize("n_recordings", [1, 3])
def test_a_person_in_whom_nothing_moved_has_a_drawing(tmp_path, n_recordings):
    store = Store(tmp_path)
    anna = store.add_person("Anna")
    pairs = []
    for _ in range(n_recordings):
        recording = store.add_recording(anna.id, name="clip.mp4", origin="upload")
        pairs.append(
            (recording, store.save_result(recording.id, replace(make_analysis(), events=())))
        )
    rate = draw_courses(pairs)[0]
    assert [mark.y for mark in rate.marks] == [rate.bottom] * n_recordings
    assert len({label for _, label in rate.ticks}) == 3
    store.close()
