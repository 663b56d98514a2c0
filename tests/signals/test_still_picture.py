"""A photograph and a frozen call are never told "no twitch"."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_faces import analyze_made, codes, made_track, track_pictures

from twitchcam.settings import SignalSettings
from twitchcam.signals.resolution import measure_eye_distance, measure_scale
from twitchcam.signals.still_picture import mark_still
from twitchcam.synthetic.clip import ClipPlan, render_frames
from twitchcam.synthetic.movements import Blink

pytestmark = pytest.mark.slow

SETTINGS = SignalSettings()


@pytest.mark.parametrize("noise_px", [0.0, 0.5])
@pytest.mark.parametrize("eye_distance_px", [90.0, 240.0])
def test_a_photograph_cannot_be_assessed_whatever_the_noise(noise_px, eye_distance_px):
    analysis = analyze_made(
        duration_s=20.0,
        sway_mm=0.0,
        landmark_noise_px=noise_px,
        eye_distance_px=eye_distance_px,
    )
    assert codes(analysis) == [("not_assessable", None)]
    assert "photograph or a frozen call" in analysis.findings[0].statement
    assert not analysis.quality.usable
    # Neither how rarely it changes nor how little is left is said beside that.
    assert not [note for note in analysis.quality.notes if "new pictures" in note]
    assert not [note for note in analysis.quality.notes if "could be judged" in note]


def _mark(track):
    return mark_still(track, measure_scale(track, measure_eye_distance(track)), SETTINGS)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("sway_mm", [0.6, 2.0])
def test_a_living_head_is_never_still_for_so_long(seed, sway_mm):
    track = made_track(duration_s=60.0, sway_mm=sway_mm, seed=seed, landmark_noise_px=0.3)
    assert not _mark(track).any()


def test_a_call_that_freezes_is_judged_until_then():
    living = made_track(Blink(onset_s=4.0), duration_s=30.0)
    frozen = np.array(living.landmarks_px)
    frozen[living.time_s >= 15.0] = frozen[np.searchsorted(living.time_s, 15.0)]
    still = _mark(replace(living, landmarks_px=frozen))
    assert living.time_s[still].min() == pytest.approx(15.0, abs=1.0)
    assert living.time_s[still].max() == living.time_s[-1]
    assert still[living.time_s > 15.5].all()


def test_shorter_stretches_and_clips_are_not_called_still():
    assert not _mark(made_track(duration_s=4.0, sway_mm=0.0)).any()


def test_a_real_mesh_on_a_noisy_photograph_is_still():
    plan = ClipPlan(duration_s=1.0, frame_rate_hz=1.0, size_px=(320, 240), eye_distance_px=90.0)
    (picture,) = render_frames(plan)
    random = np.random.default_rng(0)
    times_s = np.arange(0.0, 8.0, 0.1)
    noisy = [
        np.clip(picture + random.normal(0, 3.0, picture.shape), 0, 255).astype(np.uint8)
        for _ in times_s
    ]
    assert _mark(track_pictures(noisy, times_s)).mean() > 0.9


def test_open_eyes_that_never_blink_are_no_reassurance():
    staring = analyze_made(duration_s=40.0)
    (finding,) = staring.findings
    assert (finding.code, finding.confidence) == ("nothing_found", "low")
    assert "did not blink" in finding.statement
    (alive,) = analyze_made(Blink(onset_s=9.0), duration_s=40.0).findings
    assert "did not blink" not in alive.statement
    assert alive.confidence == "moderate"
