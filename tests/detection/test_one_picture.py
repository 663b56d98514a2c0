"""What one bad picture shows is no twitch, wherever it falls on the grid of sixtieths."""

from __future__ import annotations

import pytest
from made_faces import TRUE_SIZE, change_track, list_near, made_track, twitch

from twitchcam.detection.candidates import list_candidates
from twitchcam.detection.closings import mark_judged
from twitchcam.pipeline import measure_track


def _list_kept(track, at_s):
    """Rules that spoke against what stands out near ``at_s``, with its width in pictures."""
    movement, expression = measure_track(track, settings=TRUE_SIZE)
    judged = mark_judged(
        movement, expression, (), (), TRUE_SIZE.actions, TRUE_SIZE.assessment, TRUE_SIZE.detection
    )
    return [
        (found.rejected_by, found.half_width_s / found.peak.interval_s)
        for found in list_candidates(movement, judged, TRUE_SIZE.detection)
        if abs(found.apex_s - at_s) < 0.1 and found.peak.snr > TRUE_SIZE.detection.twitch_threshold
    ]


@pytest.mark.parametrize("number", [71, 72])  # between two moments of the grid, and on one
def test_one_bad_picture_of_24_a_second_is_one(number):
    def flash(values):
        values[number, list_near("cheek"), 0] += 0.15

    still = made_track(duration_s=5.0, frame_rate_hz=24.0, skin_noise_percent=0.02)
    rejected = _list_kept(change_track(still, field_displacement=flash), number / 24.0)
    assert rejected
    assert "" not in {rule for rule, _ in rejected}
    # Read on the grid it seems wider than 1.1 pictures where it falls between two moments.
    assert (max(width for _, width in rejected) > 1.1) == (number == 71)


def test_a_twitch_of_two_pictures_stays_one():
    jerk = twitch(2.9, 0.3, duration_s=0.15)
    kept = _list_kept(
        made_track(jerk, duration_s=5.0, frame_rate_hz=24.0, skin_noise_percent=0.02), 2.975
    )
    assert "" in {rule for rule, _ in kept}
