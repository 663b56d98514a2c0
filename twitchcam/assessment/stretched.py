"""Whether a picture was squeezed or drawn out: eyes lie as far apart as faces are high, nearly.

In      FaceTrack
Out     a sentence, where the face is narrower or wider than faces are
Method  The mesh follows a face whatever its shape. Of the pictures that show it from the front, the
        distance of the outer corners of the eyes is compared with that from their line to the chin.
        Recorders that leave out every other column, and copies in another shape, say nothing of
        it in the file.
Where the defaults come from   settings.AssessmentSettings
Known limits   Only what is off by about a third is sure to be told.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from twitchcam.anatomy import CHIN_TIP, OUTER_EYE_CORNER, SIDES
from twitchcam.records import FaceTrack
from twitchcam.settings import AssessmentSettings
from twitchcam.tracking.row_store import read_pieces
from twitchcam.wording import text

_FRONT_DEG: Final = 15.0
_MIN_PICTURES: Final = 5


def measure_shape(track: FaceTrack) -> float | None:
    """Distance of the eyes over that of the chin from them; ``None`` where not seen in front."""
    front = (np.abs(track.head_rotation_deg[:, :2]) <= _FRONT_DEG).all(axis=1)
    front &= track.face_found & ~track.other_person
    shapes = []
    for first, piece in read_pieces(track.landmarks_px):
        shown = front[first : first + len(piece)]
        left, right, chin = (
            piece[shown, point, :2].astype(np.float64)
            for point in (*(OUTER_EYE_CORNER[side] for side in SIDES), CHIN_TIP)
        )
        width, height = left - right, chin - (left + right) / 2
        shapes.append(np.linalg.norm(width, axis=1) / np.linalg.norm(height, axis=1))
    found = np.concatenate(shapes) if shapes else np.zeros(0)
    return float(np.median(found)) if len(found) >= _MIN_PICTURES else None


def describe_stretch(track: FaceTrack, settings: AssessmentSettings) -> tuple[str, ...]:
    """Say that the picture seems squeezed or drawn out; nothing where a face is like a face."""
    shape = measure_shape(track)
    if shape is None or settings.narrowest_face <= shape <= settings.widest_face:
        return ()
    how = "narrower" if shape < settings.narrowest_face else "wider"
    return (text("note-stretched", how=how),)
