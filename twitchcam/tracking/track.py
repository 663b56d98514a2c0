"""From the pictures of a recording to a ``FaceTrack``, whole or put together from pieces.

Memory does not grow with the length of the clip beyond a few hundred bytes a picture; landmarks and
the dense field go to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from twitchcam.anatomy import IRIS_RING, N_PATCHES, OUTER_EYE_CORNER, REGION_NAMES, SIDES
from twitchcam.records import Bools, Company, FaceTrack, Floats, Frame, Source, TrackerInfo
from twitchcam.settings import TrackingSettings
from twitchcam.skin_places import get_places_shape
from twitchcam.tracking.choose_face import FaceFollower
from twitchcam.tracking.hand_watch import HandWatch
from twitchcam.tracking.join_pieces import (
    join_displacement,
    join_field,
    join_files,
    join_looks,
    join_rows,
    mark_covered,
)
from twitchcam.tracking.row_store import LANDMARKS_SHAPE, read_pieces
from twitchcam.tracking.track_piece import PieceBounds, TrackPiece, follow_piece
from twitchcam.wording import text


def track_face(
    frames: Iterable[Frame],
    describe: Callable[[], Source],
    follower: FaceFollower,
    tracker: TrackerInfo,
    settings: TrackingSettings,
    on_frame: Callable[[], None] = lambda: None,
    hands: HandWatch | None = None,
) -> FaceTrack:
    """Follow one face through ``frames``.

    Parameters
    ----------
    frames : iterable of Frame
        In order of time.
    describe : callable
        Called after the last frame, for the track's ``source``.
    follower : FaceFollower
        Finds the face.
    tracker : TrackerInfo
        What it finds it with.
    settings : TrackingSettings
        Windows of the flow, size of the steadied face.
    on_frame : callable
        Called after each frame, for progress.
    hands : HandWatch, optional
        Looks for hands over the face; without it no frame is called covered.

    Returns
    -------
    FaceTrack
        With a row for each of the N frames, whether or not a face was found in it.

    Examples
    --------
    ``twitchcam.track_video`` does this, and looks for hands too.

    >>> from twitchcam.capture.files import open_video
    >>> from twitchcam.tracking.open_tracker import open_tracker
    >>> usual = open_tracker(None, None, settings.tracking)
    >>> with open_video("clip.mp4") as video, usual as finder:
    ...     follower = FaceFollower(finder, settings.tracking)
    ...     frames, about = video.frames(), video.describe
    ...     track = track_face(frames, about, follower, finder.info, settings.tracking)
    >>> bool(track.face_found.all())
    True
    """
    bounds = PieceBounds(first=0, start=0)
    piece = follow_piece(frames, bounds, follower, hands, settings, on_frame=on_frame)
    return make_track([piece], describe(), tracker, settings)


def make_track(
    pieces: Sequence[TrackPiece], source: Source, tracker: TrackerInfo, settings: TrackingSettings
) -> FaceTrack:
    """The track of a whole recording from its pieces, whose files are used up."""
    time_s = join_rows(pieces, "time_s")
    people = pieces[0].people
    for piece in pieces[1:]:
        people.join(piece.people)
    others = people.mark_others()
    in_doubt = people.is_in_doubt() and not others.any()
    n_checks = sum(piece.n_checks for piece in pieces)
    n_with_others = sum(piece.n_checks_with_others for piece in pieces)
    company: list[tuple[Company, bool]] = [
        ("other_person", bool(others.any())),
        ("perhaps_other_person", in_doubt),
        ("other_faces", n_with_others > 0),
    ]
    shape = (-1, len(REGION_NAMES), len(SIDES))
    landmarks_px = join_files(pieces, "landmarks", LANDMARKS_SHAPE)
    looks = join_looks(pieces)
    return FaceTrack(
        time_s=time_s,
        landmarks_px=landmarks_px,
        head_rotation_deg=join_rows(pieces, "rotation_deg"),
        skin_displacement=join_displacement(pieces).reshape(*shape, 2),
        flow_residual=join_rows(pieces, "residual").reshape(shape),
        field_displacement=join_field(pieces),
        face_found=join_rows(pieces, "face_found"),
        repeated=join_rows(pieces, "repeated"),
        face_luma=join_rows(pieces, "luma"),
        cut=join_rows(pieces, "cut"),
        covered=mark_covered(pieces, len(time_s)),
        other_person=others,
        eye_contrast=join_rows(pieces, "eye_contrast"),
        edge_width_percent=join_rows(pieces, "edge_width_percent"),
        fine_texture=looks.fine_texture[:N_PATCHES].reshape(shape[1:]),
        unchanged_share=looks.unchanged_share[:N_PATCHES].reshape(shape[1:]),
        field_texture=looks.fine_texture[N_PATCHES:].reshape(get_places_shape()),
        field_light=join_files(pieces, "light", get_places_shape()),
        colour_s=looks.colour_s,
        field_colour=looks.colour,
        quantiser_step=looks.quantiser_step,
        mm_per_percent=measure_scale(landmarks_px, settings),
        frame_size_px=(source.width_px, source.height_px),
        tracker=tracker.name,
        tracker_version=tracker.mediapipe_version,
        model_sha256=tracker.model_sha256,
        source=source,
        company=tuple(who for who, there in company if there),
        notes=(
            *_note_other_person(time_s, others),
            *((text("note-perhaps-other-person"),) if in_doubt else ()),
            *_note_faces(n_with_others, n_checks),
        ),
    )


def measure_scale(landmarks_px: Floats, settings: TrackingSettings) -> float:
    """Millimetres in one percent of the eye distance, from the irises; NaN without a face.

    The median over all frames of the horizontal iris (mean of both eyes) over the eye distance;
    a turn of the head shortens both alike. The ruler is good to about 5 % [rufer2005,
    mediapipe-iris].
    """
    ratios = []
    for _, piece in read_pieces(landmarks_px):
        found = piece[np.isfinite(piece[:, 0, 0])]
        across = [
            np.linalg.norm(found[:, ring[0], :2] - found[:, ring[2], :2], axis=1)
            for ring in IRIS_RING.values()
        ]
        corners = found[:, OUTER_EYE_CORNER["left"], :2] - found[:, OUTER_EYE_CORNER["right"], :2]
        ratios.append(np.mean(across, axis=0) / np.linalg.norm(corners, axis=1))
    ratio = np.concatenate(ratios) if ratios else np.empty(0)
    if ratio.size == 0:
        return float("nan")
    return float(settings.iris_diameter_mm / np.median(ratio) / 100.0)


def _note_other_person(time_s: Floats, others: Bools) -> tuple[str, ...]:
    if not others.any():
        return ()
    first_s = float(time_s[np.argmax(others)])
    return (text("note-other-person", from_s=f"{first_s:.1f}"),)


def _note_faces(n: int, n_checks: int) -> tuple[str, ...]:
    return (text("note-other-faces", n=str(n), all=str(n_checks)),) if n else ()
