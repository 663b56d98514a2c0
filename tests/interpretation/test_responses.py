"""Curves around actions and spectra: right in size, place and time, and honest about few."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples_of_analysis import make_action, make_coupling, make_expression, make_movement

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.interpretation.responses import measure_response
from twitchcam.records import Span
from twitchcam.signals.spectrum import measure_spectrum

CHEEK = REGION_NAMES.index("cheek")
BLINKS = tuple(make_action("blink", 2.0 + 3.0 * k) for k in range(6))
SIZES_MM = np.array([0.6, 0.8, 1.0, 1.2, 1.4, 1.0])


def move(*, side="left", blinks=BLINKS, sizes_mm=SIZES_MM, noise_mm=0.05, direction=(0.6, 0.8)):
    """A movement whose cheek jumps 0.1 s after the apex of every blink."""
    movement = make_movement(duration_s=25.0)
    mm = np.random.default_rng(3).normal(0.0, noise_mm, movement.transient_mm.shape)
    for blink, size_mm in zip(blinks, sizes_mm, strict=True):
        bump = size_mm * np.exp(-0.5 * ((movement.time_s - blink.apex_s - 0.1) / 0.04) ** 2)
        mm[:, CHEEK, SIDES.index(side)] += bump[:, None] * np.array(direction)
    return replace(movement, transient_mm=mm, displacement_mm=mm, excluded=())


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_mean_answer_has_the_true_size_and_time_on_its_side_alone(side):
    movement = move(side=side)
    response = measure_response(
        make_coupling(side=side), BLINKS, movement, make_expression(movement)
    )
    assert response.side == side
    assert response.singles_mm.shape == (6, len(response.time_s))
    peak = np.argmax(response.mean_mm)
    assert response.mean_mm[peak] == pytest.approx(SIZES_MM.mean(), abs=0.08)
    assert response.time_s[peak] == pytest.approx(0.1, abs=0.02)
    assert np.abs(response.other_mean_mm).max() < 0.1
    low, high = response.interval_mm[:, peak]
    assert low < SIZES_MM.mean() < high
    np.testing.assert_allclose(response.singles_mm.max(axis=1), SIZES_MM, atol=0.2)


@pytest.mark.parametrize("direction", [(1.0, 0.0), (0.0, -1.0), (-0.6, 0.8)])
def test_an_answer_in_any_direction_is_seen_in_full(direction):
    movement = move(direction=direction)
    response = measure_response(make_coupling(), BLINKS, movement, make_expression(movement))
    assert response.mean_mm.max() == pytest.approx(SIZES_MM.mean(), abs=0.08)


def test_nothing_but_noise_averages_out():
    movement = move(sizes_mm=np.zeros(6), noise_mm=0.3)
    response = measure_response(make_coupling(), BLINKS, movement, make_expression(movement))
    assert np.abs(response.mean_mm).max() < 0.5  # a mean length would be 0.37 everywhere
    assert np.median(np.abs(response.mean_mm)) < 0.15


def test_blinks_in_stretches_that_were_not_judged_are_left_out():
    movement = replace(move(), excluded=(Span(start_s=1.0, stop_s=6.0, reason="talking"),))
    response = measure_response(make_coupling(), BLINKS, movement, make_expression(movement))
    np.testing.assert_allclose(response.actions_s, [b.apex_s for b in BLINKS[2:]])


def test_the_actions_that_the_coupling_names_are_the_ones_that_are_drawn():
    movement = move()
    coupling = make_coupling(onsets_s=(BLINKS[1].onset_s, BLINKS[4].onset_s))
    response = measure_response(coupling, BLINKS, movement, make_expression(movement))
    np.testing.assert_allclose(response.actions_s, [BLINKS[1].apex_s, BLINKS[4].apex_s])
    assert np.isnan(response.interval_mm).all()  # two are too few for an interval


def test_without_an_action_that_could_be_judged_there_is_no_curve():
    movement = move()
    assert measure_response(make_coupling(), (), movement, make_expression(movement)) is None
    late = (make_action("blink", 24.7),)
    assert measure_response(make_coupling(), late, movement, make_expression(movement)) is None


def test_held_actions_begin_at_their_onset_and_eyes_narrow_upward():
    movement = move()
    smiles = tuple(make_action("smile", 3.0 + 5.0 * k, 2.0) for k in range(4))
    aperture = np.full((len(movement.time_s), 2), 9.0)
    for smile in smiles:
        held = (movement.time_s >= smile.onset_s + 0.5) & (movement.time_s < smile.offset_s)
        aperture[held, 0] = 6.0
    expression = replace(make_expression(movement), lid_aperture_mm=aperture)
    coupling = make_coupling(action="smile", region="eye")
    response = measure_response(coupling, smiles, movement, expression)
    assert response.aligned_to == "onset"
    at = np.searchsorted(response.time_s, [0.2, 1.0])
    np.testing.assert_allclose(response.mean_mm[at], [0.0, 3.0], atol=1e-5)
    np.testing.assert_allclose(response.other_mean_mm, 0.0, atol=1e-5)


def test_a_patch_that_was_not_seen_gives_no_number_and_no_warning():
    movement = move()
    mm = np.array(movement.transient_mm)
    mm[:, CHEEK, 0] = np.nan
    movement = replace(movement, transient_mm=mm)
    response = measure_response(make_coupling(), BLINKS, movement, make_expression(movement))
    assert np.isnan(response.mean_mm).all()
    assert np.isfinite(response.other_mean_mm).all()


@pytest.mark.parametrize("frequency_hz", [4.0, 6.5, 10.0])
def test_a_rhythm_shows_at_its_rate_with_its_size_on_its_side(frequency_hz):
    movement = make_movement(duration_s=12.0)
    mm = np.random.default_rng(4).normal(0.0, 0.02, movement.transient_mm.shape)
    mm[:, CHEEK, 0, 1] += 0.5 * np.sin(2 * np.pi * frequency_hz * movement.time_s)
    movement = replace(movement, displacement_mm=mm)
    spectrum = measure_spectrum(movement, "cheek", 2.0, 10.0)
    peak = np.argmax(spectrum.left_mm)
    assert spectrum.frequency_hz[peak] == pytest.approx(frequency_hz, abs=0.3)
    assert spectrum.left_mm[peak] == pytest.approx(0.5, rel=0.1)
    assert spectrum.right_mm.max() < 0.05


def test_a_stretch_that_was_hardly_seen_has_no_spectrum():
    movement = make_movement(duration_s=4.0)
    assert measure_spectrum(movement, "cheek", 1.0, 1.1) is None
    blank = np.full_like(movement.displacement_mm, np.nan)
    assert measure_spectrum(replace(movement, displacement_mm=blank), "cheek", 0, 4) is None
