"""What the person did: blinks, winks, longer closures, smiles.

In      Expression (mm on the even grid)
Out     Actions, in order of time
Method  Eyes: each lid opening over its own open level (a high percentile of the seconds around,
        never below a share of the clip's). A closure is a peak of the missing share that stands
        out by ``blink_depth``; up to ``longest_blink_s`` it is a blink, longer an eye closure.
        Closures of both eyes at once are one action; where one eye stays behind the other by
        ``wink_difference`` for ``wink_hold_s``, it is a wink of the other.
        Smiles: both mouth corners out and up beyond the clip's own rest, for long enough.
Where the defaults come from   settings.DetectionSettings
Departures from the sources    partial blinks by share of the opening, not by the pupil's edge
Known limits   Looking down narrows the lids; a quick look down and up again can pass for a
        partial blink. A clip that is all smile has no rest to compare with.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from scipy import ndimage, signal

from twitchcam.records import Action, ActionKind, Bools, Expression, Floats, Side
from twitchcam.settings import DetectionSettings
from twitchcam.signals.resample import find_runs

_OPEN_AROUND_S: Final = 1.0
_OPEN_PERCENTILE: Final = 80.0
_CLIP_OPEN_PERCENTILE: Final = 90.0
_LEAST_OPEN_SHARE: Final = 0.6
# A lid's way down or up takes at most this long beyond the middle of its flank.
_FLANK_S: Final = 0.25
_RESTLESS_OVER_S: Final = 0.5
_PAUSE_S: Final = 0.05
_SAME_CLOSURE_S: Final = 0.15
_REST_PERCENTILE: Final = 25.0
_UPWARD_SHARE: Final = 0.5


class Closure(NamedTuple):
    """One closing of one eye: indices on the grid, and depth 0 to 1."""

    onset: int
    apex: int
    offset: int
    depth: float


def detect_actions(expression: Expression, settings: DetectionSettings) -> tuple[Action, ...]:
    """Blinks, winks, eye closures and smiles, in order of onset."""
    actions = [*detect_closures(expression, settings), *detect_smiles(expression, settings)]
    return tuple(sorted(actions, key=lambda action: (action.onset_s, action.kind)))


def measure_closedness(aperture_mm: Floats, step_s: float) -> Floats:
    """Missing share of one eye's usual opening, (m,): 0 open, 1 shut; NaN where not seen."""
    seen = aperture_mm[np.isfinite(aperture_mm)]
    if seen.size == 0:
        return np.full_like(aperture_mm, np.nan)
    clip_open = np.percentile(seen, _CLIP_OPEN_PERCENTILE)
    width = 2 * round(_OPEN_AROUND_S / step_s) + 1
    filled = np.where(np.isfinite(aperture_mm), aperture_mm, clip_open)
    around = ndimage.percentile_filter(filled, _OPEN_PERCENTILE, size=width, mode="nearest")
    usual = np.maximum(around, _LEAST_OPEN_SHARE * clip_open)
    return 1.0 - aperture_mm / np.maximum(usual, 1e-6)


def detect_closures(expression: Expression, settings: DetectionSettings) -> list[Action]:
    """Blinks, winks and longer closures."""
    step_s = _step_s(expression)
    closedness = np.stack(
        [measure_closedness(expression.lid_aperture_mm[:, s], step_s) for s in (0, 1)], axis=1
    )
    per_eye = [find_closures(closedness[:, s], step_s, settings) for s in (0, 1)]
    actions = []
    for left, right in pair_closures(per_eye[0], per_eye[1], step_s):
        action = _make_closure(expression, closedness, left, right, settings)
        if _is_conjugate(action, settings) or _is_deep(action, settings):
            actions.append(action)
    return actions


def _is_conjugate(action: Action, settings: DetectionSettings) -> bool:
    """A blink moves both lids alike; one lid's small dip is gaze or the mesh."""
    depths = action.left_strength, action.right_strength
    return action.kind == "blink" and min(depths) >= settings.conjugate_share * max(depths)


def _is_deep(action: Action, settings: DetectionSettings) -> bool:
    """Long or one-eyed narrowing that stays shallow is gaze, a squint or a smile."""
    return max(action.left_strength, action.right_strength) >= settings.closure_depth


