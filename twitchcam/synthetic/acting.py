"""From courses to the state of the face, frame by frame: the head sways, the light changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchcam.synthetic.face_geometry import MM_PER_PX
from twitchcam.synthetic.head import HeadPose
from twitchcam.synthetic.render import FaceState
from twitchcam.synthetic.script import Script
from twitchcam.synthetic.timecourses import ease, wander

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadMotion:
    """Aimless motion of the head: standard deviations of slow, smooth signals."""

    sway_mm: float = 1.5
    turn_deg: float = 0.8
    roll_deg: float = 0.5
    zoom: float = 0.004


def run_script(
    script: Script, head: HeadMotion, brightness: Floats, seed: int
) -> Iterator[FaceState]:
    """Yield the state of the face frame by frame."""
    pose_at = _head_course(script, head, seed)
    left, right = script.closure("left"), script.closure("right")
    for index in range(len(script.time_s)):
        yield FaceState(
            pose=pose_at(index),
            shares=tuple((what, float(course[index])) for what, course in script.courses),
            left_closure=float(left[index]),
            right_closure=float(right[index]),
            to_left_deg=float(script.gaze_deg[index, 0]),
            up_deg=float(script.gaze_deg[index, 1]),
            brightness=float(brightness[index]),
        )


def _head_course(script: Script, head: HeadMotion, seed: int) -> Callable[[int], HeadPose]:
    """Return the pose of each frame; every clip starts near the middle."""
    slow = [wander(script.time_s, seed + 11 * k) * 2.0 for k in range(6)]
    start = ease((script.time_s - script.time_s[0]) / 1.0)
    right, down, yaw, pitch, roll, zoom = (course * start for course in slow)
    sway_px = head.sway_mm / MM_PER_PX
    angles = np.stack([yaw * head.turn_deg, pitch * head.turn_deg * 0.7, roll * head.roll_deg], 1)
    angles = angles + script.turn_deg

    def pose_at(index: int) -> HeadPose:
        return HeadPose(
            right_px=float(right[index] * sway_px),
            down_px=float(down[index] * sway_px * 0.6),
            yaw_deg=float(angles[index, 0]),
            pitch_deg=float(angles[index, 1]),
            roll_deg=float(angles[index, 2]),
            zoom=float(1.0 + zoom[index] * head.zoom),
        )

    return pose_at
