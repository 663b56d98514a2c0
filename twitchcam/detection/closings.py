"""When lids move, with the time before and after in which the skin around them moves too.

In      Actions, partial blinks among them
Out     ``Closings``, for ``assessment.assessable``; and what is assessable, with those and covered
        eyes
Where the defaults come from   settings.DetectionSettings
"""

from __future__ import annotations

from collections.abc import Iterable

from twitchcam.assessment.assessable import Closings, mark_assessable
from twitchcam.assessment.beside_hidden import hide_beside, hide_swept
from twitchcam.assessment.hidden_lids import hide_lids
from twitchcam.detection.partial_blinks import list_lid_movements
from twitchcam.records import CLOSURE_KINDS, Action, Bools, Expression, Movement, Side, Span
from twitchcam.settings import ActionSettings, AssessmentSettings, DetectionSettings


def mark_judged(
    movement: Movement,
    expression: Expression,
    actions: tuple[Action, ...],
    covered: tuple[Side, ...],
    of_actions: ActionSettings,
    of_assessment: AssessmentSettings,
    settings: DetectionSettings,
) -> Bools:
    """What the analysis judges, and what is written out as judged.

    Parameters
    ----------
    movement, expression : Movement, Expression
        Of the same M moments; limits are those of the C moments of its dense field.
    actions : tuple of Action
        Around closing and opening eyes the skin near them is not judged.
    covered : tuple of str
        Sides whose eye could not be seen.
    of_actions, of_assessment, settings : ActionSettings, AssessmentSettings, DetectionSettings
        What a blink is; which limit is small enough; how long around a blink.

    Returns
    -------
    ndarray of bool, (C, places, sides)
        A twitch of one side would have been seen and told there and then.

    Examples
    --------
    >>> judged = mark_judged(
    ...     movement, expression, actions, (),
    ...     settings.actions, settings.assessment, settings.detection,
    ... )
    >>> judged.shape == movement.field.noise_mm.shape
    True
    """
    lids_moved = list_lid_movements(expression, actions, of_actions)
    closings = list_closings(lids_moved, settings)
    assessable = mark_assessable(movement, closings, of_assessment, settings.twitch_threshold)
    time_s, visibility = movement.field.time_s, movement.visibility
    assessable = hide_beside(assessable, time_s, visibility, closings.of_lids)
    assessable = hide_swept(assessable, time_s, visibility)
    return hide_lids(assessable, covered)


def list_closings(actions: Iterable[Action], settings: DetectionSettings) -> Closings:
    """Around every closing and opening of an eye, the time in which lids pull at other skin."""
    closures = [action for action in actions if action.kind in CLOSURE_KINDS]
    return Closings(
        of_lids=_list_spans(closures, settings),
        squeezed=_list_spans((a for a in closures if a.kind != "blink"), settings),
    )


def _list_spans(closures: Iterable[Action], settings: DetectionSettings) -> tuple[Span, ...]:
    return tuple(
        Span(
            start_s=start_s - settings.blink_lead_s,
            stop_s=stop_s + settings.blink_tail_s,
            reason="expression",
        )
        for action in closures
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
