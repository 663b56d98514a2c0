"""A photograph in a moving hand is told from a head that turns, whatever the noise."""

from __future__ import annotations

import numpy as np
import pytest
from made_faces import analyze_made, change_track, made_track, twitch

from twitchcam.settings import SignalSettings
from twitchcam.signals.flat_picture import moves_as_flat_picture
from twitchcam.synthetic.movements import Blink, Smile

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


@pytest.mark.parametrize("tilt", [0.0, 0.05])
@pytest.mark.parametrize("noise_px", [0.0, 0.3])
@pytest.mark.parametrize("eye_distance_px", [90.0, 165.0])
def test_a_print_in_a_hand_moves_as_one(tilt, noise_px, eye_distance_px):
    plan = {"sway_mm": 3.0, "eye_distance_px": eye_distance_px, "landmark_noise_px": noise_px}
    track = made_track(duration_s=12.0, **plan)
    assert moves_as_flat_picture(_in_a_hand(track, tilt), SETTINGS)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("turn_deg", [1.0, 4.0])
@pytest.mark.parametrize("noise_px", [0.0, 0.3])
def test_a_head_turns_while_it_sways(seed, turn_deg, noise_px):
    plan = {"sway_mm": 1.5, "turn_deg": turn_deg, "seed": seed, "landmark_noise_px": noise_px}
    assert not moves_as_flat_picture(made_track(duration_s=20.0, **plan), SETTINGS)


def test_a_face_that_acts_is_alive_though_its_head_only_slides():
    smiles = [Smile(onset_s=1.0 + 3.0 * k) for k in range(4)]
    assert not moves_as_flat_picture(made_track(*smiles, duration_s=13.0), SETTINGS)


@pytest.mark.parametrize("plan", [{"sway_mm": 0.3}, {"duration_s": 6.0}, {"lost_s": ((0.0, 9.0),)}])
def test_where_little_can_be_told_nothing_is(plan):
    track = made_track(**({"duration_s": 12.0, "sway_mm": 3.0} | plan))
    assert not moves_as_flat_picture(track, SETTINGS)


def test_what_is_found_in_a_flat_picture_begins_with_the_doubt():
    (nothing,) = analyze_made(duration_s=12.0, sway_mm=3.0).findings
    assert nothing.code == "nothing_found"
    assert nothing.confidence == "low"
    assert nothing.statement.startswith("All of the face moved together, as a flat picture")
    # Lids that close are alive, and so is skin that moves by itself.
    (alive,) = analyze_made(Blink(onset_s=5.0), duration_s=12.0, sway_mm=3.0).findings
    assert "flat picture" not in alive.statement
    jerks = [twitch(t) for t in (2.0, 5.0, 8.0)]
    moved = analyze_made(*jerks, duration_s=12.0, sway_mm=3.0).findings
    assert [finding.code for finding in moved] == ["resting_twitch"]
