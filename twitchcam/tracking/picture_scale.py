"""How far to shrink large pictures, so that the face keeps all the pixels that matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from twitchcam.records import Frame
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.choose_face import Tracker


class Video(Protocol):
    """What is needed of a recording to choose a scale."""

    stored_size_px: tuple[int, int]

    def frames(self) -> Iterator[Frame]:
        """Pictures in order of time."""
        ...


def choose_scale(video: Video, tracker: Tracker, settings: TrackingSettings) -> float:
    """Share of the stored size at which to read ``video``, 0 to 1.

    Ordinary pictures are read as they are. Larger ones are shrunk to ``large_picture_px``,
    or less if the largest face of the first seconds would become narrower than
    ``kept_face_width_px``.
    """
    longest_px = max(video.stored_size_px)
    if longest_px <= settings.large_picture_px:
        return 1.0
    smallest = settings.large_picture_px / longest_px
    frames = video.frames()
    try:
        next_s = 0.0
        for frame in frames:
            if frame.time_s > settings.probe_s:
                break
            if frame.time_s < next_s:
                continue
            next_s = frame.time_s + settings.probe_s / 10
            boxes = tracker.find_faces(frame.image_rgb)
            if boxes:
                return min(1.0, max(smallest, settings.kept_face_width_px / boxes[0].width_px))
    finally:
        frames.close()  # type: ignore[attr-defined]
    return smallest
