"""Blinks too shallow to be counted: both eyes narrow a little, together, and open again.

In      Expression
Out     Actions of the kind ``blink``, for ``assessment.assessable`` alone: they are told to nobody
Method  Lids are conjugate: in a blink of any depth both come down and go up in the same moment, by
        the same share. So the mean closing of both eyes must stand out from its own noise and from
        ``partial_depth``, for no longer than a blink, and each eye must have its part in it. One
        lid that twitches narrows one eye.
Where the defaults come from   settings.ActionSettings
Departures from the sources    none; half of all normal blinks are partial [blink-patterns-2014]
Known limits   In faces of few pixels the mesh misses the shallowest; quick looks down pass for one,
        and cost the lids as much judged time as a blink does.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import signal

from twitchcam.anatomy import SIDES
from twitchcam.detection.lids import measure_closedness, measure_lid_noise
from twitchcam.records import CLOSURE_KINDS, Action, Expression, Floats
from twitchcam.settings import ActionSettings
from twitchcam.signals.resample import find_step_s

# A blink is half as long at half its depth.
_HALF_DEPTH_SHARE: Final = 0.5
# A closure that is counted already, and the lid's swing after it, are excluded by themselves.
_AFTER_S: Final = 0.1


def list_lid_movements(
    expression: Expression, actions: tuple[Action, ...], settings: ActionSettings
) -> tuple[Action, ...]:
    """``actions`` and partial blinks: skin near the eyes moves with half a blink too."""
    closures = [action for action in actions if action.kind in CLOSURE_KINDS]
    dips = [
        dip
        for dip in find_partial_blinks(expression, settings)
        if not any(
            closure.onset_s <= dip.apex_s < closure.offset_s + _AFTER_S for closure in closures
        )
    ]
    return (*actions, *dips)


def find_partial_blinks(expression: Expression, settings: ActionSettings) -> tuple[Action, ...]:
    """All common dips of both lids that are no deeper than a blink must be, in order of time."""
    step_s = find_step_s(expression.time_s)
    closedness = np.stack(
        [measure_closedness(expression.lid_aperture_mm[:, s], step_s, settings) for s in (0, 1)],
        axis=1,
    )
    seen = np.isfinite(closedness).any(axis=0)
    if not (seen.any() and np.isfinite(closedness[:, seen]).all(axis=1).any()):
        return ()
    closedness = closedness[:, seen]
    both = np.nan_to_num(closedness).mean(axis=1)
    noise = measure_lid_noise(both, step_s)
    depth = settings.partial_depth if seen.all() else settings.blink_depth
    least = max(depth, settings.blink_noise_ratio * noise)
    longest = _HALF_DEPTH_SHARE * settings.longest_blink_s / step_s
    apexes, shape = signal.find_peaks(
        both,
        prominence=least,
        width=(1, longest),
        rel_height=0.5,
    )
    found = []
    for i, apex in enumerate(apexes):
        half_width = (shape["right_ips"][i] - shape["left_ips"][i]) / 2
        # Twice the width at half the depth reaches the feet of a pulse.
        onset = max(round(apex - 2 * half_width), 0)
        offset = min(round(apex + 2 * half_width) + 1, len(both) - 1)
        rises = _measure_rises(closedness[onset : offset + 1])
        if rises.min() > 0 and rises.min() >= settings.conjugate_share * rises.max():
            of_sides = np.zeros(len(SIDES))
            of_sides[seen] = rises
            found.append(_make_action(expression.time_s, onset, int(apex), offset, of_sides))
    return tuple(found)


def _measure_rises(closedness: Floats) -> Floats:
    """How far each eye (m, eyes) closes from its more open foot; 0 while one is not seen."""
    if not np.isfinite(closedness).all():
        return np.zeros(closedness.shape[1])
    feet = np.minimum(closedness[0], closedness[-1])
    return np.asarray(closedness.max(axis=0) - feet)


def _make_action(time_s: Floats, onset: int, apex: int, offset: int, rises: Floats) -> Action:
    left, right = (float(min(rise, 1.0)) for rise in rises)
    return Action(
        kind="blink",
        side="both",
        onset_s=float(time_s[onset]),
        apex_s=float(time_s[apex]),
        offset_s=float(time_s[offset]),
        left_strength=left,
        right_strength=right,
        left_mm=float("nan"),
        right_mm=float("nan"),
        complete=False,
    )
