"""What flickering light forbids to say, in words.

In      ``LightSwing``: the paces at which light swings (``signals.light_swing``)
Out     a sentence, with the remedy
Method  Lamps on mains flicker at twice its 50 or 60 Hz; pictures show the beat of both.
"""

from __future__ import annotations

from typing import Final

from twitchcam.records import LightSwing
from twitchcam.wording import text
from twitchcam.wording.names import join_all

_MAINS_HZ: Final = (50, 60)
_SAME_BEAT_HZ: Final = 0.5


def describe_light(
    light: tuple[LightSwing, ...], frame_rate_hz: float, max_percent: float
) -> tuple[str, ...]:
    """What flickering light forbids to say, and what to change; nothing in steady light.

    Above ``max_percent`` held pulls are not looked for either.
    """
    if not light:
        return ()
    paces = join_all([f"{swing.pace_hz:.0f}" for swing in light])
    mains_hz = [
        mains
        for mains in _MAINS_HZ
        if abs(_find_beat(2 * mains, frame_rate_hz) - light[0].pace_hz) < _SAME_BEAT_HZ
    ]
    key = "note-light-held" if light[0].percent > max_percent else "note-light"
    rate = f"{frame_rate_hz:.0f}"
    if len(mains_hz) == 1:
        mains = str(mains_hz[0])
        lamp = text("note-light-lamp", mains=mains)
        return (text(key, paces=paces, lamp=lamp, rate=rate, shutter=f"1/{mains} s"),)
    lamp, shutter = text("note-light-lamps"), text("note-light-shutter")
    return (text(key, paces=paces, lamp=lamp, rate=rate, shutter=shutter),)


def _find_beat(light_hz: float, frame_rate_hz: float) -> float:
    """The pace at which pictures show a light that flickers at ``light_hz``."""
    if frame_rate_hz <= 0:
        return float("nan")
    return abs(light_hz - frame_rate_hz * round(light_hz / frame_rate_hz))
