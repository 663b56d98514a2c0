"""Closings of the eyes against the truth: found, missed, made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.material.real_truth import TrueClosure
from twitchcam.evaluation import Agreement, match_events

TOLERANCE_S: Final = 0.2
# ``meets`` alone decides: the nearest of those that meet is taken, however far its apex.
_ANY_S: Final = 60.0
# Onset, apex, offset in seconds.
Times = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Closings of the eyes: found, missed, made up."""

    n_found: int
    n_missed: int
    n_false: int

    def __add__(self, other: Count) -> Count:
        return Count(
            n_found=self.n_found + other.n_found,
            n_missed=self.n_missed + other.n_missed,
            n_false=self.n_false + other.n_false,
        )

    def describe(self) -> str:
        """Precision, recall and F1."""
        n_all = 2 * self.n_found + self.n_missed + self.n_false
        shares = [
            (self.n_found, self.n_found + self.n_false),
            (self.n_found, self.n_found + self.n_missed),
            (2 * self.n_found, n_all),
        ]
        words = [f"{part / whole:.2f}" if whole else "–" for part, whole in shares]
        return f"precision {words[0]}, recall {words[1]}, F1 {words[2]}"


NOTHING: Final = Count(n_found=0, n_missed=0, n_false=0)


def count_closures(
    truth: Sequence[TrueClosure], detected: Sequence[Times], judged_s: tuple[float, float]
) -> Count:
    """Match closings one to one; the unsure ones only explain what would otherwise be false."""
    first_s, last_s = judged_s
    inside = [times for times in detected if first_s <= times[1] <= last_s]
    sure = [c for c in truth if c.sure and first_s <= c.peak_s <= last_s]
    agreement = _match(sure, inside)
    rest = [inside[j] for j in agreement.false]
    # An unsure closing may be seen in any number of pieces.
    unexplained = [d for d in rest if not any(meets(c, d) for c in truth if not c.sure)]
    return Count(
        n_found=len(agreement.pairs), n_missed=len(agreement.missed), n_false=len(unexplained)
    )


def _match(truth: Sequence[TrueClosure], detected: Sequence[Times]) -> Agreement:
    allowed = [[meets(c, d) for d in detected] for c in truth]
    return match_events(
        [c.peak_s for c in truth],
        [apex_s for _, apex_s, _ in detected],
        _ANY_S,
        np.array(allowed, dtype=bool).reshape(len(truth), len(detected)),
    )


def meets(closure: TrueClosure, detected: Times) -> bool:
    """Whether the two overlap, or their deepest moments lie within ``TOLERANCE_S``."""
    onset_s, apex_s, offset_s = detected
    overlap = onset_s <= closure.end_s and closure.start_s <= offset_s
    return overlap or abs(apex_s - closure.peak_s) <= TOLERANCE_S
