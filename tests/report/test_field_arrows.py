"""Arrows of single places: what clearly moves is there, at its place and time, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples_of_analysis import make_movement, make_track

from twitchcam.records import FieldPulses
from twitchcam.report import field_arrows
from twitchcam.report.field_arrows import measure_arrows
from twitchcam.settings import DetectionSettings
from twitchcam.skin_places import count_places

N = count_places()
N_FRAMES = 300
PLACE, SIDE = 40, 1


def moving(noise_mm=0.05, **changes):
    """A track of which one place of the right side jerks by 1 mm at 5 s; the rest rests."""
    track = make_track(N_FRAMES)
    shown = np.zeros((N_FRAMES, N, 2, 2))
    pulse = np.exp(-0.5 * ((track.time_s - 5.0) / 0.04) ** 2)
    gain = DetectionSettings().field_gain
    shown[:, PLACE, SIDE] = pulse[:, None] * np.array([0.6, -0.8]) * gain / track.mm_per_percent
    field = FieldPulses(
        time_s=np.arange(0.0, 10.0, 0.25), noise_mm=np.full((40, N, 2), noise_mm), peaks=()
    )
    track = replace(track, field_displacement=shown, **changes)
    return track, replace(make_movement(), field=field)


def test_a_jerk_is_drawn_at_its_place_and_time_in_its_true_size():
    arrows = measure_arrows(*moving(), step=1)
    assert set(arrows[:, 1]) == {SIDE * N + PLACE}
    largest = arrows[np.hypot(arrows[:, 2], arrows[:, 3]).argmax()]
    assert largest[0] == 150
    assert largest[2:].tolist() == pytest.approx([0.6, -0.8], abs=0.01)
    assert np.ptp(arrows[:, 0]) < 10


def test_what_does_not_exceed_its_noise_is_not_drawn():
    assert len(measure_arrows(*moving(noise_mm=0.5), step=1)) == 0
    assert len(measure_arrows(*moving(noise_mm=np.nan), step=1)) == 0


def test_what_is_held_is_not_drawn():
    track, movement = moving()
    held = np.zeros_like(track.field_displacement)
    held[150:, PLACE, SIDE] = 3.0
    cut = np.zeros(N_FRAMES, dtype=bool)
    cut[150] = True  # where movement starts anew, no step is one
    arrows = measure_arrows(replace(track, field_displacement=held, cut=cut), movement, step=1)
    assert len(arrows) == 0


def test_pieces_do_not_show(monkeypatch):
    whole = measure_arrows(*moving(), step=1)
    monkeypatch.setattr(field_arrows, "PIECE_FRAMES", 37)
    np.testing.assert_array_equal(measure_arrows(*moving(), step=1), whole)


def test_of_long_recordings_pictures_are_numbered_as_they_are_kept():
    whole, third = (measure_arrows(*moving(), step=step) for step in (1, 3))
    kept = whole[whole[:, 0] % 3 == 0]
    np.testing.assert_array_equal(third[:, 0], kept[:, 0] // 3)
    np.testing.assert_array_equal(third[:, 1:], kept[:, 1:])


def test_the_fast_median_is_the_median():
    values = np.random.default_rng(1).normal(size=(5, 500))
    fast = field_arrows.median_of_five(*values)
    np.testing.assert_array_equal(fast, np.median(values, axis=0))
