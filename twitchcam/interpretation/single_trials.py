"""Responses one by one: how far a patch went along its usual way in each action, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from twitchcam.interpretation.event_locked import HoldSums
from twitchcam.records import Action, Bools, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SingleTrials:
    """Of one patch, for each action (n,).

    Attributes
    ----------
    own_mm, mirror_mm : movement of the patch, and of its mirror patch at the same time, along
        the mean direction of the patch.
    responded : beyond the mirror patch by more than the noise.
    lags_s : from the action to the response; NaN where there is none to see.
    before_mm : (n, 2) own and other opening of the lids before; means nothing for skin.
    """

    own_mm: Floats
    mirror_mm: Floats
    responded: Bools
    lags_s: Floats
    before_mm: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Related:
    """What one kind of action does to its regions.

    Attributes
    ----------
    actions : those that could be judged.
    p_values : (regions, sides).
    n_shifts : how many moved trains they rest on.
    responses : one by one, by region and side.
    places : the place that responds most, by region and side; empty where the middle of the region
        was looked at.
    """

    actions: tuple[Action, ...]
    p_values: Floats
    n_shifts: int
    responses: dict[tuple[int, int], SingleTrials]
    places: dict[tuple[int, int], int]


NOT_RELATED: Final = Related(
    actions=(), p_values=np.empty((0, 0)), n_shifts=0, responses={}, places={}
)


def list_apex_responses(
    pieces_mm: Floats, window_mm: Floats, lags_s: Floats, noise_mm: Floats
) -> dict[tuple[int, int], SingleTrials]:
    """Responses near the apexes of short actions, by region and side.

    Parameters
    ----------
    pieces_mm : (n, lags, regions, sides, axes) movement around each apex, 0 where nothing counts.
    window_mm : (lags, regions, sides, axes) mean response.
    lags_s : (lags,) from the apex.
    noise_mm : (n, regions, sides) what a response must exceed.
    """
    found = {}
    for r, s in np.ndindex(window_mm.shape[1:3]):
        towards = _point(window_mm[:, r, s])
        own_mm = pieces_mm[:, :, r, s] @ towards
        mirror_mm = pieces_mm[:, :, r, 1 - s] @ towards
        # What the mirror patch does the other way makes nothing of stillness.
        beyond_mm = own_mm - np.maximum(mirror_mm, 0.0)
        best = np.argmax(beyond_mm, axis=1)[:, None]
        own, mirror, beyond = (
            np.take_along_axis(values, best, axis=1)[:, 0]
            for values in (own_mm, mirror_mm, beyond_mm)
        )
        found[r, s] = SingleTrials(
            own_mm=own,
            mirror_mm=mirror,
            responded=beyond > noise_mm[:, r, s],
            lags_s=lags_s[best[:, 0]],
            before_mm=np.empty((len(pieces_mm), 0)),
        )
    return found


def list_hold_responses(
    actions: tuple[Action, ...],
    holds: HoldSums,
    mean_mm: Floats,
    noise_mm: Floats,
) -> dict[tuple[int, int], SingleTrials]:
    """Responses to held actions, by region and side.

    Parameters
    ----------
    mean_mm : (regions, sides, axes) mean response.
    noise_mm : (regions, sides) what a response must exceed.
    """
    here = np.zeros(1, dtype=np.int64)
    changes_mm = np.concatenate([holds.change(action, here)[0] for action in actions])
    found = {}
    for r, s in np.ndindex(mean_mm.shape[:2]):
        towards = _point(mean_mm[None, r, s])
        own_mm, mirror_mm = (changes_mm[:, r, side] @ towards for side in (s, 1 - s))
        found[r, s] = SingleTrials(
            own_mm=own_mm,
            mirror_mm=mirror_mm,
            responded=own_mm - mirror_mm > noise_mm[r, s],
            lags_s=np.array([holds.find_lag_s(a, r, s, towards) for a in actions]),
            before_mm=np.abs([holds.measure_before(a, r)[[s, 1 - s], 0] for a in actions]),
        )
    return found


def _point(mean_mm: Floats) -> Floats:
    """Unit vector (axes,) of the largest of the mean movements (lags, axes).

    A single axis has its sign already: only lids that narrow respond.
    """
    if mean_mm.shape[-1] == 1:
        return np.ones(1)
    size_mm = np.linalg.norm(mean_mm, axis=-1)
    largest = mean_mm[int(np.argmax(size_mm))]
    length_mm = float(np.linalg.norm(largest))
    return largest / length_mm if length_mm > 0 else np.eye(mean_mm.shape[-1])[0]
