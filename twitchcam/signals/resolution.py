"""How small a movement the pictures themselves carry: pixels of the face, texture, compression.

Encoders do not store small movements of faint texture. Unlike noise, what they leave out cannot be
seen in the result: the skin simply seems to rest.

In      FaceTrack: texture of each place, step of the quantiser over the face, share of pixels left
        unchanged near each place; bits of the file where the codec tells no step
Out     size of movement that compression may leave out of each place, in mm
Method  A movement of d pixels changes skin of slope t by about t d grey levels. It comes through
        where that is a good share of the quantiser's step, and less so where the encoder copies
        the picture before instead of coding the change: the limit is
        ``step / (texture * sqrt(1.02 - unchanged))`` times a constant. A codec that tells no step
        gets the one that is usual at its bits per pixel.
Where the defaults come from   settings.SignalSettings
Departures from the sources    none: the rule is our own. Its constants were chosen on movements of
        0.3 to 1 mm put into 14 recordings of six sources in 31 encodings (docs/measurement.md).
Known limits   A place keeps a movement or loses it: at the limit two thirds of the size come
        through on average, with a wide spread. Bits say less than a step: newer codecs need fewer
        for the same picture, and a still background needs none. Of a file encoded twice only the
        last step is told: where the first was coarser, more is lost than this says.
"""

from __future__ import annotations

import numpy as np

from twitchcam.anatomy import OUTER_EYE_CORNER
from twitchcam.records import FaceTrack, Floats
from twitchcam.settings import SignalSettings
from twitchcam.tracking.row_store import read_pieces


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


def measure_compression_loss(
    track: FaceTrack, fine_texture: Floats, unchanged_share: Floats, settings: SignalSettings
) -> Floats:
    """Size of movement that compression may leave out of places of the face, (...) mm.

    Parameters
    ----------
    track : the clip, for its quantiser, its bits and its scale.
    fine_texture : (...) grey levels per pixel, of any places; NaN counts as usual texture.
    unchanged_share : (...) 0 to 1, of the same places; NaN counts as 0.

    0 where nothing is known of the compression.
    """
    if not np.isfinite(track.mm_per_percent):
        return np.zeros(np.shape(fine_texture), np.float32)
    texture = np.nan_to_num(fine_texture, nan=settings.usual_texture)
    texture = np.maximum(texture, settings.min_texture)
    unchanged = np.nan_to_num(unchanged_share)
    step = find_step(track, settings)
    changed = 1.0 + settings.min_changed_share - unchanged
    loss_percent = settings.kept_percent * step / (texture * np.sqrt(changed))
    return np.asarray(track.mm_per_percent * loss_percent, dtype=np.float32)


def measure_coding_noise(
    track: FaceTrack, mm_per_px: float | None, settings: SignalSettings
) -> Floats:
    """Movement that a codec makes up at every place of the dense field, (places, sides) mm.

    What is coded too coarsely stays where it was and catches up later: a pulse that was none. It
    grows with the quantiser's step and in faint skin, as what is left out does. Blocks of pixels
    err each on its own, and a place is the mean of those that it covers. Where a pixel is large,
    they are few: the mean errs as one over the root of their number, so as the size of a pixel.
    ``mm_per_px`` is that of the track (``measure_scale``).
    """
    if not np.isfinite(track.mm_per_percent):
        return np.zeros(track.field_texture.shape, np.float32)
    texture = np.nan_to_num(track.field_texture, nan=settings.usual_texture)
    texture = np.maximum(texture, settings.min_texture)
    coarse = max((mm_per_px or 0.0) / settings.fine_mm_per_px, 1.0)
    noise_percent = coarse * settings.coding_noise_percent * find_step(track, settings) / texture
    return np.asarray(track.mm_per_percent * noise_percent, dtype=np.float32)


def find_step(track: FaceTrack, settings: SignalSettings) -> float:
    """Step of the quantiser over the face in grey levels; 0 where nothing is known of it."""
    if track.quantiser_step is not None:
        return track.quantiser_step
    bits = track.source.bits_per_px
    return settings.step_at_one_bit / float(np.sqrt(bits)) if bits else 0.0
