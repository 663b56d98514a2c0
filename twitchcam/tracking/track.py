"""The one loop over frames: pictures in, a ``FaceTrack`` out, and no picture kept.

Three threads work side by side: decoding, landmarks, flow. Memory does not grow with the
length of the clip beyond a few hundred bytes a picture; landmarks go to disk.
"""

from __future__ import annotations

import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import IRIS_RING, OUTER_EYE_CORNER, REGION_NAMES, SIDES
from twitchcam.records import FaceTrack, Floats, Frame, Source, TrackerInfo
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.brightness import show_texture
from twitchcam.tracking.choose_face import FaceFollower
from twitchcam.tracking.hand_watch import HandWatch
from twitchcam.tracking.head_frame import (
    fit_head_frame,
    make_reference,
    measure_rotation,
    move_to_head,
)
from twitchcam.tracking.landmark_store import LandmarkStore, read_pieces
from twitchcam.tracking.run_ahead import run_ahead
from twitchcam.tracking.scene import (
    cut_out_face,
    find_face_box,
    measure_change,
    measure_luma,
    measure_scene_change,
    shrink_picture,
)
from twitchcam.tracking.skin_flow import locate_patches, measure_patch_flow
from twitchcam.tracking.steady_face import sample_face

_N_PATCHES = len(REGION_NAMES) * len(SIDES)
# Image x and y to the person's outward and up: the person's left is the image's right.
_TO_PERSON = np.array([[1.0, -1.0] if side == "left" else [-1.0, -1.0] for side in SIDES])


class Located(NamedTuple):
    """A frame with the landmarks of the followed face, and whether a new scene starts here."""

    frame: Frame
    landmarks_px: Floats | None
    cut: bool
    repeated: bool = False


class RepeatWatch:
    """Tells a picture that a camera or editor showed twice from a face that happens to be still.

    A repeated picture differs from the one before it far less than pictures here usually do.
    """

    def __init__(self, settings: TrackingSettings) -> None:
        self._settings = settings
        self._usual_change: float | None = None

    def is_repeated(self, before: Frame, now: Frame, landmarks_px: Floats) -> bool:
        """Whether ``now`` shows the same face as ``before``, pixel for pixel."""
        if before.image_rgb.shape != now.image_rgb.shape:
            return False
        box = find_face_box(landmarks_px, now.image_rgb)
        change = measure_change(
            cut_out_face(before.image_rgb, box), cut_out_face(now.image_rgb, box)
        )
        usual = change if self._usual_change is None else self._usual_change
        # Repeated pictures count too: after a lively moment the face may hold still for good.
        step = 1.0 - np.exp(-(now.time_s - before.time_s) / self._settings.repeat_memory_s)
        self._usual_change = usual + step * (change - usual)
        return bool(change < self._settings.repeat_share * usual or change == 0.0)


def watch_scenes(
    frames: Iterable[Frame], settings: TrackingSettings
) -> Iterator[tuple[Frame, bool]]:
    """Say of each frame whether a new scene starts with it."""
    before: NDArray[np.float32] | None = None
    for frame in frames:
        small = shrink_picture(frame.image_rgb)
        yield (
            frame,
            before is not None and measure_scene_change(before, small) > settings.cut_difference,
        )
        before = small


def locate_face(scenes: Iterable[tuple[Frame, bool]], follower: FaceFollower) -> Iterator[Located]:
    """Find the followed face in each frame, anew after a cut."""
    for frame, cut in scenes:
        if cut:
            follower.start_anew()
        yield Located(frame, follower.follow(frame.image_rgb, frame.time_s), cut)


def mark_repeated(located: Iterable[Located], settings: TrackingSettings) -> Iterator[Located]:
    """Mark pictures that show the same face as the one before, pixel for pixel."""
    before: Frame | None = None
    watch = RepeatWatch(settings)
    for now in located:
        if before is None or now.cut or now.landmarks_px is None:
            yield now
        else:
            repeated = watch.is_repeated(before, now.frame, now.landmarks_px)
            yield now._replace(repeated=repeated)
        before = now.frame


class Measured(NamedTuple):
    """What one frame adds to the track."""

    displacement: Floats  # (patches, 2) summed, % of eye distance, outward and up
    residual: Floats  # (patches,)
    quality: Floats  # (patches,)
    rotation_deg: tuple[float, float, float]
    luma: float


_NOT_MEASURED = Measured(
    displacement=np.full((_N_PATCHES, 2), np.nan),
    residual=np.full(_N_PATCHES, np.nan),
    quality=np.zeros(_N_PATCHES),
    rotation_deg=(np.nan, np.nan, np.nan),
    luma=np.nan,
)


@dataclass
class _FaceBefore:
    """What the flow remembers of the last new picture."""

    face: NDArray[np.uint8]
    landmarks_head: Floats
    centres: Floats
    time_s: float


