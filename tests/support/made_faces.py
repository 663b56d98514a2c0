"""Made tracks, and the pictures behind them, for the tests of the measuring core."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.pipeline import analyze_track
from twitchcam.records import Analysis, FaceTrack, Frame, Source, TwitchEvent
from twitchcam.settings import Settings, SignalSettings
from twitchcam.skin_places import find_nearest_place, measure_apart_mm
from twitchcam.synthetic.movements import Twitch
from twitchcam.synthetic.tracks import TrackPlan, make_track

# A made track shows true sizes; the usual settings expect a flow that loses some of each.
TRUE_SIZE = Settings(signals=SignalSettings(gain_weight=0.0))


def twitch(onset_s: float, size_mm: float = 1.5, **changes: Any) -> Twitch:
    """A fifth of a second in the left cheek, unless told otherwise."""
    usual = {"region": "cheek", "side": "left", "duration_s": 0.2}
    return Twitch(onset_s=onset_s, size_mm=size_mm, **(usual | changes))


def made_track(*movements: Any, **plan: Any) -> FaceTrack:
    return make_track(TrackPlan(movements=movements, **plan))


def analyze_made(*movements: Any, settings: Settings = TRUE_SIZE, **plan: Any) -> Analysis:
    """What is found in a made face that does this; the same face is analyzed once in a run."""
    return _analyze_once(movements, settings, tuple(sorted(plan.items())))


@lru_cache(maxsize=200)
def _analyze_once(
    movements: tuple[Any, ...], settings: Settings, plan: tuple[tuple[str, Any], ...]
) -> Analysis:
    # Nobody can change what is shared: an analysis is frozen, its arrays are read-only.
    return analyze_track(made_track(*movements, **dict(plan)), settings=settings)


def change_track(track: FaceTrack, **arrays: Any) -> FaceTrack:
    """``replace`` for arrays: each new value is a function of a writable copy of the old one."""
    new = {}
    for name, change in arrays.items():
        values = np.array(getattr(track, name))
        changed = change(values)
        new[name] = values if changed is None else changed
    return replace(track, **new)


def find_patch(region: str, side: str) -> tuple[int, int]:
    """Where a patch lies in the arrays of a track."""
    return REGION_NAMES.index(region), SIDES.index(side)


def list_near(region: str, reach_mm: float = 12.0) -> NDArray[np.intp]:
    """Places of one side around the middle of a region."""
    return np.flatnonzero(measure_apart_mm()[find_nearest_place(region)] < reach_mm)


def places(events: Sequence[TwitchEvent]) -> list[tuple[str, str]]:
    return [(event.region, event.side) for event in events]


def codes(analysis: Analysis) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.side) for finding in analysis.findings]


def describe_pictures(pictures: Sequence[NDArray[np.uint8]], times_s: Sequence[float]) -> Source:
    height, width = pictures[0].shape[:2]
    return Source(
        name="made pictures",
        sha256="0" * 64,
        duration_s=float(times_s[-1]),
        n_frames=len(pictures),
        width_px=width,
        height_px=height,
        mirrored=False,
        time_source="container",
    )


def track_pictures(pictures: Sequence[NDArray[np.uint8]], times_s: Sequence[float]) -> FaceTrack:
    """Follow the face in pictures that never were a file, with the real tracker."""
    from twitchcam.settings import TrackingSettings
    from twitchcam.tracking.choose_face import FaceFollower
    from twitchcam.tracking.open_tracker import open_tracker
    from twitchcam.tracking.quiet import native_log_silenced
    from twitchcam.tracking.track import track_face

    settings = TrackingSettings()
    frames = (
        Frame(index=i, time_s=float(time_s), image_rgb=np.ascontiguousarray(picture))
        for i, (time_s, picture) in enumerate(zip(times_s, pictures, strict=True))
    )
    with native_log_silenced(), open_tracker(None, None, settings) as tracker:
        return track_face(
            frames,
            lambda: describe_pictures(pictures, times_s),
            FaceFollower(tracker, settings),
            tracker.info,
            settings,
        )


def list_by_picture(track: FaceTrack) -> list[str]:
    """Names of the arrays that hold something of every picture, but for its time."""
    n = len(track.time_s)
    arrays = {item.name: np.asarray(getattr(track, item.name)) for item in fields(track)}
    return [
        name
        for name, array in arrays.items()
        if array.ndim and len(array) == n and name != "time_s"
    ]
