"""What the person did: blinks, winks, closures of the eyes, smiles, puckers, brows, the mouth.

In      Expression, Movement
Out     Actions, in order of time
Method  See ``eye_closures``, ``mouth`` and ``brows``. Talking and chewing are stretches, not
        actions: see ``signals.mouth_busy``. While a hand covers part of the face, the mesh
        guesses what it cannot see: only closings of both eyes are believed then. What another
        person does, after a cut, is nobody's action here.
"""

from __future__ import annotations

from collections.abc import Iterable

from twitchcam.detection.brows import detect_brow_raises
from twitchcam.detection.eye_closures import detect_closures
from twitchcam.detection.mouth import detect_mouth_actions
from twitchcam.records import Action, Expression, Movement, Span
from twitchcam.settings import ActionSettings


def detect_actions(
    expression: Expression,
    movement: Movement,
    settings: ActionSettings,
) -> tuple[Action, ...]:
    """Everything the person did on purpose or by reflex.

    Parameters
    ----------
    expression, movement : Expression, Movement
        Of the same M moments.
    settings : ActionSettings
        What a blink, a smile, a pucker must reach.

    Returns
    -------
    tuple of Action
        In order of onset; times in s, lids and corners in mm.

    Examples
    --------
    >>> [action.kind for action in detect_actions(expression, movement, settings.actions)]
    ['blink', 'blink', 'blink', 'blink', 'blink', 'blink', 'smile']
    """
    closures = detect_closures(expression, movement, settings)
    actions = [
        *closures,
        *detect_mouth_actions(expression, settings),
        *detect_brow_raises(expression, movement, closures, settings),
    ]
    believed = leave_out_guesses(actions, movement.excluded)
    return tuple(sorted(believed, key=lambda action: (action.onset_s, action.kind)))


def leave_out_guesses(actions: Iterable[Action], excluded: tuple[Span, ...]) -> list[Action]:
    """Those of ``actions`` that no hand over the face and no other person can have feigned."""
    covered = [span for span in excluded if span.reason == "occluded"]
    others = [span for span in excluded if span.reason == "other_person"]
    return [
        action
        for action in actions
        if not any(span.start_s <= action.apex_s < span.stop_s for span in others)
        if (action.kind in ("blink", "eye_closure") and action.side == "both")
        or not any(span.start_s <= action.apex_s < span.stop_s for span in covered)
    ]
