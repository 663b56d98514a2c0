"""The true rate of new pictures, also where repeats were encoded again and differ a little."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from examples import keep_short
from made_faces import made_track

from twitchcam import analyze_track, track_video
from twitchcam.assessment.picture_rate import measure_picture_rate
from twitchcam.settings import AssessmentSettings
from twitchcam.synthetic.clip import ClipPlan, render_frames
from twitchcam.synthetic.movements import Blink, Talk
from twitchcam.x264 import list_x264_params

pytestmark = pytest.mark.slow

SETTINGS = AssessmentSettings()
LIVELY = (
    *(Blink(onset_s=1.0 + 1.31 * k) for k in range(14)),
    Talk(start_s=4.0, stop_s=9.0),
    Talk(start_s=14.0, stop_s=18.0),
)


def show_again(n, new_hz, shown_hz=30.0):
    """Which picture is shown: the latest of ``new_hz``, rounded to those of ``shown_hz``."""
    latest = np.floor(np.arange(n) * new_hz / shown_hz + 1e-9)
    return np.ceil(latest * shown_hz / new_hz - 1e-9).astype(int)


def repeat(track, new_hz, shown_hz=30.0):
    """The same face through a call of ``new_hz``; landmarks find a little else in a repeat."""
    points = np.array(track.landmarks_px)[show_again(len(track.time_s), new_hz, shown_hz)]
    points[..., :2] += np.random.default_rng(3).normal(0, 0.03, points[..., :2].shape)
    return replace(track, landmarks_px=points)


@pytest.fixture(scope="module")
def lively():
    return made_track(*LIVELY, duration_s=20.0, sway_mm=1.0, landmark_noise_px=0.05)


@pytest.mark.parametrize("new_hz", [10.0, 12.0, 12.5, 15.0, 18.0, 20.0, 22.0, 24.0])
def test_a_call_inside_a_faster_recording_has_its_own_rate(lively, new_hz):
    assert measure_picture_rate(repeat(lively, new_hz), SETTINGS) == pytest.approx(new_hz, rel=0.12)


@pytest.mark.parametrize("shown_hz", [25.0, 30.0, 50.0, 60.0, 120.0])
def test_without_repeats_it_is_the_rate_of_the_recording(shown_hz):
    track = made_track(
        *LIVELY, duration_s=20.0, frame_rate_hz=shown_hz, sway_mm=1.0, landmark_noise_px=0.05
    )
    assert measure_picture_rate(track, SETTINGS) == pytest.approx(shown_hz, rel=1e-6)


def test_uneven_times_are_no_repeats():
    chance = np.random.default_rng(8)
    time_s = np.arange(600) / 30
    kept = chance.random(600) > 0.1
    kept[0] = True
    track = made_track(*LIVELY, time_s=tuple(time_s[kept]), landmark_noise_px=0.05)
    assert measure_picture_rate(track, SETTINGS) == pytest.approx(kept.sum() / 20, rel=0.02)


def test_a_freeze_does_not_make_the_rest_slow(lively):
    frozen = (lively.time_s > 6.0) & (lively.time_s < 12.0)
    rate_hz = measure_picture_rate(replace(lively, repeated=frozen), SETTINGS)
    assert rate_hz == pytest.approx(30.0, rel=0.02)


def test_a_face_that_hardly_moves_does_not_tell():
    track = repeat(made_track(duration_s=10.0, sway_mm=1.0), 15.0)
    assert measure_picture_rate(track, SETTINGS) == pytest.approx(30.0, rel=0.02)


def test_what_is_marked_as_repeated_counts_as_before(lively):
    repeated = np.arange(len(lively.time_s)) % 2 == 1
    rate_hz = measure_picture_rate(replace(lively, repeated=repeated), SETTINGS)
    assert rate_hz == pytest.approx(15.0, rel=0.01)


def test_a_slow_call_is_told_to_be_one(lively):
    analysis = analyze_track(repeat(lively, 12.0))
    assert analysis.quality.frame_rate_hz == pytest.approx(12.0, rel=0.12)
    assert any("new pictures a second" in note for note in analysis.quality.notes)


@pytest.mark.parametrize(
    ("new_hz", "crf"), keep_short([(12.0, 18), (15.0, 26), (30.0, 23)], (15.0, 26))
)
def test_repeats_that_were_encoded_again_are_seen_in_a_real_file(tmp_path, new_hz, crf):
    plan = ClipPlan(
        duration_s=6.0,
        movements=(
            *(Blink(onset_s=0.6 + 1.31 * k) for k in range(4)),
            Talk(start_s=2.2, stop_s=4.5),
        ),
        size_px=(320, 240),
        eye_distance_px=90.0,
    )
    pictures = list(render_frames(plan))
    path = tmp_path / "call.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=30, options={"crf": str(crf)} | list_x264_params())
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for k, shown in enumerate(show_again(len(pictures), new_hz)):
            frame = av.VideoFrame.from_ndarray(pictures[shown]).reformat(format="yuv420p")
            frame.pts, frame.time_base = k, Fraction(1, 30)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    rate_hz = measure_picture_rate(track_video(path), SETTINGS)
    assert rate_hz == pytest.approx(new_hz, rel=0.15)
