"""The places of open skin whose movement is measured: the same on every face, on both sides.

In      ``neutral_face.csv``: the 468 landmarks of MediaPipe's canonical face model, seen from the
        front, in mm from the middle between the outer eye corners (x to the person's left, y
        down), with the landmark in the same place on the other side; ``face_triangles.csv``: how
        they hang together
Out     points that flow follows and places whose displacement is measured, each as three landmarks
        and their weights, which follow any face; the area and region that a place belongs to
Method  Two hexagonal lattices over the left half; the right half is its exact mirror image,
        landmark by landmark. Left out: the openings of the eyes, the red of the lips, and a margin
        inside the outline of the face, where the flow would see hair and background.
Source  canonical face model of MediaPipe (Apache-2.0), from its published face_landmarker.task
Known limits   The neutral face is seen from the front: near its outline, where skin turns away, a
        mm of it is more than a mm of skin.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import OUTER_EYE_CORNER, OUTLINES, SIDES, get_region

Floats = NDArray[np.floating[Any]]
Integers = NDArray[np.intp]

# Closer points cost more and show nothing new; closer places add no finds (docs/detector.md).
POINT_SPACING_MM: Final = 5.5
PLACE_SPACING_MM: Final = 6.5
# How far inside the outline of the face, and from the edges of its openings.
_POINT_MARGIN_MM: Final = 4.0
_PLACE_MARGIN_MM: Final = 5.0
_OFF_OPENING_MM: Final = 2.0
# Skin this near to the eye's opening moves whenever the eye closes.
_LIDS_REACH_MM: Final = 9.0

# Closing lids move skin this far from the middle of the eye; beyond it, cheeks in the blinks of
# real people look like their rest.
_BLINK_REACH_MM: Final = 30.0
# A squeezing eye moves all above this far below the line of the eyes.
_EYES_DOWN_MM: Final = 32.0

# Area: the region whose name it bears in counts and comparisons, and landmarks of the left side
# that lie in it. A place belongs to the area whose landmark is nearest.
_AREAS: Final[dict[str, tuple[str, tuple[int, ...]]]] = {
    "forehead": ("brow", (297, 333, 299, 337, 338)),
    "temple": ("brow", (368, 383, 372, 301)),
    "brow": ("brow", (334, 296, 282, 293, 295)),
    "upper_lid": ("upper_lid", (257, 259, 443, 444, 258)),
    "lower_lid": ("lower_lid", (253, 450, 449, 451, 254)),
    "nose_side": ("cheek", (437, 420, 360, 278, 456, 248)),
    "inner_cheek": ("cheek", (280, 425, 411, 266, 330, 371)),
    "outer_cheek": ("cheek", (352, 376, 433, 416, 345, 366)),
    "upper_lip": ("upper_lip", (391, 322, 327, 326)),
    "mouth_corner": ("mouth_corner", (287, 410, 432, 273)),
    "lower_lip": ("lower_lip", (406, 335, 313)),
    "chin": ("chin", (262, 428, 199, 208, 396)),
    "jaw": ("chin", (430, 434, 364, 394, 395, 365)),
}
AREA_NAMES: Final = tuple(_AREAS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lattice:
    """Places on every face; the left ones first, then their mirror images in the same order.

    Attributes
    ----------
    landmarks, weights : (n, 3) each: a place is the weighted sum of three landmarks.
    neutral_mm : (n, 2) on the neutral face, x to the person's left, y down.
    on_lids : (n,) skin that moves whenever an eye closes.
    """

    landmarks: Integers
    weights: Floats
    neutral_mm: Floats
    on_lids: NDArray[np.bool_]

    def locate(self, landmarks: Floats) -> Floats:
        """(..., n, 2) where the places are, from landmarks (..., 468 or more, 2 or 3)."""
        corners = landmarks[..., self.landmarks, :2]
        return np.asarray((corners * self.weights[..., None]).sum(axis=-2))


@cache
def get_points() -> Lattice:
    """The points that flow follows, both sides."""
    return _make_lattice(POINT_SPACING_MM, POINT_SPACING_MM / 2, _POINT_MARGIN_MM)


@cache
def get_places() -> Lattice:
    """The places whose displacement is measured, both sides: ``n_places`` left, as many right."""
    return _make_lattice(PLACE_SPACING_MM, 4.5, _PLACE_MARGIN_MM)


def count_places() -> int:
    """Number of places on one side."""
    return len(get_places().landmarks) // 2


def get_places_shape() -> tuple[int, int]:
    """Shape of one number for every place: places, sides."""
    return count_places(), len(SIDES)


def get_field_shape() -> tuple[int, int, int]:
    """Shape of one picture's row of the dense field: places, sides, axes (outward, up)."""
    return *get_places_shape(), 2


