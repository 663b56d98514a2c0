"""Median of a few arrays, place by place, many times as fast as numpy's.

In      arrays of one shape, without NaN
Out     their median, the same bits as of ``numpy.median``
Method  Whole arrays change places, the smaller numbers to the first, in the pairs of Batcher's
        odd-even merging, as far as the middle depends on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from twitchcam.records import Floats


def find_middle(n: int) -> tuple[int, int]:
    """The one or two in the middle of ``n`` in a row."""
    return (n - 1) // 2, n // 2


def exchange_to_median(values: Sequence[Floats]) -> Floats:
    """Median of ``values``, arrays of one shape; they stay as they are."""
    ordered = [np.array(value) for value in values]
    spare = np.empty_like(ordered[0])
    for low, high in _list_exchanges(len(ordered)):
        np.minimum(ordered[low], ordered[high], out=spare)
        np.maximum(ordered[low], ordered[high], out=ordered[high])
        ordered[low], spare = spare, ordered[low]
    lower, upper = find_middle(len(ordered))
    return np.asarray((ordered[lower] + ordered[upper]) / 2)


@cache
def _list_exchanges(n: int) -> tuple[tuple[int, int], ...]:
    """Pairs of ``n`` arrays whose smaller numbers go to the first, one pair after the other.

    After them the middle is that of the order. Pairs that only order others are left out.
    """
    pairs, top = list[tuple[int, int]](), 1 << max((n - 1).bit_length() - 1, 0)
    step = top
    while step > 0:
        apart, wanted, half = step, 0, top
        while True:
            pairs += [(i, i + apart) for i in range(n - apart) if i & step == wanted]
            if half == step:
                break
            apart, wanted, half = half - step, step, half // 2
        step //= 2
    asked, kept = set(find_middle(n)), list[tuple[int, int]]()
    for pair in reversed(pairs):
        if not asked.isdisjoint(pair):
            asked.update(pair)
            kept.append(pair)
    return tuple(reversed(kept))
