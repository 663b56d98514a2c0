"""Where the followed face is in each picture, where a new scene begins, what is shown twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twitchcam.records import Floats, Frame
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.choose_face import FaceFollower
from twitchcam.tracking.scene import (
    cut_out_face,
    find_face_box,
    measure_change,
    measure_largest_change,
    measure_luma,
    measure_scene_change,
    shrink_picture,
)


class Located(NamedTuple):
    """A frame with the followed face: where it is, how bright, and whether it is a new picture."""

    frame: Frame
    landmarks_px: Floats | None
    cut: bool  # a new scene starts here
    repeated: bool = False
    luma: float = np.nan


class RepeatWatch:
    """Tells a picture that a camera or editor showed twice from a face that happens to be still.

    A repeated picture differs from the one before it far less than pictures here usually do. What
    an encoder mends in a frozen picture can be more than that, but never adds up: after a while
    the face is still the one at the beginning.
    """

    def __init__(self, settings: TrackingSettings) -> None:
        self._settings = settings
        self._usual_change: float | None = None
        self._held: Frame | None = None

    def is_repeated(
        self, before: Frame, now: Frame, face: NDArray[np.uint8], box: tuple[slice, slice]
    ) -> bool:
        """Whether ``now``, with ``face`` in its ``box``, shows the same pixels as ``before``."""
        if before.image_rgb.shape != now.image_rgb.shape:
            self._held = None
            return False
        frozen = self._is_frozen(before, now, face, box)
        change = measure_change(cut_out_face(before.image_rgb, box), face)
        usual = change if self._usual_change is None else self._usual_change
        # Repeated pictures count too: after a lively moment the face may hold still for good.
        step = 1.0 - np.exp(-(now.time_s - before.time_s) / self._settings.repeat_memory_s)
        self._usual_change = usual + step * (change - usual)
        return bool(frozen or change < self._settings.repeat_share * usual or change == 0.0)

    def _is_frozen(
        self, before: Frame, now: Frame, face: NDArray[np.uint8], box: tuple[slice, slice]
    ) -> bool:
        """Whether the face has been the same for so long that it cannot be a living one."""
        held = self._held or before
        held_face = cut_out_face(held.image_rgb, box)
        self._held = held
        if (
            measure_change(held_face, face) > self._settings.frozen_change
            or measure_largest_change(held_face, face) > self._settings.frozen_place_change
        ):
            self._held = now
            return False
        return now.time_s - held.time_s >= self._settings.frozen_after_s


def watch_scenes(
    frames: Iterable[Frame], settings: TrackingSettings
) -> Iterator[tuple[Frame, bool]]:
    """Say of each frame whether a new scene starts with it.

    A cut stands alone: where the change before was nearly as large the camera, or the part of the
    picture that is shown, moves. After a cut the next change may be another one.
    """
    before: NDArray[np.float32] | None = None
    usual, cut = 0.0, False
    for frame in frames:
        small = shrink_picture(frame.image_rgb)
        change = 0.0 if before is None else measure_scene_change(before, small)
        alone = cut or change > settings.cut_stands_out * usual
        cut = alone and change > settings.cut_difference
        yield frame, cut
        before, usual = small, change


def locate_face(scenes: Iterable[tuple[Frame, bool]], follower: FaceFollower) -> Iterator[Located]:
    """Find the followed face in each frame, anew after a cut."""
    for frame, cut in scenes:
        if cut:
            follower.start_anew()
        yield Located(frame, follower.follow(frame.image_rgb, frame.time_s), cut)


def look_at_face(located: Iterable[Located], settings: TrackingSettings) -> Iterator[Located]:
    """Add how bright the face is, and whether it is the one before again, pixel for pixel."""
    before: Frame | None = None
    watch = RepeatWatch(settings)
    for now in located:
        if now.landmarks_px is None:
            yield now
        else:
            box = find_face_box(now.landmarks_px, now.frame.image_rgb)
            face = cut_out_face(now.frame.image_rgb, box)
            new = before is None or now.cut or not watch.is_repeated(before, now.frame, face, box)
            yield now._replace(repeated=not new, luma=measure_luma(face))
        before = now.frame
