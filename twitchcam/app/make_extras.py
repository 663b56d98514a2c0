"""Make one more file of a result: halves of the face, the video with drawings, marks for ELAN."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from twitchcam.report.document import read_document
from twitchcam.report.folder import restore_settings
from twitchcam.tracking.track_file import read_track

ExtraKind = Literal["halves", "annotated", "elan"]
FILES: dict[ExtraKind, str] = {
    "halves": "halves.json",
    "annotated": "annotated.mp4",
    "elan": "annotations.eaf",
}


def make_extra(kind: ExtraKind, results: Path, clip: Path | None) -> None:
    """Write one file into the folder of a result, from its analysis and track.

    Parameters
    ----------
    clip : the recording; without it, ``annotated`` shows the face as lines.

    Raises
    ------
    InputError
        Something of the result is missing, or the clip cannot be read.
    """
    analysis = read_document(results / "analysis.json")
    if kind == "elan":
        from twitchcam.report.elan import write_elan

        write_elan(analysis, results / FILES[kind])
        return
    track = read_track(results / "track.npz")
    if kind == "halves":
        from twitchcam.report.mirrored_halves import write_halves

        if clip is not None:
            write_halves(results, clip, analysis, track)
        return
    from twitchcam.pipeline import measure_track
    from twitchcam.report.overlay import write_annotated_clip

    movement, _ = measure_track(track, settings=restore_settings(analysis))
    write_annotated_clip(
        results / FILES[kind], clip=clip, analysis=analysis, movement=movement, track=track
    )
