"""What of a recording the analysis judges: the same call, for every benchmark."""

from __future__ import annotations

from collections.abc import Sequence

from twitchcam.assessment.unjudged_eyes import find_unjudged_eyes
from twitchcam.detection.closings import mark_judged
from twitchcam.records import Action, Bools, Expression, Movement
from twitchcam.settings import Settings


def mark_as_analysed(
    movement: Movement, expression: Expression, actions: Sequence[Action], settings: Settings
) -> Bools:
    """(C, places, sides) what ``analyze_track`` judges of this movement."""
    covered, _ = find_unjudged_eyes(expression, settings.actions.min_opening_mm)
    return mark_judged(
        movement,
        expression,
        tuple(actions),
        covered,
        settings.actions,
        settings.assessment,
        settings.detection,
    )
