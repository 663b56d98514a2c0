"""Whether a file plays slower or faster than life, by what the phone that recorded it wrote down.

Android keeps the rate at which pictures were taken (``com.android.capture.fps``) beside times that
suit the player: 240 pictures a second at 30 last eight times as long as life. Phones write the same
tag into ordinary recordings, which in dim light come slower than it says. So it is used only where
the rate is one that no ordinary recording has, or the pictures come faster than they were taken.

Apple's own files keep the true times; its mark says only how a player should treat them. A
recording that was sent in slow motion from the Photos app has no mark that others have not, and
cannot be told.

Sources
-------
Android, constrained high-speed sessions take at least 120 pictures a second, at a fixed rate:
CameraConstrainedHighSpeedCaptureSession, android-cdd 7.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from twitchcam.wording import text

_ANDROID: Final = "com.android.capture.fps"
_APPLE: Final = "com.apple.quicktime.full-frame-rate-playback-intent"
_MIN_FAST_HZ: Final = 100.0
# Rates may differ by less without a meaning: pauses and dropped pictures are in the mean.
_SAME_RATE: Final = 1.3
_MAX_HZ: Final = 10_000.0


class Pace(NamedTuple):
    """Seconds of the file in one of life, and what a reader should know about it."""

    slowed: float
    note: str | None


def read_pace(tags: Mapping[str, str], stored_hz: float | None) -> Pace:
    """How fast a file plays that stores ``stored_hz`` pictures a second and has these tags."""
    low = {key.lower(): value for key, value in tags.items()}
    taken_hz = _read_rate(low.get(_ANDROID))
    if not stored_hz:
        return Pace(1.0, None)
    if taken_hz is None:
        slow_intent = low.get(_APPLE, "").strip() == "0"
        return Pace(1.0, _say_true(stored_hz) if slow_intent and _is_fast(stored_hz) else None)
    if _is_fast(taken_hz) and stored_hz * _SAME_RATE > taken_hz:
        return Pace(1.0, _say_true(taken_hz))
    if _is_fast(taken_hz) or stored_hz > taken_hz * _SAME_RATE:
        slowed = taken_hz / stored_hz
        return Pace(slowed, _say_used(slowed, taken_hz, stored_hz))
    if taken_hz > stored_hz * _SAME_RATE:
        return Pace(1.0, _say_unsure(taken_hz, stored_hz))
    return Pace(1.0, None)


def _read_rate(stated: str | None) -> float | None:
    try:
        rate_hz = float(stated or "")
    except ValueError:
        return None
    return rate_hz if 0.0 < rate_hz < _MAX_HZ else None


def _is_fast(rate_hz: float) -> bool:
    return rate_hz >= _MIN_FAST_HZ


def _say_true(rate_hz: float) -> str:
    return text("note-pace-true", rate=f"{rate_hz:.0f}")


def _say_used(slowed: float, taken_hz: float, stored_hz: float) -> str:
    key = "note-pace-slower" if slowed > 1 else "note-pace-faster"
    times = f"{slowed:.2g}" if slowed > 1 else f"{1 / slowed:.2g}"
    return text(key, taken=f"{taken_hz:.3g}", stored=f"{stored_hz:.3g}", times=times)


def _say_unsure(taken_hz: float, stored_hz: float) -> str:
    times = f"{taken_hz / stored_hz:.2g}"
    taken, stored = f"{taken_hz:.3g}", f"{stored_hz:.3g}"
    return text("note-pace-unsure", taken=taken, stored=stored, times=times)
