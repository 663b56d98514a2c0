"""When lids move, with the time before and after in which the skin around them moves too.

In      Actions, partial blinks among them
Out     Spans, for ``assessment.assessable``
Where the defaults come from   settings.DetectionSettings
"""

from __future__ import annotations

from collections.abc import Iterable

from twitchcam.records import CLOSURE_KINDS, Action, Span
from twitchcam.settings import DetectionSettings


def list_closings(actions: Iterable[Action], settings: DetectionSettings) -> tuple[Span, ...]:
    """Around every closing and opening of an eye, the time in which lids pull at other skin."""
    return tuple(
        Span(
            start_s=start_s - settings.blink_lead_s,
            stop_s=stop_s + settings.blink_tail_s,
            reason="expression",
        )
        for action in actions
        if action.kind in CLOSURE_KINDS
        for start_s, stop_s in list_moving_parts(action, settings)
    )


def list_moving_parts(
    action: Action, settings: DetectionSettings
) -> tuple[tuple[float, float], ...]:
    """When the lids of an action move: eyes that stay closed rest between closing and opening."""
    edge_s = settings.action_edge_s
    if action.kind != "eye_closure" or action.offset_s - action.onset_s < 2 * edge_s:
        return ((action.onset_s, action.offset_s),)
    return (
        (action.onset_s, action.onset_s + edge_s),
        (action.offset_s - edge_s, action.offset_s),
    )
