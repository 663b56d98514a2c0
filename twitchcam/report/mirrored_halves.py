"""Either half of a face, completed by its own mirror image: how clinics look at two sides.

In      the clip, FaceTrack, Analysis
Out     for rest and each kind of action one picture as it is, one of two left halves and one of
        two right halves, as JPEG; ``halves.json`` says at which moment each was taken
Method  The fullest action of each kind is taken at its apex, rest where no action is near and the
        head is straightest. The picture is turned upright by the outer corners of the eyes; its
        midline is that of forehead and bridge of the nose, which the mimic muscles of one side do
        not pull away, as they do with mouth and chin.
Known limits   A head that is turned makes one half wider than the other; how far it was turned
        stands beside the pictures. Every picture comes from one frame.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import OUTER_EYE_CORNER
from twitchcam.report.whole_files import replace_when_done

if TYPE_CHECKING:
    from twitchcam.records import Action, Analysis, FaceTrack, Floats

Picture = NDArray[np.uint8]

ABOUT_FILE: Final = "halves.json"
# As others see the person: their right half is on the left of the picture.
VIEWS: Final = ("right", "whole", "left")
_KINDS: Final = ("smile", "eye_closure", "pucker", "brow_raise", "mouth_open")
# Of the mesh, from the forehead down to the bridge of the nose.
_MIDLINE: Final = (10, 151, 9, 8, 168, 6, 197)
# In eye distances: from the midline to either edge, and from the eyes up and down.
_REACH: Final = 1.05
_ABOVE: Final = 0.95
_BELOW: Final = 1.55
_MOST_PX_PER_EYE_DISTANCE: Final = 220.0
# Rest is looked for this far from every action.
_REST_MARGIN_S: Final = 0.4
_JPEG_QUALITY: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a picture is taken.

    Attributes
    ----------
    action : ``rest`` or a kind of action.
    time_s : of the frame.
    yaw_deg : how far the head is turned, to the person's left above 0.
    """

    action: str
    time_s: float
    yaw_deg: float


def choose_moments(analysis: Analysis, track: FaceTrack) -> list[Moment]:
    """Choose rest, then the fullest action of each kind that was done.

    Parameters
    ----------
    analysis, track : of one recording.

    Returns
    -------
    list of Moment
        In the order in which they are shown; none of what was not done or not seen.

    Examples
    --------
    >>> choose_moments(analysis, track)[0].action
    'rest'
    """
    actions = [action for action in analysis.actions if action.kind in _KINDS]
    fullest: dict[str, Action] = {}
    for action in sorted(actions, key=_measure_fullness):
        fullest[action.kind] = action
    moments = [_take_rest(analysis, track)]
    moments += [
        _take(track, kind, _find_frame(track, fullest[kind].apex_s))
        for kind in _KINDS
        if kind in fullest
    ]
    return [moment for moment in moments if moment is not None]


def write_halves(folder: Path, clip: Path, analysis: Analysis, track: FaceTrack) -> None:
    """Write all pictures of a clip, and which there are.

    Raises
    ------
    InputError
        The clip cannot be read.
    """
    moments = choose_moments(analysis, track)
    for moment, picture, points in _read_pictures(clip, track, moments):
        for view, half in make_views(picture, points).items():
            path = folder / name_picture(moment.action, view)
            _, encoded = cv2.imencode(
                ".jpg",
                cv2.cvtColor(half, cv2.COLOR_RGB2BGR),
                [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY],
            )
            with replace_when_done(path) as unfinished:
                unfinished.write_bytes(encoded.tobytes())
    with replace_when_done(folder / ABOUT_FILE) as unfinished:
        unfinished.write_text(json.dumps([asdict(moment) for moment in moments]), "utf-8")


def name_picture(action: str, view: str) -> str:
    """Name the file of a picture.

    Examples
    --------
    >>> name_picture("smile", "left")
    'halves-smile-left.jpg'
    """
    return f"halves-{action}-{view}.jpg"


