"""Agreement of detected events with hand-made or known truth.

One-to-one matching with a tolerance in time, then precision, recall and F1; false events per
minute with the exact interval of a Poisson count. Times in seconds.

Sources
-------
Event matching with a collar of 200 ms: the convention of sound event detection (sed_eval).
Exact Poisson interval: Garwood 1936.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How detected events compare with the truth.

    ``pairs`` holds (truth index, detected index); ``missed`` and ``false`` the others.
    """

    pairs: tuple[tuple[int, int], ...]
    missed: tuple[int, ...]
    false: tuple[int, ...]

    @property
    def precision(self) -> float:
        """Share of detected events that are true; NaN if none was detected."""
        n_detected = len(self.pairs) + len(self.false)
        return len(self.pairs) / n_detected if n_detected else float("nan")

    @property
    def recall(self) -> float:
        """Share of true events that were detected; NaN if there was none."""
        n_true = len(self.pairs) + len(self.missed)
        return len(self.pairs) / n_true if n_true else float("nan")

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; NaN if there was nothing to find or found."""
        n_all = 2 * len(self.pairs) + len(self.missed) + len(self.false)
        return 2 * len(self.pairs) / n_all if n_all else float("nan")


def match_events(
    truth_s: Sequence[float],
    detected_s: Sequence[float],
    tolerance_s: float,
    allowed: np.ndarray | None = None,
) -> Agreement:
    """Match as many events as possible, each at most once, nearest in time.

    Parameters
    ----------
    truth_s, detected_s : times of the true and of the detected events.
    tolerance_s : a pair may differ by this much.
    allowed : (truth, detected) bool; pairs that may be matched at all (same side, say).

    Examples
    --------
    >>> match_events([1.0, 2.0], [1.1, 5.0], 0.2).pairs
    ((0, 0),)
    """
    truth, detected = np.asarray(truth_s, float), np.asarray(detected_s, float)
    pairs: list[tuple[int, int]] = []
    if truth.size and detected.size:
        distance = np.abs(truth[:, None] - detected[None])
        possible = distance <= tolerance_s + 1e-9
        if allowed is not None:
            possible &= allowed
        # A huge cost outside the tolerance makes the number of pairs come first.
        cost = np.where(possible, distance, 1e6)
        rows, columns = optimize.linear_sum_assignment(cost)
        pairs = [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if possible[i, j]]
    matched_truth = {i for i, _ in pairs}
    matched_detected = {j for _, j in pairs}
    return Agreement(
        pairs=tuple(pairs),
        missed=tuple(i for i in range(truth.size) if i not in matched_truth),
        false=tuple(j for j in range(detected.size) if j not in matched_detected),
    )


def rate_per_minute(
    n_events: int, minutes: float, level: float = 0.95
) -> tuple[float, float, float]:
    """Rate, and its exact Poisson interval (Garwood), per minute.

    Examples
    --------
    >>> rate_per_minute(0, 10.0)[2] < 0.37
    True
    """
    tail = (1 - level) / 2
    low = stats.chi2.ppf(tail, 2 * n_events) / 2 if n_events else 0.0
    high = stats.chi2.ppf(1 - tail, 2 * n_events + 2) / 2
    return n_events / minutes, float(low) / minutes, float(high) / minutes
