"""Show an old result again, from what was kept of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from twitchcam.errors import InputError
from twitchcam.records import Analysis
from twitchcam.report.document import read_document
from twitchcam.report.folder import Extras, restore_settings, write_views
from twitchcam.report.page import read_clip
from twitchcam.report.whole_files import explain_write_errors
from twitchcam.tracking.track_file import read_track

_PIECE_BYTES = 1 << 20


def show_again(folder: Path, extras: Extras) -> Analysis:
    """Write page and tables of an old result anew, from its analysis and track alone.

    Raises
    ------
    InputError
        ``folder`` holds no result, or ``extras.clip`` is not the clip that it was made from.
    """
    from twitchcam.pipeline import measure_track

    if not folder.is_dir():
        raise InputError(
            f"{folder.name} must be a folder with results of twitchcam, got none. Check the path."
        )
    analysis = read_document(folder / "analysis.json")
    track = read_track(folder / "track.npz")
    if extras.clip is not None:
        _check_clip(extras.clip, analysis)
    if extras.hide == "nothing" and not extras.with_video:
        # A page that holds the video keeps it when it is made anew for another reason.
        extras = replace(extras, clip_mp4=read_clip(folder / "report.html"))
    movement, expression = measure_track(track, settings=restore_settings(analysis))
    with explain_write_errors(folder):
        write_views(folder, analysis, movement, expression, track, extras)
    return analysis


def _check_clip(clip: Path, analysis: Analysis) -> None:
    digest = hashlib.sha256()
    try:
        with clip.open("rb") as file:
            while piece := file.read(_PIECE_BYTES):
                digest.update(piece)
    except OSError as error:
        raise InputError(f"{clip.name} could not be read. Check the path.") from error
    if digest.hexdigest() != analysis.source.sha256:
        raise InputError(
            f"{clip.name} must be the clip of this result, {analysis.source.name}, got another "
            "file. Name the original."
        )
