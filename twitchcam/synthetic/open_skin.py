"""Any place of open skin, named so that it can be found again in every face.

In      places on the neutral face: mm from the middle between the outer eye corners, x to the
        person's left, y down
Out     ``Place``: three landmarks and their weights, which follow any face; the name of the area
Method  The neutral face is the mesh of the photograph, upright, averaged with its own mirror image.
        A place is written in barycentric weights of the triangle of landmarks that it lies in
        (Delaunay), always on the person's left; the other side is its mirror image, landmark by
        landmark. Open is what lies inside the outline of the face, away from its edge, from the
        midline, from the opening of the eyes, the red of the lips and the nostrils.
Departures from the sources    none: the method is our own
Known limits   The neutral face is flat: near the outline of the face, where skin turns away, a mm
        of it is more than a mm of skin. Its mouth smiles a little.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from twitchcam.anatomy import OUTER_EYE_CORNER, OUTLINES
from twitchcam.errors import InputError
from twitchcam.synthetic.face_geometry import (
    MM_PER_PX,
    eye_distance_px,
    mirror_ids,
    read_landmarks,
)
from twitchcam.wording import text

Floats = NDArray[np.floating[Any]]

AREAS: Final = (
    "forehead",
    "temple",
    "brow",
    "upper lid",
    "lower lid",
    "nose side",
    "inner cheek",
    "outer cheek",
    "jaw",
    "mouth",
    "chin",
)
# Skin of one side only: a jerk nearer to the midline than this moves both.
OFF_MIDLINE_MM: Final = 12.0
# Hair and background begin at the outline of the mesh, which is true to a few millimetres.
OFF_OUTLINE_MM: Final = 5.0
NOSTRIL_MM: Final = 5.0
BROW_MARGIN_MM: Final = 2.5

_NOSTRIL: Final = (290, 305, 328, 392)
# The iris moves with the gaze: no skin hangs on it.
_N_SKIN_LANDMARKS: Final = 468


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place on the skin that every face has, on both sides.

    Attributes
    ----------
    landmarks : three landmarks of the person's left half (or on the midline) around it.
    weights : of each; they sum to 1.
    """

    landmarks: tuple[int, int, int]
    weights: tuple[float, float, float]

    def __post_init__(self) -> None:
        if abs(sum(self.weights) - 1.0) > 1e-6:
            raise InputError(text("error-made-weights", got=f"{sum(self.weights):g}"))

    def on(self, side: str) -> tuple[int, ...]:
        """The landmarks of ``side``, in the order of the weights."""
        if side == "left":
            return self.landmarks
        return tuple(mirror_ids()[list(self.landmarks)].tolist())

    def locate(self, landmarks: Floats, side: str) -> Floats:
        """Where it lies (..., 2) among the landmarks (..., 478, 2 or more) of a face."""
        corners = np.asarray(landmarks, dtype=np.float64)[..., list(self.on(side)), :2]
        return np.asarray(np.tensordot(corners, np.asarray(self.weights), axes=([-2], [0])))


@lru_cache(maxsize=1)
def neutral_face_mm() -> Floats:
    """Return the (478, 2) landmarks of the neutral face: mm, x to the person's left, y down."""
    half = to_head(read_landmarks()) * eye_distance_px() * MM_PER_PX
    face = 0.5 * (half + half[mirror_ids()] * [-1.0, 1.0])
    face.flags.writeable = False
    return np.asarray(face)


def to_head(landmarks: Floats) -> Floats:
    """Landmarks (478, 2 or more) of a picture, in eye distances of the head frame (478, 2).

    The origin lies between the outer eye corners, x to the person's left, y down.
    """
    points = np.asarray(landmarks, dtype=np.float64)
    right, left = (points[OUTER_EYE_CORNER[side], :2] for side in ("right", "left"))
    across = (left - right) / np.sum((left - right) ** 2)
    away = points[:, :2] - 0.5 * (left + right)
    return np.stack([away @ across, away @ [-across[1], across[0]]], axis=-1)


def find_place(x_mm: float, y_mm: float) -> Place:
    """The place ``x_mm`` outward and ``y_mm`` down on the neutral face.

    Raises
    ------
    InputError
        It lies outside the face.
    """
    ids, triangles = _triangles()
    at = np.array([x_mm, y_mm])
    number = int(triangles.find_simplex(at))
    if number < 0:
        raise InputError(text("error-made-place", x=f"{x_mm:g}", y=f"{y_mm:g}"))
    into, origin = triangles.transform[number, :2], triangles.transform[number, 2]
    first, second = (into @ (at - origin)).tolist()
    a, b, c = ids[triangles.simplices[number]].tolist()
    return Place(landmarks=(a, b, c), weights=(first, second, 1.0 - first - second))


