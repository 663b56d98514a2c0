"""Lids, mouth corners, brows and gaze from the landmarks, in millimetres on the even grid.

In      FaceTrack
Out     Expression (mm, deg)
Method  Every frame's landmarks are taken to the head frame (the same similarity as for the
        skin), distances are read there in eye distances, converted to mm, and interpolated.
Where the defaults come from   settings.SignalSettings (grid and bridging only)
Departures from the sources    none
Known limits   The mesh is a model of a face. It shows gross actions well; with a blink it also
        moves cheek and mouth points that did not move. Nothing fine may rest on it.
"""

from __future__ import annotations

import numpy as np

from twitchcam.anatomy import (
    BROW_POINTS,
    CHIN_TIP,
    INNER_EYE_CORNER,
    INNER_LIPS,
    IRIS_CENTRE,
    LID_MARGIN,
    MOUTH_CORNER,
    N_LANDMARKS,
    OUTER_EYE_CORNER,
    SIDES,
)
from twitchcam.records import Expression, FaceTrack, Floats
from twitchcam.settings import SignalSettings
from twitchcam.signals.eyes_seen import mark_eyes_seen
from twitchcam.signals.resample import make_grid, number_stretches, resample
from twitchcam.tracking.head_frame import fit_head_frames, make_reference, move_to_head
from twitchcam.tracking.row_store import read_pieces

_COLUMNS = 12
_IRIS_COLUMN = 9
_OUTWARD = {"left": 1.0, "right": -1.0}
# The landmarks that are asked for, so that no others are taken to the head frame.
_USED = sorted(
    {
        CHIN_TIP,
        *(point for pair in INNER_LIPS for point in pair),
        *(point for side in SIDES for pair in LID_MARGIN[side] for point in pair),
        *(point for side in SIDES for point in BROW_POINTS[side]),
        *(
            points[side]
            for side in SIDES
            for points in (MOUTH_CORNER, OUTER_EYE_CORNER, INNER_EYE_CORNER, IRIS_CENTRE)
        ),
    }
)


def measure_expression(track: FaceTrack, settings: SignalSettings) -> Expression:
    """What the landmarks say about the face, on the grid of ``Movement``.

    Parameters
    ----------
    track : FaceTrack
        N pictures.
    settings : SignalSettings
        Of these the grid and the longest gap that is bridged.

    Returns
    -------
    Expression
        Of M moments: lids (M, 2), corners of the mouth (M, 2, 2), brows (M, 2), mouth and jaw (M,)
        in mm, head (M, 3) in degrees; NaN where not measured.

    Examples
    --------
    >>> expression = measure_expression(track, settings.signals)
    >>> bool(expression.lid_aperture_mm.max() > 5.0)
    True
    """
    grid_s = make_grid(track.time_s, settings.sampling_rate_hz)
    stretch = number_stretches(track.face_found, track.cut)
    by_frame = _measure_frames(track) * 100.0 * track.mm_per_percent
    eyes_seen = mark_eyes_seen(track, settings)
    for s in range(len(SIDES)):
        # Lids and iris: of an eye under a patch the mesh only says what it expects.
        for column in (s, _IRIS_COLUMN + s):
            by_frame[~eyes_seen[:, s], column] = np.nan
    columns = np.concatenate([by_frame, track.head_rotation_deg], axis=1)
    at_grid = np.empty((len(grid_s), columns.shape[1]), dtype=np.float32)
    for i, column in enumerate(columns.T):
        at_grid[:, i] = resample(column, track.time_s, stretch, grid_s, settings.longest_bridge_s)
    return Expression(
        time_s=grid_s,
        lid_aperture_mm=at_grid[:, 0:2],
        mouth_corner_mm=at_grid[:, 2:6].reshape(-1, 2, 2),
        brow_mm=at_grid[:, 6:8],
        mouth_opening_mm=at_grid[:, 8],
        iris_drop_mm=at_grid[:, _IRIS_COLUMN : _IRIS_COLUMN + 2],
        jaw_drop_mm=at_grid[:, 11],
        head_rotation_deg=at_grid[:, 12:15],
    )


def _measure_frames(track: FaceTrack) -> Floats:
    """(n, columns) in eye distances, in the order of ``measure_expression``."""
    out = np.full((len(track.time_s), _COLUMNS), np.nan)
    reference = None
    for first, piece in read_pieces(track.landmarks_px):
        found = np.isfinite(piece[:, 0, 0])
        if not found.any():
            continue
        if reference is None:
            reference = make_reference(piece[np.argmax(found)])
        turn_scale, shift = fit_head_frames(piece[found], reference)
        head = np.full((int(found.sum()), N_LANDMARKS, 2), np.nan)
        head[:, _USED] = move_to_head(piece[found][:, _USED], turn_scale, shift)
        out[first : first + len(piece)][found] = _measure_shape(head)
    return out


def _measure_shape(head: Floats) -> Floats:
    """(n, columns) from landmarks (n, 478, 2) in the head frame (x to the left side, y down)."""
    columns = []
    for side in SIDES:
        upper, lower = np.array(LID_MARGIN[side]).T
        columns.append((head[:, lower, 1] - head[:, upper, 1]).mean(axis=1))
    for side in SIDES:
        corner = head[:, MOUTH_CORNER[side]]
        columns += [_OUTWARD[side] * corner[:, 0], -corner[:, 1]]
    for side in SIDES:
        columns.append(-head[:, list(BROW_POINTS[side]), 1].mean(axis=1))
    upper, lower = np.array(INNER_LIPS).T
    columns.append((head[:, lower, 1] - head[:, upper, 1]).mean(axis=1))
    for side in SIDES:
        corners = (head[:, OUTER_EYE_CORNER[side], 1] + head[:, INNER_EYE_CORNER[side], 1]) / 2
        columns.append(head[:, IRIS_CENTRE[side], 1] - corners)
    columns.append(head[:, CHIN_TIP, 1])
    return np.stack(columns, axis=1)