def make_views(picture: Picture, points_px: Floats) -> dict[str, Picture]:
    """Turn a face upright around its midline, and complete each half by its mirror image.

    Parameters
    ----------
    picture : (H, W, 3), no mirror image.
    points_px : (478, 2), landmarks in it.

    Returns
    -------
    dict of (h, w, 3)
        ``whole``, ``left`` (twice the person's left half) and ``right``; ``w`` is even, and the
        midline lies between its two middle columns.
    """
    whole = _turn_upright(picture, np.asarray(points_px, dtype=np.float64)[:, :2])
    middle = whole.shape[1] // 2
    right, left = whole[:, :middle], whole[:, middle:]
    return {
        "whole": whole,
        "left": np.concatenate([left[:, ::-1], left], axis=1),
        "right": np.concatenate([right, right[:, ::-1]], axis=1),
    }


def _turn_upright(picture: Picture, points: Floats) -> Picture:
    right, left = (points[OUTER_EYE_CORNER[side]] for side in ("right", "left"))
    across = left - right
    distance = float(np.hypot(*across))
    along = across / distance
    # On the line of the eyes, where the midline of forehead and nose crosses it.
    from_right = float(np.median((points[list(_MIDLINE)] - right) @ along))
    middle = right + from_right * along
    scale = min(distance, _MOST_PX_PER_EYE_DISTANCE)
    half, above, below = (round(reach * scale) for reach in (_REACH, _ABOVE, _BELOW))
    turn = along / distance * scale
    matrix = np.array([[turn[0], turn[1], 0.0], [-turn[1], turn[0], 0.0]])
    # The middle of the picture lies between two columns: half a pixel before the second one.
    matrix[:, 2] = np.array([half - 0.5, above]) - matrix[:, :2] @ middle
    return np.asarray(cv2.warpAffine(picture, matrix, (2 * half, above + below)), dtype=np.uint8)


def _measure_fullness(action: Action) -> float:
    sizes = [mm for mm in (action.left_mm, action.right_mm) if math.isfinite(mm)]
    return sum(sizes)


def _take_rest(analysis: Analysis, track: FaceTrack) -> Moment | None:
    """The straightest look among the moments without any action."""
    near = np.zeros(len(track.time_s), dtype=bool)
    for action in analysis.actions:
        near |= (track.time_s > action.onset_s - _REST_MARGIN_S) & (
            track.time_s < action.offset_s + _REST_MARGIN_S
        )
    yaw = np.abs(np.asarray(track.head_rotation_deg)[:, 0])
    yaw[near | ~np.isfinite(yaw) | ~np.asarray(track.face_found)] = np.inf
    if not np.isfinite(yaw).any():
        return None
    return _take(track, "rest", int(np.argmin(yaw)))


def _take(track: FaceTrack, action: str, frame: int | None) -> Moment | None:
    if frame is None:
        return None
    yaw_deg = float(track.head_rotation_deg[frame, 0])
    return Moment(action=action, time_s=float(track.time_s[frame]), yaw_deg=yaw_deg)


def _find_frame(track: FaceTrack, time_s: float) -> int | None:
    """The frame with a face that is nearest to a time."""
    found = np.flatnonzero(track.face_found)
    if found.size == 0:
        return None
    return int(found[np.argmin(np.abs(track.time_s[found] - time_s))])


def _read_pictures(
    clip: Path, track: FaceTrack, moments: list[Moment]
) -> Iterable[tuple[Moment, Picture, Floats]]:
    from twitchcam.capture.files import open_again

    wanted: dict[int, list[Moment]] = {}
    for moment in moments:
        wanted.setdefault(int(np.searchsorted(track.time_s, moment.time_s)), []).append(moment)
    last = max(wanted, default=-1)
    with open_again(clip, track.source) as video:
        for i, frame in enumerate(video.frames()):
            if i > last:
                return
            for moment in wanted.get(i, ()):
                points = np.array(track.landmarks_px[i, :, :2])
                width = frame.image_rgb.shape[1]
                yield moment, frame.image_rgb, points * (width / track.frame_size_px[0])
