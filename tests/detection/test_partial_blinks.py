"""Half a blink is excluded like a blink; one lid that twitches is none."""

from __future__ import annotations

import numpy as np
import pytest
from examples import keep_pairs
from made_faces import TRUE_SIZE, analyze_made, made_track, twitch

from twitchcam.assessment.assessable import mark_assessable
from twitchcam.detection.closings import list_closings
from twitchcam.detection.partial_blinks import find_partial_blinks
from twitchcam.pipeline import measure_track
from twitchcam.settings import ActionSettings
from twitchcam.synthetic.movements import Blink, Gaze, Narrowing, Smile

pytestmark = pytest.mark.slow

SETTINGS = ActionSettings()


def _find(*movements, **plan):
    _, expression = measure_track(made_track(*movements, **({"duration_s": 8.0} | plan)))
    return find_partial_blinks(expression, SETTINGS)


@pytest.mark.parametrize(
    ("depth", "eye_distance_px"), keep_pairs([0.12, 0.16, 0.2, 0.24], [60.0, 165.0])
)
def test_lids_that_dip_together_are_noticed_where_no_blink_is_counted(depth, eye_distance_px):
    dip = Blink(onset_s=3.0, left=depth, right=depth)
    (found,) = _find(dip, eye_distance_px=eye_distance_px, landmark_noise_px=0.05)
    assert found.apex_s == pytest.approx(3.1, abs=0.05)
    assert found.onset_s <= 3.03
    assert found.offset_s >= 3.2
    assert analyze_made(dip, duration_s=8.0, eye_distance_px=eye_distance_px).actions == ()


@pytest.mark.parametrize(
    "movement",
    [
        Narrowing(side="left", onset_s=3.0, closure=0.2, duration_s=0.2, hold_s=0.05),
        Narrowing(side="right", onset_s=3.0, closure=0.2, duration_s=0.2, hold_s=0.05),
        # The mesh draws the other lid along.
        Blink(onset_s=3.0, left=0.22, right=0.1),
        Blink(onset_s=3.0, left=0.04, right=0.04),
        Narrowing(side="both", onset_s=2.0, closure=0.2, duration_s=0.5, hold_s=3.0),
        Gaze(onset_s=3.0, to_left_deg=12.0),
        Smile(onset_s=3.0),
        twitch(3.0, 1.5, region="upper_lid"),
        twitch(3.0, 1.5, region="lower_lid", side="right"),
    ],
    ids=lambda movement: type(movement).__name__,
)
def test_what_narrows_one_eye_or_lasts_is_no_blink(movement):
    assert _find(movement) == ()


@pytest.mark.parametrize("region", ["upper_lid", "lower_lid"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_twitch_of_one_lid_is_found_and_one_within_half_a_blink_is_not_judged(region, side):
    jerk = twitch(3.0, 2.0, region=region, side=side)
    alone = analyze_made(jerk, duration_s=8.0).events
    assert {(event.region, event.side) for event in alone} == {(region, side)}
    half = Blink(onset_s=3.0, left=0.2, right=0.2)
    assert analyze_made(jerk, half, duration_s=8.0).events == ()


def test_half_a_blink_costs_the_lids_time_and_leaves_the_mouth_alone():
    half = Blink(onset_s=3.0, left=0.2, right=0.2)
    movement, expression = measure_track(made_track(half, duration_s=8.0), settings=TRUE_SIZE)
    dips = find_partial_blinks(expression, SETTINGS)
    without, with_dips = (
        mark_assessable(
            movement,
            list_closings(closed, TRUE_SIZE.detection),
            TRUE_SIZE.assessment,
            TRUE_SIZE.detection.twitch_threshold,
        )
        for closed in ((), dips)
    )
    lost = np.flatnonzero((without & ~with_dips).any(axis=(0, 2)))
    assert 0 < lost.size < without.shape[1]
    assert (without & ~with_dips)[:, lost].any(axis=(1, 2)).sum() <= 3
