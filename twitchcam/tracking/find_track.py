"""Which of several video tracks shows a face: slides, screens and cameras lie side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from twitchcam.records import Frame
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.choose_face import Tracker

_LOOKS: Final = 10


def find_track_with_face(
    numbers: Sequence[int],
    read_track: Callable[[int], Iterator[Frame]],
    tracker: Tracker,
    settings: TrackingSettings,
) -> int:
    """Number of the video track to follow.

    Parameters
    ----------
    numbers : of the tracks, the one that players show first. It stays when no track shows a face
        in the first ``probe_s``.
    read_track : pictures of a track, in order of time.
    """
    if len(numbers) == 1:
        return numbers[0]
    return next(
        (number for number in numbers if _shows_face(read_track(number), tracker, settings)),
        numbers[0],
    )


def _shows_face(frames: Iterator[Frame], tracker: Tracker, settings: TrackingSettings) -> bool:
    next_s = 0.0
    for frame in frames:
        if frame.time_s > settings.probe_s:
            return False
        if frame.time_s >= next_s:
            next_s = frame.time_s + settings.probe_s / _LOOKS
            if tracker.find_faces(frame.image_rgb):
                return True
    return False