def find_closures(
    closedness: Floats, step_s: float, settings: DetectionSettings
) -> tuple[Closure, ...]:
    """Closings of one eye from its missing share (m,).

    A closing stands out by ``blink_depth`` and by ``blink_noise_ratio`` times the restlessness
    of the lid itself, so that a darting, gurning face does not seem to blink all the time.
    """
    curve = np.nan_to_num(closedness, nan=0.0)
    least = max(settings.blink_depth, settings.blink_noise_ratio * _restlessness(curve, step_s))
    padded = np.concatenate([[0.0], curve, [0.0]])
    apexes, shape = signal.find_peaks(
        padded, prominence=least, height=least, width=0, rel_height=0.5
    )
    closures = []
    for i, apex in enumerate(apexes - 1):
        middle = (shape["left_ips"][i] - 1, shape["right_ips"][i] - 1)
        onset, offset = _find_edges(curve, int(apex), middle, step_s, settings.edge_share)
        closures.append(Closure(onset, int(apex), offset, float(curve[apex])))
    return _merge_halves(tuple(closures), step_s)


def _restlessness(curve: Floats, step_s: float) -> float:
    """Robust sigma of the lid's short movements, blinks themselves being too rare to count."""
    width = 2 * round(_RESTLESS_OVER_S / step_s / 2) + 1
    short = curve - ndimage.median_filter(curve, size=width, mode="nearest")
    return float(1.4826 * np.median(np.abs(short)))


def _find_edges(
    curve: Floats, apex: int, middle: tuple[float, float], step_s: float, edge_share: float
) -> tuple[int, int]:
    """Half-open range of a closing.

    Each flank is followed from its middle down to its own base, because the eye may open to
    another level than it closed from.
    """
    reach = round(_FLANK_S / step_s)
    first = max(int(np.floor(middle[0])) - reach, 0)
    before = curve[first : apex + 1]
    edge = before.min() + edge_share * (curve[apex] - before.min())
    onset = first + int(np.flatnonzero(before <= edge)[-1]) + 1 if (before <= edge).any() else first
    last = min(int(np.ceil(middle[1])) + reach, len(curve) - 1)
    after = curve[apex : last + 1]
    edge = after.min() + edge_share * (curve[apex] - after.min())
    offset = apex + int(np.flatnonzero(after <= edge)[0]) if (after <= edge).any() else last + 1
    return min(onset, apex), max(offset, apex + 1)


