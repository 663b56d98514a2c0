"""From pieces of a track to one: what a piece counts follows on what the one before counted.

Sums of the skin go on: over the pictures that both pieces have, the later sum is brought onto the
earlier one, and stays there until the face is lost. Everything else stands beside each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from twitchcam.records import Bools, Floats
from twitchcam.settings import TrackingSettings
from twitchcam.skin_places import get_field_shape
from twitchcam.tracking.choose_face import is_same_face, measure_place
from twitchcam.tracking.follow_skin import FIELD_STEPS_PER_PERCENT, SkinLooks
from twitchcam.tracking.hand_watch import fill_between
from twitchcam.tracking.row_store import LANDMARKS_SHAPE, RowStore, read_file, show_file
from twitchcam.tracking.track_piece import TrackPiece


def fit_together(pieces: Sequence[TrackPiece], settings: TrackingSettings) -> bool:
    """Whether each piece saw the same pictures and followed the same face as the one before."""
    return all(_follows_on(before, after, settings) for before, after in pairwise(pieces))


def _follows_on(before: TrackPiece, after: TrackPiece, settings: TrackingSettings) -> bool:
    """Where a face was lost of late, the later piece cannot know which one to wait for."""
    shared = before.signatures.keys() & after.signatures.keys()
    if not shared or any(before.signatures[k] != after.signatures[k] for k in shared):
        return False
    last, same = len(before.time_s) - 1, after.n_run_up - 1
    stop_s = before.time_s[last]
    if not (before.face_found[last] and after.face_found[same]):
        lately = before.time_s > stop_s - settings.remember_face_s
        neither = before.face_found[last] == after.face_found[same]
        return bool(neither and not before.face_found[lately].any())
    one, other = (
        measure_place(read_file(piece.landmarks, LANDMARKS_SHAPE, k, k + 1)[0], float(stop_s))
        for piece, k in ((before, last), (after, same))
    )
    reach = settings.reach_while_following
    return is_same_face(one, other.x_px, other.y_px, other.width_px, reach)


def join_rows(pieces: Sequence[TrackPiece], name: str) -> Any:
    """An array of the track, of all pictures that count."""
    return np.concatenate([getattr(piece, name)[piece.n_run_up :] for piece in pieces])


def join_looks(pieces: Sequence[TrackPiece]) -> SkinLooks:
    """All looks at the skin."""
    looks = [piece.looks for piece in pieces]
    return SkinLooks(
        texture=np.concatenate([each.texture for each in looks]),
        step=np.concatenate([each.step for each in looks]),
        unchanged=np.sum([each.unchanged for each in looks], axis=0),
        colour_s=np.concatenate([each.colour_s for each in looks]),
        colour=np.concatenate([each.colour for each in looks]),
    )


def join_files(pieces: Sequence[TrackPiece], name: str, shape: tuple[int, ...]) -> Floats:
    """Rows (n, ...) that lie in files, of all pictures that count; the files are used up."""
    if len(pieces) == 1 and pieces[0].n_run_up == 0:
        return show_file(getattr(pieces[0], name), shape)
    store = RowStore(shape)
    for piece in pieces:
        path = getattr(piece, name)
        store.append_rows(read_file(path, shape, piece.n_run_up, len(piece.time_s)).tobytes())
        path.unlink()
    return store.close()


def join_displacement(pieces: Sequence[TrackPiece]) -> Floats:
    """(n, patches, 2) of the middles of the regions, summed."""
    rows: list[Floats] = []
    last = np.empty(0)
    for before, piece in zip([None, *pieces], pieces, strict=False):
        sums = np.array(piece.displacement)
        if before is not None:
            _go_on(before, piece, last, sums)
        rows.append(sums[piece.n_run_up :])
        last = sums
    return np.concatenate(rows)


def join_field(pieces: Sequence[TrackPiece]) -> Floats:
    """(n, places, sides, 2) of the dense field, summed; the files are used up."""
    shape = get_field_shape()
    if len(pieces) == 1:
        return join_files(pieces, "field", shape)
    store, last = RowStore(shape, FIELD_STEPS_PER_PERCENT), np.empty(0)
    for before, piece in zip([None, *pieces], pieces, strict=False):
        sums = read_file(piece.field, shape, 0, len(piece.time_s))
        if before is not None:
            _go_on(before, piece, last, sums)
        store.append_rounded(sums[piece.n_run_up :])
        piece.field.unlink()
        last = sums
    return store.close()


def _go_on(before: TrackPiece, piece: TrackPiece, last: Floats, sums: Floats) -> None:
    """Bring sums of a piece onto the last ones of the piece before, in place."""
    n = piece.n_run_up
    earlier, own = last[len(last) - n :], sums[:n]
    start_anew = np.flatnonzero(before.begins[len(last) - n :] | piece.begins[:n])
    # What is shared settles in the first half; after a new start only what follows it is one sum.
    first = max(n // 2, *start_anew.tolist(), 0)
    gap = (earlier - own)[first:]
    known = np.isfinite(gap).reshape(len(gap), -1).all(axis=1)
    if not known.any():
        return
    anew = np.flatnonzero(piece.begins[n:])
    stop = n + int(anew[0]) if anew.size else len(sums)
    sums[n:stop] += gap[known].mean(axis=0)


def mark_covered(pieces: Sequence[TrackPiece], n_frames: int) -> Bools:
    """(n_frames,) True where a hand lay over the face."""
    looks = [look for piece in pieces for look in piece.hands]
    return fill_between(looks, n_frames)
