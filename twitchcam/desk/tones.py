"""Short tones, for eyes that are shut: by what the system has for playing sounds, or the bell."""

from __future__ import annotations

import io
import math
import shutil
import subprocess
import sys
import wave
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Final

_SAMPLES_HZ: Final = 22_050
# Pitch and length of each tone: up to begin, down to end, long when all is done.
_TONES: Final = {"begin": (880.0, 0.15), "end": (440.0, 0.15), "done": (660.0, 0.5)}
_PLAYERS: Final = (("paplay",), ("pw-play", "-"), ("aplay", "-q", "-"))


def play(name: str, ring: Callable[[], None]) -> None:
    """Let a tone be heard, without waiting for its end; ``ring`` where nothing can play it."""
    words = _find_player()
    if words is None:
        ring()
        return
    with suppress(OSError):
        player = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert player.stdin is not None
        # Less than what a pipe holds, so this does not wait for the player.
        player.stdin.write(make_tone(name))
        player.stdin.close()


@cache
def make_tone(name: str) -> bytes:
    """A tone as a WAV file: ``begin``, ``end`` or ``done``."""
    pitch_hz, length_s = _TONES[name]
    n = round(length_s * _SAMPLES_HZ)
    samples = bytearray()
    for k in range(n):
        # Without a soft edge a tone clicks.
        edge = min(1.0, 40.0 * min(k, n - k) / n)
        samples.append(128 + round(90 * edge * math.sin(2 * math.pi * pitch_hz * k / _SAMPLES_HZ)))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(_SAMPLES_HZ)
        out.writeframes(bytes(samples))
    return file.getvalue()


@cache
def _find_player() -> tuple[str, ...] | None:
    if not sys.platform.startswith("linux"):
        return None
    return next((words for words in _PLAYERS if shutil.which(words[0])), None)
