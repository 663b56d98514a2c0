"""Blinks, winks and longer closures of the eyes, each eye for itself.

In      Expression, Movement
Out     Actions of the kinds ``blink``, ``wink`` and ``eye_closure``
Method  1. Closings of each eye, see ``lids``.
        2. Closures of both eyes at once are one action. Up to ``longest_blink_s`` it is a blink,
           longer an eye closure; where one eye stays behind the other by ``wink_difference`` for
           ``wink_hold_s``, it is a wink of the other.
        3. A closure that nearly shuts an eye is believed. A shallow one must be of both eyes,
           short, open again, exceed what brow and head alone do to the lids at that moment, and
           must not be the lids following the eyes down.
        4. Where only one eye is seen, or opens at all, its closures are blinks of that side. The
           mesh draws the lids of a face alike, and so an eye beside a patch seems to close by half:
           half of what shuts an eye is enough, if it is quick, returns, and is no look down.
        5. One eye that always stays behind is weak, not spared by winks: see ``_reread_winks``.
        6. A hard closure draws brow and cheek together: their skin is measured against the
           moment before.
Where the defaults come from   settings.ActionSettings
Departures from the sources    partial blinks by share of the opening, not by the pupil's edge
Known limits   Eyes cast down so far that the iris is hidden look shut to the mesh.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from scipy import ndimage

from twitchcam.anatomy import AXES, REGION_NAMES, SIDES
from twitchcam.detection.lids import Closure, find_closures, measure_closedness, pair_closures
from twitchcam.records import Action, ActionKind, Expression, Floats, Movement, Side, is_spoiled
from twitchcam.settings import ActionSettings
from twitchcam.signals.resample import find_step_s

# Around a shallow closure, brow, head and eyes are watched this much longer on both sides.
_AROUND_S: Final = 0.1
_MIN_RETURN_SHARE: Final = 0.5
_MIN_TO_REREAD: Final = 5
_LONE_SHARE: Final = 0.5  # of ``closure_depth``
_BEFORE_S: Final = 0.2


def detect_closures(
    expression: Expression, movement: Movement, settings: ActionSettings
) -> list[Action]:
    """Blinks, winks and longer closures."""
    step_s = find_step_s(expression.time_s)
    closedness = np.stack(
        [measure_closedness(expression.lid_aperture_mm[:, s], step_s, settings) for s in (0, 1)],
        axis=1,
    )
    per_eye = [find_closures(closedness[:, s], step_s, settings) for s in (0, 1)]
    actions = []
    for left, right in pair_closures(per_eye[0], per_eye[1], step_s):
        action = _make_closure(expression, closedness, left, right, settings)
        if _is_deep(action, settings) or (
            (_is_conjugate(action, settings) or _is_half_shut_alone(action, closedness, settings))
            and _is_blink(action, expression, closedness, settings)
        ):
            actions.append(_say_how_hard(action, movement, settings))
    return _reread_winks(actions, settings)


def _is_conjugate(action: Action, settings: ActionSettings) -> bool:
    """A blink moves both lids alike; one lid's small dip is gaze or the mesh."""
    depths = action.left_strength, action.right_strength
    return action.kind == "blink" and min(depths) >= settings.conjugate_share * max(depths)


def _is_half_shut_alone(action: Action, closedness: Floats, settings: ActionSettings) -> bool:
    """A blink of the only eye that is seen: the other one is covered in the whole recording."""
    depth = max(action.left_strength, action.right_strength)
    alone = find_only_eye(closedness) is not None
    return alone and action.kind == "blink" and depth >= _LONE_SHARE * settings.closure_depth


def _is_deep(action: Action, settings: ActionSettings) -> bool:
    """Long or one-eyed narrowing that stays shallow is gaze, a squint or a smile."""
    return max(action.left_strength, action.right_strength) >= settings.closure_depth


