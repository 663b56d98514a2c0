"""Raised brows.

In      Expression (mm on the even grid), closings of the eyes
Out     Actions of the kind ``brow_raise``
Method  Height of each brow above the line of the eye corners, against the clip's median. Up by
        ``brow_raise_mm`` for ``shortest_brow_raise_s`` is a raise. A nod shifts the brow in the
        picture, and while the lids shut the mesh lifts it by millimetres: such moments are left
        out.
Where the defaults come from   settings.DetectionSettings
Known limits   Brows held up through most of a clip seem to rest.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage

from twitchcam.records import Action, Expression, Floats, Side
from twitchcam.settings import DetectionSettings
from twitchcam.signals.resample import find_runs, find_step_s

_CLOSURE_EDGE_S: Final = 0.1
_SMOOTH_S: Final = 0.15


def detect_brow_raises(
    expression: Expression, closures: list[Action], settings: DetectionSettings
) -> list[Action]:
    """Raises of one or both brows."""
    lift_mm = measure_lift(expression, settings)
    if not np.isfinite(lift_mm).any():
        return []
    time_s = expression.time_s
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
        apex = start + int(np.argmax(larger_mm[start:stop]))
        left_mm, right_mm = (
            max(float(np.nan_to_num(lift_mm[start:stop, s]).max()), 0.0) for s in (0, 1)
        )
        actions.append(
            Action(
                kind="brow_raise",
                side=_find_side(left_mm, right_mm, settings),
                onset_s=float(time_s[start]),
                apex_s=float(time_s[apex]),
                offset_s=float(time_s[stop - 1]) + step_s,
                left_strength=min(left_mm / settings.full_brow_raise_mm, 1.0),
                right_strength=min(right_mm / settings.full_brow_raise_mm, 1.0),
                left_mm=left_mm,
                right_mm=right_mm,
                complete=None,
            )
        )
    return actions


def measure_lift(expression: Expression, settings: DetectionSettings) -> Floats:
    """Height of each brow over its usual, (m, sides) mm; NaN where not seen or nodding."""
    pitch_deg = expression.head_rotation_deg[:, 1]
    height_mm = np.array(expression.brow_mm, dtype=np.float64)
    seen = np.isfinite(height_mm).all(axis=1) & np.isfinite(pitch_deg)
    if not seen.any():
        return np.full_like(height_mm, np.nan)
    lift_mm = height_mm - np.median(height_mm[seen], axis=0)
    lift_mm[~(np.abs(pitch_deg - np.median(pitch_deg[seen])) <= settings.rest_nod_deg)] = np.nan
    return lift_mm


def _bridge(lift_mm: Floats, start: int, stop: int) -> None:
    """Put the lower of both ends over what lies between, in place."""
    before, after = max(start - 1, 0), min(stop, len(lift_mm) - 1)
    lift_mm[before + 1 : after] = np.minimum(lift_mm[before], lift_mm[after])


def _find_side(left_mm: float, right_mm: float, settings: DetectionSettings) -> Side:
    if min(left_mm, right_mm) >= settings.one_sided_brow_share * max(left_mm, right_mm):
        return "both"
    return "left" if left_mm > right_mm else "right"
