"""Running median in time of many columns.

In      numbers (n, ...) without NaN between others
Out     (n, ...) the median of ``width`` rows around each; at the ends the last row goes on
Method  Column by column: for a single one the library knows a way that takes a tenth of the time.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from twitchcam.records import Floats


def run_median(values: Floats, width: int) -> Floats:
    """Median of ``width`` rows, an odd number, around every row of ``values`` (n, ...)."""
    medians = np.empty(values.shape, values.dtype)
    columns, found = values.reshape(len(values), -1), medians.reshape(len(values), -1)
    for number, column in enumerate(columns.T):
        found[:, number] = ndimage.median_filter(column, size=width, mode="nearest")
    return medians
