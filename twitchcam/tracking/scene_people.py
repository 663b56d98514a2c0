"""Whether the face after a cut is still the same person: two people in one recording are not one.

Of every scene (what lies between two cuts) a few portraits are kept in memory: the face laid onto
the neutral face, small and without light and shade. Portraits of one person resemble each other,
those of two people do so by no more than faces do. The person who is seen longest is followed;
where resemblance leaves a doubt, the face goes on being followed, and the doubt is said.

Known limits   A person with the face half covered, or grimacing all through a scene, resembles
        nobody; brothers and sisters may pass for one person. A change without a cut is the
        follower's work.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.records import Bools, Floats
from twitchcam.settings import TrackingSettings
from twitchcam.skin_places import read_neutral_face

_SIZE_PX: Final = 48
# Light and shade are wider than this; features of a face are finer.
_LIGHT_PX: Final = 6.0
_MIN_CONTRAST: Final = 2.0
_MAX_PORTRAITS: Final = 12
_MIN_PORTRAITS: Final = 3
_EVERY_S: Final = 0.25
_WHOLE_SHARE: Final = 0.95  # of the landmarks


class PeopleWatch:
    """Collects portraits scene by scene and says at the end which scenes show somebody else."""

    def __init__(self, settings: TrackingSettings) -> None:
        self._settings = settings
        self._portraits: list[list[Floats]] = [[]]
        self._scene_of_frame: list[int] = []
        self._found: list[bool] = []
        self._next_s = 0.0

    def look(
        self, time_s: float, image_rgb: NDArray[np.uint8], points: Floats | None, *, cut: bool
    ) -> None:
        """Take in the next picture and its landmarks (478, 3), ``None`` without a face."""
        if cut:
            self._portraits.append([])
            self._next_s = time_s
        self._scene_of_frame.append(len(self._portraits) - 1)
        self._found.append(points is not None)
        kept = self._portraits[-1]
        due = time_s >= self._next_s and len(kept) < _MAX_PORTRAITS
        if points is not None and due and _is_whole(image_rgb, points):
            self._next_s = time_s + _EVERY_S
            kept.append(take_portrait(image_rgb, points))

    def join(self, later: PeopleWatch) -> None:
        """Take in what was seen in the pictures that follow."""
        n_before = len(self._portraits) - 1
        first, *others = later._portraits
        self._portraits[-1] = [*self._portraits[-1], *first][:_MAX_PORTRAITS]
        self._portraits += others
        self._scene_of_frame += [n_before + scene for scene in later._scene_of_frame]
        self._found += later._found

    def mark_others(self) -> Bools:
        """(n,) True in pictures of scenes that show another person than the one seen longest."""
        scene, found = np.array(self._scene_of_frame, dtype=int), np.array(self._found, dtype=bool)
        person = group_scenes(self._portraits, self._settings.min_resemblance)
        person_of_frame = np.array(person)[scene] if scene.size else scene
        n_frames = np.bincount(person_of_frame[found], minlength=1)
        return np.asarray(found & (person_of_frame != np.argmax(n_frames)))

    def is_in_doubt(self) -> bool:
        """Whether a scene of the same person might be one of somebody else."""
        scenes = [scene for scene in self._portraits if len(scene) >= _MIN_PORTRAITS]
        low, high = self._settings.min_resemblance, self._settings.sure_resemblance
        return any(
            low <= measure_resemblance(before, after) < high for before, after in pairwise(scenes)
        )


def _is_whole(image_rgb: NDArray[np.uint8], points: Floats) -> bool:
    """Whether the picture holds nearly all of a face: half a face resembles nobody."""
    height, width = image_rgb.shape[:2]
    x_px, y_px = points[:, 0], points[:, 1]
    inside = (x_px >= 0) & (x_px < width) & (y_px >= 0) & (y_px < height)
    return bool(inside.mean() >= _WHOLE_SHARE)


def group_scenes(portraits: list[list[Floats]], min_resemblance: float) -> list[int]:
    """A number for the person of each scene; too few portraits count as the scene before."""
    people: list[list[Floats]] = []
    numbers: list[int] = []
    for scene in portraits:
        if len(scene) < _MIN_PORTRAITS:
            numbers.append(numbers[-1] if numbers else 0)
            continue
        resemblance = [measure_resemblance(scene, known) for known in people]
        if resemblance and max(resemblance) >= min_resemblance:
            number = int(np.argmax(resemblance))
            people[number] = [*people[number], *scene]
        else:
            number = len(people)
            people.append(list(scene))
        numbers.append(number)
    return numbers


def measure_resemblance(some: list[Floats], others: list[Floats]) -> float:
    """Median correlation of portraits, -1 to 1."""
    return float(np.median(np.stack(some) @ np.stack(others).T))


def take_portrait(image_rgb: NDArray[np.uint8], points: Floats) -> Floats:
    """(k,) the face on the neutral face, without light and shade, of mean 0 and length 1."""
    neutral, inside = _lay_out()
    flat = points[: len(neutral), :2].astype(np.float64)
    affine = np.linalg.lstsq(np.column_stack([flat, np.ones(len(flat))]), neutral, rcond=None)[0]
    green = np.ascontiguousarray(image_rgb[..., 1])
    face = cv2.warpAffine(green, affine.T, (_SIZE_PX, _SIZE_PX), flags=cv2.INTER_AREA)
    features = face.astype(np.float32) - cv2.GaussianBlur(
        face.astype(np.float32), (0, 0), _LIGHT_PX
    )
    contrast = np.sqrt(cv2.GaussianBlur(features**2, (0, 0), _LIGHT_PX)) + _MIN_CONTRAST
    values = (features / contrast)[inside]
    values -= values.mean()
    return np.asarray(values / max(float(np.linalg.norm(values)), 1e-6))


@cache
def _lay_out() -> tuple[Floats, Bools]:
    """(468, 2) landmarks of the neutral face in the portrait, and where the portrait is face."""
    flat = np.asarray(read_neutral_face(), dtype=np.float64)[:468, :2]
    low, high = flat.min(axis=0), flat.max(axis=0)
    neutral = (flat - low) / (high - low).max() * (_SIZE_PX - 1)
    inside = np.zeros((_SIZE_PX, _SIZE_PX), np.uint8)
    cv2.fillConvexPoly(inside, cv2.convexHull(neutral.astype(np.float32)).astype(np.int32), 1)
    return neutral, cv2.erode(inside, np.ones((3, 3), np.uint8)) > 0
