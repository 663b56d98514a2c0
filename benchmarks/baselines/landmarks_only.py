"""The rival of skin flow: movement as the face mesh's landmarks show it, same detector after it.

Every number in the track stays as it is, but the movement of each patch is that of the landmarks
in its middle, held in the same head frame. So both ways see the same pictures, the same face and
the same stretches left out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from twitchcam.anatomy import REGIONS, SIDES
from twitchcam.pipeline import analyze_track
from twitchcam.records import Analysis, FaceTrack, Floats
from twitchcam.settings import Settings
from twitchcam.skin_places import get_field_shape, get_places
from twitchcam.tracking.head_frame import fit_head_frames, make_reference, move_to_head
from twitchcam.tracking.row_store import read_pieces

# Flow loses a known share of a movement and is corrected for it; landmarks are taken as they are.
_GAIN_WEIGHT: Final = 0.0
_EVEN_RESIDUAL: Final = 1.0
_LOW_THRESHOLD: Final = 2.0
_TO_PERSON: Final = np.array([[1.0, -1.0] if side == "left" else [-1.0, -1.0] for side in SIDES])


def analyze_landmarks(track: FaceTrack, *, low_threshold: bool = False) -> Analysis:
    """Everything the detectors say when they see landmarks instead of skin.

    With ``low_threshold`` a movement counts at less than half the usual height over the noise,
    in case the usual one, made for skin, is unfair to landmarks.
    """
    plain = Settings()
    settings = replace(plain, signals=replace(plain.signals, gain_weight=_GAIN_WEIGHT))
    if low_threshold:
        settings = replace(
            settings, detection=replace(plain.detection, twitch_threshold=_LOW_THRESHOLD)
        )
    return analyze_track(replace_skin(track), settings=settings)


def replace_skin(track: FaceTrack) -> FaceTrack:
    """The track with landmark movement in the place of skin movement."""
    moved, field = measure_landmarks(track)
    moved[~np.isfinite(track.skin_displacement)] = np.nan
    field[~np.isfinite(track.skin_displacement[:, 0, 0, 0])] = np.nan
    measured = np.isfinite(track.flow_residual)
    return replace(
        track,
        skin_displacement=moved,
        field_displacement=field,
        flow_residual=np.where(measured, _EVEN_RESIDUAL, np.nan),
    )


def measure_landmarks(track: FaceTrack) -> tuple[Floats, Floats]:
    """Movement of the middles of regions (n, regions, sides, 2) and of the places of the field.

    Both in % of eye distance, outward and up.
    """
    out = np.full(track.skin_displacement.shape, np.nan, dtype=np.float32)
    field = np.full((len(out), *get_field_shape()), np.nan, dtype=np.float32)
    reference = None
    for first, piece in read_pieces(track.landmarks_px):
        found = np.isfinite(piece[:, 0, 0])
        if not found.any():
            continue
        if reference is None:
            reference = make_reference(piece[np.argmax(found)])
        head = move_to_head(piece[found], *fit_head_frames(piece[found], reference))
        centres = np.stack(
            [
                np.stack([head[:, region.landmarks(side)].mean(axis=1) for side in SIDES], axis=1)
                for region in REGIONS
            ],
            axis=1,
        )
        out[first : first + len(piece)][found] = 100.0 * centres * _TO_PERSON
        places = get_places().locate(head).reshape(len(head), len(SIDES), -1, 2)
        field[first : first + len(piece)][found] = 100.0 * places.swapaxes(1, 2) * _TO_PERSON
    return out, field
