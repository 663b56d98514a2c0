"""What stands beside twitchcam: other ways to see the same tracks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from benchmarks.baselines.landmarks_only import analyze_landmarks
from benchmarks.baselines.naive_flow import analyze_naive
from twitchcam.records import Analysis, FaceTrack

Method = Callable[[FaceTrack], Analysis]
RIVALS: Final[dict[str, Method]] = {"naive flow": analyze_naive, "landmarks": analyze_landmarks}
