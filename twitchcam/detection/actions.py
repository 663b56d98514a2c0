"""What the person did: blinks, winks, closures of the eyes, smiles, puckers, brows, the mouth.

In      Expression, Movement
Out     Actions, in order of time
Method  See ``eye_closures``, ``mouth`` and ``brows``. Talking and chewing are stretches, not
        actions: see ``signals.mouth_busy``. Mouth and brows are read scene by scene (``scenes``),
        and no action lasts over a cut. While a hand covers part of the face, the mesh
        guesses what it cannot see: only closings of both eyes are believed then. What another
        person does, after a cut, is nobody's action here.
"""

from __future__ import annotations

from collections.abc import Iterable

from twitchcam.detection.brows import detect_brow_raises
from twitchcam.detection.eye_closures import detect_closures
from twitchcam.detection.mouth import detect_mouth_actions
from twitchcam.detection.scenes import list_scenes, take_scene
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
    scenes = list_scenes(expression.time_s, movement.excluded)
    actions = [
        *closures,
        *(
            action
            for scene in scenes
            for action in detect_mouth_actions(take_scene(expression, *scene), settings)
        ),
        *detect_brow_raises(expression, movement, closures, settings),
    ]
    believed = leave_out_guesses(actions, movement.excluded)
    return tuple(sorted(believed, key=lambda action: (action.onset_s, action.kind)))


def leave_out_guesses(actions: Iterable[Action], excluded: tuple[Span, ...]) -> list[Action]:
    """Those of ``actions`` that no hand, no other person and no cut can have feigned."""
    covered = [span for span in excluded if span.reason == "occluded"]
    others = [span for span in excluded if span.reason == "other_person"]
    cuts_s = [(span.start_s + span.stop_s) / 2 for span in excluded if span.reason == "cut"]
    return [
        action
        for action in actions
        if not any(span.start_s <= action.apex_s < span.stop_s for span in others)
        if not any(action.onset_s < cut_s < action.offset_s for cut_s in cuts_s)
        if (action.kind in ("blink", "eye_closure") and action.side == "both")
        or not any(span.start_s <= action.apex_s < span.stop_s for span in covered)
    ]