@cache
def list_areas() -> tuple[str, ...]:
    """Area of every place of one side."""
    face = read_neutral_face()
    apart = np.stack(
        [
            np.min(
                [np.hypot(*(get_side_mm() - face[landmark]).T) for landmark in landmarks], axis=0
            )
            for _, landmarks in _AREAS.values()
        ]
    )
    return tuple(AREA_NAMES[i] for i in apart.argmin(axis=0))


@cache
def list_regions() -> tuple[str, ...]:
    """Region (``anatomy``) of every place of one side."""
    return tuple(_AREAS[area][0] for area in list_areas())


@cache
def list_zones() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Numbers of the places that a closing eye can move, and of the others, of one side.

    The two parts of a face are looked at apart: a jerk of the cheek must not hide behind a blink.
    Lids move what lies around them, and foreheads often go along.
    """
    eye = read_neutral_face()[list(OUTLINES["left_eye"])].mean(axis=0)
    around = np.hypot(*(get_side_mm() - eye).T) < _BLINK_REACH_MM
    by_eyes = around | (get_side_mm()[:, 1] < eye[1])
    return np.flatnonzero(by_eyes), np.flatnonzero(~by_eyes)


@cache
def number_zones() -> NDArray[np.intp]:
    """(places,) in which of ``list_zones`` each place of a side lies."""
    number = np.empty(count_places(), np.intp)
    for z, zone in enumerate(list_zones()):
        number[zone] = z
    return number


@cache
def list_squeezed() -> NDArray[np.intp]:
    """Numbers of the places, of one side, that an eye shut for longer than a blink moves."""
    return np.flatnonzero(get_side_mm()[:, 1] < _EYES_DOWN_MM)


def get_side_mm() -> Floats:
    """(places, 2) of the left side on the neutral face."""
    return get_places().neutral_mm[: count_places()]


def locate_place(place: int, side: str) -> tuple[float, float]:
    """Where a place lies on the neutral face, in its eye distances: x to the left, y down."""
    x_mm, y_mm = get_side_mm()[place] / get_neutral_eye_distance_mm()
    return float(x_mm if side == "left" else -x_mm), float(y_mm)


@cache
def find_nearest_place(region: str) -> int:
    """Number of the place nearest to the middle of a region of ``anatomy``."""
    middle = read_neutral_face()[list(get_region(region).left)].mean(axis=0)
    return int(np.hypot(*(get_side_mm() - middle).T).argmin())


@cache
def find_middle_place(area: str) -> int:
    """Number of the place nearest to the middle of an area."""
    inside = np.array([name == area for name in list_areas()])
    middle = get_side_mm()[inside].mean(axis=0)
    return int(np.hypot(*(get_side_mm() - middle).T).argmin())


@cache
def measure_apart_mm() -> Floats:
    """(places, places) distances on the neutral face between the places of one side."""
    places = get_side_mm()
    return np.asarray(np.hypot(*np.moveaxis(places[:, None] - places[None], -1, 0)))


def weigh_near(apart_mm: Floats, spread_mm: float, axis: int) -> Floats:
    """Gaussian weights of skin so far apart, 1 in all along ``axis``, float32.

    Where that would be subnormal it is 0: a product with such numbers takes twenty times as long,
    and they change no sum.
    """
    weights = np.exp(-0.5 * (apart_mm / spread_mm) ** 2)
    weights /= weights.sum(axis=axis, keepdims=True)
    return np.where(weights < np.finfo(np.float32).tiny, 0.0, weights).astype(np.float32)


@cache
def read_neutral_face() -> Floats:
    """(468, 2) landmarks of the neutral face in mm, x to the person's left, y down."""
    face = _read_table("neutral_face.csv")[:, :2]
    face.flags.writeable = False
    return face


