"""``twitchcam analyze``: one clip or saved track, one folder of results."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

from twitchcam.cli_parts import Hidden, Landmarks, check_clip, is_track, show_name, show_progress
from twitchcam.records import Analysis, Answers, FaceTrack
from twitchcam.report.files import explain_write_errors, open_folder
from twitchcam.report.folder import Extras, check_extras, load_writers, write_results
from twitchcam.tracking.track_file import read_track


def choose_extras(
    clip: Path | None, annotate: bool, with_video: bool, hide: Hidden, elan: bool
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
        hide=hide.value,
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
    tracker: Landmarks,
    model: Path | None,
    answers: Answers | None,
) -> Analysis:
    """Measure a video, or a track that was saved, and write its folder: all of it or nothing.

    Raises
    ------
    InputError
        The clip cannot be used, or the folder not written.
    """
    from twitchcam.pipeline import analyze_movement, measure_track

    check_clip(clip, mirrored=mirrored)
    with open_folder(out_dir) as unfinished:
        track = _read_or_track(clip, mirrored, tracker, model)
        movement, expression = measure_track(track)
        analysis = analyze_movement(track, movement, expression, answers=answers)
        with explain_write_errors(out_dir):
            write_results(unfinished, analysis, movement, expression, track, extras)
    return analysis


def _read_or_track(clip: Path, mirrored: bool, tracker: Landmarks, model: Path | None) -> FaceTrack:
    if is_track(clip):
        return read_track(clip)
    from twitchcam.pipeline import track_video

    writers = Thread(target=load_writers, name="twitchcam-load-writers")
    with show_progress(show_name(clip)) as show_done:

        def on_progress(done: float) -> None:
            if writers.ident is None:
                writers.start()
            show_done(done)

        return track_video(
            clip, mirrored=mirrored, tracker=tracker.value, model=model, on_progress=on_progress
        )
