"""Pictures that are shown again are told from a face that merely rests, and count once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_faces import analyze_made, made_track, twitch

from twitchcam.pipeline import analyze_track
from twitchcam.settings import SignalSettings
from twitchcam.signals.resolution import measure_eye_distance
from twitchcam.signals.seen_again import mark_seen_again
from twitchcam.synthetic.movements import Blink

SETTINGS = SignalSettings()
LIVING = {"turn_deg": 2.0, "sway_mm": 2.0, "landmark_noise_px": 0.2}


def _go_round(track, order, noise_px):
    """The pictures of ``track`` in another order, each encoded anew."""
    order = np.asarray(order)
    points = np.array(track.landmarks_px)[order]
    points += np.random.default_rng(1).normal(0.0, noise_px, points.shape)
    shown = ("head_rotation_deg", "skin_displacement", "flow_residual", "field_displacement")
    shown += ("field_light", "face_luma", "eye_contrast")
    return replace(
        track, landmarks_px=points, **{name: getattr(track, name)[order] for name in shown}
    )


def _mark(track):
    return mark_seen_again(track, measure_eye_distance(track), SETTINGS)


@pytest.mark.parametrize("noise_px", [0.0, 0.1])
@pytest.mark.parametrize("eye_distance_px", [90.0, 165.0])
def test_a_clip_that_goes_round_is_shown_once(noise_px, eye_distance_px):
    track = made_track(duration_s=12.0, eye_distance_px=eye_distance_px, **LIVING)
    again = _mark(_go_round(track, np.arange(360) % 90, noise_px))
    assert not again[:90].any()
    assert again[90:].mean() > 0.95


def test_forward_and_back_and_forward_is_known_from_the_third_time_on():
    there = np.arange(60)
    order = np.tile(np.concatenate([there, there[::-1]]), 3)
    again = _mark(_go_round(made_track(duration_s=12.0, **LIVING), order, 0.1))
    assert not again[:115].any()
    assert again[125:].all()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("noise_px", [0.0, 0.3])
def test_a_head_that_sways_never_goes_the_same_way_twice(seed, noise_px):
    plan = LIVING | {"seed": seed, "landmark_noise_px": noise_px}
    assert not _mark(made_track(duration_s=40.0, **plan)).any()


def test_short_and_lost_faces_are_no_trouble():
    for plan in ({"duration_s": 0.2}, {"duration_s": 6.0, "lost_s": ((1.0, 5.0),)}):
        assert not _mark(made_track(**(LIVING | plan))).any()


@pytest.mark.slow
def test_what_comes_again_is_not_counted_again():
    track = made_track(Blink(onset_s=1.0), twitch(5.0), duration_s=24.0, **LIVING)
    looped = analyze_track(_go_round(track, np.arange(720) % 240, 0.1))
    whole = analyze_made(Blink(onset_s=1.0), twitch(5.0), duration_s=8.0, **LIVING)
    assert [round(event.apex_s) for event in looped.events] == [5]
    assert len(whole.events) == 1
    assert looped.quality.observed_s < 8.0
    assert any("show again what was shown before" in note for note in looped.quality.notes)


@pytest.mark.slow
def test_twins_of_a_twitch_are_no_copies_of_pictures():
    jerks = [twitch(2.0 + 3.0 * k) for k in range(20)]
    track = made_track(*jerks, duration_s=65.0, sway_mm=2.0)
    assert not _mark(track).any()
