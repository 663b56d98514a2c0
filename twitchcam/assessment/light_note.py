"""What flickering light forbids to say, in words.

In      ``LightSwing``: the paces at which light swings (``signals.light_swing``)
Out     a sentence, with the remedy
Method  Lamps on mains flicker at twice its 50 or 60 Hz; pictures show the beat of both.
"""

from __future__ import annotations

from typing import Final

from twitchcam.records import LightSwing

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
    paces = " and ".join(f"{swing.pace_hz:.0f}" for swing in light)
    mains_hz = [
        mains
        for mains in _MAINS_HZ
        if abs(_find_beat(2 * mains, frame_rate_hz) - light[0].pace_hz) < _SAME_BEAT_HZ
    ]
    if len(mains_hz) == 1:
        lamp, shutter = f"lamps on {mains_hz[0]} Hz mains", f"1/{mains_hz[0]} s"
    else:
        lamp, shutter = "lamps on mains current, or screens,", "1/50 s (1/60 s on 60 Hz mains)"
    held = " nor were held pulls of skin," if light[0].percent > max_percent else ""
    return (
        f"The light flickers about {paces} times a second, as {lamp} do when they are filmed at "
        f"{frame_rate_hz:.0f} pictures a second. Trembling at that pace was not looked for,{held} "
        f"and small movements are harder to see. Film by daylight, or set the camera's shutter to "
        f"{shutter}.",
    )


def _find_beat(light_hz: float, frame_rate_hz: float) -> float:
    """The pace at which pictures show a light that flickers at ``light_hz``."""
    if frame_rate_hz <= 0:
        return float("nan")
    return abs(light_hz - frame_rate_hz * round(light_hz / frame_rate_hz))
