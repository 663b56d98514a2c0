"""Tell what a person did when asked from what they did anyway.

In      actions, cues of the recording
Out     the same actions, ``cued`` set where the right thing was done at the right time
Method  An action answers a cue when it is of the kind that the step asks for and its apex lies
        within the cue, or after it by no more than a late start. A cue to squeeze the eyes shut is
        answered by lids that met, of one eye at least, and stayed or were squeezed: people who do
        nothing go on blinking, by halves and in full.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from twitchcam.capture.protocol import ASKED_ACTIONS
from twitchcam.records import Action, Cue
from twitchcam.settings import ActionSettings

# A light blink can be long and a tight closure short: both answer a cue to close the eyes.
_ALSO: Final = {"blink": ("eye_closure",), "eye_closure": ("blink",)}


def mark_cued(
    actions: tuple[Action, ...], cues: Iterable[Cue], settings: ActionSettings
) -> tuple[Action, ...]:
    """Tell what was done when asked from what was not.

    Parameters
    ----------
    actions : tuple of Action
        As ``detect_actions`` gives them.
    cues : iterable of Cue
        What the person was asked to do, and when (s).
    settings : ActionSettings
        Of these how late an answer may come.

    Returns
    -------
    tuple of Action
        The same, with ``cued`` set where one answers a cue.

    Examples
    --------
    >>> from twitchcam.records import Cue
    >>> cue = Cue(step="full_smile", start_s=12.5, stop_s=14.0)
    >>> [action.kind for action in mark_cued(actions, [cue], settings.actions) if action.cued]
    ['smile']
    """
    asked = [
        (cue, (kind, *_ALSO.get(kind, ())))
        for cue in cues
        if (kind := ASKED_ACTIONS.get(cue.step)) is not None
    ]
    if not asked:
        return actions
    return tuple(
        replace(action, cued=any(_answers(action, cue, kinds, settings) for cue, kinds in asked))
        for action in actions
    )


def _answers(action: Action, cue: Cue, kinds: tuple[str, ...], settings: ActionSettings) -> bool:
    late_s = settings.cue_late_s
    in_time = cue.start_s <= action.apex_s < cue.stop_s + late_s
    return action.kind in kinds and in_time and _is_enough(action, kinds[0], settings)


def _is_enough(action: Action, asked: str, settings: ActionSettings) -> bool:
    """Whether lids that were asked to shut did so; one that cannot is what the step shows."""
    if asked != "eye_closure":
        return True
    deepest = max(action.left_strength, action.right_strength)
    held = action.kind == "eye_closure" or "hard" in action.manner
    return held and deepest >= settings.closure_depth
