"""Whether an action drags another part of the face along.

In      Actions, Movement, Expression
Out     one Coupling for every kind of action, region that may respond, and side
Method  1. The response to a train of actions is the mean movement locked to it: for blinks, of the
           skin around the lids' apexes; for what is held, of the skin or of the opening between
           the lids, against the moment before (``event_locked``). What the mirror patch does as
           well is taken off.
        2. Chance: the same train moved around the recording by every possible amount
           (``permutation``).
        3. Action by action: the response along the mean direction, how many exceed the noise, the
           lag, and whether a stronger action brings a larger response.
Where the defaults come from   settings.CouplingSettings
Departures from the sources    all circular shifts instead of phase surrogates: ends may differ
Known limits   What both sides do alike is not counted: healthy faces do it too. Winks are left
        out: nearly everybody moves more than the eye in a wink [overflow-2022].
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from scipy import ndimage

from twitchcam.anatomy import LOWER_FACE, REGION_NAMES, SIDES
from twitchcam.interpretation.event_locked import HoldSums, Integers, lock_to_apexes, lock_to_holds
from twitchcam.interpretation.permutation import (
    bootstrap_mean,
    compare_with_shifts,
    find_spread,
    fit_dose,
)
from twitchcam.interpretation.place_responses import relate_blinks_to_places
from twitchcam.interpretation.single_trials import (
    NOT_RELATED,
    Related,
    SingleTrials,
    list_apex_responses,
    list_hold_responses,
)
from twitchcam.records import (
    CLOSURE_KINDS,
    Action,
    ActionKind,
    Bools,
    Coupling,
    Expression,
    FaceTrack,
    Floats,
    Movement,
    mark_unspoiled,
)
from twitchcam.settings import CouplingSettings, SignalSettings
from twitchcam.skin_places import list_areas, locate_place
from twitchcam.wording import text

EYE: Final = "eye"
# What may respond to what. Smile and pucker move the lower face themselves.
ANSWERING: Final[dict[ActionKind, tuple[str, ...]]] = {
    "blink": LOWER_FACE,
    "eye_closure": LOWER_FACE,
    "smile": (EYE,),
    "pucker": (EYE,),
    "brow_raise": LOWER_FACE,
}
_SHIFT_STEP_S: Final = 0.05
_MIN_FOR_SPREAD: Final = 10
_LID_EDGE_S: Final = 0.1


def relate_actions(
    actions: tuple[Action, ...],
    movement: Movement,
    expression: Expression,
    settings: CouplingSettings,
    track: FaceTrack | None = None,
    *,
    signals: SignalSettings | None = None,
    field_gain: float = 1.0,
) -> tuple[Coupling, ...]:
    """How every region that may respond does respond, for every kind of action.

    Parameters
    ----------
    actions : tuple of Action
        Those that could be judged count.
    movement, expression : Movement, Expression
        Of the same M moments.
    settings : CouplingSettings
        How many actions, how many moved trains, what counts as a response.
    track : FaceTrack, optional
        Responses to blinks are looked for at every place of its dense field; without it in the
        middle of every region.
    signals : SignalSettings, optional
        How that field is read.
    field_gain : float
        Share of a true movement that the field shows.

    Returns
    -------
    tuple of Coupling
        One for each action, region and side: size in mm with its interval, lag in s, corrected p;
        or the reason why nothing can be said.

    Examples
    --------
    >>> couplings = relate_actions(actions, movement, expression, settings.coupling)
    >>> {coupling.action for coupling in couplings} >= {"blink", "smile"}
    True
    """
    couplings: list[Coupling] = []
    for kind, regions in ANSWERING.items():
        chosen = tuple(
            a for a in actions if a.kind == kind and (kind != "eye_closure" or a.side == "both")
        )
        if kind == "blink":
            least = settings.min_actions
            if track is None:
                related = _relate_blinks(chosen, movement, settings)
            else:
                related = relate_blinks_to_places(
                    chosen, track, movement, settings, signals or SignalSettings(), field_gain
                )
        else:
            least = settings.min_held_actions
            related = _relate_holds(
                chosen,
                _sum_lids(actions, movement, expression)
                if regions == (EYE,)
                else _sum_skin(movement, regions),
                movement,
                settings,
                signed=regions == (EYE,),
            )
        n = len(related.actions)
        if n < least:
            reason = text(f"not-assessed-{kind}", n=n, least=f"{least:.0f}")
            couplings += [_not_assessed(kind, r, s, n, reason) for r in regions for s in SIDES]
        else:
            couplings += [
                _describe(kind, region, r, s, related, holds_eye=region == EYE)
                for r, region in enumerate(regions)
                for s in range(len(SIDES))
            ]
    return tuple(couplings)


def _relate_blinks(
    blinks: tuple[Action, ...], movement: Movement, settings: CouplingSettings
) -> Related:
    rate_hz = movement.sampling_rate_hz
    rows = [REGION_NAMES.index(region) for region in LOWER_FACE]
    transient_mm, observed = movement.transient_mm, movement.observed
    before, after = (
        round(length_s * rate_hz)
        for length_s in (settings.answer_before_s, settings.answer_after_s)
    )
    lags = np.arange(-before, after + 1)
    nearby_mm, window_mm = [], []
    for row in rows:  # one by one: an hour of all at once is large
        locked = lock_to_apexes(transient_mm[:, row, None], observed, blinks, rate_hz)
        if not locked.actions:
            return NOT_RELATED
        window_mm.append(locked.mean_mm[lags % len(locked.mean_mm)])
        size_mm = np.linalg.norm(locked.mean_mm, axis=-1)
        # The filter's window is centred; the origin moves it to [-before, +after].
        nearby_mm.append(
            ndimage.maximum_filter1d(
                size_mm, before + after + 1, axis=0, mode="wrap", origin=-(after - before) // 2
            )
        )
    p_values, n_shifts = _test(
        np.concatenate(nearby_mm, axis=1), locked.usable, settings.shortest_shift_s * rate_hz
    )
    last = len(observed) - 1
    apexes = np.array([min(round(a.apex_s * rate_hz), last) for a in locked.actions])
    around = (apexes[:, None] + lags).clip(0, last)
    pieces_mm = np.nan_to_num(transient_mm[around][:, :, rows])
    pieces_mm[~observed[around]] = 0.0
    responses = list_apex_responses(
        pieces_mm,
        np.concatenate(window_mm, axis=1),
        lags / rate_hz,
        settings.answer_noise_ratio * movement.local_noise_mm[apexes][:, rows],
    )
    return Related(
        places={}, actions=locked.actions, p_values=p_values, n_shifts=n_shifts, responses=responses
    )


def _relate_holds(
    held: tuple[Action, ...],
    holds_by_region: Iterator[HoldSums],
    movement: Movement,
    settings: CouplingSettings,
    *,
    signed: bool,
) -> Related:
    """``signed``: only the positive direction of the one axis is a response (lids that narrow)."""
    step = max(round(_SHIFT_STEP_S * movement.sampling_rate_hz), 1)
    shifts = np.arange(0, max(len(movement.time_s), 1), step)
    sizes_mm, noises_mm = [], []
    responses: dict[tuple[int, int], SingleTrials] = {}
    for r, holds in enumerate(holds_by_region):
        locked = lock_to_holds(holds, held, shifts)
        if not locked.actions:
            return NOT_RELATED
        noise_mm = _measure_hold_noise(holds, locked.actions, shifts, settings)
        single = list_hold_responses(locked.actions, holds, locked.mean_mm[0], noise_mm)
        responses |= {(r, s): response for (_, s), response in single.items()}
        sizes_mm.append(_measure_size(locked.mean_mm, signed=signed))
        noises_mm.append(noise_mm)
        del holds  # before the next is made
    p_values, n_shifts = _test(
        np.concatenate(sizes_mm, axis=1),
        locked.usable,
        settings.shortest_shift_s * movement.sampling_rate_hz / step,
        spread_mm=np.concatenate(noises_mm),
    )
    return Related(
        places={}, actions=locked.actions, p_values=p_values, n_shifts=n_shifts, responses=responses
    )


def _measure_size(mean_mm: Floats, *, signed: bool) -> Floats:
    """Length of vectors along the last axis, or their positive part."""
    if signed:
        return np.maximum(mean_mm[..., 0], 0.0)
    return np.asarray(np.linalg.norm(mean_mm, axis=-1))


def _measure_hold_noise(
    holds: HoldSums, actions: tuple[Action, ...], shifts: Integers, settings: CouplingSettings
) -> Floats:
    """What a single response must exceed, (regions, sides) mm: wandering where nothing was done."""
    wander_mm = holds.measure_wander(actions, shifts)
    min_mm = np.full(wander_mm.shape[1:3], settings.min_held_answer_mm)
    if len(wander_mm) < _MIN_FOR_SPREAD:
        return min_mm
    beyond_mm = np.linalg.norm(wander_mm - wander_mm[:, :, ::-1], axis=-1)
    return np.maximum(min_mm, settings.answer_noise_ratio * find_spread(beyond_mm))


def _test(
    size_mm: Floats, usable: Bools, min_shift: float, spread_mm: Floats | None = None
) -> tuple[Floats, int]:
    """P by region and side of what exceeds the mirror patch; ``size_mm`` (shifts, regions, 2)."""
    beyond_mm = size_mm - size_mm[:, :, ::-1]
    p_values, n_shifts = compare_with_shifts(
        beyond_mm.reshape(len(beyond_mm), -1),
        usable,
        max(round(min_shift), 1),
        None if spread_mm is None else spread_mm.ravel(),
    )
    return p_values.reshape(size_mm.shape[1:]), n_shifts


def _sum_skin(movement: Movement, regions: tuple[str, ...]) -> Iterator[HoldSums]:
    """One region after the other: an hour of all at once is large."""
    position_mm = movement.displacement_mm
    rows = [REGION_NAMES.index(region) for region in regions]
    seen = np.ones(len(position_mm), dtype=bool)
    for row in rows:
        seen &= np.isfinite(position_mm[:, row]).all(axis=(1, 2))
    measured = mark_unspoiled(movement.time_s, movement.excluded, "held") & seen
    for row in rows:
        yield HoldSums(position_mm[:, row, None], measured, ~seen, movement.sampling_rate_hz)


def _sum_lids(
    actions: tuple[Action, ...], movement: Movement, expression: Expression
) -> Iterator[HoldSums]:
    """How far the lids have come together, blinks and closures left out."""
    closing_mm = -np.asarray(expression.lid_aperture_mm, dtype=np.float64)[:, None, :, None]
    measured = mark_unspoiled(movement.time_s, movement.excluded, "held") & np.isfinite(
        expression.lid_aperture_mm
    ).all(axis=1)
    for action in actions:
        if action.kind in CLOSURE_KINDS:
            start, stop = np.searchsorted(
                movement.time_s, [action.onset_s - _LID_EDGE_S, action.offset_s + _LID_EDGE_S]
            )
            measured[start:stop] = False
    never = np.zeros(len(measured), dtype=bool)
    yield HoldSums(closing_mm, measured, never, movement.sampling_rate_hz)


def _describe(
    kind: ActionKind, region: str, r: int, s: int, related: Related, *, holds_eye: bool
) -> Coupling:
    responses = related.responses[r, s]
    doses_mm = np.array([_measure_dose(action, s) for action in related.actions])
    slope, interval = fit_dose(doses_mm, responses.own_mm)
    lags_s = responses.lags_s[responses.responded & np.isfinite(responses.lags_s)]
    usual_mm = responses.before_mm
    return Coupling(
        action=kind,
        region=region,
        side="left" if s == 0 else "right",
        n_actions=len(related.actions),
        n_responses=int(responses.responded.sum()),
        response_mm=float(responses.own_mm.mean()),
        response_interval_mm=bootstrap_mean(responses.own_mm),
        other_side_mm=float(max(responses.mirror_mm.mean(), 0.0)),
        lag_s=float(np.median(lags_s)) if lags_s.size else None,
        dose_slope=slope,
        dose_slope_interval=interval,
        p_value=float(related.p_values[r, s]),
        n_surrogates=related.n_shifts,
        not_assessed_reason=None,
        response_share=float((responses.own_mm / usual_mm[:, 0]).mean()) if holds_eye else None,
        other_side_share=float((responses.mirror_mm / usual_mm[:, 1]).mean())
        if holds_eye
        else None,
        onsets_s=tuple(action.onset_s for action in related.actions),
        doses_mm=tuple(doses_mm.tolist()),
        answers_mm=tuple(responses.own_mm.tolist()),
        area=list_areas()[related.places[r, s]] if (r, s) in related.places else "",
        place=locate_place(related.places[r, s], SIDES[s]) if (r, s) in related.places else None,
    )


def _measure_dose(action: Action, s: int) -> float:
    """How strong an action was: a squeeze beyond the lids' own travel, a pucker on both sides."""
    own_mm = (action.left_mm, action.right_mm)[s]
    if action.kind == "eye_closure":
        return own_mm + (action.squeeze_mm or 0.0)
    if action.kind == "pucker":
        return (action.left_mm + action.right_mm) / 2
    return own_mm


def _not_assessed(kind: ActionKind, region: str, side: str, n: int, reason: str) -> Coupling:
    return Coupling(
        action=kind,
        region=region,
        side="left" if side == "left" else "right",
        n_actions=n,
        n_responses=0,
        response_mm=None,
        response_interval_mm=None,
        other_side_mm=None,
        lag_s=None,
        dose_slope=None,
        dose_slope_interval=None,
        p_value=None,
        n_surrogates=0,
        not_assessed_reason=reason,
    )
