"""Whether a blink drags another part of the face along.

In      Actions, Movement
Out     one Coupling for every region of the lower face and side
Method  1. The answer to a blink is the largest movement of the patch beyond its mirror patch,
           in mm, near the lids' apex.
        2. Chance: the same blinks moved together around the clip, many times; p is the share of
           shifts whose mean answer, in any region, is as large (max statistic, so that looking
           at many regions is paid for).
        3. Answers per blink, their mean with a bootstrap interval, the lag, and whether a
           stronger blink brings a larger answer (Theil-Sen slope with its interval).
Where the defaults come from   settings.CouplingSettings
Departures from the sources    circular shifts instead of phase surrogates: ends may differ
Known limits   Blinks only. Movement that both sides make with a blink is not counted.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage, stats

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.records import Action, Bools, Coupling, Floats, Movement, Side
from twitchcam.settings import CouplingSettings
from twitchcam.signals.excluded import mark_observed

ANSWERING_REGIONS: Final = ("cheek", "upper_lip", "mouth_corner", "lower_lip", "chin")
_SEED: Final = 20261121
_N_BOOTSTRAP: Final = 1000
_LEAST_FOR_SLOPE: Final = 5


def relate_blinks(
    actions: tuple[Action, ...], movement: Movement, settings: CouplingSettings
) -> tuple[Coupling, ...]:
    """How every region of the lower face answers to blinks."""
    observed = mark_observed(movement.time_s, movement.excluded)
    blinks = [
        action
        for action in actions
        if action.kind == "blink" and observed[_index(movement, action.apex_s)]
    ]
    if len(blinks) < settings.least_actions:
        return tuple(
            _not_assessed(region, side, len(blinks), settings)
            for region in ANSWERING_REGIONS
            for side in SIDES
        )
    beyond_mm = _measure_beyond_mirror(movement, observed)  # (m, regions * sides)
    apexes = np.array([_index(movement, blink.apex_s) for blink in blinks])
    curves_mm = _largest_near(beyond_mm, movement, settings)
    answers_mm = curves_mm[apexes]  # (blinks, regions * sides)
    # Blinks are shifted through the time that was judged: elsewhere nothing could answer.
    judged = np.cumsum(observed) - 1
    p_values = _compare_with_shifts(curves_mm[observed], judged[apexes], movement, settings)
    return tuple(
        _describe(r, s, blinks, apexes, answers_mm, beyond_mm, p_values, movement, settings)
        for r in range(len(ANSWERING_REGIONS))
        for s in range(len(SIDES))
    )


def _index(movement: Movement, time_s: float) -> int:
    return min(round(time_s * movement.sampling_rate_hz), len(movement.time_s) - 1)


def _measure_beyond_mirror(movement: Movement, observed: Bools) -> Floats:
    """Movement of each patch beyond its mirror patch, (m, regions * sides) mm, 0 if excluded."""
    rows = [REGION_NAMES.index(region) for region in ANSWERING_REGIONS]
    xy = np.nan_to_num(movement.displacement_mm).reshape(len(movement.time_s), -1, len(SIDES), 2)
    size = np.hypot(xy[..., 0], xy[..., 1])[:, rows]
    beyond = np.maximum(size - size[:, :, ::-1], 0.0)
    beyond[~observed] = 0.0
    return beyond.reshape(len(beyond), -1)


def _largest_near(beyond_mm: Floats, movement: Movement, settings: CouplingSettings) -> Floats:
    """The largest value within the answer window of every moment, same shape."""
    before, after = (
        round(length_s * movement.sampling_rate_hz)
        for length_s in (settings.answer_before_s, settings.answer_after_s)
    )
    width = before + after + 1
    # The filter's window is centred; the origin moves it to [-before, +after].
    return ndimage.maximum_filter1d(
        beyond_mm, size=width, axis=0, mode="nearest", origin=-(after - before) // 2
    )


def _compare_with_shifts(
    curves_mm: Floats, apexes: Floats, movement: Movement, settings: CouplingSettings
) -> Floats:
    """Corrected p of every column: share of shifted trains with an answer as large anywhere."""
    n_samples = len(curves_mm)
    mean_mm = curves_mm[apexes].mean(axis=0)
    least = round(settings.shortest_shift_s * movement.sampling_rate_hz)
    if n_samples <= 2 * least + 1:
        return np.ones(curves_mm.shape[1])
    random = np.random.default_rng(_SEED)
    shifts = random.integers(least, n_samples - least, size=int(settings.n_surrogates))
    by_chance = np.array(
        [curves_mm[(apexes + shift) % n_samples].mean(axis=0).max() for shift in shifts]
    )
    return (1 + (by_chance[:, None] >= mean_mm[None]).sum(axis=0)) / (1 + len(shifts))


def _describe(
    r: int,
    s: int,
    blinks: list[Action],
    apexes: Floats,
    answers_mm: Floats,
    beyond_mm: Floats,
    p_values: Floats,
    movement: Movement,
    settings: CouplingSettings,
) -> Coupling:
    column, other = len(SIDES) * r + s, len(SIDES) * r + (1 - s)
    answer = answers_mm[:, column]
    row = REGION_NAMES.index(ANSWERING_REGIONS[r])
    yardstick = settings.answer_noise_ratio * movement.local_noise_mm[apexes, row, s]
    answered = answer > yardstick
    slope, interval = _fit_dose(blinks, s, answer)
    side: Side = "left" if s == 0 else "right"
    return Coupling(
        action="blink",
        region=ANSWERING_REGIONS[r],
        side=side,
        n_actions=len(blinks),
        n_responses=int(answered.sum()),
        response_mm=float(answer.mean()),
        response_interval_mm=_bootstrap_mean(answer),
        other_side_mm=float(answers_mm[:, other].mean()),
        lag_s=_median_lag(apexes[answered], beyond_mm[:, column], movement, settings),
        dose_slope=slope,
        dose_slope_interval=interval,
        p_value=float(p_values[column]),
        n_surrogates=int(settings.n_surrogates),
        not_assessed_reason=None,
    )


def _bootstrap_mean(values: Floats) -> tuple[float, float]:
    random = np.random.default_rng(_SEED)
    picks = random.integers(0, len(values), size=(_N_BOOTSTRAP, len(values)))
    low, high = np.percentile(values[picks].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def _median_lag(
    apexes: Floats, beyond_mm: Floats, movement: Movement, settings: CouplingSettings
) -> float | None:
    """Median time from the lids' apex to the answer's apex, s; ``None`` without an answer."""
    if apexes.size == 0:
        return None
    before = round(settings.answer_before_s * movement.sampling_rate_hz)
    after = round(settings.answer_after_s * movement.sampling_rate_hz)
    lags = []
    for apex in apexes:
        start = max(apex - before, 0)
        lags.append(start + int(np.argmax(beyond_mm[start : apex + after + 1])) - apex)
    return float(np.median(lags)) / movement.sampling_rate_hz


def _fit_dose(
    blinks: list[Action], s: int, answer_mm: Floats
) -> tuple[float | None, tuple[float, float] | None]:
    """Millimetres of answer per millimetre of lid travel, with its 95 % interval."""
    travel_mm = np.array([blink.left_mm if s == 0 else blink.right_mm for blink in blinks])
    if len(blinks) < _LEAST_FOR_SLOPE or np.ptp(travel_mm) <= 0:
        return None, None
    fitted = stats.theilslopes(answer_mm, travel_mm, 0.95)
    return float(fitted.slope), (float(fitted.low_slope), float(fitted.high_slope))


def _not_assessed(region: str, side: str, n_blinks: int, settings: CouplingSettings) -> Coupling:
    return Coupling(
        action="blink",
        region=region,
        side="left" if side == "left" else "right",
        n_actions=n_blinks,
        n_responses=0,
        response_mm=None,
        response_interval_mm=None,
        other_side_mm=None,
        lag_s=None,
        dose_slope=None,
        dose_slope_interval=None,
        p_value=None,
        n_surrogates=0,
        not_assessed_reason=(
            f"{n_blinks} blinks could be judged; at least {settings.least_actions:.0f} are needed."
        ),
    )
