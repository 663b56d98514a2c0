"""Smiles, puckers and mouth openings, against this person's resting mouth.

In      Expression (mm on the even grid)
Out     Actions of the kinds ``smile``, ``pucker`` and ``mouth_open``
Method  1. The resting mouth: of the moments with shut lips, a head as usual, and a mouth as wide
           as mouths at rest are, the posture that is kept longest. Many clips hold hardly any
           rest; where no such moment is seen, the usual width of an adult's mouth stands in.
        2. A smile is both corners out and up, a pucker both corners in, held for long enough; an
           opening is jaw and lips apart beyond what a smile bares.
Where the defaults come from   settings.ActionSettings
Departures from the sources    none: the method is our own
Known limits   Who smiles with shut lips from the first picture to the last seems to rest.
        Rounded lips of one long vowel can pass for a pucker.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from scipy import ndimage

from twitchcam.records import Action, ActionKind, Bools, Expression, Floats, Manner, Side
from twitchcam.settings import ActionSettings
from twitchcam.signals.resample import find_runs, find_step_s

_REST_SHARE: Final = 0.3
_MIN_REST_S: Final = 0.2
_UPWARD_SHARE: Final = 0.5
_MIN_LIFT: Final = 0.2
_WIDEST_LAUGH: Final = 0.5
_RELEASE_SHARE: Final = 0.6
_FILL_S: Final = 0.1


class RestingMouth(NamedTuple):
    """Where the mouth is at rest: corners (2, 2) left, right by outward, up; lips; jaw; mm."""

    corners_mm: Floats
    opening_mm: float
    jaw_mm: float


def find_resting_mouth(expression: Expression, settings: ActionSettings) -> RestingMouth | None:
    """Find the mouth at rest of this person; ``None`` where both its corners were never seen."""
    corners_mm, opening_mm = expression.mouth_corner_mm, expression.mouth_opening_mm
    seen = np.isfinite(corners_mm).all(axis=(1, 2)) & np.isfinite(opening_mm)
    if not seen.any():
        return None
    pitch_deg = expression.head_rotation_deg[:, 1]
    upright = np.abs(pitch_deg - np.nanmedian(pitch_deg[seen])) <= settings.rest_nod_deg
    width_mm = corners_mm[:, :, 0].sum(axis=1)
    usual = (width_mm >= settings.narrowest_rest_mm) & (width_mm <= settings.widest_rest_mm)
    # Millimetres come from the eyes: of a face with both covered, no mouth is too wide to rest.
    usual |= ~np.isfinite(expression.lid_aperture_mm).any(axis=1)
    shut = opening_mm <= np.percentile(opening_mm[seen], 5) + settings.lips_shut_mm
    enough = round(_MIN_REST_S / find_step_s(expression.time_s))
    for chosen in (seen & upright & usual & shut, seen & upright & usual, seen):
        if chosen.sum() >= enough:
            break
    spread_mm = _measure_travel(corners_mm).mean(axis=1)
    low, high = _find_densest(spread_mm[chosen])
    calm = chosen & (spread_mm >= low) & (spread_mm <= high)
    rest_mm = np.median(corners_mm[calm], axis=0)
    middle_mm = (settings.narrowest_rest_mm + settings.widest_rest_mm) / 2
    if not (seen & usual).any():
        rest_mm[:, 0] *= middle_mm / rest_mm[:, 0].sum()
    return RestingMouth(
        corners_mm=rest_mm,
        opening_mm=float(np.median(opening_mm[calm])),
        jaw_mm=float(np.median(expression.jaw_drop_mm[calm])),
    )


def _find_densest(values: Floats) -> tuple[float, float]:
    """Shortest interval that holds ``_REST_SHARE`` of the values: where they stay most."""
    ordered = np.sort(values)
    n_inside = max(round(_REST_SHARE * len(ordered)), 1)
    start = int(np.argmin(ordered[n_inside - 1 :] - ordered[: len(ordered) - n_inside + 1]))
    return float(ordered[start]), float(ordered[start + n_inside - 1])


def detect_mouth_actions(expression: Expression, settings: ActionSettings) -> list[Action]:
    """Smiles, puckers and openings of the mouth."""
    rest = find_resting_mouth(expression, settings)
    if rest is None:
        return []
    opening_mm = expression.mouth_opening_mm - rest.opening_mm
    jaw_mm = expression.jaw_drop_mm - rest.jaw_mm
    wide_open = (opening_mm >= settings.mouth_opening_mm) & (jaw_mm >= settings.jaw_drop_mm)
    moved_mm = expression.mouth_corner_mm - rest.corners_mm
    smiles = _detect_smiles(expression, moved_mm, opening_mm, settings)
    for smile in smiles:  # a laugh opens the mouth too
        wide_open[(expression.time_s >= smile.onset_s) & (expression.time_s < smile.offset_s)] = (
            False
        )
    return [
        *smiles,
        *_detect_puckers(expression, moved_mm, rest, opening_mm, settings),
        *_detect_openings(expression, opening_mm, wide_open, settings),
    ]


def _measure_travel(moved_mm: Floats) -> Floats:
    """Travel of each corner along the way of a smile, (m, sides) mm."""
    return (moved_mm[..., 0] + _UPWARD_SHARE * moved_mm[..., 1]) / np.hypot(1.0, _UPWARD_SHARE)


def _detect_smiles(
    expression: Expression,
    moved_mm: Floats,
    opening_mm: Floats,
    settings: ActionSettings,
) -> list[Action]:
    travel_mm = _measure_travel(moved_mm)
    both_mm = travel_mm.mean(axis=1)
    outward_mm, up_mm = np.moveaxis(np.nan_to_num(moved_mm).mean(axis=1), -1, 0)
    # A dropping jaw takes the corners down. A smile lifts them, and a laugh at least spreads them.
    lifted = up_mm >= _MIN_LIFT * np.abs(outward_mm)
    laughing = (outward_mm >= settings.smile_travel_mm) & (
        np.nan_to_num(opening_mm) <= _WIDEST_LAUGH * settings.full_opening_mm
    )
    smiling = (np.nan_to_num(both_mm) > settings.smile_travel_mm) & (lifted | laughing)
    actions = []
    for start, stop in _find_holds(smiling, expression, settings.shortest_smile_s):
        apex = start + int(np.nanargmax(both_mm[start:stop]))
        left_mm, right_mm = (float(np.nanmax(travel_mm[start:stop, s])) for s in (0, 1))
        full_mm = max(left_mm, right_mm)
        manner: tuple[Manner, ...] = ("full" if full_mm >= settings.full_smile_from_mm else "half",)
        if np.nanmedian(opening_mm[start:stop]) >= settings.teeth_opening_mm:
            manner += ("teeth",)
        directions = np.degrees(np.arctan2(moved_mm[apex, :, 1], moved_mm[apex, :, 0]))
        actions.append(
            _make_action(
                "smile",
                expression,
                (start, apex, stop),
                (left_mm, right_mm),
                settings.full_smile_mm,
                side=_find_smile_side(left_mm, right_mm, settings),
                manner=manner,
                directions_deg=(float(directions[0]), float(directions[1])),
            )
        )
    return actions


def _detect_puckers(
    expression: Expression,
    moved_mm: Floats,
    rest: RestingMouth,
    opening_mm: Floats,
    settings: ActionSettings,
) -> list[Action]:
    inward_mm = -moved_mm[..., 0]
    rest_width_mm = float(rest.corners_mm[:, 0].sum())
    narrowing = np.nan_to_num(inward_mm.sum(axis=1)) / max(rest_width_mm, 1e-6)
    # Both corners: a mouth pulled to one side is no pucker.
    alike = np.nan_to_num(inward_mm.min(axis=1)) >= settings.pucker_alike_share * np.nan_to_num(
        inward_mm.max(axis=1)
    )
    alike &= np.nan_to_num(opening_mm) < settings.mouth_opening_mm
    puckered = (narrowing >= settings.pucker_narrowing) & alike
    # Once puckered, the lips stay so until they have come back a good part of the way.
    still = (narrowing >= _RELEASE_SHARE * settings.pucker_narrowing) & alike
    step_s = find_step_s(expression.time_s)
    actions = []
    for start, stop in _find_holds(still, expression, settings.shortest_mouth_s):
        if puckered[start:stop].sum() * step_s < _RELEASE_SHARE * settings.shortest_mouth_s:
            continue
        apex = start + int(np.argmax(narrowing[start:stop]))
        left_mm, right_mm = (float(np.nanmax(inward_mm[start:stop, s])) for s in (0, 1))
        full_mm = settings.full_pucker_narrowing * rest_width_mm / 2
        actions.append(
            _make_action(
                "pucker", expression, (start, apex, stop), (left_mm, right_mm), full_mm, side="both"
            )
        )
    return actions


def _detect_openings(
    expression: Expression, opening_mm: Floats, wide_open: Bools, settings: ActionSettings
) -> list[Action]:
    actions = []
    for start, stop in _find_holds(wide_open, expression, settings.shortest_mouth_s):
        apex = start + int(np.nanargmax(opening_mm[start:stop]))
        size_mm = float(opening_mm[apex])
        actions.append(
            _make_action(
                "mouth_open",
                expression,
                (start, apex, stop),
                (size_mm, size_mm),
                settings.full_opening_mm,
                side="both",
            )
        )
    return actions


def _find_holds(mask: Bools, expression: Expression, shortest_s: float) -> list[tuple[int, int]]:
    """Runs that last; holes shorter than 0.2 s are filled, so that one smile stays one."""
    step_s = find_step_s(expression.time_s)
    size = 2 * round(_FILL_S / step_s) + 1
    closed = ndimage.binary_closing(np.pad(mask, size), np.ones(size))[size:-size]
    return [run for run in find_runs(closed) if (run[1] - run[0]) * step_s >= shortest_s]


def _find_smile_side(left_mm: float, right_mm: float, settings: ActionSettings) -> Side:
    """``both``, unless one corner hardly takes part."""
    if min(left_mm, right_mm) >= settings.one_sided_smile_share * max(left_mm, right_mm):
        return "both"
    return "left" if left_mm > right_mm else "right"


def _make_action(
    kind: ActionKind,
    expression: Expression,
    run: tuple[int, int, int],
    travel_mm: tuple[float, float],
    full_mm: float,
    *,
    side: Side,
    manner: tuple[Manner, ...] = (),
    directions_deg: tuple[float | None, float | None] = (None, None),
) -> Action:
    start, apex, stop = run
    left_mm, right_mm = (max(mm, 0.0) for mm in travel_mm)
    step_s = find_step_s(expression.time_s)
    return Action(
        kind=kind,
        side=side,
        onset_s=float(expression.time_s[start]),
        apex_s=float(expression.time_s[apex]),
        offset_s=float(expression.time_s[stop - 1]) + step_s,
        left_strength=min(left_mm / full_mm, 1.0),
        right_strength=min(right_mm / full_mm, 1.0),
        left_mm=left_mm,
        right_mm=right_mm,
        complete=None,
        manner=manner,
        left_direction_deg=directions_deg[0],
        right_direction_deg=directions_deg[1],
    )
