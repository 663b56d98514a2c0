"""Whether a face that moves as a flat picture does is alive all the same.

In      Quality, FaceTrack, what the person did and what was found
Out     ``Quality``: of a photograph nothing could be judged
Method  Eyes that close are alive, and so is skin that surely moves by itself; an eye that cannot be
        seen may have closed. Without any of these nothing tells a person, over whom a camera pans,
        from a photograph in a hand, and in a photograph there is nothing to find.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from twitchcam.records import CLOSURE_KINDS, Action, FaceTrack, Quality, Tremor, TwitchEvent
from twitchcam.settings import SignalSettings
from twitchcam.signals.flat_picture import moves_as_flat_picture


def judge_life(
    quality: Quality,
    track: FaceTrack,
    actions: Iterable[Action],
    found: Iterable[TwitchEvent | Tremor],
    settings: SignalSettings,
) -> Quality:
    """``quality`` as it is, or of a recording in which nothing could be judged."""
    lives = (
        any(action.kind in CLOSURE_KINDS for action in actions)
        or any(movement.confidence != "low" for movement in found)
        or bool(quality.eyes_not_judged)
    )
    if lives or not moves_as_flat_picture(track, settings):
        return quality
    return replace(
        quality,
        moves_flat=True,
        usable=False,
        observed_s=0.0,
        detection_limits=(),
        place_limits=None,
    )
