"""From movements to courses: how much of each displacement there is at every frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twitchcam.synthetic import fields
from twitchcam.synthetic.fields import Field
from twitchcam.synthetic.jerks import Jerk, Shake
from twitchcam.synthetic.movements import (
    Anything,
    Blink,
    BrowRaise,
    Chewing,
    Dragged,
    Gaze,
    HeadTurn,
    MouthOpening,
    Narrowing,
    Pucker,
    Smile,
    Talk,
    Tremble,
    Twitch,
    dragged_narrowings,
    dragged_twitches,
    sides_of,
)
from twitchcam.synthetic.timecourses import (
    chew,
    rise_and_fall,
    swing,
    syllables,
    wander,
)

Floats = NDArray[np.floating[Any]]


# A lid follows the eye down: share of closure per degree of looking down.
LID_FOLLOWS_GAZE_PER_DEG: Final = 0.017


@dataclass(slots=True)
class Script:
    """The course of everything that moves, one value per frame; filled while it is composed."""

    time_s: Floats
    courses: list[tuple[Field, Floats]] = field(default_factory=list)
    lids_open: dict[str, Floats] = field(default_factory=dict)
    gaze_deg: Floats = field(init=False)
    turn_deg: Floats = field(init=False)

    def __post_init__(self) -> None:
        n = len(self.time_s)
        self.lids_open = {"left": np.ones(n), "right": np.ones(n)}
        self.gaze_deg = np.zeros((n, 2))
        self.turn_deg = np.zeros((n, 3))

    def add(self, what: Field, course: Floats, size: float = 1.0) -> None:
        """Let a field run along a course."""
        self.courses.append((what, course * size))

    def closure(self, side: str) -> Floats:
        """Return the closure of the lids of one side, 0 open to 1 met; lids follow the eye down."""
        follow = 1.0 - np.clip(-self.gaze_deg[:, 1], 0.0, None) * LID_FOLLOWS_GAZE_PER_DEG
        return 1.0 - self.lids_open[side] * follow


@singledispatch
def _compose(movement: Any, script: Script, seed: int) -> None:  # noqa: ARG001
    raise TypeError(f"movement must be one of the records of movements.py, got {movement!r}.")


@_compose.register
def _(movement: Twitch, script: Script, seed: int) -> None:  # noqa: ARG001
    half_s = 0.5 * movement.duration_s
    course = rise_and_fall(script.time_s, movement.onset_s, half_s, movement.hold_s, half_s)
    for side in sides_of(movement.side):
        what = fields.twitch_field(movement.region, side, movement.direction)
        script.add(what, course, movement.size_mm)


@_compose.register
def _(movement: Jerk, script: Script, seed: int) -> None:  # noqa: ARG001
    half_s = 0.5 * movement.duration_s
    course = rise_and_fall(script.time_s, movement.onset_s, half_s, movement.hold_s, half_s)
    for side in sides_of(movement.side):
        what = fields.jerk_field(movement.place, side, movement.reach_mm, movement.direction)
        script.add(what, course, movement.size_mm)


@_compose.register
def _(movement: Tremble, script: Script, seed: int) -> None:  # noqa: ARG001
    course = swing(script.time_s, movement.start_s, movement.stop_s, movement.frequency_hz)
    for side in sides_of(movement.side):
        what = fields.twitch_field(movement.region, side, movement.direction)
        script.add(what, course, movement.size_mm)


@_compose.register
def _(movement: Shake, script: Script, seed: int) -> None:  # noqa: ARG001
    course = swing(script.time_s, movement.start_s, movement.stop_s, movement.frequency_hz)
    for side in sides_of(movement.side):
        what = fields.jerk_field(movement.place, side, movement.reach_mm, movement.direction)
        script.add(what, course, movement.size_mm)


@_compose.register
def _(movement: Blink, script: Script, seed: int) -> None:  # noqa: ARG001
    course = rise_and_fall(
        script.time_s, movement.onset_s, movement.closing_s, movement.hold_s, movement.opening_s
    )
    script.lids_open["left"] = script.lids_open["left"] * (1.0 - movement.left * course)
    script.lids_open["right"] = script.lids_open["right"] * (1.0 - movement.right * course)
    if movement.squeeze > 0.0:
        for side in sides_of("both"):
            script.add(fields.squeeze_field(side), course, movement.squeeze)


@_compose.register
def _(movement: Smile, script: Script, seed: int) -> None:  # noqa: ARG001
    course = _held(script.time_s, movement)
    for side, strength in (("left", movement.left), ("right", movement.right)):
        script.add(fields.smile_field(side), course, strength)
        script.add(fields.lips_shut_field(side), course, -fields.SMILE_PARTS_LIPS * strength)


@_compose.register
def _(movement: Pucker, script: Script, seed: int) -> None:  # noqa: ARG001
    script.add(fields.pucker_field(), _held(script.time_s, movement), movement.strength)


@_compose.register
def _(movement: BrowRaise, script: Script, seed: int) -> None:  # noqa: ARG001
    course = _held(script.time_s, movement)
    script.add(fields.brow_raise_field("left"), course, movement.left)
    script.add(fields.brow_raise_field("right"), course, movement.right)


@_compose.register
def _(movement: MouthOpening, script: Script, seed: int) -> None:  # noqa: ARG001
    course = _held(script.time_s, movement)
    script.add(fields.mouth_opening_field(), course, movement.opening_mm)


@_compose.register
def _(movement: Talk, script: Script, seed: int) -> None:
    span = (movement.start_s, movement.stop_s)
    script.add(
        fields.mouth_opening_field(), syllables(script.time_s, *span, seed), movement.opening_mm
    )
    script.add(fields.pucker_field(), syllables(script.time_s, *span, seed + 1), 0.35)
    wide = syllables(script.time_s, *span, seed + 2)
    script.add(fields.smile_field("left"), wide, 0.22)
    script.add(fields.smile_field("right"), wide, 0.20)


@_compose.register
def _(movement: Chewing, script: Script, seed: int) -> None:
    time_s, span = script.time_s, (movement.start_s, movement.stop_s)
    course = chew(time_s, *span, movement.rate_hz)
    script.add(fields.jaw_field(), course, movement.opening_mm)
    sideways = swing(time_s, *span, movement.rate_hz)
    script.add(fields.jaw_sideways_field(), sideways, 0.35 * movement.opening_mm)
    uneven = np.clip(0.5 + 0.5 * wander(time_s, seed), 0.0, 1.0)
    for side, share in (("left", uneven), ("right", 1.0 - uneven)):
        bulge = fields.twitch_field("cheek", side, (1.0, -0.2))
        script.add(bulge, course * share, 0.4 * movement.opening_mm)
        corner = fields.twitch_field("mouth_corner", side, (-0.8, 0.4))
        script.add(corner, course * (1.0 - share), 0.3 * movement.opening_mm)


@_compose.register
def _(movement: Gaze, script: Script, seed: int) -> None:  # noqa: ARG001
    course = rise_and_fall(
        script.time_s, movement.onset_s, movement.shift_s, movement.hold_s, movement.shift_s
    )
    script.gaze_deg += np.outer(course, [movement.to_left_deg, movement.up_deg])


@_compose.register
def _(movement: HeadTurn, script: Script, seed: int) -> None:  # noqa: ARG001
    angles = [movement.yaw_deg, movement.pitch_deg, movement.roll_deg]
    script.turn_deg += np.outer(_held(script.time_s, movement), angles)


@_compose.register
def _(movement: Narrowing, script: Script, seed: int) -> None:  # noqa: ARG001
    half_s = 0.5 * movement.duration_s
    course = rise_and_fall(script.time_s, movement.onset_s, half_s, movement.hold_s, half_s)
    for side in sides_of(movement.side):
        script.lids_open[side] = script.lids_open[side] * (1.0 - movement.closure * course)


@_compose.register
def _(movement: Dragged, script: Script, seed: int) -> None:
    """Nothing of its own: the twitches it brings about are composed instead."""


def _held(time_s: Floats, movement: Smile | Pucker | BrowRaise | MouthOpening | HeadTurn) -> Floats:
    return rise_and_fall(
        time_s, movement.onset_s, movement.rise_s, movement.hold_s, movement.fall_s
    )


def compose_script(time_s: Floats, movements: tuple[Anything, ...], seed: int) -> Script:
    """Return the course of every movement, those dragged along included."""
    script = Script(time_s)
    everything = movements + dragged_twitches(movements) + dragged_narrowings(movements)
    for index, movement in enumerate(everything):
        _compose(movement, script, seed + 101 * index)
    return script
