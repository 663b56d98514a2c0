"""See the skin move while it moves: a camera's pictures, followed one by one, nothing kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import OUTER_EYE_CORNER, SIDES
from twitchcam.capture.camera_feed import CameraFeed
from twitchcam.capture.cameras import Camera
from twitchcam.capture.recorder import Recorder
from twitchcam.detection.provisional import ProvisionalEvent, ProvisionalWatch
from twitchcam.errors import InputError
from twitchcam.records import Floats, Frame
from twitchcam.settings import Settings
from twitchcam.tracking.live_follow import LiveFollower, LiveLook
from twitchcam.wording import text

_WAIT_S: Final = 0.25
# Slower movement than this is taken for drift.
_DRIFT_S: Final = 1.5
# Of a face, between the outer eye corners.
MM_PER_EYE_DISTANCE: Final = 90.0


class LiveSeen(NamedTuple):
    """What one picture shows.

    Attributes
    ----------
    look : the face and its skin.
    moved_mm : (places, sides, 2) outward and up, from where each place rested, slow drift taken
        off; ``None`` without a face.
    events : what may be twitches, told with this picture.
    """

    look: LiveLook
    moved_mm: Floats | None = None
    events: tuple[ProvisionalEvent, ...] = ()


class LiveMoment(NamedTuple):
    """One picture of a camera, and what it shows.

    Attributes
    ----------
    seen : the face, its skin, what may be twitches.
    size_px : width and height of the picture.
    delay_s : from when the picture was taken to now.
    n_read, n_skipped : pictures of the camera so far, and those that were not looked at.
    """

    seen: LiveSeen
    size_px: tuple[int, int]
    delay_s: float
    n_read: int
    n_skipped: int


class LiveFace:
    """Follows one face, picture by picture, with the code that measures files.

    Use it in a ``with`` block.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._open = ExitStack()
        self._n = 0
        self._last_s = -np.inf
        self._rest: Floats | None = None
        self._rest_s = 0.0

    def __enter__(self) -> LiveFace:
        from twitchcam.tracking.choose_face import FaceFollower
        from twitchcam.tracking.open_tracker import open_tracker
        from twitchcam.tracking.quiet import native_log_silenced
        from twitchcam.tracking.run_ahead import libraries_single_threaded

        tracking = self._settings.tracking
        self._open.enter_context(native_log_silenced())
        self._open.enter_context(libraries_single_threaded())
        finder = open_tracker(None, None, tracking)
        self._open.enter_context(finder)
        self._follower = LiveFollower(FaceFollower(finder, tracking), tracking)
        self._watch = ProvisionalWatch(self._settings.detection)
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def look(self, image_rgb: NDArray[np.uint8], time_s: float) -> LiveSeen | None:
        """Look at one more picture, taken at ``time_s`` on any one clock.

        Returns
        -------
        LiveSeen or None
            ``None`` where a clock stumbled: this picture cannot be put in order.
        """
        if time_s <= self._last_s:
            return None
        self._last_s = time_s
        look = self._follower.look(Frame(index=self._n, time_s=time_s, image_rgb=image_rgb))
        self._n += 1
        field, lids = look.displacement_mm, look.lids_mm
        if field is None or lids is None or look.begins:
            self._watch.forget()
            self._rest = None
        if field is None or lids is None:
            return LiveSeen(look)
        events = self._watch.add(time_s, field, lids)
        return LiveSeen(look, self._take_off_drift(field, time_s), events)

    def _take_off_drift(self, field: Floats, time_s: float) -> Floats:
        if self._rest is None:
            self._rest = field.copy()
        else:
            share = 1.0 - np.exp(-(time_s - self._rest_s) / _DRIFT_S)
            self._rest = self._rest + share * (field - self._rest)
        self._rest_s = time_s
        return np.asarray(field - self._rest)


def watch_live(
    camera: Camera, settings: Settings | None = None, *, recorder: Recorder | None = None
) -> Iterator[LiveMoment]:
    """Follow the face before a camera until the camera ends or the caller stops.

    Pictures that come while one is looked at are skipped, all but the newest two; a ``recorder``
    gets every one.

    Raises
    ------
    InputError
        The camera stopped giving pictures.
    """
    with ExitStack() as stack:
        face = stack.enter_context(LiveFace(settings))
        feed = CameraFeed(camera)
        feed.record_into(recorder)
        stack.enter_context(feed)
        feed.start()
        first_s: float | None = None
        while True:
            picture = feed.next(_WAIT_S)
            if picture is None:
                if feed.is_stalled:
                    raise InputError(text("camera-stalled"))
                if feed.ended:
                    return
                continue
            first_s = picture.time_s if first_s is None else first_s
            image = picture.image
            image_rgb = image if picture.layout == "rgb24" else image[..., ::-1].copy()
            seen = face.look(image_rgb, picture.time_s - first_s)
            if seen is None:
                continue
            delay_s = time.monotonic() - picture.time_s
            yield LiveMoment(seen, picture.size_px, delay_s, feed.n_read, feed.n_skipped)


def place_face(landmarks_px: Floats) -> tuple[Floats, float]:
    """Landmarks as in a mirror, in heights of the face from its middle; and the eye distance."""
    points = landmarks_px[:, :2]
    low, high = points.min(axis=0), points.max(axis=0)
    height = max(float(high[1] - low[1]), 1.0)
    shown = (points - (low + high) / 2) / height * np.array([-1.0, 1.0])
    eyes = shown[[OUTER_EYE_CORNER[side] for side in SIDES]]
    return np.asarray(shown), float(np.hypot(*(eyes[0] - eyes[1])))
