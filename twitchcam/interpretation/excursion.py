"""How far, and along which course, both sides of the face travel in one action.

In      Action, Movement (mm, with what is held), Expression
Out     Excursion of skin and landmarks, left and right; ``None`` where it cannot be judged
Method  The middle of the hold against a straight line from the rest before to the rest after, so
        that slow drift of the flow falls out. Only where face and head were still enough.
Where the defaults come from   settings.SymmetrySettings
Known limits   The corner's skin is measured against its surroundings, which a smile moves too:
        travel is up to a fifth too small, alike on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.records import CLOSURE_KINDS, Action, Bools, Expression, Floats, Movement, is_spoiled
from twitchcam.settings import SymmetrySettings

REGION_OF: Final = {"smile": "mouth_corner", "pucker": "mouth_corner", "brow_raise": "brow"}
_HOLD_FROM, _HOLD_TO = 0.3, 0.7  # the middle of an action, as shares of its length
_RAMP_S: Final = 0.5
_STEP_S: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Excursion:
    """One action: travel and course of both sides (left, right)."""

    onset_s: float
    skin_mm: tuple[float, float]
    landmark_mm: tuple[float, float]
    correlation: float
    hold_slope_per_s: tuple[float, float] | None


def measure_excursion(
    action: Action,
    movement: Movement,
    expression: Expression,
    resting: Bools,
    settings: SymmetrySettings,
) -> Excursion | None:
    """Excursion of both sides in one action; ``None`` where it cannot be judged.

    ``resting`` (m,) is ``mark_resting``.
    """
    if _is_spoiled(action, movement, expression, settings):
        return None
    region = REGION_OF[action.kind]
    skin = movement.displacement_mm[:, REGION_NAMES.index(region)]
    if region == "brow":
        landmarks = np.stack([np.zeros_like(expression.brow_mm), expression.brow_mm], axis=2)
    else:
        landmarks = expression.mouth_corner_mm
    skin_course = _measure_course(skin, action, movement, resting, settings)
    landmark_course = _measure_course(landmarks, action, movement, resting, settings)
    if skin_course is None or landmark_course is None:
        return None
    skin_mm, skin_along = skin_course
    landmark_mm, landmark_along = landmark_course
    seen = np.isfinite(landmark_along).all(axis=1)
    return Excursion(
        onset_s=action.onset_s,
        skin_mm=skin_mm,
        landmark_mm=landmark_mm,
        correlation=_correlate(landmark_along[seen]),
        hold_slope_per_s=_measure_hold(skin_along, skin_mm, movement, settings),
    )


def _is_spoiled(
    action: Action, movement: Movement, expression: Expression, settings: SymmetrySettings
) -> bool:
    reach_s = settings.baseline_s + settings.settle_s
    start_s, stop_s = action.onset_s - reach_s, action.offset_s + reach_s
    if is_spoiled(movement.excluded, "held", start_s, stop_s):
        return True
    first, last = np.searchsorted(movement.time_s, [start_s, stop_s])
    turned = expression.head_rotation_deg[first:last, :2]
    turned = turned[np.isfinite(turned).all(axis=1)]
    if not len(turned):
        return True
    low, high = np.percentile(turned, [5, 95], axis=0)
    return bool((high - low).max() > settings.max_turn_deg)


def mark_resting(movement: Movement, actions: tuple[Action, ...]) -> Bools:
    """(m,) True outside every action that moves mouth or brows."""
    resting = np.ones(len(movement.time_s), dtype=bool)
    for action in actions:
        if action.kind not in CLOSURE_KINDS:
            start, stop = np.searchsorted(movement.time_s, [action.onset_s, action.offset_s])
            resting[start:stop] = False
    return resting


def _measure_course(
    place_mm: Floats,
    action: Action,
    movement: Movement,
    resting: Bools,
    settings: SymmetrySettings,
) -> tuple[tuple[float, float], Floats] | None:
    """Excursion of both sides, and the course along it, (n, sides) mm, from rest to rest.

    ``place_mm`` is (m, sides, axes).
    """
    before_s, after_s = action.onset_s - settings.settle_s, action.offset_s + settings.settle_s
    near = slice(
        *np.searchsorted(
            movement.time_s, [before_s - settings.baseline_s, after_s + settings.baseline_s]
        )
    )
    time_s, place_mm, resting = movement.time_s[near], place_mm[near], resting[near]
    levels = []
    for start_s, stop_s in (
        (before_s - settings.baseline_s, before_s),
        (after_s, after_s + settings.baseline_s),
    ):
        inside = (time_s >= start_s) & (time_s < stop_s) & resting
        inside &= np.isfinite(place_mm).all(axis=(1, 2))
        if inside.any():
            levels.append((time_s[inside].mean(), np.median(place_mm[inside], axis=0)))
    if not levels:
        return None
    first, stop = np.searchsorted(time_s, [before_s, after_s])
    if len(levels) == 2:
        (early_s, before), (late_s, after) = levels
        share = ((time_s[first:stop] - early_s) / (late_s - early_s))[:, None, None]
        moved = place_mm[first:stop] - (before + share * (after - before))
    else:
        moved = place_mm[first:stop] - levels[0][1]
    length_s = action.offset_s - action.onset_s
    from_s, to_s = (action.onset_s + share * length_s for share in (_HOLD_FROM, _HOLD_TO))
    middle = (time_s[first:stop] >= from_s) & (time_s[first:stop] <= to_s)
    held = moved[middle & np.isfinite(moved).all(axis=(1, 2))]
    if not len(held):
        return None
    way = np.median(held, axis=0)  # (sides, axes)
    size = np.hypot(*way.T)
    along = (moved * (way / np.maximum(size, 1e-9)[:, None])).sum(axis=2)
    return (float(size[0]), float(size[1])), along


def _correlate(along: Floats) -> float:
    if len(along) < 3 or (along.std(axis=0) < 1e-6).any():
        return float("nan")
    return float(np.corrcoef(along.T)[0, 1])


def _measure_hold(
    along: Floats,
    travel_mm: tuple[float, float],
    movement: Movement,
    settings: SymmetrySettings,
) -> tuple[float, float] | None:
    """Share of the travel gained in each second of the hold, on both sides."""
    ramp = round((_RAMP_S + settings.settle_s) * movement.sampling_rate_hz)
    held = along[ramp : len(along) - ramp]
    if len(held) < settings.min_hold_s * movement.sampling_rate_hz or min(travel_mm) <= 0:
        return None
    step = round(_STEP_S * movement.sampling_rate_hz)
    time_s = np.arange(len(held)) / movement.sampling_rate_hz
    slopes = []
    for side in range(len(SIDES)):
        seen = np.isfinite(held[:, side])
        if seen.sum() < 3 * step:
            return None
        slope, *_ = stats.theilslopes(held[seen, side][::step], time_s[seen][::step])
        slopes.append(float(slope) / travel_mm[side])
    return slopes[0], slopes[1]
