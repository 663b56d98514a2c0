"""Two people one after the other are not one: who is seen longest is followed, and that is said."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest
from made_faces import track_pictures

from twitchcam.capture.files import open_video
from twitchcam.pipeline import analyze_track
from twitchcam.synthetic.clip import ClipPlan, render_frames
from twitchcam.tracking.scene_people import group_scenes

pytestmark = pytest.mark.slow

STEP_S = 0.1
CLIPS = Path(__file__).parents[3] / "shared" / "clips"


def _portraits(person, n=6, seed=0):
    """Portraits that share three quarters of what they show."""
    own = np.random.default_rng(person).standard_normal(400)
    noise = np.random.default_rng(seed).standard_normal((n, 400))
    shown = [0.87 * own + 0.5 * row for row in noise]
    return [(p - p.mean()) / np.linalg.norm(p - p.mean()) for p in shown]


@pytest.mark.parametrize(
    ("scenes", "people"),
    [
        ([1], [0]),
        ([1, 1, 1], [0, 0, 0]),
        ([1, 2], [0, 1]),
        ([1, 2, 1, 3, 2], [0, 1, 0, 2, 1]),
        # Hardly seen: nothing speaks against the person before.
        ([1, None, 2, None], [0, 0, 1, 1]),
        ([None, 1], [0, 0]),
    ],
)
def test_scenes_are_sorted_by_person(scenes, people):
    portraits = [
        [] if person is None else _portraits(person, seed=k) for k, person in enumerate(scenes)
    ]
    assert group_scenes(portraits, 0.42) == people


def _pictures(light=1.0, **worn):
    plan = ClipPlan(
        duration_s=2.0, frame_rate_hz=1 / STEP_S, size_px=(320, 240), eye_distance_px=80.0, **worn
    )
    return [np.clip(light * p, 0, 255).astype(np.uint8) for p in render_frames(plan)]


def _track(pictures):
    return track_pictures(pictures, np.arange(len(pictures)) * STEP_S)


def test_the_same_person_in_another_light_goes_on_being_judged():
    track = _track(_pictures() + _pictures(light=0.45))
    assert track.cut.sum() == 1
    assert not track.other_person.any()
    assert track.notes == ()


def test_a_face_that_may_be_another_is_followed_and_the_doubt_is_said():
    track = _track(_pictures() + _pictures(light=0.45, beard=True, glasses=True))
    assert track.cut.sum() == 1
    assert not track.other_person.any()
    assert "If it is another person" in track.notes[0]


def _read(name, first, n=20):
    with open_video(CLIPS / name) as video:
        frames = islice(video.frames(), first, first + 3 * n, 3)
        return [cv2.resize(frame.image_rgb, (480, 480)) for frame in frames]


@pytest.mark.skipif(not CLIPS.exists(), reason="real clips are not part of the project")
@pytest.mark.parametrize(
    ("first", "second"),
    [("evm_face.mp4", "retalking_1.mp4"), ("retalking_1.mp4", "retalking_5.mp4")],
)
def test_of_two_real_people_the_one_who_is_seen_longest_is_judged(first, second):
    pictures = _read(first, 0, 12) + _read(second, 0, 20)
    track = _track(pictures)
    others = track.other_person
    assert others[:10].all()
    assert not others[14:].any()
    assert "more than one person" in track.notes[0]
    excluded = analyze_track(track).quality.excluded
    (span,) = [span for span in excluded if span.reason == "other_person"]
    assert span.stop_s == pytest.approx(12 * STEP_S, abs=0.5)
