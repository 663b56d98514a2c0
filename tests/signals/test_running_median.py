"""Column by column, the running median is that of all columns at once."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from twitchcam.signals.running_median import run_median


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("width", [1, 5, 21])
@pytest.mark.parametrize("n", [1, 2, 9, 200])
def test_it_is_the_median_of_the_library(dtype, width, n):
    values = np.random.default_rng(n).normal(size=(n, 3, 2)).round(1).astype(dtype)
    wanted = ndimage.median_filter(values, size=(width, 1, 1), mode="nearest")
    found = run_median(values, width)
    assert found.dtype == wanted.dtype
    np.testing.assert_array_equal(found, wanted)


def test_every_second_column_can_be_asked_for():
    values = np.random.default_rng(1).normal(size=(40, 6))
    np.testing.assert_array_equal(run_median(values[:, ::2], 5), run_median(values, 5)[:, ::2])


def test_a_column_without_a_number_stays_without_one():
    values = np.array([[1.0, np.nan], [5.0, np.nan], [2.0, np.nan]])
    np.testing.assert_array_equal(run_median(values, 3), [[1, np.nan], [2, np.nan], [2, np.nan]])
