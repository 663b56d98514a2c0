"""Whether a face that moves as a flat picture does is alive all the same.

In      Quality, FaceTrack, what the person did and what was found
Out     ``Quality``: of a photograph nothing could be judged
Method  Eyes that close are alive, and so is skin that surely moves by itself; an eye that cannot be
        seen may have closed. Without any of these nothing tells a person, over whom a camera pans,
        from a photograph in a hand. The farther a head goes the more it turns: what sways by
        ``min_photograph_sway_mm`` and more and never turns is a photograph, in which there is
        nothing to find; what sways by less, or turns once, is told with the doubt.
Where the defaults come from   settings.SignalSettings
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from twitchcam.records import CLOSURE_KINDS, Action, FaceTrack, Quality, Tremor, TwitchEvent
from twitchcam.settings import SignalSettings
from twitchcam.signals.flat_picture import measure_flat_motion


def judge_life(
    quality: Quality,
    track: FaceTrack,
    actions: Iterable[Action],
    found: Iterable[TwitchEvent | Tremor],
    settings: SignalSettings,
) -> Quality:
    """``quality`` as it is, in doubt, or of a recording in which nothing could be judged."""
    lives = (
        any(action.kind in CLOSURE_KINDS for action in actions)
        or any(movement.confidence != "low" for movement in found)
        or bool(quality.eyes_not_judged)
    )
    motion = None if lives else measure_flat_motion(track, quality.mm_per_px, settings)
    if motion is None:
        return quality
    if not motion.always or motion.sway_mm < settings.min_photograph_sway_mm:
        # What cannot be judged for another reason keeps that reason.
        return replace(quality, moves_flat=quality.usable)
    return replace(
        quality,
        moves_flat=True,
        usable=False,
        observed_s=0.0,
        detection_limits=(),
        place_limits=None,
    )
