"""Whether a response is more than chance, how large it is, and whether more brings more.

In      a statistic of every patch for every shift of a train of actions; responses one by one
Out     p, intervals, slopes
Method  p is the share of shifts at which any patch stands out from its own usual as far as this
        one does unshifted: looking at many patches is paid for. Patches differ in noise, so each
        is measured in its own robust sigmas over the shifts. Intervals are a bootstrap
        over the actions; slopes are Theil-Sen.
Departures from the sources    circular shifts of the true signal instead of phase surrogates,
        which assume that the noise is the same throughout
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from twitchcam.records import Bools, Floats

_SEED: Final = 20261121
_N_BOOTSTRAP: Final = 1000
_MIN_FOR_SLOPE: Final = 5
# A patch that never moves has no spread: a difference below this is nothing all the same.
_MIN_SPREAD_MM: Final = 0.02
_MAD_TO_SIGMA: Final = 1.4826


def compare_with_shifts(
    statistic: Floats, usable: Bools, min_shift: int, spread: Floats | None = None
) -> tuple[NDArray[np.float64], int]:
    """Corrected p of every patch, and how many shifts it rests on.

    Parameters
    ----------
    statistic : (shifts, patches), shift 0 first, the shifts going once around.
    usable : (shifts,) shifts that say something.
    min_shift : shifts nearer to 0 than this, either way around, are no fair comparison.
    spread : (patches,) how far each wanders by chance; ``None`` takes it from the shifts, which
        is fair as long as responses are so short that most shifts hold none.
    """
    n_shifts, n_patches = statistic.shape
    far = usable.copy()
    far[:min_shift] = False
    far[n_shifts - min_shift + 1 :] = False
    n_far = int(far.sum())
    if n_far < 2:
        return np.ones(n_patches), 0
    # Patch by patch: an hour of all at once is large.
    furthest = np.full(n_far, -np.inf)
    stands_out = np.empty(n_patches)
    for k in range(n_patches):
        by_chance = statistic[far, k]
        usual, sigma = 0.0, None if spread is None else spread[k]
        if sigma is None:
            # Robust: a patch that jerks now and then must not be excused by its own jerks.
            usual = np.median(by_chance)
            sigma = find_spread(by_chance - usual)
        sigma = max(sigma, _MIN_SPREAD_MM)
        np.maximum(furthest, (by_chance - usual) / sigma, out=furthest)
        stands_out[k] = (statistic[0, k] - usual) / sigma
    n_as_far = np.array([(furthest >= height).sum() for height in stands_out])
    return (1.0 + n_as_far) / (1.0 + n_far), n_far


def find_spread(values: Floats) -> Floats:
    """Robust sigma of each column, for values that lie about 0."""
    return np.asarray(_MAD_TO_SIGMA * np.median(np.abs(values), axis=0))


def bootstrap_mean(values: Floats) -> tuple[float, float]:
    """95 % interval of the mean."""
    random = np.random.default_rng(_SEED)
    picks = random.integers(0, len(values), size=(_N_BOOTSTRAP, len(values)))
    low, high = np.percentile(values[picks].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def fit_dose(
    doses_mm: Floats, responses_mm: Floats
) -> tuple[float | None, tuple[float, float] | None]:
    """Millimetres of response per millimetre of the action, with its 95 % interval."""
    if len(doses_mm) < _MIN_FOR_SLOPE or np.ptp(doses_mm) <= 0:
        return None, None
    fitted = stats.theilslopes(responses_mm, doses_mm, 0.95)
    return float(fitted.slope), (float(fitted.low_slope), float(fitted.high_slope))
