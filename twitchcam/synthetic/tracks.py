"""Made ``FaceTrack`` records without pictures: the face of the clips as numbers.

The landmarks go where the skin goes; the skin displacement is what a perfect measurement at
the middle of each patch would give, head motion taken out. Real trackers see less (a patch is
compared with its surroundings) and more (noise, cross-talk): ``TrackPlan`` adds white noise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from twitchcam.anatomy import IRIS_CENTRE, IRIS_RING, N_LANDMARKS, N_PATCHES, REGION_NAMES, SIDES
from twitchcam.errors import check_rising
from twitchcam.records import FaceTrack, Source
from twitchcam.skin_places import count_places, get_places, get_places_shape
from twitchcam.synthetic.face_geometry import (
    FACE_CENTRE_PX,
    LOWER_LIP_EDGE,
    MM_PER_PX,
    UPPER_LIP_EDGE,
    curve_at,
    eye_distance_px,
    face_axes,
    mirror_ids,
    read_landmarks,
    region_anchor_px,
)
from twitchcam.synthetic.fields import (
    FACE_WINDOW_PX,
    LIP_WINDOW_PX,
    STEP_PX,
    Field,
    rest_field,
)
from twitchcam.synthetic.movements import Anything
from twitchcam.synthetic.script import Script, compose_script
from twitchcam.synthetic.timecourses import wander

Floats = NDArray[np.floating[Any]]

# Lid edges of the mesh, upper and lower paired column by column.
LID_PAIRS: Final = {
    "left": ((466, 249), (388, 390), (387, 373), (386, 374), (385, 380), (384, 381), (398, 382)),
    "right": ((246, 7), (161, 163), (160, 144), (159, 145), (158, 153), (157, 154), (173, 155)),
}
LOWER_LID_RISE: Final = 0.12
EYEBALL_RADIUS_PX: Final = 8.6
TURNING_DEPTH_PX: Final = 45.0
LANDMARK_STEPS_PER_PX: Final = 512.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPlan:
    """What a made track holds.

    Attributes
    ----------
    movements : records of ``movements``.
    duration_s, frame_rate_hz : even times, unless ``time_s`` is given.
    time_s : any rising times from 0.
    eye_distance_px, size_px : scale of the face and size of the picture.
    sway_mm, turn_deg : aimless head motion, standard deviations. Without any the picture is one of
        a photograph.
    skin_noise_percent : white noise of the skin displacement, in % of eye distance.
    landmark_noise_px : white noise of the landmarks.
    lost_s : (start, stop) stretches without a face.
    seed : of everything that is random.
    """

    movements: tuple[Anything, ...] = ()
    duration_s: float = 10.0
    frame_rate_hz: float = 30.0
    time_s: tuple[float, ...] | None = None
    eye_distance_px: float = 165.0
    size_px: tuple[int, int] = (640, 480)
    sway_mm: float = 1.0
    turn_deg: float = 0.0
    skin_noise_percent: float = 0.02
    landmark_noise_px: float = 0.0
    lost_s: tuple[tuple[float, float], ...] = ()
    seed: int = 0

    def __post_init__(self) -> None:
        if self.time_s is not None:
            check_rising("time_s", self.time_s)

    def frame_times(self) -> Floats:
        """Return (N,) the time of every frame."""
        if self.time_s is not None:
            return np.asarray(self.time_s, dtype=np.float64)
        return np.arange(round(self.duration_s * self.frame_rate_hz)) / self.frame_rate_hz


# About that of the photograph of the made clips, and another one for every patch, as in real faces:
# what confuses two patches must show.
# Share of a true movement that a place of the dense field shows: more than the measured share of a
# twitch's middle, for the nearest place lies up to four mm away from it.
FIELD_SEES: Final = 0.58
# A place is the mean of several points.
_FIELD_NOISE_SHARE: Final = 0.5
MADE_EYE_CONTRAST: Final = 0.8
SKIN_RGB: Final = (190.0, 145.0, 125.0)
TEXTURE_FROM: Final = 1.2
TEXTURE_TO: Final = 2.2


def mm_per_percent() -> float:
    """Return millimetres in one percent of the made face's eye distance (about 0.85)."""
    return MM_PER_PX * eye_distance_px() / 100.0