def _is_blink(
    action: Action, expression: Expression, closedness: Floats, settings: ActionSettings
) -> bool:
    """Whether a shallow closure is one: more than what brow, head and gaze do to the lids."""
    step_s = find_step_s(expression.time_s)
    around = round(_AROUND_S / step_s)
    onset, apex, offset = (
        round((t - expression.time_s[0]) / step_s)
        for t in (action.onset_s, action.apex_s, action.offset_s)
    )
    first, last = max(onset - around, 0), min(offset + around, len(closedness) - 1)
    brow_mm = np.ptp(expression.brow_mm[first : last + 1], axis=0).mean()
    pitch_deg = np.ptp(expression.head_rotation_deg[first : last + 1, 1])
    least = np.sqrt(
        settings.blink_depth**2
        + (settings.brow_opens_share_per_mm * np.nan_to_num(brow_mm)) ** 2
        + (settings.nod_opens_share_per_deg * np.nan_to_num(pitch_deg)) ** 2
    )
    # Of the eyes that are seen: one that is covered does not stay open.
    seen = np.isfinite(closedness).any(axis=0)
    if np.mean(np.array([action.left_strength, action.right_strength])[seen]) < least:
        return False
    course = np.nan_to_num(closedness[:, seen]).mean(axis=1)
    down = course[apex] - course[first : apex + 1].min()
    up = course[apex] - course[apex : last + 1].min()
    if min(down, up) < _MIN_RETURN_SHARE * max(down, up):
        return False
    return not _follows_gaze(expression, first, apex, settings)


