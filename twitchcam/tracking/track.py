"""The one loop over frames: pictures in, a ``FaceTrack`` out, and no picture kept.

Three threads work side by side: decoding, landmarks, flow. Memory does not grow with the
length of the clip beyond a few hundred bytes a picture; landmarks go to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from twitchcam.anatomy import IRIS_RING, N_PATCHES, OUTER_EYE_CORNER, REGION_NAMES, SIDES
from twitchcam.records import Bools, Company, FaceTrack, Floats, Frame, Source, TrackerInfo
from twitchcam.settings import TrackingSettings
from twitchcam.skin_places import get_places_shape
from twitchcam.tracking.choose_face import FaceFollower
from twitchcam.tracking.eye_watch import UNSEEN, EyeWatch
from twitchcam.tracking.follow_skin import NOT_FOLLOWED, SkinFollower, SkinSums
from twitchcam.tracking.hand_watch import HandWatch
from twitchcam.tracking.locate import locate_face, look_at_face, watch_scenes
from twitchcam.tracking.row_store import RowStore, read_pieces
from twitchcam.tracking.run_ahead import run_ahead
from twitchcam.tracking.scene_people import PeopleWatch
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
    >>> from twitchcam.tracking.face_mesh import FaceMeshTracker
    >>> with open_video("clip.mp4") as video, FaceMeshTracker(settings.tracking) as finder:
    ...     follower = FaceFollower(finder, settings.tracking)
    ...     frames, about = video.frames(), video.describe
    ...     track = track_face(frames, about, follower, finder.info, settings.tracking)
    >>> bool(track.face_found.all())
    True
    """
    time_s, face_found, repeated, cut, eye_contrast = [], [], [], [], []
    eyes, people = EyeWatch(settings), PeopleWatch(settings)
    skin, sums = SkinFollower(settings), SkinSums(settings)
    store = RowStore()
    scenes = run_ahead(watch_scenes(frames, settings))
    ahead = run_ahead(locate_face(scenes, follower))
    try:
        for index, located in enumerate(look_at_face(ahead, settings)):
            if located.cut or located.landmarks_px is None:
                skin.lose(scene_changed=located.cut)
            points = located.landmarks_px
            found = points is not None
            sums.add(skin.follow(located) if found else NOT_FOLLOWED)
            frame = located.frame
            people.look(frame.time_s, frame.image_rgb, points, cut=located.cut)
            if hands is not None and points is not None:
                hands.look(index, frame.time_s, frame.image_rgb, points)
            eye_contrast.append(
                UNSEEN
                if points is None
                else eyes.look(frame.time_s, frame.image_rgb, points, located.luma)
            )
            store.append(located.landmarks_px)
            time_s.append(frame.time_s)
            face_found.append(found)
            repeated.append(located.repeated)
            cut.append(located.cut)
            on_frame()
    except BaseException:
        store.discard()
        sums.discard()
        raise
    finally:
        ahead.close()  # type: ignore[attr-defined]
    landmarks_px = store.close()
    source = describe()
    others = people.mark_others()
    in_doubt = people.is_in_doubt() and not others.any()
    company: list[tuple[Company, bool]] = [
        ("other_person", bool(others.any())),
        ("perhaps_other_person", in_doubt),
        ("other_faces", follower.n_checks_with_others > 0),
    ]
    shape = (-1, len(REGION_NAMES), len(SIDES))
    return FaceTrack(
        time_s=np.array(time_s),
        landmarks_px=landmarks_px,
        head_rotation_deg=sums.rotation_deg,
        skin_displacement=sums.displacement.reshape(*shape, 2),
        flow_residual=sums.residual.reshape(shape),
        field_displacement=sums.close_field(),
        face_found=np.array(face_found, dtype=bool),
        repeated=np.array(repeated, dtype=bool),
        face_luma=sums.luma,
        cut=np.array(cut, dtype=bool),
        covered=(
            np.zeros(len(time_s), dtype=bool) if hands is None else hands.mark_covered(len(time_s))
        ),
        other_person=others,
        eye_contrast=np.array(eye_contrast).reshape(-1, len(SIDES)),
        fine_texture=sums.fine_texture[:N_PATCHES].reshape(shape[1:]),
        unchanged_share=sums.unchanged_share[:N_PATCHES].reshape(shape[1:]),
        field_texture=sums.fine_texture[N_PATCHES:].reshape(get_places_shape()),
        field_light=sums.close_light(),
        colour_s=sums.colour_s,
        field_colour=sums.colour,
        quantiser_step=sums.quantiser_step,
        mm_per_percent=measure_scale(landmarks_px, settings),
        frame_size_px=(source.width_px, source.height_px),
        tracker=tracker.name,
        tracker_version=tracker.mediapipe_version,
        model_sha256=tracker.model_sha256,
        source=source,
        company=tuple(who for who, there in company if there),
        notes=(
            *_note_other_person(np.array(time_s), others),
            *((text("note-perhaps-other-person"),) if in_doubt else ()),
            *_note_faces(follower),
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


def _note_faces(follower: FaceFollower) -> tuple[str, ...]:
    if follower.n_checks_with_others == 0:
        return ()
    n, checks = str(follower.n_checks_with_others), str(follower.n_checks)
    return (text("note-other-faces", n=n, all=checks),)
