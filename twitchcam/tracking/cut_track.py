"""A part of a face track as a track of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from twitchcam.errors import InputError
from twitchcam.records import Cue, FaceTrack
from twitchcam.wording import text

_BY_FRAME: Final = (
    "landmarks_px",
    "head_rotation_deg",
    "skin_displacement",
    "flow_residual",
    "field_displacement",
    "face_found",
    "face_luma",
    "covered",
    "other_person",
    "eye_contrast",
    "edge_width_percent",
    "field_light",
)
# What a picture is compared with the one before it, which the first of a track does not have.
_AGAINST_THE_LAST: Final = ("repeated", "cut")


def cut_track(track: FaceTrack, start_s: float, stop_s: float) -> FaceTrack:
    """The pictures of ``track`` from ``start_s`` until before ``stop_s``, as a track of its own.

    Times start at 0 again, cues move along and are cut to the part, and a note says which part it
    is. Scale and texture stay those of the whole recording, and landmarks that lie on disk stay
    there. Noise and detection limits of a short part rest on less, so they may differ from those
    of the whole.

    Parameters
    ----------
    track : FaceTrack
        The whole.
    start_s, stop_s : float
        Times of the recording in s; the start belongs to the part, the stop does not. A stop
        beyond the end means the end.

    Returns
    -------
    FaceTrack
        At least one picture.

    Raises
    ------
    InputError
        No picture lies between the two times.

    Examples
    --------
    >>> part = cut_track(track, 2.0, 5.0)
    >>> len(part.time_s), float(part.time_s[0])
    (90, 0.0)
    """
    if not start_s < stop_s:
        raise InputError(text("error-cut-backwards", start=f"{start_s:g}", stop=f"{stop_s:g}"))
    first, stop = np.searchsorted(track.time_s, [start_s, stop_s]).tolist()
    if first == stop:
        raise InputError(
            text(
                "error-cut-empty",
                start=f"{start_s:g}",
                stop=f"{stop_s:g}",
                length=f"{track.source.duration_s:.2f}",
            )
        )
    part = slice(first, stop)
    begin_s = float(track.time_s[first])
    time_s = track.time_s[part] - begin_s
    arrays = {name: getattr(track, name)[part] for name in _BY_FRAME}
    # The last look before the part says what its first pictures show.
    looks = slice(
        max(int(np.searchsorted(track.colour_s, begin_s, side="right")) - 1, 0),
        int(np.searchsorted(track.colour_s, stop_s)),
    )
    arrays["colour_s"] = np.maximum(track.colour_s[looks] - begin_s, 0.0)
    arrays["field_colour"] = track.field_colour[looks]
    for name in _AGAINST_THE_LAST:
        arrays[name] = getattr(track, name)[part].copy()
        arrays[name][0] = False
    return replace(
        track,
        time_s=time_s,
        source=replace(track.source, duration_s=float(time_s[-1]), n_frames=len(time_s)),
        cues=tuple(_move_cue(cue, begin_s, stop_s) for cue in _list_cues(track, begin_s, stop_s)),
        notes=(
            *track.notes,
            text("note-part", start=f"{begin_s:.1f}", stop=f"{begin_s + float(time_s[-1]):.1f}"),
        ),
        **arrays,
    )


def _list_cues(track: FaceTrack, begin_s: float, stop_s: float) -> list[Cue]:
    return [cue for cue in track.cues if cue.start_s < stop_s and begin_s < cue.stop_s]


def _move_cue(cue: Cue, begin_s: float, stop_s: float) -> Cue:
    start_s, end_s = max(cue.start_s, begin_s), min(cue.stop_s, stop_s)
    return replace(cue, start_s=start_s - begin_s, stop_s=end_s - begin_s)
