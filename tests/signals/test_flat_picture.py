"""A photograph in a moving hand is told from a head that turns, whatever the noise."""

from __future__ import annotations

import numpy as np
import pytest
from made_faces import analyze_made, change_track, made_track, twitch

from twitchcam.settings import SignalSettings
from twitchcam.signals.flat_picture import measure_flat_motion
from twitchcam.signals.resolution import measure_eye_distance, measure_scale
from twitchcam.synthetic.movements import Blink, HeadTurn, Smile

pytestmark = pytest.mark.slow

SETTINGS = SignalSettings()


def _in_a_hand(track, tilt=0.0, shear=0.0):
    """The mesh of ``track`` turned, sheared and brought nearer, as a hand does with a print."""
    t = track.time_s[:, None]
    middle = np.array([320.0, 240.0])

    def move(points):
        x, y = np.moveaxis(points[..., :2] - middle, -1, 0)
        turn = 0.05 * np.sin(0.9 * t)
        scale = 1.0 + 0.05 * np.sin(0.6 * t) + tilt * x * np.sin(0.7 * t) / 400.0
        points[..., 0] = middle[0] + scale * (x * np.cos(turn) - y * np.sin(turn) + shear * y)
        points[..., 1] = middle[1] + scale * (x * np.sin(turn) + y * np.cos(turn))

    return change_track(track, landmarks_px=move)


def _measure(track):
    return measure_flat_motion(track, measure_scale(track, measure_eye_distance(track)), SETTINGS)


@pytest.mark.parametrize("tilt", [0.0, 0.05])
@pytest.mark.parametrize("noise_px", [0.0, 0.3])
@pytest.mark.parametrize("eye_distance_px", [90.0, 165.0])
def test_a_print_in_a_hand_moves_as_one(tilt, noise_px, eye_distance_px):
    plan = {"sway_mm": 3.0, "eye_distance_px": eye_distance_px, "landmark_noise_px": noise_px}
    track = made_track(duration_s=12.0, **plan)
    assert _measure(_in_a_hand(track, tilt)) is not None


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("turn_deg", [1.0, 4.0])
@pytest.mark.parametrize("noise_px", [0.0, 0.3])
def test_a_head_turns_while_it_sways(seed, turn_deg, noise_px):
    plan = {"sway_mm": 1.5, "turn_deg": turn_deg, "seed": seed, "landmark_noise_px": noise_px}
    assert _measure(made_track(duration_s=20.0, **plan)) is None


def test_a_face_that_acts_is_alive_though_its_head_only_slides():
    smiles = [Smile(onset_s=1.0 + 3.0 * k) for k in range(4)]
    assert _measure(made_track(*smiles, duration_s=13.0)) is None


@pytest.mark.parametrize("plan", [{"sway_mm": 0.3}, {"duration_s": 6.0}, {"lost_s": ((0.0, 9.0),)}])
def test_where_little_can_be_told_nothing_is(plan):
    track = made_track(**({"duration_s": 12.0, "sway_mm": 3.0} | plan))
    assert _measure(track) is None


def test_a_photograph_is_no_recording_in_which_nothing_was_found():
    photograph = analyze_made(duration_s=12.0, sway_mm=3.0)
    (finding,) = photograph.findings
    assert finding.code == "not_assessable"
    assert "as a flat picture" in finding.statement
    assert not photograph.quality.usable
    assert photograph.quality.moves_flat
    assert (photograph.quality.observed_s, photograph.quality.detection_limits) == (0.0, ())


@pytest.mark.parametrize(
    ("movements", "plan"),
    [((), {"sway_mm": 1.5}), ((HeadTurn(onset_s=9.0, yaw_deg=15.0),), {"sway_mm": 5.0})],
    ids=["hardly moves", "turns once"],
)
def test_a_flat_picture_that_may_be_a_head_is_told_with_the_doubt(movements, plan):
    (finding,) = analyze_made(*movements, **({"duration_s": 24.0} | plan)).findings
    assert (finding.code, finding.confidence) == ("nothing_found", "low")
    assert finding.statement.startswith("All of the face moved together, as a flat picture")


def test_lids_that_close_and_skin_that_surely_moves_are_alive():
    (alive,) = analyze_made(Blink(onset_s=5.0), duration_s=12.0, sway_mm=3.0).findings
    assert alive.code == "nothing_found"
    assert "flat picture" not in alive.statement
    jerks = [twitch(t) for t in (2.0, 5.0, 8.0)]
    moved = analyze_made(*jerks, duration_s=12.0, sway_mm=3.0)
    assert [finding.code for finding in moved.findings] == ["resting_twitch"]
    assert not moved.quality.moves_flat
