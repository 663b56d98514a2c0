"""From a file to a track: in pieces where it can be cut, or else from its beginning to its end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from twitchcam.capture.files import open_video
from twitchcam.capture.pieces import InexactPieceError, VideoInPieces
from twitchcam.records import FaceTrack
from twitchcam.scratch import make_prefix
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.choose_face import FaceFollower, Tracker
from twitchcam.tracking.cut_pieces import cut_pieces, is_worth_cutting
from twitchcam.tracking.hand_watch import HandWatch
from twitchcam.tracking.join_pieces import fit_together
from twitchcam.tracking.open_tracker import TrackerName
from twitchcam.tracking.side_by_side import Order, follow_side_by_side
from twitchcam.tracking.track import make_track, track_face
from twitchcam.wording import text


def follow_file(
    path: Path,
    about: dict[str, Any],
    tracker: tuple[TrackerName | None, str | Path | None],
    finder: Tracker,
    hands: HandWatch | None,
    settings: TrackingSettings,
    *,
    jobs: int,
    on_progress: Callable[[float], None],
) -> FaceTrack:
    """Follow the face in a file, in as many as ``jobs`` processes.

    Where the recording is cut does not depend on ``jobs``, and neither does the track.

    Parameters
    ----------
    about : how to open it, as in ``open_video``.
    tracker : name and model file of ``finder``, for other processes.
    """
    track = _follow_pieces(path, about, tracker, finder, hands, settings, jobs, on_progress)
    if track is None:
        track = _follow_whole(path, about, finder, hands, settings, on_progress)
    if hands is not None:
        return track
    return replace(track, notes=(*track.notes, text("note-hands-not-looked-for")))


def _follow_whole(
    path: Path,
    about: dict[str, Any],
    finder: Tracker,
    hands: HandWatch | None,
    settings: TrackingSettings,
    on_progress: Callable[[float], None],
) -> FaceTrack:
    finder.forget()
    with open_video(path, **about) as video:
        return track_face(
            video.frames(),
            video.describe,
            FaceFollower(finder, settings),
            finder.info,
            settings,
            on_frame=lambda: on_progress(video.fraction_read),
            hands=hands,
        )


def _follow_pieces(
    path: Path,
    about: dict[str, Any],
    tracker: tuple[TrackerName | None, str | Path | None],
    finder: Tracker,
    hands: HandWatch | None,
    settings: TrackingSettings,
    jobs: int,
    on_progress: Callable[[float], None],
) -> FaceTrack | None:
    """The track of a file put together from pieces; ``None`` where that would not be exact."""
    # Pieces are followed side by side: more threads of the decoder only hold more pictures.
    open_file = partial(VideoInPieces, path, n_threads=1, **about)
    with open_file() as video:
        if not is_worth_cutting(video.announced_s, settings):
            return None
        pictures = video.list_pictures()
        if pictures is None:
            return None
        all_bounds = cut_pieces(pictures.time_s, pictures.keys, settings)
        if len(all_bounds) == 1:
            return None
        source = video.describe()
    with TemporaryDirectory(prefix=make_prefix("pieces")) as folder:
        order = Order(
            open_file=open_file,
            pictures=pictures,
            all_bounds=all_bounds,
            tracker=tracker[0],
            model=tracker[1],
            settings=settings,
            folder=Path(folder),
        )
        try:
            pieces = follow_side_by_side(order, jobs, finder, hands, on_progress)
        except InexactPieceError:
            return None
        except BrokenProcessPool:
            # Somebody ended a helper, or memory did: go on alone.
            pieces = follow_side_by_side(order, 1, finder, hands, on_progress)
        if not fit_together(pieces, settings):
            return None
        return make_track(pieces, source, finder.info, settings)
