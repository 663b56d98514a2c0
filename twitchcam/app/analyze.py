"""Analyse one clip or saved track, into one folder of results."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Literal

from twitchcam.app.clips import ShowProgress, check_clip, is_track, show_name
from twitchcam.records import Analysis, Answers, FaceTrack
from twitchcam.report.folder import Extras, check_extras, load_writers, write_results
from twitchcam.report.whole_files import explain_write_errors, open_folder
from twitchcam.tracking.track_file import read_track, write_track

if TYPE_CHECKING:
    from twitchcam.tracking.open_tracker import TrackerName


def choose_extras(
    clip: Path | None,
    annotate: bool,
    with_video: bool,
    hide: Literal["nothing", "eyes", "face"],
    elan: bool,
) -> Extras:
    """Gather what else is to be written.

    Raises
    ------
    InputError
        They do not go together, or need a clip or package that is not there.
    """
    extras = Extras(
        clip=None if clip is not None and is_track(clip) else clip,
        annotate=annotate,
        with_video=with_video,
        hide=hide,
        elan=elan,
    )
    check_extras(extras)
    return extras


def analyze_clip(
    clip: Path,
    out_dir: Path,
    *,
    extras: Extras,
    mirrored: bool,
    tracker: TrackerName | None,
    model: Path | None,
    answers: Answers | None,
    show_progress: ShowProgress,
    jobs: int | None = None,
) -> Analysis:
    """Analyse a video, or a track that was saved. See ``analyze_into``.

    Parameters
    ----------
    clip : the video, or the track (``.npz``).
    mirrored, tracker, model : as in ``track_video``; a track has its own.
    show_progress : opens a display of how much of a video is done.
    jobs : how many processes follow the face at once; without it, one for every core.

    Raises
    ------
    InputError
        The clip cannot be used, or the folder not written.
    """
    check_clip(clip, mirrored=mirrored)

    def find_track() -> FaceTrack:
        if is_track(clip):
            return read_track(clip)
        with show_progress(show_name(clip)) as on_progress:
            return follow_face(
                clip,
                on_progress,
                mirrored=mirrored,
                tracker=tracker,
                model=model,
                jobs=jobs or count_cores(),
            )

    return analyze_into(out_dir, find_track, answers=answers, extras=extras)


def analyze_into(
    out_dir: Path,
    find_track: Callable[[], FaceTrack],
    *,
    answers: Answers | None = None,
    extras: Extras | None = None,
) -> Analysis:
    """Measure and judge a tracked face, and write its folder: all of it or nothing.

    Parameters
    ----------
    find_track : gives the track; called once the folder is known to be one that can be written
        to, for following a face takes long.

    Raises
    ------
    InputError
        The folder cannot be written, or ``find_track`` says that the clip cannot be used.
    """
    from threadpoolctl import threadpool_limits

    from twitchcam.pipeline import analyze_movement, measure_track

    # Packing the track takes as long as all that follows, on a core of its own.
    with open_folder(out_dir) as unfinished, ThreadPoolExecutor(1) as beside:
        track = find_track()
        track_written = beside.submit(write_track, track, unfinished / "track.npz")
        # Products are small here: a second thread of them waits, and waiting takes a core.
        with threadpool_limits(limits=1, user_api="blas"):
            movement, expression = measure_track(track)
            analysis = analyze_movement(track, movement, expression, answers=answers)
            with explain_write_errors(out_dir):
                write_results(unfinished, analysis, movement, expression, track, extras)
                track_written.result()
    return analysis


def follow_face(
    clip: Path,
    on_progress: Callable[[float], None],
    *,
    mirrored: bool,
    tracker: TrackerName | None = None,
    model: Path | None = None,
    jobs: int = 1,
) -> FaceTrack:
    """``track_video``, while what writing needs is loaded beside it.

    Raises
    ------
    InputError
        The clip cannot be used.
    """
    from twitchcam.pipeline import track_video

    writers = Thread(target=load_writers, name="twitchcam-load-writers")

    def on_frame(done: float) -> None:
        if writers.ident is None:
            writers.start()
        on_progress(done)

    return track_video(
        clip,
        mirrored=mirrored,
        tracker=tracker,
        model=model,
        on_progress=on_frame,
        jobs=jobs,
    )


def count_cores() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
