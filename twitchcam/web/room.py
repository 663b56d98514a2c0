"""How much room a recording will take, and how it is stored so that it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from twitchcam.capture.encoding import LAYOUTS, EncodingName
from twitchcam.capture.room import measure_room
from twitchcam.web.kept_video import say_bytes
from twitchcam.web.takes import PictureKind, Planes
from twitchcam.wording import text

# As long as a recording may last here, and some more: with less, less room is taken.
_WANTED_MIN: Final = 20.0
# Less is worth a warning: a full session must fit.
_LITTLE_MIN: Final = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPlan:
    """What a minute takes, how it is stored, and for how many minutes there is room."""

    encoding: EncodingName
    bytes_per_minute: float
    minutes: float


def plan_room(
    sample: Sequence[Planes], kind: PictureKind, rate_hz: float, free_bytes: float
) -> RoomPlan:
    """Choose what loses nothing where there is room for it, and what loses nearly nothing else."""
    for encoding in ("lossless", "small"):
        bytes_per_minute = measure_room(
            sample,
            (kind.width, kind.height),
            layout=LAYOUTS[kind.pixels],
            encoding=encoding,
            frame_rate_hz=rate_hz,
        )
        plan = RoomPlan(
            encoding=encoding,
            bytes_per_minute=bytes_per_minute,
            minutes=free_bytes / bytes_per_minute,
        )
        if plan.minutes >= _WANTED_MIN:
            break
    return plan


def say_plan(plan: RoomPlan) -> str:
    """Say it for the person at the camera."""
    size = say_bytes(plan.bytes_per_minute)
    if plan.minutes < _LITTLE_MIN:
        return text("web-kept-little-room", size=size, minutes=int(plan.minutes))
    if plan.encoding == "small":
        return text("web-kept-minute-takes-small", size=size)
    return text("web-kept-minute-takes", size=size)
