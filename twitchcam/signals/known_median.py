"""Median of what is known: the numbers of ``numpy.nanmedian``, without its detour for small arrays.

In      numbers, NaN where unknown
Out     the median along one axis; NaN where nothing is known
"""

from __future__ import annotations

import numpy as np

from twitchcam.records import Floats


def measure_known_median(values: Floats, axis: int = 0) -> Floats:
    """Median along ``axis`` of what is no NaN; NaN, without a warning, where all of it is."""
    if not np.isnan(values).any():
        return _measure_median(np.array(np.moveaxis(values, axis, -1), order="C"))
    # NaN are sorted to the end.
    ordered = np.sort(np.moveaxis(values, axis, 0), axis=0)
    n_known = (~np.isnan(ordered)).sum(axis=0)[None]
    # With an even count the mean of the two in the middle; of none, the first, which is NaN.
    lower, upper = np.maximum(n_known - 1, 0) // 2, n_known // 2
    upper = np.minimum(upper, len(ordered) - 1)
    middle = np.take_along_axis(ordered, lower, 0)[0] + np.take_along_axis(ordered, upper, 0)[0]
    return np.asarray(middle / 2)


def _measure_median(values: Floats) -> Floats:
    """Median along the last axis of what has no NaN; puts ``values`` in another order."""
    n = values.shape[-1]
    lower, upper = (n - 1) // 2, n // 2
    values.partition((lower, upper), axis=-1)
    return np.asarray((values[..., lower] + values[..., upper]) / 2)
