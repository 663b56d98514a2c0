"""Light that flickers is told as light: with its pace, its remedy, and no tremor made of it."""

from __future__ import annotations

import numpy as np
import pytest
from made_faces import TRUE_SIZE, change_track, find_patch, made_track
from other_tracker import NEAR_A_THRESHOLD

from twitchcam import analyze_track
from twitchcam.assessment.light_note import describe_light
from twitchcam.report.summary import make_summary
from twitchcam.settings import VisibilitySettings
from twitchcam.signals.light_swing import find_light_swings
from twitchcam.skin_places import get_places
from twitchcam.synthetic.clip import ClipPlan, write_clip
from twitchcam.synthetic.lighting import MainsBands, Screen
from twitchcam.synthetic.movements import Blink, Tremble

pytestmark = pytest.mark.slow

SETTINGS = VisibilitySettings()
AT_MM = get_places().neutral_mm.reshape(2, -1, 2).swapaxes(0, 1)


def light_a_track(gain, *movements, **plan):
    """A made track in the light ``gain(time_s, x_mm, y_mm)``, with a camera's noise."""
    track = made_track(*movements, **({"duration_s": 9.0} | plan))
    noise = np.random.default_rng(3).normal(0.0, 0.4, track.field_light.shape)
    time_s = track.time_s[:, None, None]
    lit = gain(time_s, AT_MM[None, ..., 0], AT_MM[None, ..., 1])
    return change_track(track, field_light=lambda light: light * lit + noise)


def bands(light_hz, percent=4.0, across=0.0, down=0.07):
    def gain(time_s, x_mm, y_mm):
        phase = 2 * np.pi * light_hz * time_s + across * x_mm + down * y_mm
        return 1.0 + percent / 100.0 * np.sin(phase)

    return gain


@pytest.mark.parametrize(
    ("light_hz", "frame_rate_hz", "beat_hz", "remedy"),
    [
        (100.0, 30.0, 10.0, "1/50 s"),
        (120.0, 25.0, 5.0, "1/60 s"),
        (100.0, 24.0, 4.0, "1/50 s"),
        (100.0, 29.97, 10.09, "1/50 s"),
        (120.0, 23.976, 0.12, None),  # too slow to pass for a tremor
        (120.0, 24.0, 0.0, None),
        (100.0, 25.0, 0.0, None),
        (120.0, 29.97, 0.12, None),
        (120.0, 30.0, 0.0, None),
        (100.0, 50.0, 0.0, None),
        (120.0, 50.0, 20.0, None),  # too fast for one
        (100.0, 60.0, 20.0, None),
        (120.0, 60.0, 0.0, None),
    ],
)
def test_the_beat_of_mains_and_pictures_is_found(light_hz, frame_rate_hz, beat_hz, remedy):
    track = light_a_track(bands(light_hz), frame_rate_hz=frame_rate_hz)
    found = find_light_swings(track, SETTINGS)
    if remedy is None:
        assert found == ()
    else:
        assert [swing.pace_hz for swing in found] == [pytest.approx(beat_hz, abs=0.2)]
        assert found[0].percent == pytest.approx(4.0, rel=0.15)
        (note,) = describe_light(found, frame_rate_hz, 1.0)
        assert "nor were held pulls" in note
        assert f"about {beat_hz:.0f} times a second" in note
        assert f"shutter to {remedy}." in note


@pytest.mark.parametrize("percent", [1.0, 3.0, 12.0])
@pytest.mark.parametrize(
    ("across", "down"), [(0.0, 0.0), (0.0, -0.12), (0.07, 0.0), (0.05, 0.05)],
    ids=["even", "steep", "sideways", "head tilted"],
)  # fmt: skip
def test_bands_of_every_slope_and_depth_are_found(percent, across, down):
    track = light_a_track(bands(10.0, percent, across, down))
    (swing,) = find_light_swings(track, SETTINGS)
    assert swing.pace_hz == pytest.approx(10.0, abs=0.2)
    assert swing.percent == pytest.approx(percent, rel=0.2)


@pytest.mark.parametrize("restless", ["upper half", "a side", "every fifth"])
def test_places_that_are_restless_for_their_own_reasons_do_not_hide_the_light(restless):
    """Where a mask ends, and where lashes and brows pass, brightness does what it likes."""
    random = np.random.default_rng(8)
    track = light_a_track(bands(10.0))
    spoilt = {
        "upper half": AT_MM[..., 1] < 20.0,
        "a side": AT_MM[..., 0] > 15.0,
        "every fifth": np.arange(AT_MM[..., 0].size).reshape(AT_MM.shape[:2]) % 5 == 0,
    }[restless]
    noise = random.normal(0.0, 0.15, (len(track.time_s), int(spoilt.sum())))

    def disturb(light):
        light[:, spoilt] *= 1.0 + noise

    (swing,) = find_light_swings(change_track(track, field_light=disturb), SETTINGS)
    assert swing.pace_hz == pytest.approx(10.0, abs=0.2)
    assert swing.percent == pytest.approx(4.0, rel=0.2)


