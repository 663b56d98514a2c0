"""What plain flow with a patch at every place finds; a lower threshold changes no other rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_faces import made_track

from benchmarks.baselines.naive_everywhere import (
    find_everywhere,
    measure_everywhere,
    read_at_jerk,
)
from benchmarks.judging.placed import NEUTRAL_EYE_DISTANCE_MM, judge_jerks
from benchmarks.trade_off import THRESHOLDS, USUAL, Price, add_up, price_settings
from twitchcam.settings import Settings
from twitchcam.synthetic.jerks import Jerk, list_jerks
from twitchcam.synthetic.open_skin import find_place, neutral_face_mm


def test_plain_flow_finds_a_large_jerk_where_it_is_and_nothing_before_it():
    jerk = Jerk(place=find_place(45.0, 30.0), side="left", onset_s=3.0, size_mm=2.0)
    flow = measure_everywhere(made_track(jerk, duration_s=6.0), Settings().signals)
    (truth,) = list_jerks((jerk,), neutral_face_mm(), NEUTRAL_EYE_DISTANCE_MM)
    (trial,) = judge_jerks("made", [truth], find_everywhere(flow, 10.0), [0.0])
    assert trial.found
    assert read_at_jerk(flow, truth) > 10.0
    earlier = replace(truth, apex_s=1.5)
    assert read_at_jerk(flow, earlier) < read_at_jerk(flow, truth) / 3
    other = replace(truth, side="right")
    assert read_at_jerk(flow, other) < read_at_jerk(flow, truth) / 3


def test_the_usual_threshold_is_the_product_as_it_is():
    assert price_settings(USUAL) == Settings()


@pytest.mark.parametrize("threshold", [t for t in THRESHOLDS if t != USUAL])
def test_a_lower_threshold_changes_no_other_rule(threshold):
    priced, usual = price_settings(threshold), Settings()
    assert priced.detection.twitch_threshold == threshold
    assert priced.signals.min_peak_snr <= threshold
    assert replace(priced.detection, twitch_threshold=USUAL) == usual.detection


def test_recordings_are_added_up():
    total = add_up(
        [Price(n_found=1, n_jerks=2, n_false=3), Price(n_found=4, n_jerks=5, looked_s=6.0)]
    )
    assert total == Price(n_found=5, n_jerks=7, n_false=3, looked_s=6.0)
