"""Measure the skin of a recording anew with landmarks that were found before.

Landmarks cost three quarters of tracking and do not depend on the settings of the flow, so a
sweep over those settings need not find them again.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twitchcam.capture.files import open_again
from twitchcam.records import FaceTrack, Floats, TrackerInfo
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.track import track_face


class KnownLandmarks:
    """Stands in for the follower of a face: gives the landmarks of a finished track, in order."""

    n_checks = 0
    n_checks_with_others = 0

    def __init__(self, track: FaceTrack) -> None:
        self._track = track
        self._next = 0

    def follow(self, image_rgb: NDArray[np.uint8], time_s: float) -> Floats | None:  # noqa: ARG002
        """Landmarks of the next picture, or ``None`` if no face was found in it."""
        i = self._next
        self._next += 1
        return np.array(self._track.landmarks_px[i]) if self._track.face_found[i] else None

    def start_anew(self) -> None:
        """The track knows already where scenes change."""


def retrack(path: Path, track: FaceTrack, settings: TrackingSettings) -> FaceTrack:
    """The track of the recording at ``path`` with its skin measured as ``settings`` say."""
    info = TrackerInfo(
        name=track.tracker,
        model_sha256=track.model_sha256,
        mediapipe_version=track.tracker_version,
    )
    with open_again(path, track.source) as video:
        scale = track.frame_size_px[0] / video.size_px[0]
    with open_again(path, track.source, scale=scale) as video:
        return track_face(
            video.frames(),
            video.describe,
            KnownLandmarks(track),  # type: ignore[arg-type]
            info,
            settings,
        )
