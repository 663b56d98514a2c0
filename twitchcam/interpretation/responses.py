"""What a region did around every action of a kind: the curves behind a coupling.

In      Coupling, Actions, Movement, Expression
Out     Response: single curves of the responding side and of its mirror, their means and intervals
Method  1. Around each action that could be judged, the movement is cut out: short actions at
           their apex from ``transient_mm``, held ones at their onset from
           ``displacement_mm``; the level just before is taken away.
        2. Each curve is read in the direction of the mean response, so that noise averages out
           (a length never would); the mirror region in the mirrored direction.
        3. Mean and Student's pointwise 95 % interval.
Known limits   The curves are those of the middle of the region, also where another place of it
        responds most (``Coupling.area``): they can be smaller than the response that is told. The
        direction is found on the curves that are then averaged: a mean over nothing but noise
        leans a little upward. Whether there is a response at all is for ``coupling``.
"""

from __future__ import annotations

import warnings
from typing import Final, Literal

import numpy as np
from scipy import stats

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.records import Action, Coupling, Expression, Floats, Movement, Response

SHORT_ACTIONS: Final = ("blink", "wink")
_SHORT_WINDOW_S: Final = (-0.35, 0.65)
_HELD_WINDOW_S: Final = (-0.6, 2.0)
_LEVEL_SHARE: Final = 0.5  # of the window before the action: where its level is read
_MIN_FOR_INTERVAL: Final = 3


def measure_response(
    coupling: Coupling,
    actions: tuple[Action, ...],
    movement: Movement,
    expression: Expression,
) -> Response | None:
    """Curves around the actions of ``coupling``; ``None`` when not one could be judged."""
    aligned_to: Literal["apex", "onset"] = "apex" if coupling.action in SHORT_ACTIONS else "onset"
    window_s = _SHORT_WINDOW_S if aligned_to == "apex" else _HELD_WINDOW_S
    rate_hz = movement.sampling_rate_hz
    steps = np.arange(round(window_s[0] * rate_hz), round(window_s[1] * rate_hz) + 1)
    moments_s = _choose_moments(coupling, actions, movement, aligned_to)
    centres = np.rint(moments_s * rate_hz).astype(int)
    inside = (centres + steps[0] >= 0) & (centres + steps[-1] < len(movement.time_s))
    moments_s, centres = moments_s[inside], centres[inside]
    if len(centres) == 0:
        return None
    curves = _cut_out(coupling, movement, expression, centres[:, None] + steps, aligned_to)
    level = curves[:, :, : max(round(_LEVEL_SHARE * -steps[0]), 1)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a patch never seen is meant to be NaN
        curves = curves - np.nanmedian(level, axis=2, keepdims=True)
        own = SIDES.index(coupling.side) if coupling.side in SIDES else 0
        singles = _read_along_response(curves, own)
        mean = np.nanmean(singles, axis=1)
    interval = np.stack([_student_interval(side) for side in singles])
    return Response(
        action=coupling.action,
        region=coupling.region,
        side=coupling.side,
        aligned_to=aligned_to,
        time_s=steps / rate_hz,
        actions_s=moments_s,
        singles_mm=singles[own],
        other_singles_mm=singles[1 - own],
        mean_mm=mean[own],
        other_mean_mm=mean[1 - own],
        interval_mm=interval[own],
        other_interval_mm=interval[1 - own],
    )


def _choose_moments(
    coupling: Coupling, actions: tuple[Action, ...], movement: Movement, aligned_to: str
) -> Floats:
    """Apex or onset of every action that the coupling rests on, (n,) seconds."""
    last = len(movement.time_s) - 1
    chosen = [action for action in actions if action.kind == coupling.action]
    if coupling.onsets_s:
        onsets_s = np.array(coupling.onsets_s)
        chosen = [a for a in chosen if np.abs(onsets_s - a.onset_s).min() < 1e-3]
    elif aligned_to == "apex":
        at = [min(round(a.apex_s * movement.sampling_rate_hz), last) for a in chosen]
        chosen = [a for a, i in zip(chosen, at, strict=True) if movement.observed[i]]
    return np.array([a.apex_s if aligned_to == "apex" else a.onset_s for a in chosen])


def _cut_out(
    coupling: Coupling, movement: Movement, expression: Expression, at: Floats, aligned_to: str
) -> Floats:
    """(sides, n, T, axes) mm at the grid indices ``at`` (n, T)."""
    if coupling.region not in REGION_NAMES:  # the opening between the lids; it narrows
        return -np.moveaxis(expression.lid_aperture_mm[at], -1, 0)[..., None]
    mm = movement.transient_mm if aligned_to == "apex" else movement.displacement_mm
    return np.moveaxis(mm[at, REGION_NAMES.index(coupling.region)], 2, 0)


def _read_along_response(curves: Floats, own: int) -> Floats:
    """(sides, n, T) from (sides, n, T, axes): along the largest mean of the responding side."""
    if curves.shape[-1] == 1:
        return curves[..., 0]
    mean = np.nan_to_num(np.nanmean(curves[own], axis=0))
    response = mean[np.argmax(np.hypot(mean[:, 0], mean[:, 1]))]
    length = np.hypot(*response)
    return curves @ (response / length if length > 0 else np.array([0.0, 1.0]))


def _student_interval(singles: Floats) -> Floats:
    """Pointwise 95 % interval of the mean of (n, T), as (2, T)."""
    n = np.isfinite(singles).sum(axis=0)
    enough = n >= _MIN_FOR_INTERVAL
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        mean = np.nanmean(singles, axis=0)
        spread = np.nanstd(singles, axis=0, ddof=1) / np.sqrt(n)
    reach = stats.t.ppf(0.975, np.maximum(n - 1, 1)) * spread
    return np.where(enough, [mean - reach, mean + reach], np.nan)
