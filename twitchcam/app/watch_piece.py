"""One piece of a long watch: measured as any file, then let go but for what is worth keeping."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from twitchcam.errors import TwitchcamError
from twitchcam.memory import give_back_all_memory
from twitchcam.records import FaceTrack, TwitchEvent

if TYPE_CHECKING:
    from twitchcam.capture.encoding import Cut

# Pictures are kept from so long before an event's apex to so long after it.
_KEPT_S: Final = 0.75
# So many events of a piece have their pictures kept; more is a face that does little else.
_MAX_KEPT: Final = 6
# Around the face, as a share of its width and height.
_MARGIN: Final = 0.08


class PieceResult(NamedTuple):
    """What a piece showed: lengths in s, events with their times from the beginning of all."""

    watched_s: float
    judged_s: float
    events: list[tuple[float, TwitchEvent, str]]
    problem: str


def assess_piece(path: Path, start_s: float) -> PieceResult:
    """Measure a piece that begins at ``start_s``, keep what is worth it beside it, delete it."""
    try:
        return _assess(path, start_s)
    except TwitchcamError as error:
        return PieceResult(0.0, 0.0, [], str(error))
    finally:
        path.unlink(missing_ok=True)
        give_back_all_memory()


def _assess(path: Path, start_s: float) -> PieceResult:
    from twitchcam.pipeline import analyze_movement, measure_track, track_video

    track = track_video(path)
    movement, expression = measure_track(track)
    analysis = analyze_movement(track, movement, expression)
    keep_track(track, path.with_name(f"track-{path.stem.lstrip('.')}.npz"), start_s)
    events = []
    for n, event in enumerate(analysis.events):
        kept = ""
        if n < _MAX_KEPT:
            kept = _keep_pictures(path, track, event, start_s)
        events.append((start_s + event.apex_s, event, kept))
    quality = analysis.quality
    return PieceResult(quality.duration_s, quality.observed_s, events, "")


def keep_track(track: FaceTrack, path: Path, start_s: float) -> None:
    """Keep how the head and the skin of each region moved, in a few bytes a picture.

    ``time_s`` from the beginning of all; ``displacement_centipercent`` (N, regions, sides, 2) in
    hundredths of a percent of the eye distance; ``head_decideg`` (N, 3); ``found`` (N,).
    """

    def round_to(values: np.ndarray, step: float, kind: type) -> np.ndarray:
        most = np.iinfo(kind).max
        return np.clip(np.nan_to_num(values / step), -most, most).round().astype(kind)

    # Differences are small numbers, and small numbers pack well; sums give the values again.
    displacement = round_to(track.skin_displacement, 0.01, np.int32)
    steps = np.diff(displacement, axis=0, prepend=displacement[:1] * 0)
    np.savez_compressed(
        path,
        time_s=start_s + track.time_s,
        displacement_steps_centipercent=np.clip(steps, -32767, 32767).astype(np.int16),
        head_decideg=round_to(track.head_rotation_deg, 0.1, np.int16),
        found=track.face_found,
        mm_per_percent=track.mm_per_percent,
    )


def _keep_pictures(path: Path, track: FaceTrack, event: TwitchEvent, start_s: float) -> str:
    """Write the face around an event to a file of its own; return its name."""
    from twitchcam.capture.files import open_video
    from twitchcam.capture.recorder import Recorder

    near = np.abs(track.time_s - event.apex_s) <= _KEPT_S
    cut = _find_face(track, near)
    if cut is None:
        return ""
    kept = path.with_name(f"event-{start_s + event.apex_s:09.2f}-{event.side}.mkv")
    if kept.exists():
        return kept.name
    with open_video(path) as video:
        size_px = video.size_px
        with Recorder(kept, size_px, layout="rgb24", cut=cut, encoding="small") as recorder:
            for frame in video.frames():
                if frame.time_s > event.apex_s + _KEPT_S:
                    break
                if frame.time_s >= event.apex_s - _KEPT_S:
                    recorder.add(frame.image_rgb, frame.time_s)
    return kept.name


def _find_face(track: FaceTrack, near: np.ndarray) -> Cut | None:
    """The part of the picture that the face takes meanwhile, in even numbers."""
    points = np.asarray(track.landmarks_px[near])[..., :2]
    points = points[np.isfinite(points[:, 0, 0])]
    if len(points) == 0:
        return None
    low, high = points.min(axis=(0, 1)), points.max(axis=(0, 1))
    margin = _MARGIN * (high - low)
    width, height = track.frame_size_px
    left, top = (2 * int(max(value, 0.0) // 2) for value in low - margin)
    right, bottom = (
        2 * int(min(value, limit) // 2)
        for value, limit in zip(high + margin, (width, height), strict=True)
    )
    if right - left < 16 or bottom - top < 16:
        return None
    return left, top, right - left, bottom - top