def _follows_gaze(expression: Expression, first: int, apex: int, settings: ActionSettings) -> bool:
    """Whether the iris went down nearly as far as the lids came together: a look down."""
    before = slice(first, max(first + 1, (first + apex) // 2))
    measured = (expression.lid_aperture_mm, expression.iris_drop_mm)
    # Right after a gap nothing is known of the moment before.
    if not all(np.isfinite(each[when]).any() for each in measured for when in (before, apex)):
        return False
    lid_mm = np.nanmax(expression.lid_aperture_mm[before]) - np.nanmean(
        expression.lid_aperture_mm[apex]
    )
    iris_mm = np.nanmean(expression.iris_drop_mm[apex]) - np.nanmean(
        expression.iris_drop_mm[before]
    )
    return bool(iris_mm >= settings.gaze_share * lid_mm)


def _make_closure(
    expression: Expression,
    closedness: Floats,
    left: Closure | None,
    right: Closure | None,
    settings: ActionSettings,
) -> Action:
    step_s = find_step_s(expression.time_s)
    both = [closure for closure in (left, right) if closure is not None]
    deepest = max(both, key=lambda closure: closure.depth)
    onset = min(closure.onset for closure in both)
    offset = max(closure.offset for closure in both)
    deep = deepest.depth >= settings.closure_depth
    alone = find_only_eye(closedness[onset:offset])
    side = alone or find_wink_side(closedness[onset:offset], step_s, settings)
    if not deep and len(both) == 2:
        side = "both"  # two shallow closings at once: the mesh is no finer than that
    shortest_s = min(closure.offset - closure.onset for closure in both) * step_s
    kind: ActionKind = "blink" if shortest_s <= settings.longest_blink_s else "eye_closure"
    if side != "both" and alone is None:
        kind = "wink"
    depth = np.nanmax(np.nan_to_num(closedness[onset:offset]), axis=0).clip(0.0, 1.0)
    travel_mm = [_travel_mm(expression.lid_aperture_mm[:, s], onset, offset) for s in (0, 1)]
    time_s = expression.time_s
    return Action(
        kind=kind,
        side=side,
        onset_s=float(time_s[onset]),
        apex_s=float(time_s[deepest.apex]),
        offset_s=float(time_s[offset - 1]) + step_s,
        left_strength=float(depth[0]),
        right_strength=float(depth[1]),
        left_mm=travel_mm[0],
        right_mm=travel_mm[1],
        complete=_say_complete(depth, side, settings),
    )


def find_only_eye(closedness: Floats) -> Side | None:
    """The eye that was seen while the other was not, or never opens; ``None`` where both were."""
    seen = np.isfinite(closedness).any(axis=0)
    if seen.all():
        return None
    return "left" if seen[0] else "right"


def find_wink_side(closedness: Floats, step_s: float, settings: ActionSettings) -> Side:
    """The eye that was shut while the other was not, or ``both``.

    Blinks are conjugate: the lids part company by less than a picture. In a wink the mesh draws
    the other lid along, but one eye stays behind by a good part of its opening for a while, and on
    the whole of the closing. Lids that only let go one after the other do not wink.
    """
    width = max(round(settings.wink_hold_s / step_s), 1)
    apart = np.nan_to_num(closedness[:, 0] - closedness[:, 1])
    left, right = (
        float(ndimage.minimum_filter1d(sign * apart, width, mode="constant").max(initial=0.0))
        for sign in (1.0, -1.0)
    )
    mean = np.nan_to_num(closedness).clip(0.0, 1.0).mean(axis=0)
    behind = abs(float(mean[0] - mean[1])) / max(float(mean.max()), 1e-6)
    if max(left, right) < settings.wink_difference or behind < settings.wink_share:
        return "both"
    return "left" if left > right else "right"


def _travel_mm(aperture_mm: Floats, onset: int, offset: int) -> float:
    """How far the lids came together between onset and offset, mm."""
    inside = aperture_mm[onset:offset]
    if not np.isfinite(inside).any():
        return 0.0
    start = aperture_mm[onset] if np.isfinite(aperture_mm[onset]) else np.nanmax(inside)
    return float(max(start - np.nanmin(inside), 0.0))


def _say_complete(depth: Floats, side: Side, settings: ActionSettings) -> bool:
    """Whether the lids met on every side that took part."""
    sides = {"left": [0], "right": [1], "both": [0, 1]}[side]
    return bool((depth[sides] >= settings.closure_depth).all())


def _say_how_hard(action: Action, movement: Movement, settings: ActionSettings) -> Action:
    """Add how far brow and cheek drew together, and ``hard`` where that is far enough."""
    squeeze_mm = measure_squeeze(action, movement)
    hard = squeeze_mm is not None and squeeze_mm >= settings.hard_squeeze_mm
    if not hard or not action.complete:
        return replace(action, squeeze_mm=squeeze_mm)
    return replace(action, squeeze_mm=squeeze_mm, manner=("hard",))


def measure_squeeze(action: Action, movement: Movement) -> float | None:
    """How far brow and cheek skin drew together at the apex, mm; ``None`` where not measured.

    Against the moment before, in which their skin was where it usually is. Mean over the sides
    that took part; never below 0.
    """
    if is_spoiled(movement.excluded, "squeeze", action.onset_s, action.offset_s):
        return None
    rate_hz = movement.sampling_rate_hz
    onset, apex, offset = (
        min(round(t * rate_hz), len(movement.time_s) - 1)
        for t in (action.onset_s, action.apex_s, action.offset_s)
    )
    before = slice(max(onset - round(_BEFORE_S * rate_hz), 0), onset + 1)
    middle = slice((onset + apex + 1) // 2, max((apex + offset) // 2, apex) + 1)
    sides = SIDES if action.side == "both" else (action.side,)
    drawn_mm = []
    for side in sides:
        together_mm = 0.0
        for region, sign in (("brow", -1.0), ("cheek", 1.0)):
            r, s = REGION_NAMES.index(region), SIDES.index(side)
            up_mm = movement.displacement_mm[:, r, s, AXES.index("up")]
            if not (np.isfinite(up_mm[before]).any() and np.isfinite(up_mm[middle]).any()):
                return None
            moved_mm = np.nanmedian(up_mm[middle]) - np.nanmedian(up_mm[before])
            together_mm += sign * float(moved_mm)
        drawn_mm.append(together_mm)
    return max(float(np.mean(drawn_mm)), 0.0)


def _reread_winks(actions: list[Action], settings: ActionSettings) -> list[Action]:
    """Take short "winks" for blinks where one eye stays behind in most closures of the clip.

    People wink now and then. An eye that hardly ever comes along is weak, and its owner blinks.
    """
    short = [a for a in actions if a.offset_s - a.onset_s <= settings.longest_blink_s]
    reread = list(actions)
    for side in ("left", "right"):
        winks = [a for a in short if a.kind == "wink" and a.side == side]
        if len(winks) >= _MIN_TO_REREAD and 2 * len(winks) > len(short):
            for i, action in enumerate(actions):
                if action in winks:
                    reread[i] = replace(action, kind="blink", side="both", complete=False)
    return reread
