"""A face followed through a recording."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from twitchcam.anatomy import N_LANDMARKS, REGION_NAMES, SIDES
from twitchcam.errors import check_rising
from twitchcam.records.arrays import Bools, Floats, freeze
from twitchcam.records.capture import Cue, Source
from twitchcam.skin_places import count_places

# Further faces beside the one that is followed; somebody else after a cut, surely or perhaps.
Company = Literal["other_faces", "other_person", "perhaps_other_person"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FaceTrack:
    """One face followed through a recording: all that later stages need, and no picture.

    Attributes
    ----------
    time_s : (N,) rising from 0.
    landmarks_px : (N, 478, 3) x right, y down, z away from the camera; NaN where no face.
        Written once and read piece by piece, so it may live on disk.
    head_rotation_deg : (N, 3) yaw (positive: to the person's left), pitch (positive: up),
        roll (positive: the head leans to the person's right shoulder); NaN where no face.
    skin_displacement : (N, regions, sides, 2) summed movement of the skin of each patch against
        its surroundings, in % of eye distance, person's axes (outward, up). Regions and sides
        in the order of ``anatomy``. Starts anew after every loss; NaN where not measured.
    flow_residual : (N, regions, sides) how badly the patch matched from frame to frame, in grey
        levels (0 to 255) per pixel; NaN where not measured.
    field_displacement : (N, places, sides, 2) like ``skin_displacement``, of the dense field:
        places in the order of ``skin_places``. Read piece by piece, so it may live on disk.
    field_texture : (places, sides) like ``fine_texture``.
    field_light : (N, places, sides) brightness of the picture at every place, grey levels; NaN
        where no face, and where the place lies outside the picture. May live on disk.
    colour_s : (L,) times of the looks at the colour of the skin, rising.
    field_colour : (L, places, sides, 3) red, green and blue of every place at each look, 0 to 255;
        NaN outside the picture.
    face_found, repeated : (N,) a face was found; the frame shows the same picture as the one
        before it, so it holds no news.
    face_luma : (N,) mean brightness of the face, 0 to 255; NaN where no face.
    cut : (N,) the picture changed as a whole at this frame.
    covered : (N,) a hand lay over part of the face (looked for a few times a second).
    other_person : (N,) after a cut, the face is of somebody else than the person seen longest.
    eye_contrast : (N, 2) left, right: how much brighter the white of the eye is than its iris, as a
        share of ``face_luma``; NaN where the lids are shut or no look was taken.
    edge_width_percent : (N,) how wide the sharpest edges of the face are (standard deviation of the
        blur, % of eye distance); NaN where no look was taken, and in tracks of before it was.
    fine_texture : (regions, sides) slope of the skin's fine texture in the steadied face, grey
        levels per pixel: what flow has to hold on to; NaN where never seen.
    unchanged_share : (regions, sides) share of pixels near the place that were the same, bit for
        bit, from one new picture to the next, 0 to 1; NaN where never seen.
    quantiser_step : median step of the codec's quantiser over the face, in grey levels on the scale
        of H.264; ``None`` where the codec does not tell.
    mm_per_percent : mm in one percent of the eye distance (outer corner to outer corner).
    frame_size_px : width and height.
    tracker, tracker_version, model_sha256 : what found the landmarks.
    company : who else is in the picture, or comes after a cut.
    notes : what happened while tracking that a reader should know (a second face, …).
    """

    time_s: Floats
    landmarks_px: Floats
    head_rotation_deg: Floats
    skin_displacement: Floats
    flow_residual: Floats
    field_displacement: Floats
    field_texture: Floats
    field_light: Floats
    colour_s: Floats
    field_colour: Floats
    face_found: Bools
    repeated: Bools
    face_luma: Floats
    cut: Bools
    covered: Bools
    other_person: Bools
    eye_contrast: Floats
    fine_texture: Floats
    unchanged_share: Floats
    quantiser_step: float | None
    mm_per_percent: float
    frame_size_px: tuple[int, int]
    tracker: str
    tracker_version: str
    model_sha256: str
    source: Source
    cues: tuple[Cue, ...] = ()
    company: tuple[Company, ...] = ()
    notes: tuple[str, ...] = ()
    edge_width_percent: Floats = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        n, regions, sides = len(self.time_s), len(REGION_NAMES), len(SIDES)
        freeze(self, "time_s", "float64", (n,))
        check_rising("time_s", self.time_s.tolist())
        if n and self.time_s[0] != 0.0:
            raise ValueError(f"time_s must begin at 0, got {self.time_s[0]:g}.")
        freeze(self, "landmarks_px", "float32", (n, N_LANDMARKS, 3))
        freeze(self, "head_rotation_deg", "float32", (n, 3))
        freeze(self, "skin_displacement", "float32", (n, regions, sides, 2))
        freeze(self, "flow_residual", "float32", (n, regions, sides))
        places = count_places()
        freeze(self, "field_displacement", "float32", (n, places, sides, 2))
        freeze(self, "field_texture", "float32", (places, sides))
        freeze(self, "field_light", "float32", (n, places, sides))
        freeze(self, "colour_s", "float64", (len(self.colour_s),))
        freeze(self, "field_colour", "float32", (len(self.colour_s), places, sides, 3))
        freeze(self, "face_luma", "float32", (n,))
        if not len(self.edge_width_percent):
            object.__setattr__(self, "edge_width_percent", np.full(n, np.nan))
        freeze(self, "edge_width_percent", "float32", (n,))
        freeze(self, "eye_contrast", "float32", (n, len(SIDES)))
        freeze(self, "fine_texture", "float32", (regions, sides))
        freeze(self, "unchanged_share", "float32", (regions, sides))
        for name in ("face_found", "repeated", "cut", "covered", "other_person"):
            freeze(self, name, "bool", (n,))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerInfo:
    """Which model found the landmarks."""

    name: str
    model_sha256: str
    mediapipe_version: str
