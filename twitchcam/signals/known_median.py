"""Median of what is known: the numbers of ``numpy.nanmedian``, without its detour for small arrays.

In      numbers, NaN where unknown
Out     the median along one axis; NaN where nothing is known
Method  Few rows of many numbers are put in order by exchanges of whole rows
        (``tracking.median_by_exchange``): the same numbers in a half to an eighth of the time. Of
        many rows the middle is selected column by column.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from twitchcam.records import Floats
from twitchcam.tracking.median_by_exchange import exchange_to_median, find_middle

# Exchanges become many with the rows, and each takes as long for few columns as for some hundred.
_MOST_ROWS: Final = 100
_FEWEST_COLUMNS: Final = 700
# What lies in the fast memory of the processor while it is put in order.
_AT_ONCE_BYTES: Final = 1 << 21


def measure_known_median(values: Floats, axis: int = 0) -> Floats:
    """Median along ``axis`` of what is no NaN; NaN, without a warning, where all of it is."""
    rows = np.moveaxis(values, axis, 0)
    flat = rows.reshape(len(rows), -1)
    some_unknown = np.isnan(flat).any(axis=0)
    if not some_unknown.any():
        return _measure_median(flat).reshape(rows.shape[1:])
    median = np.empty(flat.shape[1], flat.dtype)
    median[~some_unknown] = _measure_median(flat[:, ~some_unknown])
    median[some_unknown] = _leave_out_unknown(flat[:, some_unknown])
    return median.reshape(rows.shape[1:])


def _leave_out_unknown(rows: Floats) -> Floats:
    """Median of rows (n, k) with NaN, column by column."""
    ordered = np.sort(rows, axis=0)  # NaN come last
    n_known = (~np.isnan(ordered)).sum(axis=0)[None]
    # With an even count the mean of the two in the middle; of none, the first, which is NaN.
    lower, upper = np.maximum(n_known - 1, 0) // 2, n_known // 2
    upper = np.minimum(upper, len(ordered) - 1)
    middle = np.take_along_axis(ordered, lower, 0)[0] + np.take_along_axis(ordered, upper, 0)[0]
    return np.asarray(middle / 2)


def _measure_median(rows: Floats) -> Floats:
    """Median of rows (n, k) without NaN."""
    few = len(rows) <= _MOST_ROWS and rows.shape[1] >= _FEWEST_COLUMNS
    return _exchange_rows(rows) if few else _select_middle(rows)


def _select_middle(rows: Floats) -> Floats:
    """The middle of every column, looked for in it."""
    columns = np.array(rows.T, order="C")
    lower, upper = find_middle(len(rows))
    columns.partition((lower, upper), axis=-1)
    return np.asarray((columns[:, lower] + columns[:, upper]) / 2)


def _exchange_rows(rows: Floats) -> Floats:
    """The middle of all columns at once."""
    width = max(_AT_ONCE_BYTES // (rows.itemsize * len(rows)), 1)
    median = np.empty(rows.shape[1], rows.dtype)
    for first in range(0, rows.shape[1], width):
        median[first : first + width] = exchange_to_median(list(rows[:, first : first + width]))
    return median
