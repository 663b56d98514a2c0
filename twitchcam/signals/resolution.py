"""How small a movement the pictures themselves carry: pixels of the face, texture, compression.

Encoders do not store small movements of faint texture. Unlike noise, what they leave out cannot be
seen in the result: the skin simply seems to rest. In made clips with known twitches (x264, presets
veryfast and medium, crf 18 and 23) the size found half the time fell with the bits spent on a
pixel, about as ``compression_px / bits ** compression_power``. Real skin is often smoother than the
photograph in those clips: of known movements put into real recordings at crf 18, the smoothest
quarter of patches showed half, the best textured nearly all, and without compression all of them
showed all. Newer codecs need fewer bits for the same picture, and a still background needs none:
for them this is too careful.
"""

from __future__ import annotations

import numpy as np

from twitchcam.anatomy import OUTER_EYE_CORNER
from twitchcam.records import FaceTrack, Floats
from twitchcam.settings import SignalSettings
from twitchcam.tracking.landmark_store import read_pieces


def measure_eye_distance(track: FaceTrack) -> float | None:
    """Median distance of the outer eye corners in pixels, ``None`` without a face."""
    distances = []
    for _, piece in read_pieces(track.landmarks_px):
        across = piece[:, OUTER_EYE_CORNER["left"], :2] - piece[:, OUTER_EYE_CORNER["right"], :2]
        distances.append(np.linalg.norm(across, axis=1))
    distance = np.concatenate(distances) if distances else np.empty(0)
    distance = distance[np.isfinite(distance)]
    return float(np.median(distance)) if distance.size else None


def measure_scale(track: FaceTrack, eye_distance_px: float | None) -> float | None:
    """Millimetres of the face on a pixel, ``None`` without a face."""
    return None if eye_distance_px is None else 100.0 * track.mm_per_percent / eye_distance_px


def measure_compression_floor(
    track: FaceTrack, eye_distance_px: float | None, settings: SignalSettings
) -> float:
    """Size of movement, mm, that compression leaves out of well textured skin, and makes up.

    0 where nothing is known of the compression.
    """
    bits = track.source.bits_per_px
    mm_per_px = measure_scale(track, eye_distance_px)
    if not bits or mm_per_px is None:
        return 0.0
    return float(settings.compression_px / bits**settings.compression_power * mm_per_px)


def measure_compression_loss(
    compression_floor_mm: float, fine_texture: Floats, settings: SignalSettings
) -> Floats:
    """Size of movement that compression may leave out of every patch, (regions, sides) mm."""
    texture = np.maximum(fine_texture, settings.least_texture)
    fainter = np.nan_to_num(settings.usual_texture / texture, nan=1.0)
    return (compression_floor_mm * fainter**settings.texture_power).astype(np.float32)
