"""Which of several video tracks shows a face: slides, screens and cameras lie side by side."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from twitchcam.capture.files import open_video
from twitchcam.records import Frame
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.choose_face import Tracker

_LOOKS: Final = 10


def find_track_with_face(path: Path, tracker: Tracker, settings: TrackingSettings) -> int:
    """Number of the video track to follow.

    The track that players show first stays when no track shows a face in the first ``probe_s``.

    Raises
    ------
    InputError
        The file cannot be read as a video.
    """
    with open_video(path) as video:
        numbers = video.video_tracks
    if len(numbers) == 1:
        return numbers[0]
    for number in numbers:
        with open_video(path, video_track=number) as video:
            if _shows_face(video.frames(), tracker, settings):
                return number
    return numbers[0]


def _shows_face(frames: Iterable[Frame], tracker: Tracker, settings: TrackingSettings) -> bool:
    next_s = 0.0
    for frame in frames:
        if frame.time_s > settings.probe_s:
            return False
        if frame.time_s >= next_s:
            next_s = frame.time_s + settings.probe_s / _LOOKS
            if tracker.find_faces(frame.image_rgb):
                return True
    return False
