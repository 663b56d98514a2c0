"""What the person did: blinks, winks, closures of the eyes, smiles, puckers, brows, the mouth.

In      Expression, Movement
Out     Actions, in order of time
Method  See ``eye_closures``, ``mouth`` and ``brows``. Talking and chewing are stretches, not
        actions: see ``signals.mouth_busy``.
"""

from __future__ import annotations

from twitchcam.detection.brows import detect_brow_raises
from twitchcam.detection.eye_closures import detect_closures
from twitchcam.detection.mouth import detect_mouth_actions
from twitchcam.records import Action, Expression, Movement
from twitchcam.settings import DetectionSettings


def detect_actions(
    expression: Expression,
    movement: Movement,
    settings: DetectionSettings,
) -> tuple[Action, ...]:
    """Everything the person did on purpose or by reflex, in order of onset."""
    closures = detect_closures(expression, movement, settings)
    actions = [
        *closures,
        *detect_mouth_actions(expression, settings),
        *detect_brow_raises(expression, movement, closures, settings),
    ]
    return tuple(sorted(actions, key=lambda action: (action.onset_s, action.kind)))
