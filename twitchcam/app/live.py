"""See the skin move while it moves: a camera's pictures, followed one by one, nothing kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final, NamedTuple

from twitchcam.capture.camera_feed import CameraFeed
from twitchcam.capture.cameras import Camera
from twitchcam.capture.recorder import Recorder
from twitchcam.detection.provisional import ProvisionalEvent, ProvisionalWatch
from twitchcam.errors import InputError
from twitchcam.records import Frame
from twitchcam.settings import Settings
from twitchcam.tracking.live_follow import LiveFollower, LiveLook
from twitchcam.wording import text

_WAIT_S: Final = 0.25


class LiveMoment(NamedTuple):
    """One picture and what it shows.

    Attributes
    ----------
    look : the face and its skin.
    size_px : width and height of the picture.
    events : what may be twitches, told with this picture.
    delay_s : from when the picture was taken to now.
    n_read, n_skipped : pictures of the camera so far, and those that were not looked at.
    """

    look: LiveLook
    size_px: tuple[int, int]
    events: tuple[ProvisionalEvent, ...]
    delay_s: float
    n_read: int
    n_skipped: int


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
    from twitchcam.tracking.choose_face import FaceFollower
    from twitchcam.tracking.open_tracker import open_tracker
    from twitchcam.tracking.quiet import native_log_silenced
    from twitchcam.tracking.run_ahead import libraries_single_threaded

    settings = settings or Settings()
    with ExitStack() as stack:
        stack.enter_context(native_log_silenced())
        stack.enter_context(libraries_single_threaded())
        finder = open_tracker(None, None, settings.tracking)
        stack.enter_context(finder)
        follower = LiveFollower(FaceFollower(finder, settings.tracking), settings.tracking)
        watch = ProvisionalWatch(settings.detection)
        feed = CameraFeed(camera)
        feed.record_into(recorder)
        stack.enter_context(feed)
        feed.start()
        first_s: float | None = None
        last_s = -1.0
        for index in range(1 << 62):
            picture = feed.next(_WAIT_S)
            if picture is None:
                if feed.is_stalled:
                    raise InputError(text("camera-stalled"))
                if feed.ended:
                    return
                continue
            first_s = picture.time_s if first_s is None else first_s
            time_s = picture.time_s - first_s
            # A clock that stumbles: this picture cannot be put in order.
            if time_s <= last_s:
                continue
            last_s = time_s
            image = picture.image
            image_rgb = image if picture.layout == "rgb24" else image[..., ::-1].copy()
            look = follower.look(Frame(index=index, time_s=time_s, image_rgb=image_rgb))
            events: tuple[ProvisionalEvent, ...] = ()
            if look.displacement_mm is None or look.lids_mm is None or look.begins:
                watch.forget()
            if look.displacement_mm is not None and look.lids_mm is not None:
                events = watch.add(time_s, look.displacement_mm, look.lids_mm)
            delay_s = time.monotonic() - picture.time_s
            yield LiveMoment(look, picture.size_px, events, delay_s, feed.n_read, feed.n_skipped)
