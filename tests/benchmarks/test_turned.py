"""The benchmark of settings tells those that move a result from those that do not."""

from __future__ import annotations

import pytest

from benchmarks.turned import find_felt, list_material


@pytest.mark.slow
def test_a_threshold_of_twitches_is_felt_and_one_of_tremor_is_not_where_nothing_trembles():
    material = dict(list_material(quick=True))
    (sample,) = material
    felt = find_felt(material, ["detection.twitch_threshold", "tremor.beat_ratio"])
    assert felt["detection.twitch_threshold"][0] == sample
    assert felt["tremor.beat_ratio"][0] == ""
