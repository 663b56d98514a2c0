"""How much of a difference is noise, and how long to observe to see a change.

In      Repeated measurements of the same persons, or rates
Out     Standard error of measurement and smallest detectable change; minutes to observe
Sources [bland1996] (within-subject standard deviation), [weir2005] (smallest detectable change),
        [anscombe1948] (the square root of a count has a standard deviation of one half)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from twitchcam.checks import check_range
from twitchcam.errors import InputError
from twitchcam.wording import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeatability:
    """How well repeated measurements of the same person agree.

    Attributes
    ----------
    n_persons, n_recordings : with at least two recordings each.
    mean : of the persons' means.
    error, error_interval : standard error of measurement, that is the standard deviation within
        persons, and its 95 % interval.
    detectable_change : a difference of two recordings beyond this is more than noise, 95 of 100
        times: 1.96 times the root of 2 times ``error``.
    """

    n_persons: int
    n_recordings: int
    mean: float
    error: float
    error_interval: tuple[float, float]
    detectable_change: float


def measure_repeatability(persons: Sequence[Sequence[float]]) -> Repeatability:
    """Within-person standard deviation and smallest detectable change.

    Parameters
    ----------
    persons : for each person the values of their recordings, in which nothing should have changed;
        NaN and persons with fewer than two values are left out.

    Raises
    ------
    InputError
        No person has two values.

    Examples
    --------
    >>> round(measure_repeatability([[1.0, 2.0], [3.0, 4.0]]).error, 3)
    0.707
    """
    known = [[v for v in values if math.isfinite(v)] for values in persons]
    repeated = [np.asarray(values) for values in known if len(values) > 1]
    if not repeated:
        raise InputError(text("error-repeatability-nobody"))
    freedom = sum(len(values) - 1 for values in repeated)
    squares = sum(float(((values - values.mean()) ** 2).sum()) for values in repeated)
    error = math.sqrt(squares / freedom)
    low, high = (math.sqrt(squares / stats.chi2.ppf(p, freedom)) for p in (0.975, 0.025))
    return Repeatability(
        n_persons=len(repeated),
        n_recordings=sum(len(values) for values in repeated),
        mean=float(np.mean([values.mean() for values in repeated])),
        error=error,
        error_interval=(low, high),
        detectable_change=1.96 * math.sqrt(2) * error,
    )


def plan_minutes(
    rate_per_minute: float,
    change: float,
    *,
    power: float = 0.8,
    level: float = 0.05,
    spread: float = 1.0,
) -> float:
    """Minutes to observe before and after, to see a rate change by a factor.

    Parameters
    ----------
    rate_per_minute : rate before.
    change : rate after over rate before; 0.5 for half as many.
    power : chance to see the change if it is there.
    level : two-sided chance to see one that is not there.
    spread : variance of counts over their mean; 1 for chance alone, more where twitches come in
        bouts.

    Returns
    -------
    Minutes that can be judged, at each of the two visits, of all persons together.

    Raises
    ------
    InputError
        A number lies outside of what has a meaning.

    Examples
    --------
    >>> round(plan_minutes(2.0, 0.5), 1)
    22.9
    """
    check_range("rate_per_minute", rate_per_minute, 1e-6, 1e6)
    check_range("change", change, 0.0, 100.0)
    check_range("power", power, 0.05, 0.999)
    check_range("level", level, 1e-6, 0.5)
    check_range("spread", spread, 0.1, 1000.0)
    apart = abs(1 - math.sqrt(change)) * math.sqrt(rate_per_minute)
    if apart < 1e-6:
        raise InputError(text("error-repeatability-change"))
    reach = float(stats.norm.ppf(1 - level / 2) + stats.norm.ppf(power))
    return spread * reach**2 / (2 * apart**2)