def is_open_skin(x_mm: float, y_mm: float) -> bool:
    """Whether the skin is open there, ``x_mm`` outward and ``y_mm`` down on the neutral face."""
    nostril = neutral_face_mm()[list(_NOSTRIL)].mean(axis=0)
    return (
        x_mm >= OFF_MIDLINE_MM
        and _depth_mm("face", x_mm, y_mm) >= OFF_OUTLINE_MM
        and _depth_mm("left_eye", x_mm, y_mm) < 0.0
        and _depth_mm("outer_lips", x_mm, y_mm) < 0.0
        and float(np.hypot(x_mm - nostril[0], y_mm - nostril[1])) > NOSTRIL_MM
    )


def draw_places(n: int, random: np.random.Generator) -> list[Place]:
    """``n`` places, each spot of open skin as likely as any other."""
    low, high = neutral_face_mm().min(axis=0), neutral_face_mm().max(axis=0)
    places: list[Place] = []
    while len(places) < n:
        x_mm = float(random.uniform(OFF_MIDLINE_MM, high[0]))
        y_mm = float(random.uniform(low[1], high[1]))
        if is_open_skin(x_mm, y_mm):
            places.append(find_place(x_mm, y_mm))
    return places


def name_area(place: Place) -> str:
    """Which of ``AREAS`` a place belongs to."""
    x_mm, y_mm = place.locate(neutral_face_mm(), "left").tolist()
    if _depth_mm("left_brow", x_mm, y_mm) >= -BROW_MARGIN_MM:
        return "brow"
    return _name_upper(x_mm, y_mm) if y_mm < _level_mm("eyes") else _name_lower(x_mm, y_mm)


def _name_upper(x_mm: float, y_mm: float) -> str:
    """From the hairline to the line of the eye corners."""
    brow = neutral_face_mm()[list(OUTLINES["left_brow"])]
    if x_mm > brow[:, 0].max() - BROW_MARGIN_MM:
        return "temple"
    under = y_mm > np.interp(x_mm, *_sorted_by_x(brow))
    if not under:
        return "forehead"
    return "upper lid" if x_mm > _inner_corner_mm() else "nose side"


def _name_lower(x_mm: float, y_mm: float) -> str:
    """From the line of the eye corners to the chin."""
    nose, lid = _level_mm("nose"), _level_mm("lower lid")
    outside_eye = neutral_face_mm()[OUTER_EYE_CORNER["left"], 0]
    if y_mm < lid:
        if x_mm > outside_eye + BROW_MARGIN_MM * 2.0:
            return "temple" if y_mm < 0.5 * lid else "outer cheek"
        return "lower lid" if x_mm > _inner_corner_mm() else "nose side"
    if y_mm < nose:
        if x_mm < _wing_mm():
            return "nose side"
        return "inner cheek" if x_mm < outside_eye else "outer cheek"
    if y_mm < _level_mm("lip") and x_mm < _corner_mm():
        return "mouth"
    if y_mm < _level_mm("corner") + 10.0:
        return "outer cheek"
    return "chin" if x_mm < 0.8 * _corner_mm() and y_mm >= _level_mm("lip") else "jaw"


_LEVELS: Final = {"eyes": 263, "lower lid": 450, "nose": 2, "corner": 291, "lip": 17}


def _level_mm(name: str) -> float:
    """Height (y, down) of a landmark that bounds areas; a lid's skin goes a little further."""
    beyond_mm = 5.0 if name == "lower lid" else 0.0
    return float(neutral_face_mm()[_LEVELS[name], 1]) + beyond_mm


def _inner_corner_mm() -> float:
    return float(neutral_face_mm()[362, 0])


def _wing_mm() -> float:
    return float(neutral_face_mm()[358, 0])


def _corner_mm() -> float:
    """Outward from the midline to a few millimetres beyond the corner of the mouth."""
    return float(neutral_face_mm()[291, 0]) + 6.0


def _sorted_by_x(points: Floats) -> tuple[Floats, Floats]:
    order = np.argsort(points[:, 0])
    return points[order, 0], points[order, 1]


def _depth_mm(outline: str, x_mm: float, y_mm: float) -> float:
    """How deep a point lies inside an outline of ``anatomy``; negative outside."""
    curve = neutral_face_mm()[list(OUTLINES[outline])].astype(np.float32)
    return float(cv2.pointPolygonTest(curve.reshape(-1, 1, 2), (x_mm, y_mm), measureDist=True))


@lru_cache(maxsize=1)
def _triangles() -> tuple[NDArray[np.int64], Delaunay]:
    """Landmarks of the left half with the midline, and the triangles between them."""
    face = neutral_face_mm()[:_N_SKIN_LANDMARKS]
    ids = np.flatnonzero(face[:, 0] > -1e-6)
    return ids, Delaunay(face[ids])