def make_track(plan: TrackPlan) -> FaceTrack:
    """Return the track of a made face that does what ``plan`` says."""
    time_s = plan.frame_times()
    random = np.random.default_rng(plan.seed)
    script = compose_script(time_s, plan.movements, plan.seed)
    angles_deg = _head_angles(script, plan)
    face = _animate_landmarks(script)
    points = _place_face(face, angles_deg, plan, time_s)
    points[..., :2] += plan.landmark_noise_px * random.standard_normal(points[..., :2].shape)
    skin = _measure_skin(script, _list_anchors())
    skin += plan.skin_noise_percent * random.standard_normal(skin.shape)
    field = _measure_skin(script, _list_places()) * FIELD_SEES
    field += _FIELD_NOISE_SHARE * plan.skin_noise_percent * random.standard_normal(field.shape)

    found = np.ones(len(time_s), dtype=bool)
    for start_s, stop_s in plan.lost_s:
        found &= (time_s < start_s) | (time_s >= stop_s)
    for displaced in (skin, field):
        _start_anew(displaced, found)
    # Fine steps that float32 holds exactly, so that a mirror image can be exact too.
    points = np.round(points * LANDMARK_STEPS_PER_PX) / LANDMARK_STEPS_PER_PX
    for values in (points, angles_deg, skin, field):
        values[~found] = np.nan
    colour_s = np.arange(0.0, time_s[-1] + 1e-6, 1.0)
    quality = np.where(found[:, None, None], np.ones(skin.shape[:3]), np.nan)
    return FaceTrack(
        time_s=time_s,
        landmarks_px=points,
        head_rotation_deg=angles_deg,
        skin_displacement=skin,
        flow_residual=0.5 * quality,
        field_displacement=field,
        field_texture=np.linspace(TEXTURE_FROM, TEXTURE_TO, 2 * count_places()).reshape(2, -1).T,
        field_light=np.where(found, 150.0, np.nan)[:, None, None] * np.ones(get_places_shape()),
        colour_s=colour_s,
        field_colour=np.broadcast_to(SKIN_RGB, (len(colour_s), *get_places_shape(), 3)),
        face_found=found,
        repeated=np.zeros(len(time_s), dtype=bool),
        face_luma=np.where(found, 150.0, np.nan),
        cut=np.zeros(len(time_s), dtype=bool),
        covered=np.zeros(len(time_s), dtype=bool),
        other_person=np.zeros(len(time_s), dtype=bool),
        eye_contrast=np.where(found[:, None], MADE_EYE_CONTRAST, np.nan) * np.ones(len(SIDES)),
        fine_texture=np.linspace(TEXTURE_FROM, TEXTURE_TO, N_PATCHES).reshape(2, -1).T,
        unchanged_share=np.zeros(quality.shape[1:]),
        quantiser_step=None,
        mm_per_percent=mm_per_percent(),
        frame_size_px=plan.size_px,
        tracker="made",
        tracker_version="1",
        model_sha256="0" * 64,
        source=Source(
            name="made track",
            sha256="0" * 64,
            duration_s=float(time_s[-1] - time_s[0]),
            n_frames=len(time_s),
            width_px=plan.size_px[0],
            height_px=plan.size_px[1],
            mirrored=False,
            time_source="container",
        ),
    )


def mirror_track(track: FaceTrack) -> FaceTrack:
    """Return what a mirror image of the same recording would give, sides swapped.

    Applied twice it gives back the very same numbers for a made track.
    """
    swap = mirror_ids()
    points = np.array(track.landmarks_px, dtype=np.float32)[:, swap]
    points[..., 0] = np.float32(track.frame_size_px[0]) - points[..., 0]
    return replace(
        track,
        landmarks_px=points,
        head_rotation_deg=np.asarray(track.head_rotation_deg) * np.array([-1.0, 1.0, -1.0]),
        skin_displacement=np.asarray(track.skin_displacement)[:, :, ::-1],
        flow_residual=np.asarray(track.flow_residual)[:, :, ::-1],
        field_displacement=np.asarray(track.field_displacement)[:, :, ::-1],
        field_texture=np.asarray(track.field_texture)[:, ::-1],
        eye_contrast=np.asarray(track.eye_contrast)[:, ::-1],
        field_light=np.asarray(track.field_light)[:, :, ::-1],
        field_colour=np.asarray(track.field_colour)[:, :, ::-1],
        fine_texture=np.asarray(track.fine_texture)[:, ::-1],
        unchanged_share=np.asarray(track.unchanged_share)[:, ::-1],
    )


def _start_anew(skin: Floats, found: NDArray[np.bool_]) -> None:
    """Let the displacement begin at 0 after every loss, as a running sum does."""
    starts = np.flatnonzero(found & ~np.concatenate([[True], found[:-1]]))
    for start in starts:
        skin[start:] -= skin[start].copy()


def _head_angles(script: Script, plan: TrackPlan) -> Floats:
    slow = [wander(script.time_s, plan.seed + 11 * k) * 2.0 for k in range(3)]
    sizes_deg = plan.turn_deg * np.array([1.0, 0.7, 0.6])
    return np.stack(slow, axis=1) * sizes_deg + script.turn_deg


