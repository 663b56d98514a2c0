"""Recordings with little or nothing in them: a true, calm result, and no movement made up."""

from __future__ import annotations

import pytest
from made_faces import made_track

from twitchcam import analyze_track
from twitchcam.synthetic.movements import Twitch


def assert_nothing_is_made_up(analysis):
    assert analysis.events == ()
    assert analysis.tremor == ()
    assert {finding.code for finding in analysis.findings} <= {"not_assessable", "nothing_found"}


@pytest.mark.parametrize(
    ("duration_s", "lost_s"),
    [
        pytest.param(20.0, ((0.0, 20.0),), id="nobody"),
        pytest.param(20.0, ((0.0, 8.0), (9.0, 20.0)), id="a face for one second"),
        pytest.param(
            20.0,
            tuple((k + 0.1, k + 0.9) for k in range(20)),
            id="a face that flickers",
            marks=pytest.mark.slow,
        ),
        pytest.param(300.0, ((0.0, 300.0),), id="five black minutes", marks=pytest.mark.slow),
    ],
)
def test_without_a_face_to_look_at_it_cannot_be_assessed_and_says_so(duration_s, lost_s):
    rate_hz = 10.0 if duration_s > 60 else 30.0
    analysis = analyze_track(
        made_track(duration_s=duration_s, lost_s=lost_s, frame_rate_hz=rate_hz)
    )
    assert not analysis.quality.usable
    assert_nothing_is_made_up(analysis)


@pytest.mark.slow
@pytest.mark.parametrize("rate_hz", [10.0, 240.0])
def test_at_any_rate_of_pictures_rest_is_rest(rate_hz):
    analysis = analyze_track(made_track(duration_s=6.0, frame_rate_hz=rate_hz, sway_mm=1.0))
    assert_nothing_is_made_up(analysis)


@pytest.mark.slow
@pytest.mark.parametrize("rate_hz", [24.0, 240.0])
def test_at_any_rate_that_can_show_it_a_twitch_is_found_at_its_time(rate_hz):
    twitch = Twitch(region="cheek", side="left", onset_s=3.0, size_mm=2.0)
    analysis = analyze_track(made_track(twitch, duration_s=6.0, frame_rate_hz=rate_hz, sway_mm=1.0))
    (event,) = analysis.events
    assert event.side == "left"
    assert event.apex_s == pytest.approx(3.1, abs=0.06)


@pytest.mark.parametrize("n_pictures", [1, 3])
def test_a_few_pictures_are_no_recording_to_be_judged(n_pictures):
    analysis = analyze_track(made_track(duration_s=n_pictures / 30.0 - 0.001))
    assert not analysis.quality.usable
    assert_nothing_is_made_up(analysis)