def _sway(time_s, x_mm, y_mm):
    """A head that shakes at 5 Hz under uneven light: brighter here, darker there."""
    return 1.0 + 0.02 * np.sin(2 * np.pi * 5.0 * time_s) * np.sin(x_mm / 9.0) * np.cos(y_mm / 7.0)


def _one_place(time_s, x_mm, y_mm):
    near = np.hypot(x_mm - 30.0, y_mm - 40.0) < 15.0
    return 1.0 + 0.05 * near * np.sin(2 * np.pi * 6.0 * time_s)


def _screen(time_s, x_mm, y_mm):
    levels = np.random.default_rng(5).uniform(-1, 1, 100)
    return 1.0 + 0.15 * levels[(time_s * 2.7).astype(int)] * (x_mm + 70.0) / 140.0 + 0.0 * y_mm


def _shadow(time_s, x_mm, y_mm):
    """The edge of a shadow that sweeps over the face, to and fro."""
    edge_mm = 70.0 * np.sin(2 * np.pi * 0.3 * time_s)
    return 1.0 - 0.45 * np.clip((x_mm + 0.3 * y_mm - edge_mm) / 3.0 + 0.5, 0.0, 1.0)


@pytest.mark.parametrize("gain", [_sway, _one_place, _screen, _shadow, bands(7.0, 0.05)])
def test_what_is_no_flicker_is_not_called_one(gain):
    assert find_light_swings(light_a_track(gain), SETTINGS) == ()


def test_light_makes_no_tremor_and_a_true_tremor_in_it_is_found():
    swing = np.sin(2 * np.pi * 10.0 * np.arange(270) / 30.0)

    def feign(skin):
        for region, side, size in (("cheek", "left", 0.6), ("chin", "right", 0.4)):
            r, s = find_patch(region, side)
            skin[:, r, s, 0] += size * swing

    true = Tremble(
        region="mouth_corner", side="left", frequency_hz=6.0, size_mm=0.8, start_s=2.0, stop_s=7.0
    )
    alive = Blink(onset_s=0.6)
    still = change_track(light_a_track(bands(10.0), alive), skin_displacement=feign)
    shaken = change_track(light_a_track(bands(10.0), alive, true), skin_displacement=feign)
    unlit = change_track(still, field_light=lambda light: np.full_like(light, 150.0))
    assert {t.region for t in analyze_track(unlit, settings=TRUE_SIZE).tremor} == {"cheek", "chin"}
    told = analyze_track(still, settings=TRUE_SIZE)
    assert told.tremor == ()
    assert any("The light flickers" in note for note in told.quality.notes)
    assert "The light flickers 10 times a second" in make_summary(told, "out").replace("\n", " ")
    assert told.quality.flicker_hz == (pytest.approx(10.0, abs=0.1),)
    (tremor,) = analyze_track(shaken, settings=TRUE_SIZE).tremor
    assert (tremor.region, tremor.side) == ("mouth_corner", "left")
    assert tremor.frequency_hz == pytest.approx(6.0, abs=0.1)


@pytest.mark.parametrize("duration_s", [0.1, 1.0, 2.0, 4.0])
def test_short_recordings_are_no_trouble(duration_s):
    track = light_a_track(bands(10.0), duration_s=duration_s)
    assert len(find_light_swings(track, SETTINGS)) <= 1


@pytest.mark.parametrize(
    ("name", "plan", "beat_hz"),
    [
        ("bands", {"lights": (MainsBands(percent=6.0),)}, 10.0),
        pytest.param(
            "portrait",
            {
                "lights": (MainsBands(percent=4.0, light_hz=120.0, sideways=True),),
                "frame_rate_hz": 25.0,
            },
            5.0,
            marks=pytest.mark.long,
        ),
        pytest.param(
            "screen",
            {"lights": (Screen(side="left"),)},
            None,
            # Newer encoders make other pictures of it. In those either tracker shows one unsure
            # twitch, as such small clips without a screen may: docs/reliability.md.
            marks=NEAR_A_THRESHOLD,
        ),
    ],
)
def test_filmed_light_makes_no_tremor_and_no_event(make_once, track_once, name, plan, beat_hz):
    usual = {"duration_s": 6.5, "size_px": (240, 224), "eye_distance_px": 90.0}
    made = ClipPlan(movements=(Blink(onset_s=3.0),), **(usual | plan))
    track = track_once(make_once(f"light-{name}.mp4", lambda path: write_clip(made, path)))
    analysis = analyze_track(track)
    assert (analysis.tremor, analysis.events) == ((), ())
    notes = [note for note in analysis.quality.notes if "flickers" in note]
    if beat_hz is None:
        assert notes == []
    else:
        (note,) = notes
        assert f"about {beat_hz:.0f} times" in note
