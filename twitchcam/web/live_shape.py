"""What one picture shows live, as plain values that a page draws."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from twitchcam.anatomy import OUTLINES, SIDES
from twitchcam.app.live import MM_PER_EYE_DISTANCE, LiveSeen, place_face
from twitchcam.records import Floats
from twitchcam.skin_places import AREA_NAMES, find_middle_place, get_places, list_areas

# Places on the face are told in thousandths of its height, movement in hundredths of a mm.
_PER_HEIGHT: Final = 1000
_PER_MM: Final = 100
# Traces that are shown until somebody chooses others.
USUAL_AREAS: Final = ("lower_lid", "inner_cheek", "mouth_corner")


def describe_face() -> dict[str, Any]:
    """What is the same for every picture: how long each line is, and where places belong."""
    return {
        "lines": [len(line) for line in OUTLINES.values()],
        "sides": list(SIDES),
        "areas": list(list_areas()),
        "traced": {area: find_middle_place(area) for area in AREA_NAMES},
    }


def describe_seen(seen: LiveSeen) -> dict[str, Any]:
    """The face as in a mirror, with its middle at 0.

    ``lines`` x and y of all points of all lines, ``places`` x and y of the places of the left,
    then of the right side, ``moved`` how far each is from its rest, outward and up, ``mm`` how
    much a millimetre is, ``events`` what may be twitches. Only ``time_s`` without a face.
    """
    look = seen.look
    if look.landmarks_px is None:
        return {"time_s": look.time_s, "events": []}
    shown, eye_distance = place_face(look.landmarks_px)
    points = np.concatenate([shown[list(line)] for line in OUTLINES.values()])
    moved = seen.moved_mm
    return {
        "time_s": look.time_s,
        "lines": _round(points, _PER_HEIGHT),
        "places": _round(get_places().locate(shown), _PER_HEIGHT),
        # By sides, as the places.
        "moved": None if moved is None else _round(np.moveaxis(moved, 1, 0), _PER_MM),
        "mm": eye_distance * _PER_HEIGHT / MM_PER_EYE_DISTANCE,
        "events": [event._asdict() for event in seen.events],
    }


def _round(values: Floats, per_unit: float) -> list[int]:
    numbers: list[int] = np.rint(values * per_unit).astype(int).ravel().tolist()
    return numbers
