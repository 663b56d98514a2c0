"""Show an old result again, from what was kept of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from twitchcam.app.said_again import read_in_language
from twitchcam.errors import InputError
from twitchcam.records import Analysis
from twitchcam.report.folder import Extras, restore_settings, write_views
from twitchcam.report.page import read_clip
from twitchcam.report.whole_files import explain_write_errors
from twitchcam.tracking.track_file import read_track
from twitchcam.wording import text

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
        raise InputError(text("error-result-no-folder", folder=folder.name))
    analysis = read_in_language(folder / "analysis.json")
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
        raise InputError(text("error-clip-unreadable", file=clip.name)) from error
    if digest.hexdigest() != analysis.source.sha256:
        raise InputError(text("error-clip-another", file=clip.name, wanted=analysis.source.name))
