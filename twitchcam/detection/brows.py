"""Raised brows.

In      Movement (held skin), Expression, closings of the eyes
Out     Actions of the kind ``brow_raise``
Method  The skin of each brow, upwards, against its own running median: the flow measures in full
        what the mesh shows by a third. The mesh must agree that the brow is up, because held
        skin wanders. A raise is ``brow_raise_mm`` for ``shortest_brow_raise_s``. Nods shift the
        brow in the picture, and lids that shut drag the mesh: such moments are left out. Where
        light swings before nearly all of a brow, nothing is told of it.
Where the defaults come from   settings.ActionSettings
Known limits   Brows held up for many seconds come to count as rest.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage

from twitchcam.anatomy import AXES, REGION_NAMES
from twitchcam.detection.scenes import list_scenes, take_scene
from twitchcam.records import Action, Bools, Expression, Floats, Movement, Side
from twitchcam.settings import ActionSettings
from twitchcam.signals.resample import find_runs, find_step_s
from twitchcam.signals.running_median import run_median

_USUAL_AROUND_S: Final = 8.0
_THIN_S: Final = 0.1
_CLOSURE_EDGE_S: Final = 0.1
_SMOOTH_S: Final = 0.15


def detect_brow_raises(
    expression: Expression,
    movement: Movement,
    closures: list[Action],
    settings: ActionSettings,
) -> list[Action]:
    """Raises of one or both brows."""
    time_s = expression.time_s
    lift_mm = np.full_like(expression.brow_mm, np.nan, dtype=np.float64)
    up = (REGION_NAMES.index("brow"), slice(None), AXES.index("up"))
    for start, stop in list_scenes(time_s, movement.excluded):
        skin_mm = movement.displacement_mm[start:stop, *up].astype(np.float64)
        lift_mm[start:stop] = measure_lift(take_scene(expression, start, stop), skin_mm, settings)
    if not np.isfinite(lift_mm).any():
        return []
    step_s = find_step_s(time_s)
    for closure in closures:
        start, stop = np.searchsorted(
            time_s, [closure.onset_s - _CLOSURE_EDGE_S, closure.offset_s + _CLOSURE_EDGE_S]
        )
        _bridge(lift_mm, int(start), int(stop))
    width = 2 * round(_SMOOTH_S / step_s / 2) + 1
    larger_mm = ndimage.median_filter(np.nan_to_num(lift_mm).max(axis=1), size=width)
    actions = []
    for start, stop in find_runs(larger_mm >= settings.brow_raise_mm):
        if (stop - start) * step_s < settings.shortest_brow_raise_s:
            continue
        onset_s, offset_s = float(time_s[start]), float(time_s[stop - 1]) + step_s
        # Light that swings before skin drags it along, and the mesh believes it. Brows that act
        # swing by half of their places; in the shadow of leaves nearly all do.
        if movement.visibility.is_restless("brow", onset_s, offset_s):
            continue
        apex = start + int(np.argmax(larger_mm[start:stop]))
        left_mm, right_mm = (
            max(float(np.nan_to_num(lift_mm[start:stop, s]).max()), 0.0) for s in (0, 1)
        )
        actions.append(
            Action(
                kind="brow_raise",
                side=_find_side(left_mm, right_mm, settings),
                onset_s=onset_s,
                apex_s=float(time_s[apex]),
                offset_s=offset_s,
                left_strength=min(left_mm / settings.full_brow_raise_mm, 1.0),
                right_strength=min(right_mm / settings.full_brow_raise_mm, 1.0),
                left_mm=left_mm,
                right_mm=right_mm,
                complete=None,
            )
        )
    return actions


def measure_lift(expression: Expression, skin_mm: Floats, settings: ActionSettings) -> Floats:
    """Skin of each brow above its usual place, (m, sides) mm; NaN where not seen or nodding.

    ``skin_mm`` (m, sides) is where the skin is, upwards. 0 where the mesh does not agree that the
    brow is up.
    """
    mesh_mm = np.array(expression.brow_mm, dtype=np.float64)
    pitch_deg = expression.head_rotation_deg[:, 1]
    seen = np.isfinite(mesh_mm).all(axis=1) & np.isfinite(skin_mm).all(axis=1)
    seen &= np.isfinite(pitch_deg)
    if not seen.any():
        return np.full_like(skin_mm, np.nan)
    lift_mm = skin_mm - _find_usual(skin_mm, seen, find_step_s(expression.time_s))
    agreed = mesh_mm - np.median(mesh_mm[seen], axis=0) >= settings.brow_mesh_mm
    lift_mm[~agreed] = np.minimum(lift_mm[~agreed], 0.0)
    lift_mm[~(np.abs(pitch_deg - np.median(pitch_deg[seen])) <= settings.rest_nod_deg)] = np.nan
    lift_mm[~seen] = np.nan
    return lift_mm


def _find_usual(skin_mm: Floats, seen: Bools, step_s: float) -> Floats:
    """Running median of each side, (m, sides): on every few samples, and in between a line."""
    places = np.flatnonzero(seen)[:: max(round(_THIN_S / step_s), 1)]
    width = min(2 * round(_USUAL_AROUND_S / _THIN_S / 2) + 1, 2 * len(places) - 1)
    usual = run_median(skin_mm[places], width)
    everywhere = np.arange(len(skin_mm))
    return np.stack([np.interp(everywhere, places, side) for side in usual.T], axis=1)


def _bridge(lift_mm: Floats, start: int, stop: int) -> None:
    """Put the lower of both ends over what lies between, in place."""
    before, after = max(start - 1, 0), min(stop, len(lift_mm) - 1)
    lift_mm[before + 1 : after] = np.minimum(lift_mm[before], lift_mm[after])


def _find_side(left_mm: float, right_mm: float, settings: ActionSettings) -> Side:
    if min(left_mm, right_mm) >= settings.one_sided_brow_share * max(left_mm, right_mm):
        return "both"
    return "left" if left_mm > right_mm else "right"