def _animate_landmarks(script: Script) -> Floats:
    """Return (N, 478, 3) landmarks of the unmoved head, in px of the photograph."""
    rest = read_landmarks().copy()
    points = np.repeat(rest[None], len(script.time_s), axis=0)
    points[..., :2] += _sample_landmarks(rest_field())
    for what, course in script.courses:
        points[..., :2] += course[:, None, None] * _sample_landmarks(what)
    for side, pairs in LID_PAIRS.items():
        closure = script.closure(side)[:, None]
        upper, lower = (list(ids) for ids in zip(*pairs, strict=True))
        gap = points[:, lower, :2] - points[:, upper, :2]
        points[:, upper, :2] += (closure * (1.0 - LOWER_LID_RISE))[..., None] * gap
        points[:, lower, :2] -= (closure * LOWER_LID_RISE)[..., None] * gap
        iris = [IRIS_CENTRE[side], *IRIS_RING[side]]
        shift = EYEBALL_RADIUS_PX * np.sin(np.deg2rad(script.gaze_deg * [1.0, -1.0]))
        points[:, iris, :2] = rest[iris, :2] + shift[:, None, :]
    return points


def _place_face(face: Floats, angles_deg: Floats, plan: TrackPlan, time_s: Floats) -> Floats:
    """Return (N, 478, 3) landmarks in the picture: turned, swayed and scaled."""
    yaw, pitch, roll = np.deg2rad(angles_deg).T[:, :, None]
    across, down = face[..., 0] - FACE_CENTRE_PX[0], face[..., 1] - FACE_CENTRE_PX[1]
    behind = face[..., 2] - TURNING_DEPTH_PX
    turned = across * np.cos(yaw) - behind * np.sin(yaw)
    behind = across * np.sin(yaw) + behind * np.cos(yaw)
    nodded = down * np.cos(pitch) + behind * np.sin(pitch)
    behind = -down * np.sin(pitch) + behind * np.cos(pitch)
    right = turned * np.cos(roll) + nodded * np.sin(roll)
    below = -turned * np.sin(roll) + nodded * np.cos(roll)
    sway = [wander(time_s, plan.seed + 47 + k) * 2.0 * plan.sway_mm / MM_PER_PX for k in range(2)]
    placed = np.stack(
        [right + sway[0][:, None], below + sway[1][:, None], behind + TURNING_DEPTH_PX], axis=-1
    )
    placed *= plan.eye_distance_px / eye_distance_px()
    placed[..., 0] += 0.5 * plan.size_px[0]
    placed[..., 1] += 0.5 * plan.size_px[1]
    return placed


def _measure_skin(script: Script, places_px: Floats) -> Floats:
    """Return (N, places, sides, 2) outward and up displacement in % of eye distance.

    ``places_px`` (places, sides, 2) lie in the photograph.
    """
    axes = np.array([face_axes(side) for side in SIDES])
    flat = places_px.reshape(-1, 2)
    skin = np.zeros((len(script.time_s), *places_px.shape))
    for what, course in script.courses:
        moved = _sample_field(what, flat, _on_lower_lip(flat)).reshape(places_px.shape)
        outward_up = np.einsum("rsk,sak->rsa", moved, axes)
        skin += course[:, None, None, None] * outward_up
    return skin * 100.0 / eye_distance_px()


def _list_anchors() -> Floats:
    return np.array([[region_anchor_px(r, side) for side in SIDES] for r in REGION_NAMES])


def _list_places() -> Floats:
    return get_places().locate(read_landmarks()).reshape(len(SIDES), -1, 2).swapaxes(0, 1)


@lru_cache(maxsize=256)
def _sample_landmarks(field: Field) -> Floats:
    points = read_landmarks()[:, :2]
    moved = _sample_field(field, points, _on_lower_lip(points))
    return moved.reshape(N_LANDMARKS, 2)


def _on_lower_lip(points: Floats) -> NDArray[np.bool_]:
    """Return which points belong to the ``low`` sheet."""
    x, y = points[:, 0], points[:, 1]
    line = 0.5 * (curve_at(UPPER_LIP_EDGE, x) + curve_at(LOWER_LIP_EDGE, x))
    left, _, right, bottom = LIP_WINDOW_PX
    return np.asarray((x > left) & (x < right) & (y > line) & (y < bottom))


def _sample_field(field: Field, points: Floats, low: NDArray[np.bool_]) -> Floats:
    """Return (n, 2) displacement of skin points, px of the photograph per unit."""
    moved = np.empty((len(points), 2))
    for sheet, window, chosen in (
        (field.main, FACE_WINDOW_PX, ~low),
        (field.low, LIP_WINDOW_PX, low),
    ):
        place = (points[chosen] - np.array(window[:2])) / STEP_PX
        for axis in range(2):
            moved[chosen, axis] = map_coordinates(
                sheet[..., axis].astype(np.float64), place.T[::-1], order=3, mode="nearest"
            )
    return moved


__all__ = ["TrackPlan", "make_track", "mirror_track", "mm_per_percent"]
