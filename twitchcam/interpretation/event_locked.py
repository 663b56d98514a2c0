"""What every part of the face does with a train of actions, at its true times and at all others.

In      Movement or lid openings on the even grid, actions
Out     LockedMovement: the mean response of every patch when the whole train of actions is moved
        around the recording by every possible amount; the first row is the train as it was
Method  Short actions (blinks): the mean displacement of the skin a moment before and after every
        apex. Only judged time counts: what was not judged is cut out and the rest joined.
        Held actions: the mean displacement while the action is held, less that just before it.
        Where either could not be measured the action is left out of that mean.
        Each response is a vector: movement that goes a different way each time cancels out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from twitchcam.records import Action, Bools, Floats

Integers = NDArray[np.integer[Any]]

# Time before a held action's onset that serves as its baseline; onsets are seen late.
BASELINE_S: Final = (0.9, 0.35)
_SETTLE_S: Final = 0.15
# Less than this share of the actions left, and a moved train says nothing.
_MIN_SHARE_LEFT: Final = 0.6
_MIN_MEASURED: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LockedMovement:
    """Mean response to a train of actions for every shift of the train.

    Attributes
    ----------
    mean_mm : (shifts, regions, sides, axes); shift 0 first.
    usable : (shifts,) enough of the train was left.
    actions : those that could be judged where they were.
    """

    mean_mm: Floats
    usable: Bools
    actions: tuple[Action, ...]


def lock_to_apexes(
    transient_mm: Floats, observed: Bools, actions: tuple[Action, ...], rate_hz: float
) -> LockedMovement:
    """Mean movement at every lag from the apexes; rows are lags around the observed time.

    Parameters
    ----------
    transient_mm : (m, regions, sides, axes).
    observed : (m,).
    """
    places = np.flatnonzero(observed)
    kept, apexes = [], []
    for action in actions:
        apex = min(round(action.apex_s * rate_hz), len(observed) - 1)
        if observed[apex]:
            kept.append(action)
            apexes.append(int(np.searchsorted(places, apex)))
    movement_mm = np.nan_to_num(transient_mm[places])
    if not kept:
        return LockedMovement(
            mean_mm=np.zeros_like(movement_mm),
            usable=np.zeros(len(places), dtype=bool),
            actions=(),
        )
    train = np.zeros(len(places))
    np.add.at(train, apexes, 1.0 / len(apexes))
    spectrum = np.conj(fft.rfft(train))
    columns = movement_mm.reshape(len(places), -1)
    mean_mm = np.empty_like(columns)
    for k in range(columns.shape[1]):  # one by one: an hour of all at once is large
        mean_mm[:, k] = fft.irfft(spectrum * fft.rfft(columns[:, k]), n=len(places))
    return LockedMovement(
        mean_mm=mean_mm.reshape(movement_mm.shape),
        usable=np.ones(len(places), dtype=bool),
        actions=tuple(kept),
    )


def lock_to_holds(holds: HoldSums, actions: tuple[Action, ...], shifts: Integers) -> LockedMovement:
    """Mean change from before each action to while it is held, for every shift of the train."""
    kept = []
    total: Floats = np.zeros((len(shifts), *holds.shape))
    n_left = np.zeros(len(shifts))
    for action in actions:
        change_mm, known = holds.change(action, shifts)
        if not known[0]:
            continue
        kept.append(action)
        change_mm[~known] = 0.0
        total += change_mm
        n_left += known
    # A mean of fewer varies more: scaled so that it varies like that of all.
    scale = np.sqrt(n_left * max(len(kept), 1))
    total /= np.maximum(scale, 1.0)[:, None, None, None]
    return LockedMovement(
        mean_mm=total,
        usable=n_left >= _MIN_SHARE_LEFT * max(len(kept), 1),
        actions=tuple(kept),
    )


class HoldSums:
    """Running sums of a position, so that the change over any hold at any shift is two steps.

    Parameters
    ----------
    position_mm : (m, regions, sides, axes).
    measured : (m,) samples that count.
    broken : (m,) samples across which positions cannot be compared.
    rate_hz : of the grid.
    """

    def __init__(self, position_mm: Floats, measured: Bools, broken: Bools, rate_hz: float) -> None:
        self.shape = position_mm.shape[1:]
        self._m, self._rate_hz = len(position_mm), rate_hz
        self._position_mm = position_mm
        self._sum = np.zeros((self._m + 1, *self.shape))
        for r in range(self.shape[0]):  # one by one: an hour of all at once is large
            filled = np.where(measured[:, None, None], np.nan_to_num(position_mm[:, r]), 0.0)
            np.cumsum(filled, axis=0, out=self._sum[1:, r])
        self._n = np.concatenate([[0], np.cumsum(measured)])
        self._n_broken = np.concatenate([[0], np.cumsum(broken)])

    def change(self, action: Action, shifts: Integers) -> tuple[Floats, Bools]:
        """Change from before to within ``action`` moved by every shift, and where it is known."""
        onset = round(action.onset_s * self._rate_hz)
        length = round((action.offset_s - action.onset_s) * self._rate_hz)
        settle = min(round(_SETTLE_S * self._rate_hz), length // 4)
        start = (onset + shifts) % self._m
        first, second = (start - round(t * self._rate_hz) for t in BASELINE_S)
        before, share_before = self._mean(first, second)
        held, share_held = self._mean(start + settle, start + length - settle)
        last = (start + length).clip(0, self._m)
        whole = self._n_broken[last] == self._n_broken[first.clip(0, self._m)]
        known = (share_before >= _MIN_MEASURED) & (share_held >= _MIN_MEASURED) & whole
        held -= before
        return held, known

    def measure_wander(self, actions: tuple[Action, ...], shifts: Integers) -> Floats:
        """Changes over holds of a usual length at which nothing was done, (n, ...) mm."""
        usual = sorted(actions, key=lambda a: a.offset_s - a.onset_s)[len(actions) // 2]
        change_mm, known = self.change(usual, shifts)
        return change_mm[known & self._mark_apart(usual, shifts, actions)]

    def _mark_apart(self, action: Action, shifts: Integers, others: tuple[Action, ...]) -> Bools:
        """Shifts at which ``action``, its baseline included, overlaps none of the others."""
        first_s = (round(action.onset_s * self._rate_hz) + shifts) % self._m / self._rate_hz
        last_s = first_s + action.offset_s - action.onset_s
        apart = np.ones(len(shifts), dtype=bool)
        for other in others:
            before_s, after_s = other.onset_s - BASELINE_S[1], other.offset_s + BASELINE_S[1]
            apart &= (last_s < before_s) | (first_s - BASELINE_S[0] > after_s)
        return apart

    def measure_before(self, action: Action, region: int) -> Floats:
        """Mean position (sides, axes) before ``action``."""
        start = np.array([round(action.onset_s * self._rate_hz)])
        first, second = (start - round(t * self._rate_hz) for t in BASELINE_S)
        return np.asarray(self._mean(first, second)[0][0, region])

    def find_lag_s(self, action: Action, region: int, side: int, towards: Floats) -> float:
        """Time from the action's onset to when half of the response is there; NaN if never."""
        onset, offset = (round(t * self._rate_hz) for t in (action.onset_s, action.offset_s))
        first = max(onset - round(BASELINE_S[1] * self._rate_hz), 0)
        course_mm = self._position_mm[first:offset, region, side] @ towards
        course_mm = course_mm - self.measure_before(action, region)[side] @ towards
        response_mm = float(
            self.change(action, np.zeros(1, dtype=int))[0][0, region, side] @ towards
        )
        reached = np.flatnonzero(np.nan_to_num(course_mm) >= response_mm / 2)
        if response_mm <= 0 or reached.size == 0:
            return float("nan")
        return float(first + reached[0]) / self._rate_hz - action.onset_s

    def _mean(self, first: Integers, last: Integers) -> tuple[Floats, Floats]:
        """Mean over [first, last), and the share of it that was measured; 0 off the ends."""
        inside = (first >= 0) & (last <= self._m) & (last > first)
        first, last = first.clip(0, self._m), last.clip(0, self._m)
        n = self._n[last] - self._n[first]
        mean = self._sum[last]
        mean -= self._sum[first]
        mean /= np.maximum(n, 1)[:, None, None, None]
        return mean, np.where(inside, n / np.maximum(last - first, 1), 0.0)
