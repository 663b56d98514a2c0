"""The median of what is known is that of numpy, to the last bit."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from twitchcam.signals.known_median import measure_known_median


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n", [1, 2, 7, 60, 700])
@pytest.mark.parametrize("n_others", [9, 1500])
@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("unknown_share", [0.3, 0.0])
def test_it_is_the_median_of_numpy(dtype, n, n_others, axis, unknown_share):
    random = np.random.default_rng(n)
    values = random.normal(size=(n, n_others) if axis == 0 else (n_others, n)).astype(dtype)
    values[random.random(values.shape) < unknown_share] = np.nan
    values.swapaxes(0, axis)[0, :3] = 0.5  # something is known of these
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        wanted = np.nanmedian(values, axis=axis)
    found = measure_known_median(values, axis)
    assert found.dtype == wanted.dtype
    np.testing.assert_array_equal(found, wanted)


def test_every_count_of_rows_comes_to_its_middle():
    random = np.random.default_rng(3)
    for n in range(1, 102):
        values = random.integers(-9, 9, size=(n, 800)).astype(np.float32)
        np.testing.assert_array_equal(measure_known_median(values), np.median(values, axis=0))


def test_of_nothing_known_it_is_nan_without_a_warning():
    values = np.full((4, 2), np.nan)
    values[1:, 1] = [3.0, 1.0, 2.0]
    np.testing.assert_array_equal(measure_known_median(values), [np.nan, 2.0])
