"""Where chance makes large peaks often, noise and limits rise; where it does not, nothing moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples_of_analysis import make_action
from made_faces import analyze_made, made_track, twitch

from twitchcam.assessment.heavy_tails import find_needed_snr, raise_noise
from twitchcam.pipeline import measure_track
from twitchcam.records import WeakPeaks
from twitchcam.settings import Settings

pytestmark = pytest.mark.slow
SETTINGS = Settings()
OF_ASSESSMENT, THRESHOLD = SETTINGS.assessment, SETTINGS.detection.twitch_threshold
LENGTH_S = 60.0


@pytest.fixture(scope="module")
def calm():
    """A minute of a still made face."""
    movement, _ = measure_track(made_track(duration_s=LENGTH_S))
    return movement


def strew(pace, per_min, rng, length_s=LENGTH_S):
    """What one side shows by chance: levels that fall off at this pace, evenly in time."""
    snr = 4.0 + rng.exponential(pace, round(per_min * length_s / 60.0))
    return rng.uniform(1.0, length_s - 1.0, len(snr)), snr


def with_peaks(movement, left, right):
    times, snr = zip(left, right, strict=True)
    side = np.repeat([0, 1], [len(part) for part in times]).astype(np.int8)
    weak = WeakPeaks(np.concatenate(times), side, np.concatenate(snr))
    return replace(movement, field=replace(movement.field, weak_peaks=weak))


@pytest.mark.parametrize(
    ("pace", "per_min", "needed"),
    [(0.35, 120, 5.5), (0.5, 200, 6.4), (1.0, 200, 8.9), (1.3, 300, 10.9)],
)
def test_what_is_needed_follows_from_the_pace(calm, rng, pace, per_min, needed):
    """Theory: of n a minute on each side a tenth passes, and falls to 0.3 a minute there.

    The calmer side counts, so that what is found is rather less.
    """
    movement = with_peaks(calm, strew(pace, per_min, rng), strew(pace, per_min, rng))
    assert needed - 1.6 < find_needed_snr(movement, (), OF_ASSESSMENT) < needed + 0.6


def test_coarse_errors_raise_noise_and_lower_what_stands_out(rng):
    movement, _ = measure_track(made_track(twitch(30.0), duration_s=LENGTH_S))
    coarse = with_peaks(movement, strew(1.1, 250, rng), strew(1.1, 250, rng))
    raised = raise_noise(coarse, (), OF_ASSESSMENT, THRESHOLD)
    ratio = find_needed_snr(coarse, (), OF_ASSESSMENT) / THRESHOLD
    assert ratio > 1.2
    np.testing.assert_allclose(raised.field.noise_mm, coarse.field.noise_mm * ratio, rtol=1e-5)
    for before, after in zip(coarse.field.peaks, raised.field.peaks, strict=True):
        assert after.snr == pytest.approx(before.snr / ratio)
        assert after.size_mm == before.size_mm


def test_fine_errors_change_nothing(calm, rng):
    movement = with_peaks(calm, strew(0.4, 150, rng), strew(0.4, 150, rng))
    assert raise_noise(movement, (), OF_ASSESSMENT, THRESHOLD) is movement


def test_one_side_that_never_rests_is_no_noise(calm, rng):
    """A muscle that quivers is on one side; what pictures do is on both."""
    movement = with_peaks(calm, strew(1.3, 300, rng), strew(0.35, 120, rng))
    assert raise_noise(movement, (), OF_ASSESSMENT, THRESHOLD) is movement


def test_a_few_peaks_prove_nothing(calm):
    few = np.array([10.0, 20.0]), np.array([5.5, 5.6])
    assert raise_noise(with_peaks(calm, few, few), (), OF_ASSESSMENT, THRESHOLD).field.peaks == ()


def test_what_smiles_do_does_not_count(calm, rng):
    smiles = tuple(
        make_action("smile", at_s, length_s=1.5) for at_s in np.arange(2.0, 56.0, 4.0).tolist()
    )
    at_s = np.repeat([s.onset_s for s in smiles], 10) + rng.uniform(-0.3, 0.3, 10 * len(smiles))
    snr = 4.0 + rng.exponential(1.3, len(at_s))
    movement = with_peaks(calm, (at_s, snr), (at_s, snr))
    assert find_needed_snr(movement, smiles, OF_ASSESSMENT) == 0.0
    assert find_needed_snr(movement, (), OF_ASSESSMENT) > THRESHOLD


def test_many_true_twitches_do_not_hide_themselves():
    """Forty a minute, on both sides in turn: all stand where they stood."""
    plan = [twitch(2.0 + 1.5 * n, size_mm=1.0, side=("left", "right")[n % 2]) for n in range(38)]
    events = analyze_made(*plan, duration_s=LENGTH_S).events
    assert len([event for event in events if event.kind == "twitch"]) >= 36
