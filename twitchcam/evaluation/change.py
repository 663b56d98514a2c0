"""Whether a number changed over months by more than chance and measuring error explain.

In      Readings of one person, one number, one way of recording, in the order of time; repeated
        readings between which nothing should have changed, where there are such
Out     Change: a verdict on the last against the first, and the band that noise could reach
Method  1. Numbers are compared on a scale on which their error does not hang on their size: roots
           of rates [anscombe1948], logarithms of ratios, arcsines of shares.
        2. The smallest detectable change is that of repeated readings (1.96 times the root of 2
           times their standard error [weir2005, bland1996], with Student's quantile for few), or
           what the two readings' own 95 % intervals reach together; the larger where both are
           known, for an interval of one recording knows nothing of the day.
        3. A change counts when the reading before the last shows it too, each beyond its own band;
           until then it is one for the first time. With two readings there is no such witness.
Known limits   Who looks at many numbers sees one in twenty change by chance; of those that two
        readings in a row show, fewer. Where there is neither repetition nor interval, nothing is
        said.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from scipy import stats

from twitchcam.evaluation.repeatability import measure_repeatability

Scale = Literal["plain", "root", "log", "share"]
Verdict = Literal[
    "smaller", "larger", "smaller_once", "larger_once", "none", "not_known", "too_few"
]
Source = Literal["repeats", "intervals"]

# Below, the spread of repeats says little about noise: with 3 it may be off by a factor of 2.
_MIN_FREEDOM: Final = 3
# Half of a 95 % interval in standard errors.
_HALF_WIDTH: Final = 1.96
# Ratios and their intervals may touch 0, whose logarithm is none.
_LEAST: Final = 1e-6
_Turn = Callable[[float], float]
_TURNS: Final[dict[Scale, tuple[_Turn, _Turn]]] = {
    "plain": (lambda value: value, lambda value: value),
    "root": (lambda value: math.sqrt(max(value, 0.0)), lambda value: max(value, 0.0) ** 2),
    "log": (lambda value: math.log(max(value, _LEAST)), math.exp),
    "share": (
        lambda value: math.asin(math.sqrt(min(max(value, 0.0), 1.0))),
        lambda value: math.sin(min(max(value, 0.0), math.pi / 2)) ** 2,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One number of one day, and its 95 % interval where it has one of its own."""

    value: float
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a number since the first reading.

    Attributes
    ----------
    verdict : ``smaller`` or ``larger`` beyond noise, ``…_once`` if only the last reading says so;
        ``none`` within noise; ``not_known`` where noise is not known; ``too_few`` readings.
    by : last minus first; ``None`` with fewer than two.
    band : for every reading what noise alone could have made of the first, in its unit; ``None``
        where noise is not known.
    rests_on : what the band of the last reading comes from.
    """

    verdict: Verdict
    by: float | None
    band: tuple[tuple[float, float] | None, ...]
    rests_on: Source | None


def judge_change(
    readings: Sequence[Reading], scale: Scale = "plain", repeats: Sequence[Sequence[float]] = ()
) -> Change:
    """Compare the last reading with the first.

    Parameters
    ----------
    readings : in the order of time.
    scale : on which errors are alike: ``plain``, ``root`` (rates), ``log`` (ratios), ``share``.
    repeats : groups of values between which nothing should have changed.

    Returns
    -------
    Change
        With a band for every reading.

    Examples
    --------
    >>> first = Reading(value=1.5, interval=(1.3, 1.7))
    >>> last = Reading(value=1.0, interval=(0.9, 1.1))
    >>> judge_change([first, last]).verdict
    'smaller'
    >>> judge_change([first, first]).verdict
    'none'
    """
    turn, turn_back = _TURNS[scale]
    if not readings:
        return Change(verdict="too_few", by=None, band=(), rests_on=None)
    repeated = _measure_repeats(repeats, turn)
    first = turn(readings[0].value)
    reaches = [_find_reach(readings[0], reading, turn, repeated) for reading in readings]
    band = tuple(
        None if reach is None else (turn_back(first - reach[0]), turn_back(first + reach[0]))
        for reach in reaches
    )
    last = reaches[-1]
    return Change(
        verdict=_decide([turn(reading.value) - first for reading in readings], reaches),
        by=readings[-1].value - readings[0].value if len(readings) > 1 else None,
        band=band,
        rests_on=None if last is None else last[1],
    )


def _decide(moved: Sequence[float], reaches: Sequence[tuple[float, Source] | None]) -> Verdict:
    if len(moved) < 2:
        return "too_few"
    if reaches[-1] is None:
        return "not_known"
    beyond = [
        0 if reach is None or abs(by) <= reach[0] else int(math.copysign(1, by))
        for by, reach in zip(moved, reaches, strict=True)
    ]
    if not beyond[-1]:
        return "none"
    is_seen_twice = len(moved) == 2 or beyond[-2] == beyond[-1]
    if beyond[-1] < 0:
        return "smaller" if is_seen_twice else "smaller_once"
    return "larger" if is_seen_twice else "larger_once"


def _find_reach(
    first: Reading, other: Reading, turn: _Turn, repeated: float | None
) -> tuple[float, Source] | None:
    """How far noise alone could move the other from the first, on the scale."""
    halves = [_find_half(reading, turn) for reading in (first, other)]
    known = [half for half in halves if half is not None]
    own = math.hypot(*known) if len(known) == len(halves) else None
    if repeated is not None and (own is None or repeated >= own):
        return repeated, "repeats"
    return None if own is None else (own, "intervals")


def _find_half(reading: Reading, turn: _Turn) -> float | None:
    if reading.interval is None:
        return None
    low, high = (turn(bound) for bound in reading.interval)
    return (high - low) / 2


def _measure_repeats(repeats: Sequence[Sequence[float]], turn: _Turn) -> float | None:
    groups = [[turn(value) for value in group] for group in repeats if len(group) > 1]
    freedom = sum(len(group) - 1 for group in groups)
    if freedom < _MIN_FREEDOM:
        return None
    error = measure_repeatability(groups).error
    return float(stats.t.ppf(0.975, freedom) * math.sqrt(2) * error)


def find_share_interval(n: int, n_of: int) -> tuple[float, float]:
    """95 % interval of a share of ``n_of`` [wilson1927].

    Examples
    --------
    >>> [round(bound, 2) for bound in find_share_interval(0, 10)]
    [0.0, 0.28]
    """
    square = _HALF_WIDTH**2
    middle = (n + square / 2) / (n_of + square)
    half = _HALF_WIDTH / (n_of + square) * math.sqrt(n * (n_of - n) / n_of + square / 4)
    return max(middle - half, 0.0), min(middle + half, 1.0)
