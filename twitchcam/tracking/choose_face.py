"""Which of several faces is followed: the largest at first, then the same one, steadily."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from twitchcam.records import Floats, TrackerInfo
from twitchcam.settings import TrackingSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceBox:
    """A face that the detector saw: its middle, its width, how sure the detector is."""

    x_px: float
    y_px: float
    width_px: float
    score: float


class Tracker(Protocol):
    """What a landmark tracker must offer to be followed."""

    @property
    def info(self) -> TrackerInfo:
        """What it is called, its model and its release."""
        ...

    def find_faces(self, image_rgb: NDArray[np.uint8]) -> tuple[FaceBox, ...]:
        """All faces, largest first."""
        ...

    def locate(self, image_rgb: NDArray[np.uint8]) -> Floats | None:
        """Landmarks (478, 3) px or ``None``."""
        ...

    def forget(self) -> None:
        """Search anew at the next picture."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a face was last seen: the middle and the width of its mesh."""

    time_s: float
    x_px: float
    y_px: float
    width_px: float


def measure_place(landmarks_px: Floats, time_s: float) -> Place:
    """Middle and width of a mesh (478, 3)."""
    low, high = landmarks_px[:, :2].min(axis=0), landmarks_px[:, :2].max(axis=0)
    middle = (low + high) / 2
    return Place(
        time_s=time_s,
        x_px=float(middle[0]),
        y_px=float(middle[1]),
        width_px=float(high[0] - low[0]),
    )


def is_same_face(place: Place, x_px: float, y_px: float, width_px: float, reach: float) -> bool:
    """Whether a face here, this wide, can be the one that was last seen at ``place``.

    ``reach`` is the allowed travel in face widths; sizes may differ by half.
    """
    travel_px = np.hypot(x_px - place.x_px, y_px - place.y_px)
    ratio = width_px / place.width_px
    return bool(travel_px <= reach * place.width_px and 1 / 1.6 <= ratio <= 1.6)


def choose_box(
    boxes: Sequence[FaceBox], last: Place | None, time_s: float, settings: TrackingSettings
) -> FaceBox | None:
    """The box to search in: the face that was followed, or the largest when there is none.

    After a loss, for ``remember_face_s``, only a face near the last place will do, the nearest.
    """
    if last is None or time_s - last.time_s > settings.remember_face_s:
        return boxes[0] if boxes else None
    near = [
        box
        for box in boxes
        if is_same_face(last, box.x_px, box.y_px, box.width_px, settings.reach_after_loss)
    ]
    return min(
        near, key=lambda box: np.hypot(box.x_px - last.x_px, box.y_px - last.y_px), default=None
    )


def show_only(image_rgb: NDArray[np.uint8], box: FaceBox) -> NDArray[np.uint8]:
    """A copy of the picture in which everything but the surroundings of ``box`` is grey."""
    height, width = image_rgb.shape[:2]
    reach_px = box.width_px
    left, right = int(max(box.x_px - reach_px, 0)), int(min(box.x_px + reach_px, width))
    top, bottom = int(max(box.y_px - reach_px, 0)), int(min(box.y_px + reach_px, height))
    alone = np.full_like(image_rgb, 127)
    alone[top:bottom, left:right] = image_rgb[top:bottom, left:right]
    return alone


class FaceFollower:
    """Follows one face through a recording and counts the others."""

    def __init__(self, tracker: Tracker, settings: TrackingSettings) -> None:
        self._tracker = tracker
        self._settings = settings
        self._last: Place | None = None
        self._following = False
        self._next_count_s = 0.0
        self.n_checks = 0
        self.n_checks_with_others = 0

    def follow(self, image_rgb: NDArray[np.uint8], time_s: float) -> Floats | None:
        """Landmarks (478, 3) in pixels of the followed face in this picture, or ``None``."""
        shown = image_rgb
        if time_s >= self._next_count_s or not self._following:
            boxes = self._count(image_rgb, time_s)
            if not self._following:
                box = choose_box(boxes, self._last, time_s, self._settings)
                # Shown nothing, FaceMesh would search the whole picture and take any face.
                if box is None:
                    return None
                shown = show_only(image_rgb, box) if len(boxes) > 1 else image_rgb
        points = self._tracker.locate(shown)
        place = None if points is None else measure_place(points, time_s)
        if place is not None and self._is_a_leap(place):
            self._tracker.forget()
            place = None
        self._following = place is not None
        if place is None:
            return None
        self._last = place
        return points

    def start_anew(self) -> None:
        """Forget the face: the scene has changed."""
        self._tracker.forget()
        self._following = False
        self._last = None

    def _count(self, image_rgb: NDArray[np.uint8], time_s: float) -> tuple[FaceBox, ...]:
        boxes = self._tracker.find_faces(image_rgb)
        if time_s >= self._next_count_s:
            self._next_count_s = time_s + self._settings.look_every_s
            self.n_checks += 1
            self.n_checks_with_others += len(boxes) > 1
        return boxes

    def _is_a_leap(self, now: Place) -> bool:
        """Whether the mesh has jumped to another face."""
        last = self._last
        if last is None or now.time_s - last.time_s > self._settings.remember_face_s:
            return False
        reach = (
            self._settings.reach_while_following
            if self._following
            else self._settings.reach_after_loss
        )
        return not is_same_face(last, now.x_px, now.y_px, now.width_px, reach)