@cache
def get_neutral_eye_distance_mm() -> float:
    """Distance of the outer eye corners of the neutral face."""
    face = read_neutral_face()
    return float(np.hypot(*(face[OUTER_EYE_CORNER["left"]] - face[OUTER_EYE_CORNER["right"]])))


def _read_table(name: str) -> Floats:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return np.array([line.split(",") for line in text.split()[1:]], dtype=np.float64)


def _make_lattice(spacing_mm: float, off_midline_mm: float, margin_mm: float) -> Lattice:
    face = read_neutral_face()
    rows = np.arange(-90.0, 140.0, spacing_mm * np.sqrt(3) / 2)
    left = np.array(
        [
            (off_midline_mm + (i % 2) * spacing_mm / 2 + k * spacing_mm, y)
            for i, y in enumerate(rows)
            for k in range(int(90.0 / spacing_mm))
        ]
    )
    inside_mm = _measure_inside(left, face[list(OUTLINES["face"][:-1])])
    eye_mm = _measure_inside(left, face[list(OUTLINES["left_eye"][:-1])])
    lips_mm = _measure_inside(left, face[list(OUTLINES["outer_lips"][:-1])])
    left = left[
        (inside_mm > margin_mm) & (eye_mm < -_OFF_OPENING_MM) & (lips_mm < -_OFF_OPENING_MM)
    ]
    landmarks, weights = _attach(left, face)
    found = landmarks[:, 0] >= 0
    left, landmarks, weights = left[found], landmarks[found], weights[found]
    mirror = _read_table("neutral_face.csv")[:, 2].astype(np.intp)
    eye_mm = _measure_inside(left, face[list(OUTLINES["left_eye"][:-1])])
    on_lids = eye_mm > -_LIDS_REACH_MM
    return Lattice(
        landmarks=np.concatenate([landmarks, mirror[landmarks]]),
        weights=np.concatenate([weights, weights]),
        neutral_mm=np.concatenate([left, left * [-1.0, 1.0]]),
        on_lids=np.concatenate([on_lids, on_lids]),
    )


def _attach(points: Floats, face: Floats) -> tuple[Integers, Floats]:
    """The triangle (n, 3) of landmarks around every point, and its weights; -1 where none."""
    triangles = _read_table("face_triangles.csv").astype(np.intp)
    a, b, c = (face[triangles[:, k]] for k in range(3))
    area = _cross(b - a, c - a)
    weights = np.stack(
        [
            _cross(b - points[:, None], c - points[:, None]) / area,
            _cross(c - points[:, None], a - points[:, None]) / area,
            _cross(a - points[:, None], b - points[:, None]) / area,
        ],
        axis=-1,
    )
    least = weights.min(axis=-1)
    best = least.argmax(axis=1)
    rows = np.arange(len(points))
    landmarks = triangles[best]
    landmarks[least[rows, best] < -1e-9] = -1
    return landmarks, weights[rows, best]


def _cross(first: Floats, second: Floats) -> Floats:
    return np.asarray(first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0])


def _measure_inside(points: Floats, outline: Floats) -> Floats:
    """Distance (n,) of points to a closed outline (k, 2), positive inside."""
    start, stop = outline, np.roll(outline, -1, axis=0)
    way = stop - start
    offset = points[:, None] - start
    share = np.clip((offset * way).sum(axis=-1) / (way**2).sum(axis=-1), 0.0, 1.0)
    away = np.hypot(*np.moveaxis(offset - share[..., None] * way, -1, 0)).min(axis=1)
    above = (start[:, 1] <= points[:, None, 1]) != (stop[:, 1] <= points[:, None, 1])
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = start[:, 0] + (points[:, None, 1] - start[:, 1]) * way[:, 0] / way[:, 1]
    inside = (above & (points[:, None, 0] < crossing)).sum(axis=1) % 2 == 1
    return np.where(inside, away, -away)