def pair_closures(
    left: tuple[Closure, ...], right: tuple[Closure, ...], step_s: float
) -> list[tuple[Closure | None, Closure | None]]:
    """Closures of the two eyes that overlap in time belong together, nearest apexes first."""
    near = sorted(
        (abs(a.apex - b.apex), i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if (a.onset < b.offset and b.onset < a.offset)
        or abs(a.apex - b.apex) * step_s <= _SAME_CLOSURE_S
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in near:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    pairs: list[tuple[Closure | None, Closure | None]] = [
        (closure, right[partner[i]] if i in partner else None) for i, closure in enumerate(left)
    ]
    pairs += [(None, closure) for j, closure in enumerate(right) if j not in taken]
    return pairs


def _merge_halves(closures: tuple[Closure, ...], step_s: float) -> tuple[Closure, ...]:
    """A lid that pauses on its way down, or flutters on its way up, closes once."""
    merged: list[Closure] = []
    for closure in closures:
        before = merged[-1] if merged else None
        if before is not None and (closure.onset - before.offset) * step_s < _PAUSE_S:
            deeper = before if before.depth > closure.depth else closure
            offset = max(before.offset, closure.offset)
            merged[-1] = Closure(before.onset, deeper.apex, offset, deeper.depth)
        else:
            merged.append(closure)
    return tuple(merged)


def _make_closure(
    expression: Expression,
    closedness: Floats,
    left: Closure | None,
    right: Closure | None,
    settings: DetectionSettings,
) -> Action:
    step_s = _step_s(expression)
    both = [closure for closure in (left, right) if closure is not None]
    deepest = max(both, key=lambda closure: closure.depth)
    onset = min(closure.onset for closure in both)
    offset = max(closure.offset for closure in both)
    deep = deepest.depth >= settings.closure_depth
    side = find_wink_side(closedness[onset:offset], step_s, settings)
    if not deep and len(both) == 2:
        side = "both"  # two shallow closings at once: the mesh is no finer than that
    shortest_s = min(closure.offset - closure.onset for closure in both) * step_s
    kind: ActionKind = "blink" if shortest_s <= settings.longest_blink_s else "eye_closure"
    if side != "both":
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
        complete=deepest.depth >= settings.complete_depth,
    )


def find_wink_side(closedness: Floats, step_s: float, settings: DetectionSettings) -> Side:
    """The eye that was shut while the other was not, or ``both``.

    Blinks are conjugate: the lids part company by less than a picture. In a wink the mesh draws
    the other lid along, but one eye stays behind by a good part of its opening for a while.
    """
    width = max(round(settings.wink_hold_s / step_s), 1)
    apart = np.nan_to_num(closedness[:, 0] - closedness[:, 1])
    left, right = (
        float(ndimage.minimum_filter1d(sign * apart, width, mode="constant").max(initial=0.0))
        for sign in (1.0, -1.0)
    )
    if max(left, right) < settings.wink_difference:
        return "both"
    return "left" if left > right else "right"


def _travel_mm(aperture_mm: Floats, onset: int, offset: int) -> float:
    """How far the lids came together between onset and offset, mm."""
    inside = aperture_mm[onset:offset]
    if not np.isfinite(inside).any():
        return 0.0
    start = aperture_mm[onset] if np.isfinite(aperture_mm[onset]) else np.nanmax(inside)
    return float(max(start - np.nanmin(inside), 0.0))


def detect_smiles(expression: Expression, settings: DetectionSettings) -> list[Action]:
    """Smiles: both corners travel out and up from the clip's own rest."""
    corners = expression.mouth_corner_mm
    seen = np.isfinite(corners[:, 0, 0])
    if not seen.any():
        return []
    step_s = _step_s(expression)
    rest = np.percentile(corners[seen], _REST_PERCENTILE, axis=0)
    moved = corners - rest
    travel = moved[..., 0] + _UPWARD_SHARE * moved[..., 1]  # (m, sides) mm
    travel /= np.hypot(1.0, _UPWARD_SHARE)
    both = travel.mean(axis=1)
    smiling = _smooth_mask(np.nan_to_num(both) > settings.smile_travel_mm, step_s)
    actions = []
    for start, stop in find_runs(smiling):
        if (stop - start) * step_s < settings.shortest_smile_s:
            continue
        apex = start + int(np.nanargmax(both[start:stop]))
        left_mm, right_mm = (float(np.nanmax(travel[start:stop, s])) for s in (0, 1))
        actions.append(
            Action(
                kind="smile",
                side=_find_smile_side(left_mm, right_mm, settings),
                onset_s=float(expression.time_s[start]),
                apex_s=float(expression.time_s[apex]),
                offset_s=float(expression.time_s[stop - 1]) + step_s,
                left_strength=float(np.clip(left_mm / settings.full_smile_mm, 0, 1)),
                right_strength=float(np.clip(right_mm / settings.full_smile_mm, 0, 1)),
                left_mm=max(left_mm, 0.0),
                right_mm=max(right_mm, 0.0),
                complete=None,
            )
        )
    return actions


def _find_smile_side(left_mm: float, right_mm: float, settings: DetectionSettings) -> Side:
    """``both``, unless one corner hardly takes part."""
    if min(left_mm, right_mm) >= settings.one_sided_smile_share * max(left_mm, right_mm):
        return "both"
    return "left" if left_mm > right_mm else "right"


def _smooth_mask(mask: Bools, step_s: float) -> Bools:
    """Fill holes shorter than 0.2 s, so that one smile stays one."""
    size = 2 * round(0.1 / step_s) + 1
    closed = ndimage.binary_closing(np.pad(mask, size), np.ones(size))[size:-size]
    return closed.astype(bool)


def _step_s(expression: Expression) -> float:
    time_s = expression.time_s
    return float(time_s[1] - time_s[0]) if len(time_s) > 1 else 1.0
