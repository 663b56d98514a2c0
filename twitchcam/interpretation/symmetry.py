"""How far the two sides of the face go, at rest and in each kind of action.

In      Movement (mm, with what is held), Expression, Actions
Out     Symmetry: at rest for eyes, brows and mouth corners; for smiles (half and full), puckers
        and brow raises; for closing eyes
Method  1. Excursion of the skin of both sides in every action that can be judged (``excursion``).
        2. Landmarks give the same as a second witness, and the courses of both sides. They even
           the sides out (the mesh is a model of a face), so skin comes first.
        3. Fading: robust lines [theil1950, sen1968] through the repeats and through each hold.
Where the defaults come from   settings.SymmetrySettings; normal ratios [symmetry-1999]; at rest,
        what other people notice [asymmetry-seen-2014]
Known limits   A face seen at an angle looks uneven at rest.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import stats

from twitchcam.interpretation.excursion import REGION_OF, Excursion, mark_resting, measure_excursion
from twitchcam.records import Action, Expression, Floats, Movement, Symmetry
from twitchcam.settings import SymmetrySettings

EYE: Final = "eye"
_NORMAL_RATIO: Final = {
    "smile": (0.83, 1.0),
    "pucker": (0.83, 1.0),
    "brow_raise": (0.81, 1.0),
    "eye_closure": (0.85, 1.0),
}
_RATIO_SOURCE: Final = "symmetry-1999"
_NORMAL_REST_MM: Final = (-2.0, 2.0)
_REST_SOURCE: Final = "asymmetry-seen-2014"
_MIN_REST_S: Final = 2.0


def measure_symmetry(
    movement: Movement,
    expression: Expression,
    actions: tuple[Action, ...],
    settings: SymmetrySettings,
) -> tuple[Symmetry, ...]:
    """Left against right, at rest and in every kind of action.

    Parameters
    ----------
    movement, expression : Movement, Expression
        Of the same M moments.
    actions : tuple of Action
        Those of both sides are compared.
    settings : SymmetrySettings
        How far an action must go; the normal ranges.

    Returns
    -------
    tuple of Symmetry
        Every comparison that the recording allows; travel of each side in mm, ratio 0 to 1.

    Examples
    --------
    >>> rows = measure_symmetry(movement, expression, actions, settings.symmetry)
    >>> [row.action for row in rows if row.region == "mouth_corner"]
    ['rest', 'smile (full)']
    """
    groups: dict[tuple[str, str], list[Excursion]] = {}
    resting = mark_resting(movement, actions)
    for action in actions:
        if action.kind in REGION_OF and action.side == "both":
            travel = measure_excursion(action, movement, expression, resting, settings)
            if travel is not None:
                groups.setdefault((action.kind, _name_action(action)), []).append(travel)
    return (
        *_compare_rest(movement, expression, actions, settings),
        *(
            _compare(kind, name, travels, settings)
            for (kind, name), travels in sorted(groups.items())
        ),
        *_compare_closures(actions),
    )


def _name_action(action: Action) -> str:
    manner = next((m for m in ("half", "full") if m in action.manner), None)
    return f"{action.kind} ({manner})" if manner else action.kind


def _compare(
    kind: str, name: str, travels: list[Excursion], settings: SymmetrySettings
) -> Symmetry:
    skin = np.array([travel.skin_mm for travel in travels])
    left_mm, right_mm = (float(value) for value in np.median(skin, axis=0))
    lesser = 0 if left_mm < right_mm else 1
    landmark = np.median([travel.landmark_mm for travel in travels], axis=0)
    slopes = [t.hold_slope_per_s for t in travels if t.hold_slope_per_s is not None]
    left_slope, right_slope = np.median(slopes, axis=0).tolist() if slopes else (None, None)
    correlations = [t.correlation for t in travels if np.isfinite(t.correlation)]
    larger_mm = max(left_mm, right_mm)
    return Symmetry(
        action=name,
        region=REGION_OF[kind],
        n_actions=len(travels),
        left_mm=left_mm,
        right_mm=right_mm,
        ratio=min(left_mm, right_mm) / larger_mm
        if larger_mm >= settings.min_excursion_mm
        else None,
        normal_range=_NORMAL_RATIO[kind],
        trajectory_correlation=float(np.median(correlations)) if correlations else None,
        left_fall=measure_fall(skin[:, 0], settings),
        right_fall=measure_fall(skin[:, 1], settings),
        left_hold_slope_per_s=left_slope,
        right_hold_slope_per_s=right_slope,
        landmark_ratio=float(landmark[lesser] / max(landmark[1 - lesser], 1e-6)),
        onsets_s=tuple(travel.onset_s for travel in travels),
        left_each_mm=tuple(skin[:, 0].tolist()),
        right_each_mm=tuple(skin[:, 1].tolist()),
        source=_RATIO_SOURCE,
    )


def measure_fall(travel_mm: Floats, settings: SymmetrySettings) -> float | None:
    """Share of the first travel that the last one lacks, by a robust line through all (n,)."""
    if len(travel_mm) < settings.min_repeats:
        return None
    slope, intercept, *_ = stats.theilslopes(travel_mm, np.arange(len(travel_mm)))
    return float(-slope * (len(travel_mm) - 1) / intercept) if intercept > 0 else None


def _compare_rest(
    movement: Movement,
    expression: Expression,
    actions: tuple[Action, ...],
    settings: SymmetrySettings,
) -> tuple[Symmetry, ...]:
    """Eyes, brows and mouth corners at rest, by landmarks; nothing with too little rest."""
    resting = mark_resting(movement, actions) & movement.observed
    for action in actions:
        start, stop = np.searchsorted(
            movement.time_s,
            [action.onset_s - settings.settle_s, action.offset_s + settings.settle_s],
        )
        resting[start:stop] = False
    heights = {
        EYE: expression.lid_aperture_mm,
        "brow": expression.brow_mm,
        "mouth_corner": expression.mouth_corner_mm[..., 1],
    }
    compared = []
    for region, height_mm in heights.items():
        seen = height_mm[resting & np.isfinite(height_mm).all(axis=1)]
        if len(seen) < _MIN_REST_S * movement.sampling_rate_hz:
            continue
        left_mm, right_mm = (float(value) for value in np.median(seen, axis=0))
        compared.append(
            _plain("rest", region, 0, (left_mm, right_mm), _NORMAL_REST_MM, _REST_SOURCE)
        )
    return tuple(compared)


def _compare_closures(actions: tuple[Action, ...]) -> tuple[Symmetry, ...]:
    """Excursion of the lids where both eyes were closed on purpose."""
    closures = [action for action in actions if action.kind == "eye_closure"]
    if not closures:
        return ()
    left_mm = [action.left_mm for action in closures]
    right_mm = [action.right_mm for action in closures]
    usual_mm = (float(np.median(left_mm)), float(np.median(right_mm)))
    return (
        _plain(
            "eye_closure",
            EYE,
            len(closures),
            usual_mm,
            _NORMAL_RATIO["eye_closure"],
            _RATIO_SOURCE,
            onsets_s=tuple(action.onset_s for action in closures),
            each_mm=(tuple(left_mm), tuple(right_mm)),
        ),
    )


def _plain(
    action: str,
    region: str,
    n_actions: int,
    usual_mm: tuple[float, float],
    normal_range: tuple[float, float],
    source: str,
    *,
    onsets_s: tuple[float, ...] = (),
    each_mm: tuple[tuple[float, ...], tuple[float, ...]] = ((), ()),
) -> Symmetry:
    """A comparison without courses, repeats or holds."""
    larger_mm = max(usual_mm)
    return Symmetry(
        action=action,
        region=region,
        n_actions=n_actions,
        left_mm=usual_mm[0],
        right_mm=usual_mm[1],
        ratio=min(usual_mm) / larger_mm if n_actions and larger_mm > 0 else None,
        normal_range=normal_range,
        trajectory_correlation=None,
        left_fall=None,
        right_fall=None,
        left_hold_slope_per_s=None,
        right_hold_slope_per_s=None,
        landmark_ratio=None,
        onsets_s=onsets_s,
        left_each_mm=each_mm[0],
        right_each_mm=each_mm[1],
        source=source,
    )
