"""Statistics of agreement between raters, from well-kept packages, and what they lack.

In      What raters said, as arrays; ``NaN`` where one said nothing
Out     Cohen's kappa (scikit-learn), Krippendorff's alpha (krippendorff), ICC(2,1) with its 95 %
        interval (pingouin), limits of agreement, intervals by drawing persons anew
Needs   the extra ``study``

Sources
-------
[cohen1960], [krippendorff2011], [shrout1979], [bland1986]; drawing whole persons, because events of
one person resemble each other: [efron1993].
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from twitchcam.errors import InputError
from twitchcam.wording import text

_DRAWS: Final = 1000
_SEED: Final = 20261128
Interval = tuple[float, float]
NOT_KNOWN: Final[Interval] = (math.nan, math.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsOfAgreement:
    """How two measurements of the same things differ, second minus first.

    Attributes
    ----------
    n : pairs.
    mean, sd : of the differences.
    low, high : the limits, ``mean`` ± 1.96 ``sd``.
    mean_interval, low_interval, high_interval : their 95 % intervals.
    """

    n: int
    mean: float
    sd: float
    low: float
    high: float
    mean_interval: Interval
    low_interval: Interval
    high_interval: Interval


def measure_kappa(first: Sequence[float], second: Sequence[float]) -> float:
    """Cohen's kappa of two raters; NaN where it has no meaning.

    It has none where both always say the same one thing: nothing was there to disagree about.

    Examples
    --------
    >>> measure_kappa([1, 1, 0, 0], [1, 1, 0, 0])
    1.0
    """
    metrics = _load("sklearn.metrics")
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    both = np.isfinite(a) & np.isfinite(b)
    a, b = a[both].astype(int), b[both].astype(int)
    if len(np.unique(np.concatenate([a, b]))) < 2:
        return math.nan
    return float(metrics.cohen_kappa_score(a, b))


def measure_alpha(ratings: NDArray[np.float64], level: str = "nominal") -> float:
    """Krippendorff's alpha of any number of raters (raters, units); NaN where nothing was said.

    Examples
    --------
    >>> import numpy as np
    >>> measure_alpha(np.array([[1.0, 0.0, 1.0], [1.0, 0.0, np.nan]]))
    1.0
    """
    package = _load("krippendorff")
    said = ratings[:, np.isfinite(ratings).sum(axis=0) > 1]
    if len(np.unique(said[np.isfinite(said)])) < 2:
        return math.nan
    return float(package.alpha(reliability_data=said, level_of_measurement=level))


def measure_icc(ratings: NDArray[np.float64]) -> tuple[float, Interval]:
    """ICC(2,1): absolute agreement of single raters who stand for others, with its 95 % interval.

    Parameters
    ----------
    ratings : (things, raters); things that not everybody rated are left out.

    Returns
    -------
    The ICC and its interval; NaN with fewer than three things, one rater, or where all are alike.
    """
    whole = ratings[np.isfinite(ratings).all(axis=1)] if ratings.size else ratings
    if whole.ndim != 2 or whole.shape[0] < 3 or whole.shape[1] < 2 or np.ptp(whole) == 0:
        return math.nan, NOT_KNOWN
    pingouin, pandas = _load("pingouin"), _load("pandas")
    n, k = whole.shape
    table = pandas.DataFrame(
        {
            "thing": np.repeat(np.arange(n), k),
            "rater": np.tile(np.arange(k), n),
            "said": whole.ravel(),
        }
    )
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # of divisions by zero where raters agree in full
        found = pingouin.intraclass_corr(table, targets="thing", raters="rater", ratings="said")
    # Older releases call it ICC2 and CI95%.
    row = found[found["Type"].isin(["ICC(A,1)", "ICC2"])].iloc[0]
    low, high = row["CI95"] if "CI95" in row else row["CI95%"]
    return float(row["ICC"]), (float(low), float(high))


def find_limits(first: Sequence[float], second: Sequence[float]) -> LimitsOfAgreement:
    """Limits of agreement of pairs, second minus first [bland1986]; NaN below three pairs.

    Examples
    --------
    >>> find_limits([1.0, 2.0, 3.0], [2.0, 3.0, 4.0]).mean
    1.0
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    differences = (b - a)[np.isfinite(a) & np.isfinite(b)]
    n = len(differences)
    if n < 3:
        nan = math.nan
        return LimitsOfAgreement(
            n=n,
            mean=float(differences.mean()) if n else nan,
            sd=nan,
            low=nan,
            high=nan,
            mean_interval=NOT_KNOWN,
            low_interval=NOT_KNOWN,
            high_interval=NOT_KNOWN,
        )
    mean, sd = float(differences.mean()), float(differences.std(ddof=1))
    t = float(stats.t.ppf(0.975, n - 1))
    of_mean, of_limit = t * sd / math.sqrt(n), t * sd * math.sqrt(3 / n)
    low, high = mean - 1.96 * sd, mean + 1.96 * sd
    return LimitsOfAgreement(
        n=n,
        mean=mean,
        sd=sd,
        low=low,
        high=high,
        mean_interval=(mean - of_mean, mean + of_mean),
        low_interval=(low - of_limit, low + of_limit),
        high_interval=(high - of_limit, high + of_limit),
    )


def draw_persons(
    counts: NDArray[np.float64], measure: Callable[[NDArray[np.float64]], float]
) -> Interval:
    """95 % interval of a measure of added-up counts, by drawing whole persons anew.

    Parameters
    ----------
    counts : (persons, numbers), such as found, missed and false events of each person.
    measure : of their sum (numbers,); NaN where it has no meaning.

    Returns
    -------
    Its 2.5th and 97.5th percentile over the draws; NaN with fewer than three persons.
    """
    n = len(counts)
    if n < 3:
        return NOT_KNOWN
    rng = np.random.default_rng(_SEED)
    drawn = rng.multinomial(n, np.full(n, 1 / n), size=_DRAWS) @ counts
    values = np.array([measure(row) for row in drawn])
    known = values[np.isfinite(values)]
    if len(known) < _DRAWS / 2:
        return NOT_KNOWN
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def _load(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(text("error-statistics-package", package=name.split(".")[0])) from error
