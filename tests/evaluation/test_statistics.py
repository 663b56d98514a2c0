"""Statistics of agreement give the numbers of the works that they come from."""

from __future__ import annotations

import math

import numpy as np
import pytest
from installed import needs

from twitchcam.evaluation.statistics import (
    draw_persons,
    find_limits,
    measure_alpha,
    measure_icc,
    measure_kappa,
)

pytestmark = [pytest.mark.slow, needs("pingouin")]

NAN = math.nan


def test_kappa_of_a_worked_table():
    """Fifty grants read by two people: 20 both yes, 5 and 10 apart, 15 both no."""
    first = [1] * 25 + [0] * 25
    second = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15
    assert measure_kappa(first, second) == pytest.approx(0.4, abs=1e-9)


def test_alpha_of_the_example_with_four_observers_and_gaps():
    """Krippendorff 2011, example C: nominal 0.743, interval 0.849."""
    ratings = np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
            [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
        ]
    )
    assert measure_alpha(ratings) == pytest.approx(0.743, abs=0.0005)
    assert measure_alpha(ratings, "interval") == pytest.approx(0.849, abs=0.0005)


def test_icc_of_six_targets_and_four_judges():
    """Shrout and Fleiss 1979, table 2: ICC(2,1) 0.29, 95 % interval 0.02 to 0.76."""
    ratings = np.array(
        [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]],
        dtype=float,
    )
    icc, (low, high) = measure_icc(ratings)
    assert icc == pytest.approx(0.29, abs=0.005)
    assert (low, high) == pytest.approx((0.02, 0.76), abs=0.005)
    with_gap = np.vstack([ratings, [5, NAN, 4, 4]])
    assert measure_icc(with_gap)[0] == pytest.approx(icc)


def test_limits_of_two_meters_of_breath():
    """Bland and Altman 1986, seventeen people: mean -2.1, SD 38.8, limits -79.7 to 75.5 l/min."""
    large = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
    mini = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
    found = find_limits(mini, large)
    assert found.n == 17
    assert found.mean == pytest.approx(-2.1, abs=0.05)
    assert found.sd == pytest.approx(38.8, abs=0.05)
    # The work adds two standard deviations, we 1.96 of them.
    assert found.mean - 2 * found.sd == pytest.approx(-79.7, abs=0.1)
    assert found.mean + 2 * found.sd == pytest.approx(75.5, abs=0.1)
    assert found.mean_interval == pytest.approx((-22.0, 17.8), abs=0.15)
    assert found.low_interval == pytest.approx((-114.3 + 1.6, -45.1 + 1.6), abs=0.4)


def test_persons_are_drawn_whole_so_one_who_is_unlike_the_others_widens_the_interval():
    def share(counts):
        return counts[0] / counts[1]

    alike = np.array([[8.0, 10.0]] * 8)
    low, high = draw_persons(alike, share)
    assert (low, high) == pytest.approx((0.8, 0.8))
    unlike = np.array([[10.0, 10.0]] * 4 + [[6.0, 10.0]] * 4)
    low, high = draw_persons(unlike, share)
    # Binomial: eight persons, SD of the mean 0.2 / sqrt(8).
    assert (high - low) == pytest.approx(2 * 1.96 * 0.2 / math.sqrt(8), rel=0.15)
    assert draw_persons(unlike, share) == (low, high)


def test_what_has_no_meaning_is_no_number():
    assert math.isnan(measure_kappa([0, 0], [0, 0]))
    assert math.isnan(measure_alpha(np.zeros((2, 5))))
    assert math.isnan(measure_icc(np.ones((5, 2)))[0])
    assert math.isnan(measure_icc(np.ones((2, 2)))[0])
    assert math.isnan(find_limits([1.0], [2.0]).sd)
    assert find_limits([1.0], [2.0]).mean == 1.0
    assert math.isnan(draw_persons(np.ones((2, 2)), lambda counts: counts[0])[0])
