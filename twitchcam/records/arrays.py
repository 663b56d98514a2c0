"""Arrays in records: checked, copied, and closed to change."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchcam.errors import check_shape

Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]


def freeze(record: object, name: str, dtype: str, must: tuple[int | str, ...]) -> None:
    """Replace an array field by a checked, read-only copy (a read-only array is kept as it is)."""
    value = np.asanyarray(getattr(record, name))
    check_shape(name, value.shape, must)
    if value.dtype != np.dtype(dtype) or value.flags.writeable:
        value = np.array(value, dtype=dtype)
        value.flags.writeable = False
    object.__setattr__(record, name, value)
