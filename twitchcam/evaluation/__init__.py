"""Agreement of detected events with hand-made or known truth.

One-to-one matching with a tolerance in time, then precision, recall and F1; false events per
minute with the exact interval of a Poisson count. Times in seconds.

Sources
-------
Event matching with a collar of 200 ms: the convention of sound event detection (sed_eval).
Exact Poisson interval: [garwood1936].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import optimize, stats

from twitchcam.records import Mark, Span

# How far onsets may be apart. Held actions begin less sharply than a twitch.
SHORT_TOLERANCE_S: Final = 0.2
HELD_TOLERANCE_S: Final = 0.5
# Half of what pictures at 250 a second could tell apart.
_NO_DIFFERENCE_S: Final = 0.002
# Of stretches that last, so much of the shorter one must lie in the other.
_SHARED: Final = 0.5
SHORT_KINDS: Final = ("twitch", "spasm", "blink", "wink")


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
    preferred: np.ndarray | None = None,
) -> Agreement:
    """Match as many events as possible, each at most once, nearest in time.

    Parameters
    ----------
    truth_s, detected_s : times of the true and of the detected events.
    tolerance_s : a pair may differ by this much.
    allowed : (truth, detected) bool; pairs that may be matched at all (same region, say).
    preferred : (truth, detected) bool; pairs to take where the times decide nothing.

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
        cost = np.where(possible, np.minimum(distance, 1e3), 1e6)
        if preferred is not None:
            cost = cost + np.where(preferred, 0.0, _NO_DIFFERENCE_S)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How the marks of one kind that were found compare with the true ones.

    Attributes
    ----------
    kind : of the marks.
    n_true, n_found, n_matched : marks; a match is of the same region, and near in time.
    n_true_not_judged : true marks inside stretches that were not judged; they count as missed.
    n_side_right : matched marks whose side is the true one (``both`` counts for either).
    onset_error_s : median of found minus true onset; NaN without a match.
    size_ratio : median of found over true size; NaN where no sizes are known.
    frequency_error_hz : of trembling: median of found minus true frequency; NaN where unknown.
    """

    kind: str
    n_true: int
    n_found: int
    n_matched: int
    n_true_not_judged: int
    n_side_right: int
    onset_error_s: float
    size_ratio: float
    frequency_error_hz: float = float("nan")

    @property
    def precision(self) -> float:
        """Share of found marks that are true; NaN if none was found."""
        return self.n_matched / self.n_found if self.n_found else float("nan")

    @property
    def recall(self) -> float:
        """Share of true marks that were found; NaN if there was none."""
        return self.n_matched / self.n_true if self.n_true else float("nan")

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; NaN if there was nothing to find or found."""
        n_both = self.n_true + self.n_found
        return 2 * self.n_matched / n_both if n_both else float("nan")


def compare_marks(
    kind: str, truth: Sequence[Mark], found: Sequence[Mark], not_judged: Sequence[Span]
) -> Comparison:
    """Compare the marks of ``kind``; onsets of a pair may be ``SHORT_TOLERANCE_S`` apart.

    Sides are compared after matching, so that a twitch found on the wrong side is seen as such
    and not as one missed and one too many. Of held actions, onsets may be ``HELD_TOLERANCE_S``
    apart. Trembling swells, so where it begins is a matter of taste: a pair shares half of the
    shorter stretch.
    """
    truth = [mark for mark in truth if mark.kind == kind]
    found = [mark for mark in found if mark.kind == kind]
    shape = len(truth), len(found)
    same_region = np.array([[t.region == f.region for f in found] for t in truth], dtype=bool)
    same_side = np.array([[_have_same_side(t, f) for f in found] for t in truth], dtype=bool)
    allowed = same_region.reshape(shape)
    tolerance_s = SHORT_TOLERANCE_S if kind in SHORT_KINDS else HELD_TOLERANCE_S
    if kind == "tremor":
        shared = np.array([[_share(t, f) >= _SHARED for f in found] for t in truth], dtype=bool)
        allowed, tolerance_s = allowed & shared.reshape(shape), float("inf")
    agreement = match_events(
        [mark.onset_s for mark in truth],
        [mark.onset_s for mark in found],
        tolerance_s,
        allowed,
        same_side.reshape(shape),
    )
    pairs = [(truth[i], found[j]) for i, j in agreement.pairs]
    ratios = [
        f.amplitude_mm / t.amplitude_mm
        for t, f in pairs
        if t.amplitude_mm and f.amplitude_mm is not None
    ]
    errors_hz = [
        f.frequency_hz - t.frequency_hz
        for t, f in pairs
        if t.frequency_hz is not None and f.frequency_hz is not None
    ]
    return Comparison(
        kind=kind,
        n_true=len(truth),
        n_found=len(found),
        n_matched=len(pairs),
        n_true_not_judged=sum(_is_inside(mark, not_judged) for mark in truth),
        n_side_right=sum(_have_same_side(t, f) for t, f in pairs),
        onset_error_s=_median([f.onset_s - t.onset_s for t, f in pairs]),
        size_ratio=_median(ratios),
        frequency_error_hz=_median(errors_hz),
    )


def pool_comparisons(comparisons: Sequence[Comparison]) -> Comparison:
    """Add up comparisons of one kind over recordings; medians of the recordings' medians."""
    return Comparison(
        kind=comparisons[0].kind,
        n_true=sum(c.n_true for c in comparisons),
        n_found=sum(c.n_found for c in comparisons),
        n_matched=sum(c.n_matched for c in comparisons),
        n_true_not_judged=sum(c.n_true_not_judged for c in comparisons),
        n_side_right=sum(c.n_side_right for c in comparisons),
        onset_error_s=_median([c.onset_error_s for c in comparisons]),
        size_ratio=_median([c.size_ratio for c in comparisons]),
        frequency_error_hz=_median([c.frequency_error_hz for c in comparisons]),
    )


def _have_same_side(true: Mark, found: Mark) -> bool:
    return "both" in (true.side, found.side) or true.side == found.side


def _share(true: Mark, found: Mark) -> float:
    """How much of the shorter of two stretches lies in the other; a point lies in it or not."""
    shared_s = min(true.offset_s, found.offset_s) - max(true.onset_s, found.onset_s)
    shorter_s = min(true.offset_s - true.onset_s, found.offset_s - found.onset_s)
    return shared_s / shorter_s if shorter_s > 0 else float(shared_s >= 0)


def _is_inside(mark: Mark, spans: Sequence[Span]) -> bool:
    middle_s = (mark.onset_s + mark.offset_s) / 2
    return any(span.start_s <= middle_s < span.stop_s for span in spans)


def _median(values: Sequence[float]) -> float:
    known = [value for value in values if np.isfinite(value)]
    return float(np.median(known)) if known else float("nan")
