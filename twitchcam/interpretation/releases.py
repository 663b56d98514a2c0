"""Movements of one side that are the end of something the person did.

In      TwitchEvents, Actions, Movement (displacement in mm)
Out     the events that an action explains
Method  An expression that is let go brings the skin back to where it rested, on one side often
        later and faster than on the other. An event of one side belongs to an action if it begins
        between the action's apex and a moment after its end (``after_action_s``), in a region that
        the action's units move or beside one, and goes back: its apex lies nearer to where the skin
        was before the action than its onset does. Lids that open again do not need to go back: they
        overshoot.
        Which regions an action moves follows from the action units of both (``anatomy``); lids that
        are squeezed shut take cheek raiser and lid tightener (AU6, AU7) along.
Where the defaults come from   settings.PatternSettings
Known limits   A frown is not recognised as an action, so its release is explained only where it
        comes with another action. A lapse in a held expression counts as its release. Where the
        skin was not seen before the action, nothing is explained.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from twitchcam.anatomy import NEIGHBOURS, REGION_NAMES, REGIONS, SIDES
from twitchcam.interpretation.event_locked import BASELINE_S
from twitchcam.records import (
    ACTION_KIND_UNITS,
    CLOSURE_KINDS,
    Action,
    Floats,
    Movement,
    TwitchEvent,
)
from twitchcam.settings import PatternSettings

_LIDS: Final = ("upper_lid", "lower_lid")
_SQUEEZE_UNITS: Final = (6, 7)


def list_released(
    events: tuple[TwitchEvent, ...],
    actions: tuple[Action, ...],
    movement: Movement,
    settings: PatternSettings,
) -> frozenset[TwitchEvent]:
    """Events of one side that are part of an action's end.

    Parameters
    ----------
    events, actions : of the same recording as ``movement``, in any order.
    movement : ``displacement_mm`` (M, regions, sides, axes) says which way the skin went.
    """
    return frozenset(
        event
        for event in events
        if event.side != "both"
        and any(_is_release(event, action, movement, settings) for action in actions)
    )


def list_moved_regions(action: Action) -> frozenset[str]:
    """Regions that an action moves, and those beside them."""
    units = set(ACTION_KIND_UNITS[action.kind])
    if "hard" in action.manner:
        units |= set(_SQUEEZE_UNITS)
    moved = {region.name for region in REGIONS if units & set(region.action_units)}
    return frozenset(moved.union(*(NEIGHBOURS[name] for name in moved)))


def _is_release(
    event: TwitchEvent, action: Action, movement: Movement, settings: PatternSettings
) -> bool:
    if action.side not in (event.side, "both"):
        return False
    if not action.apex_s <= event.onset_s < action.offset_s + settings.after_action_s:
        return False
    if event.region not in list_moved_regions(action):
        return False
    if action.kind in CLOSURE_KINDS and event.region in _LIDS:
        return True
    return _goes_back(event, action, movement, settings.min_return_share)


def _goes_back(event: TwitchEvent, action: Action, movement: Movement, min_share: float) -> bool:
    """Whether the event brings the skin nearer to where it was before the action."""
    before = action.onset_s - BASELINE_S[0], action.onset_s - BASELINE_S[1]
    place_mm = movement.displacement_mm[
        :, REGION_NAMES.index(event.region), SIDES.index(event.side)
    ]
    first, stop = np.searchsorted(movement.time_s, before)
    rest_mm = _find_place(place_mm[first:stop])
    onset, apex = np.searchsorted(movement.time_s, [event.onset_s, event.apex_s])
    last = len(place_mm) - 1
    from_mm, to_mm = place_mm[min(onset, last)], place_mm[min(apex, last)]
    nearer_mm = np.hypot(*(from_mm - rest_mm)) - np.hypot(*(to_mm - rest_mm))
    # What was not seen is NaN, and NaN is not more than anything.
    return bool(nearer_mm > 0 and nearer_mm >= min_share * np.hypot(*(to_mm - from_mm)))


def _find_place(place_mm: Floats) -> Floats:
    """Usual place (axes,) over a stretch (n, axes); NaN where nothing was seen."""
    seen = place_mm[np.isfinite(place_mm).all(axis=1)]
    return np.median(seen, axis=0) if len(seen) else np.full(place_mm.shape[1], np.nan)
