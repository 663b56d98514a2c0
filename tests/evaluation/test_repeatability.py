"""Noise between recordings, and how long to observe: published numbers and simulated studies."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from twitchcam.errors import InputError
from twitchcam.evaluation.repeatability import measure_repeatability, plan_minutes

BREATH = [
    [190, 220, 200, 200], [220, 200, 240, 230], [260, 260, 240, 280], [210, 300, 280, 265],
    [270, 265, 280, 270], [280, 280, 270, 275], [260, 280, 280, 300], [275, 275, 275, 305],
    [280, 290, 300, 290], [320, 290, 300, 290], [300, 300, 310, 300], [270, 250, 330, 370],
    [320, 330, 330, 330], [335, 320, 335, 375], [350, 320, 340, 365], [360, 320, 350, 345],
    [330, 340, 380, 390], [335, 385, 360, 370], [400, 420, 425, 420], [430, 460, 480, 470],
]  # fmt: skip


def test_twenty_children_who_blew_four_times():
    """Bland and Altman 1996: within-subject variance 460.52, standard deviation 21.5 l/min."""
    found = measure_repeatability(BREATH)
    assert found.error**2 == pytest.approx(460.52, abs=0.01)
    assert found.error == pytest.approx(21.5, abs=0.05)
    assert found.detectable_change == pytest.approx(2.77 * 21.46, rel=0.002)
    assert (found.n_persons, found.n_recordings) == (20, 80)
    low, high = found.error_interval
    assert low < found.error < high


def test_what_is_not_known_or_not_repeated_is_left_out():
    found = measure_repeatability([[1.0, 2.0], [5.0], [3.0, math.nan, 4.0], [math.nan]])
    assert (found.n_persons, found.n_recordings) == (2, 4)
    with pytest.raises(InputError, match="at least one person with two recordings"):
        measure_repeatability([[1.0], []])


@pytest.mark.parametrize(("rate", "change"), [(2.0, 0.5), (0.5, 2.0), (10.0, 0.8)])
def test_studies_of_that_length_see_the_change_as_often_as_promised(rate, change):
    minutes = plan_minutes(rate, change)
    rng = np.random.default_rng(3)
    before = rng.poisson(rate * minutes, 4000)
    after = rng.poisson(rate * change * minutes, 4000)
    apart = 2 * (np.sqrt(after + 3 / 8) - np.sqrt(before + 3 / 8)) / math.sqrt(2)
    seen = float(np.mean(np.abs(apart) > stats.norm.ppf(0.975)))
    assert seen == pytest.approx(0.8, abs=0.03)


def test_bouts_and_small_changes_take_longer():
    assert plan_minutes(2.0, 0.5, spread=3.0) == pytest.approx(3 * plan_minutes(2.0, 0.5))
    assert plan_minutes(2.0, 0.8) > plan_minutes(2.0, 0.5)
    with pytest.raises(InputError, match="no change"):
        plan_minutes(2.0, 1.0)
    with pytest.raises(InputError, match="rate_per_minute must lie between"):
        plan_minutes(0.0, 0.5)
