"""What the live check of a camera calls a good picture. Steers hints, never a result."""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.settings.setting import Checked, fixed
from twitchcam.settings.shared import GLARE_LUMA, MIN_FRAME_RATE_HZ


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingSettings(Checked):
    """What the live check of a camera calls a good picture. Steers hints, never a result."""

    min_eye_distance_px = fixed(
        150.0,
        unit="px",
        why="made clips with 165 px show twitches from 0.6 mm; fewer pixels hide more",
        source="measured-made",
    )
    max_eye_distance_share = fixed(
        0.42,
        unit="of the picture's width",
        why="nearer, chin or forehead leave the picture when the head moves",
        source="engineering",
    )
    max_off_centre = fixed(
        0.2,
        unit="of the picture's size",
        why="lenses bend and blur towards the edges, and the face may leave",
        source="engineering",
    )
    max_turn_deg = fixed(
        12.0,
        unit="deg",
        why="clinics ask for 10; the mesh is good to a few degrees",
        source="engineering",
    )
    min_face_luma = fixed(
        60.0,
        unit="grey levels",
        why="darker faces are noisy, and cameras slow down for them",
        source="engineering",
    )
    max_face_luma = GLARE_LUMA
    min_frame_rate_hz = MIN_FRAME_RATE_HZ