class SkinFollower:
    """Sums the skin flow of one face over time. Starts anew after every loss."""

    def __init__(self, settings: TrackingSettings) -> None:
        self._settings = settings
        self._reference: Floats | None = None
        self._before: _FaceBefore | None = None
        self._sum = np.zeros((_N_PATCHES, 2))

    def lose(self, *, scene_changed: bool) -> None:
        """The face is gone, or another scene begins: the next face is not compared with this."""
        self._before = None
        self._sum = np.zeros((_N_PATCHES, 2))
        if scene_changed:
            self._reference = None

    def measure(self, located: Located) -> Measured:
        """Skin movement, head rotation and brightness of one frame with a face."""
        settings, points = self._settings, located.landmarks_px
        assert points is not None  # callers checked; tells the type checker
        rotation = measure_rotation(points)
        image_rgb = located.frame.image_rgb
        luma = measure_luma(cut_out_face(image_rgb, find_face_box(points, image_rgb)))
        if located.repeated and self._before is not None:
            return _NOT_MEASURED._replace(rotation_deg=rotation, luma=luma)
        if self._reference is None:
            self._reference = make_reference(points)
        frame = fit_head_frame(points, self._reference)
        head = move_to_head(points, frame.turn_scale, frame.shift)
        steadied = sample_face(image_rgb, frame, settings.steady_eye_distance_px)
        face = show_texture(steadied, settings)
        before = self._before
        centres = self._follow_centres(locate_patches(head), before, located.frame.time_s)
        now = _FaceBefore(face, head, centres, located.frame.time_s)
        if before is None:
            self._before = now
            return Measured(
                displacement=self._sum.copy(),
                residual=np.full(_N_PATCHES, np.nan),
                quality=np.ones(_N_PATCHES),
                rotation_deg=rotation,
                luma=luma,
            )
        flow = measure_patch_flow(
            before.face, face, before.landmarks_head, before.centres, settings
        )
        step = flow.displacement * np.tile(_TO_PERSON, (len(REGION_NAMES), 1)) * 100.0
        lost = ~np.isfinite(step[:, 0])
        moved = self._sum + np.nan_to_num(step)
        # At high frame rates several pictures are compared with the same one before them.
        if now.time_s - before.time_s >= self._settings.flow_step_s:
            self._before, self._sum = now, moved
        shown = np.where(lost[:, None], np.nan, moved)
        return Measured(shown, flow.residual, flow.quality, rotation, luma)

    def _follow_centres(self, now: Floats, before: _FaceBefore | None, time_s: float) -> Floats:
        """Let the patches follow slow movement only, so that a twitch moves through them."""
        if before is None or self._settings.follow_time_s == 0:
            return now
        share = 1.0 - np.exp(-(time_s - before.time_s) / self._settings.follow_time_s)
        return before.centres + share * (now - before.centres)


class _Rows:
    """Rows of numbers that arrive one by one, kept without the cost of Python objects."""

    def __init__(self, *shape: int) -> None:
        self._shape = shape
        self._values = array.array("f")

    def append(self, row: Floats | tuple[float, ...] | float) -> None:
        self._values.frombytes(np.asarray(row, dtype=np.float32).tobytes())

    def stack(self) -> Floats:
        return np.frombuffer(self._values, dtype=np.float32).reshape(-1, *self._shape)


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
    frames : in order of time.
    describe : called after the last frame, for the track's ``source``.
    follower : finds the face.
    on_frame : called after each frame, for progress.
    hands : looks for hands over the face; without it no frame is called covered.
    """
    time_s, face_found, repeated, cut = [], [], [], []
    skin = SkinFollower(settings)
    store = LandmarkStore()
    displacement, residual = _Rows(_N_PATCHES, 2), _Rows(_N_PATCHES)
    quality, rotation, luma = _Rows(_N_PATCHES), _Rows(3), _Rows()
    scenes = run_ahead(watch_scenes(frames, settings))
    ahead = run_ahead(locate_face(scenes, follower))
    try:
        for index, located in enumerate(mark_repeated(ahead, settings)):
            if located.cut or located.landmarks_px is None:
                skin.lose(scene_changed=located.cut)
            points = located.landmarks_px
            found = points is not None
            row = skin.measure(located) if found else _NOT_MEASURED
            if hands is not None and points is not None:
                frame = located.frame
                hands.look(index, frame.time_s, frame.image_rgb, points)
            store.append(located.landmarks_px)
            displacement.append(row.displacement)
            residual.append(row.residual)
            quality.append(row.quality)
            rotation.append(row.rotation_deg)
            luma.append(row.luma)
            time_s.append(located.frame.time_s)
            face_found.append(found)
            repeated.append(located.repeated)
            cut.append(located.cut)
            on_frame()
    except BaseException:
        store.discard()
        raise
    finally:
        ahead.close()  # type: ignore[attr-defined]
    landmarks_px = store.close()
    source = describe()
    shape = (-1, len(REGION_NAMES), len(SIDES))
    return FaceTrack(
        time_s=np.array(time_s),
        landmarks_px=landmarks_px,
        head_rotation_deg=rotation.stack(),
        skin_displacement=displacement.stack().reshape(*shape, 2),
        flow_residual=residual.stack().reshape(shape),
        flow_quality=quality.stack().reshape(shape),
        face_found=np.array(face_found, dtype=bool),
        repeated=np.array(repeated, dtype=bool),
        face_luma=luma.stack(),
        cut=np.array(cut, dtype=bool),
        covered=(
            np.zeros(len(time_s), dtype=bool) if hands is None else hands.mark_covered(len(time_s))
        ),
        mm_per_percent=measure_scale(landmarks_px, settings),
        frame_size_px=(source.width_px, source.height_px),
        tracker=tracker.name,
        tracker_version=tracker.mediapipe_version,
        model_sha256=tracker.model_sha256,
        source=source,
        notes=_notes_on_faces(follower),
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


def _notes_on_faces(follower: FaceFollower) -> tuple[str, ...]:
    if follower.n_checks_with_others == 0:
        return ()
    return (
        f"More than one face was in the picture in {follower.n_checks_with_others} of "
        f"{follower.n_checks} checks. The one that was largest at the start was followed.",
    )
