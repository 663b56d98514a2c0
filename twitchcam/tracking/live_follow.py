"""The same tracking as of files, fed picture by picture: what is known of each at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from twitchcam.anatomy import LID_MARGIN, N_PATCHES, OUTER_EYE_CORNER, SIDES
from twitchcam.records import Floats, Frame
from twitchcam.settings import TrackingSettings
from twitchcam.skin_places import get_field_shape
from twitchcam.tracking.choose_face import FaceFollower
from twitchcam.tracking.follow_skin import SkinFollower, measure_spots_of_one
from twitchcam.tracking.locate import Located, locate_face, look_at_face, watch_scenes
from twitchcam.tracking.skin_flow import N_SPOTS
from twitchcam.tracking.track import measure_scale

# The scale is the middle of so many looks at the irises.
_SCALE_LOOKS: Final = 60


class LiveLook(NamedTuple):
    """What one picture shows.

    ``landmarks_px`` (478, 3) and all that follows are ``None`` where no face was found;
    ``displacement_mm`` (places, sides, 2) outward and up, a sum that starts anew after every loss
    (``begins``); ``lids_mm`` how far each eye is open.
    """

    time_s: float
    landmarks_px: Floats | None = None
    displacement_mm: Floats | None = None
    lids_mm: Floats | None = None
    begins: bool = False


class LiveFollower:
    """Follows the skin of one face as its pictures come."""

    def __init__(self, follower: FaceFollower, settings: TrackingSettings) -> None:
        self._settings = settings
        self._waiting: deque[Frame] = deque()
        scenes = watch_scenes(self._feed(), settings)
        self._looks = look_at_face(locate_face(scenes, follower), settings)
        self._skin = SkinFollower(settings)
        self._sum = np.zeros((N_SPOTS, 2))
        self._scales: deque[float] = deque(maxlen=_SCALE_LOOKS)

    def look(self, frame: Frame) -> LiveLook:
        """Follow one more picture; their times must rise."""
        self._waiting.append(frame)
        located: Located = next(self._looks)
        points = located.landmarks_px
        if located.cut or points is None:
            self._skin.lose(scene_changed=located.cut)
        if points is None:
            return LiveLook(frame.time_s)
        followed = self._skin.follow(located)
        spots, begins = self._sum, followed.begins
        if followed.begins:
            self._sum = spots = np.zeros((N_SPOTS, 2))
        elif followed.points is not None:
            spots = self._sum + measure_spots_of_one(followed, self._settings)
            if followed.counts:
                self._sum = spots
        mm_per_percent = self._find_scale(points)
        return LiveLook(
            time_s=frame.time_s,
            landmarks_px=points,
            displacement_mm=spots[N_PATCHES:].reshape(get_field_shape()) * mm_per_percent,
            lids_mm=_measure_lids(points) * mm_per_percent * 100.0,
            begins=begins,
        )

    def _feed(self) -> Iterator[Frame]:
        while True:
            yield self._waiting.popleft()

    def _find_scale(self, points: Floats) -> float:
        self._scales.append(measure_scale(points[None], self._settings))
        return float(np.median(self._scales))


def _measure_lids(points: Floats) -> Floats:
    """(sides,) how far each eye is open, in eye distances."""
    corners = points[[OUTER_EYE_CORNER[side] for side in SIDES], :2]
    width = np.hypot(*(corners[0] - corners[1]))
    gaps = []
    for side in SIDES:
        upper, lower = np.array(LID_MARGIN[side]).T
        gaps.append(np.hypot(*(points[upper, :2] - points[lower, :2]).T).mean())
    return np.array(gaps) / width
