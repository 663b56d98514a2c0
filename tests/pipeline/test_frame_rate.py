"""The same movement is the same event, however often the camera looked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples import keep_short
from made_faces import TRUE_SIZE, analyze_made, places, twitch

from twitchcam.synthetic.movements import Blink, Dragged, Smile, Talk

pytestmark = pytest.mark.slow

LENGTH_S = 24.0
EVENTS = (
    # onset s, length s, size mm, region, side
    (1.0, 0.15, 1.5, "cheek", "left"),
    (3.0, 0.2, 1.2, "mouth_corner", "right"),
    (5.0, 0.3, 2.0, "chin", "both"),
    (7.0, 0.18, 0.8, "upper_lip", "left"),
    (9.0, 0.25, 1.0, "brow", "right"),
)
FACE = (
    *(
        twitch(onset_s, size_mm, duration_s=length_s, region=region, side=side)
        for onset_s, length_s, size_mm, region, side in EVENTS
    ),
    *(Blink(onset_s=11.0 + 1.3 * k) for k in range(6)),
    Dragged(action="blink", region="cheek", side="right", size_mm=1.5),
    Smile(onset_s=20.0),
)


def _even(rate_hz):
    return tuple(np.arange(round(LENGTH_S * rate_hz)) / rate_hz)


def _jittered(rate_hz, jitter_s, seed):
    random = np.random.default_rng(seed)
    times_s = np.array(_even(rate_hz))
    times_s[1:] += random.uniform(-jitter_s, jitter_s, len(times_s) - 1)
    return tuple(np.sort(times_s))


def _stumbling(rate_hz, share_lost, seed):
    """A camera that skips single pictures, as cheap ones do in dim light."""
    random = np.random.default_rng(seed)
    times_s = np.array(_even(rate_hz))
    lost = random.random(len(times_s)) < share_lost
    lost[1:] &= ~lost[:-1]
    lost[0] = False
    return tuple(times_s[~lost])


CAMERAS = {
    "25": (_even(25.0), 1 / 25),
    "29.97": (_even(30000 / 1001), 1001 / 30000),
    "30": (_even(30.0), 1 / 30),
    "50": (_even(50.0), 1 / 50),
    "60": (_even(60.0), 1 / 60),
    "120": (_even(120.0), 1 / 120),
    "30, jitter 4 ms": (_jittered(30.0, 0.004, 1), 1 / 30),
    "30, jitter 10 ms": (_jittered(30.0, 0.010, 2), 1 / 30),
    "60, jitter 5 ms": (_jittered(60.0, 0.005, 3), 1 / 60),
    "30, stumbling": (_stumbling(30.0, 0.1, 4), 2 / 30),
    "25 then 30": ((*_even(25.0)[:300], *(12.0 + np.array(_even(30.0)[:360]))), 1 / 25),
}


@pytest.fixture(
    scope="module",
    params=keep_short(CAMERAS, "25", "30, jitter 10 ms", "30, stumbling", "25 then 30"),
)
def filmed(request):
    times_s, frame_s = CAMERAS[request.param]
    # Nothing finer than the grid of the analysis (60 Hz) can be expected.
    return analyze_made(*FACE, time_s=times_s), max(frame_s, 1 / 60) + 0.002


@pytest.fixture(scope="module")
def fastest():
    return analyze_made(*FACE, time_s=CAMERAS["120"][0])


def _own(analysis):
    return [event for event in analysis.events if "blink" not in event.during]


def test_every_camera_sees_the_same_events(filmed):
    analysis, _ = filmed
    assert places(_own(analysis)) == [(region, side) for *_, region, side in EVENTS]


def test_their_times_agree_within_a_picture(filmed):
    analysis, frame_s = filmed
    apexes_s = [onset_s + length_s / 2 for onset_s, length_s, *_ in EVENTS]
    for event, apex_s in zip(_own(analysis), apexes_s, strict=True):
        assert event.apex_s == pytest.approx(apex_s, abs=frame_s + 1 / 60)


def test_their_sizes_agree_with_those_of_the_fastest_camera_within_a_tenth(filmed, fastest):
    analysis, _ = filmed
    for event, reference in zip(_own(analysis), _own(fastest), strict=True):
        assert event.amplitude_mm == pytest.approx(reference.amplitude_mm, rel=0.1)


def test_their_sizes_are_the_true_ones_within_a_quarter(filmed):
    """At 25 Hz and with uneven times the apex falls between pictures: up to 12 % are lost.

    As much again, since the nearest place lies up to four mm from the middle of a region.
    """
    analysis, _ = filmed
    for event, (*_, size_mm, _, _) in zip(_own(analysis), EVENTS, strict=True):
        assert event.amplitude_mm == pytest.approx(size_mm, rel=0.25)


def test_their_onsets_and_offsets_agree_with_those_of_the_fastest_camera(filmed, fastest):
    analysis, frame_s = filmed
    for event, reference in zip(_own(analysis), _own(fastest), strict=True):
        assert event.onset_s == pytest.approx(reference.onset_s, abs=frame_s + 1 / 60)
        assert event.offset_s == pytest.approx(reference.offset_s, abs=frame_s + 1 / 60)


def test_every_camera_sees_the_same_actions(filmed):
    analysis, frame_s = filmed
    assert [action.kind for action in analysis.actions] == ["blink"] * 6 + ["smile"]
    for k, action in enumerate(analysis.actions[:6]):
        assert action.apex_s == pytest.approx(11.0 + 1.3 * k + 0.095, abs=frame_s + 0.015)
        assert min(action.left_strength, action.right_strength) > 0.8


def test_every_camera_sees_the_coupling(filmed):
    analysis, frame_s = filmed
    wanted = ("blink", "cheek", "right")
    (coupling,) = [c for c in analysis.couplings if (c.action, c.region, c.side) == wanted]
    assert coupling.n_responses == 6
    assert coupling.p_value <= 0.01
    assert coupling.lag_s == pytest.approx(0.055, abs=frame_s + 0.015)
    assert "eye_to_mouth_cocontraction" in {finding.code for finding in analysis.findings}


@pytest.mark.parametrize("rate_hz", keep_short([25.0, 60.0, 120.0], 25.0, 120.0))
def test_talking_is_left_out_at_every_rate(rate_hz):
    quality = analyze_made(
        Talk(start_s=2.0, stop_s=8.0), time_s=_even(rate_hz)[: round(11 * rate_hz)]
    ).quality
    talking = [span for span in quality.excluded if span.reason == "talking"]
    assert len(talking) == 1
    assert talking[0].start_s == pytest.approx(2.0, abs=0.4)
    assert talking[0].stop_s == pytest.approx(8.0, abs=0.6)


@pytest.mark.parametrize("rate_hz", keep_short([30.0, 90.0, 120.0], 90.0))
def test_the_grid_of_the_analysis_does_not_matter_either(rate_hz):
    grid = replace(TRUE_SIZE, signals=replace(TRUE_SIZE.signals, sampling_rate_hz=rate_hz))
    analysis = analyze_made(*FACE, time_s=_even(60.0), settings=grid)
    assert places(_own(analysis)) == [(region, side) for *_, region, side in EVENTS]
    for event, (onset_s, length_s, size_mm, *_) in zip(_own(analysis), EVENTS, strict=True):
        assert event.apex_s == pytest.approx(onset_s + length_s / 2, abs=1 / rate_hz + 0.017)
        assert event.amplitude_mm == pytest.approx(size_mm, rel=0.15)
    assert [action.kind for action in analysis.actions] == ["blink"] * 6 + ["smile"]
