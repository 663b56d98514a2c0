"""From found and missed twitches of several sizes to the size that is found half the time.

Method  A logistic curve over the logarithm of size, whose upper end may stay below one (lapses).
        Every curve of a grid is weighed by its likelihood (flat prior), so that a region in which
        all sizes above one are found and none below gets an honest interval too. Given are the
        weighted median and the middle 90 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, xlogy

Floats = NDArray[np.floating[Any]]

_MIDDLE: Final = np.log(np.geomspace(0.05, 10.0, 180))
_SPREAD: Final = np.geomspace(0.02, 0.8, 24)
_LAPSE: Final = np.array([0.0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3])
_QUANTILES: Final = (0.5, 0.05, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A size in mm with the interval that holds it with 90 % probability; may be infinite."""

    size_mm: float
    low_mm: float
    high_mm: float


def fit_threshold(sizes_mm: Sequence[float], found: Sequence[bool], share: float) -> Threshold:
    """The size at which ``share`` of twitches are found.

    Parameters
    ----------
    sizes_mm, found : one entry for each twitch that was shown.
    share : 0.5 for A50, 0.9 for A90; never reached by a curve with more lapses than that.
    """
    size = np.log(np.asarray(sizes_mm, dtype=float))[:, None, None, None]
    hit = np.asarray(found, dtype=float)[:, None, None, None]
    middle, spread, lapse = np.meshgrid(_MIDDLE, _SPREAD, _LAPSE, indexing="ij")
    chance = (1.0 - lapse) * expit((size - middle) / spread)
    likelihood = (xlogy(hit, chance) + xlogy(1.0 - hit, 1.0 - chance)).sum(axis=0)
    weight = np.exp(likelihood - likelihood.max())
    with np.errstate(divide="ignore", invalid="ignore"):
        reached = np.minimum(share / (1.0 - lapse), 1.0)
        threshold = np.exp(middle + spread * logit(reached))
    median, low, high = _weighted_quantiles(threshold.ravel(), weight.ravel())
    return Threshold(size_mm=median, low_mm=low, high_mm=high)


def say_threshold(threshold: Threshold, min_mm: float, max_mm: float) -> str:
    """``0.45 (0.38–0.55)`` mm; sizes that were not shown are only said to lie beyond."""

    def say(value_mm: float) -> str:
        if value_mm < min_mm:
            return f"<{min_mm:g}"
        return f">{max_mm:g}" if value_mm > max_mm else f"{value_mm:.2f}"

    return f"{say(threshold.size_mm)} ({say(threshold.low_mm)}–{say(threshold.high_mm)})"


def _weighted_quantiles(values: Floats, weights: Floats) -> tuple[float, float, float]:
    order = np.argsort(values)
    share = np.cumsum(weights[order]) / weights.sum()
    places = np.minimum(np.searchsorted(share, _QUANTILES), len(values) - 1)
    median, low, high = values[order][places].tolist()
    return median, low, high
