"""Where the skin goes: one displacement field per kind of movement, on a fine grid of the face.

A field says how far every skin point travels, in photograph pixels per unit. The lips can
part, so there are two sheets that agree everywhere but at the mouth: ``main`` (everything down
to the upper lip, and again below the lower lip) and ``low`` (the lower lip and what is under
it, on a small window). Points of the grid are skin points of the photograph.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import MOUTH_CORNER
from twitchcam.synthetic.face_geometry import (
    LOWER_LIP_EDGE,
    MM_PER_PX,
    UPPER_LIP_EDGE,
    curve_at,
    face_axes,
    read_landmarks,
    region_anchor_px,
)
from twitchcam.synthetic.movements import USUAL_DIRECTION, Direction
from twitchcam.synthetic.open_skin import Place

Floats = NDArray[np.floating[Any]]

STEP_PX: Final = 0.5
# Left, top, right, bottom of the two sheets in the photograph.
FACE_WINDOW_PX: Final = (156.0, 56.0, 294.0, 216.0)
LIP_WINDOW_PX: Final = (196.0, 128.0, 252.0, 170.0)

# How wide a twitch reaches (standard deviation of the bump).
REACH_MM: Final[dict[str, float]] = {
    "brow": 6.0,
    "upper_lid": 4.0,
    "lower_lid": 4.0,
    "cheek": 8.0,
    "upper_lip": 5.5,
    "mouth_corner": 6.0,
    "lower_lip": 5.5,
    "chin": 6.0,
}
SMILE_CORNER_MM: Final = 9.0
# The photograph smiles; at rest this much of a smile is taken away and the lips are shut.
REST_SMILE: Final = -0.65
SMILE_PARTS_LIPS: Final = 0.75
SMILE_PULLS: Final = (
    # region whose anchor is the middle, reach, outward, up (mm at full strength)
    ("cheek", 10.0, 1.2, 3.4),
    ("lower_lid", 6.0, 0.0, 0.9),
    ("upper_lid", 6.0, 0.0, -0.4),
)

SQUEEZE_PULLS: Final = (
    ("brow", 8.0, -1.0, -3.2),
    ("cheek", 9.0, 0.0, 2.2),
    ("lower_lid", 6.0, 0.0, 1.2),
)


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Displacement per unit: ``main`` (H, W, 2) and ``low`` (h, w, 2), in photograph pixels."""

    main: NDArray[np.float32]
    low: NDArray[np.float32]


def _grid(window: tuple[float, float, float, float]) -> tuple[Floats, Floats]:
    left, top, right, bottom = window
    x = np.arange(left, right + STEP_PX / 2, STEP_PX)
    y = np.arange(top, bottom + STEP_PX / 2, STEP_PX)
    grid_x, grid_y = np.meshgrid(x, y)
    return grid_x, grid_y


@lru_cache(maxsize=1)
def face_grid() -> tuple[Floats, Floats]:
    """Return x and y, each (H, W), of the skin points of the ``main`` sheet."""
    return _grid(FACE_WINDOW_PX)


def lip_slices() -> tuple[slice, slice]:
    """Return the rows and columns of the ``main`` sheet that the ``low`` sheet covers."""
    start_x = round((LIP_WINDOW_PX[0] - FACE_WINDOW_PX[0]) / STEP_PX)
    start_y = round((LIP_WINDOW_PX[1] - FACE_WINDOW_PX[1]) / STEP_PX)
    low_x, _ = _grid(LIP_WINDOW_PX)
    return slice(start_y, start_y + low_x.shape[0]), slice(start_x, start_x + low_x.shape[1])


def _smoothstep(x: Floats) -> Floats:
    x = np.clip(x, 0.0, 1.0)
    return x * x * x * (x * (6.0 * x - 15.0) + 10.0)


@lru_cache(maxsize=1)
def _lip_line() -> tuple[Floats, Floats, Floats]:
    """Return height below the lip line, gap between the lips, and the parting weight (H, W).

    The parting weight is 1 in the middle of the mouth and 0 from the corners outwards.
    """
    x, y = face_grid()
    upper, lower = curve_at(UPPER_LIP_EDGE, x), curve_at(LOWER_LIP_EDGE, x)
    first, last = UPPER_LIP_EDGE[0][0], UPPER_LIP_EDGE[-1][0]
    along = np.clip((2.0 * x - first - last) / (last - first), -1.0, 1.0)
    gap = np.where(np.abs(along) < 1.0, lower - upper, 0.0)
    # At rest the upper lip's edge is the line along which the lips meet.
    return y - upper, gap, (1.0 - along**2) ** 1.2


def _split(upper: Floats, lower: Floats) -> Field:
    """Join what the upper and the lower lip do into one field (both (H, W, 2))."""
    below, _, _ = _lip_line()
    share = _smoothstep((below - 9.0) / 10.0)[..., None]
    main = upper * (1.0 - share) + lower * share
    rows, columns = lip_slices()
    return Field(main.astype(np.float32), lower[rows, columns].astype(np.float32))


def _whole(field: Floats) -> Field:
    return _split(field, field)


def _frozen(vector: Floats, weight: Floats) -> Floats:
    return np.asarray(weight[..., None] * np.asarray(vector))


def _bump(middle: Floats, reach_x_px: float, reach_y_px: float | None = None) -> Floats:
    x, y = face_grid()
    reach_y_px = reach_x_px if reach_y_px is None else reach_y_px
    away = ((x - middle[0]) / reach_x_px) ** 2 + ((y - middle[1]) / reach_y_px) ** 2
    return np.asarray(np.exp(-0.5 * away))


@lru_cache(maxsize=64)
def twitch_field(region: str, side: str, direction: Direction | None) -> Field:
    """Return the field of a local jerk whose middle travels exactly one millimetre."""
    outward_up = np.asarray(USUAL_DIRECTION[region] if direction is None else direction)
    vector = (outward_up / np.linalg.norm(outward_up)) @ face_axes(side) / MM_PER_PX
    field = _frozen(vector, _bump(region_anchor_px(region, side), REACH_MM[region] / MM_PER_PX))
    _, _, parting = _lip_line()
    other_lip = field * (1.0 - parting[..., None])
    if region == "upper_lip":
        return _split(field, other_lip)
    if region in ("lower_lip", "chin"):
        return _split(other_lip, field)
    return _whole(field)


@lru_cache(maxsize=64)
def jerk_field(place: Place, side: str, reach_mm: float, direction: Direction) -> Field:
    """Return the field of a jerk anywhere whose middle travels exactly one millimetre."""
    outward_up = np.asarray(direction)
    vector = (outward_up / np.linalg.norm(outward_up)) @ face_axes(side) / MM_PER_PX
    middle = place.locate(read_landmarks(), side)
    field = _frozen(vector, _bump(middle, reach_mm / MM_PER_PX))
    _, _, parting = _lip_line()
    # The other lip stays behind where lips can part.
    other_lip = field * (1.0 - parting[..., None])
    if middle[1] < curve_at(UPPER_LIP_EDGE, middle[0]):
        return _split(field, other_lip)
    return _split(other_lip, field)


@lru_cache(maxsize=2)
def smile_field(side: str) -> Field:
    """Return the field of a full smile of one side, with the lips still held together."""
    axes = face_axes(side)
    corner = read_landmarks()[MOUTH_CORNER[side], :2]
    pull = np.array([0.66, 0.75]) @ axes * SMILE_CORNER_MM / MM_PER_PX
    return _whole(_frozen(pull, _bump(corner, 11.0 / MM_PER_PX)) + _pulled(SMILE_PULLS, side))


@lru_cache(maxsize=2)
def squeeze_field(side: str) -> Field:
    """Return the field of an eye squeezed shut: brow down and in, cheek and lower lid up."""
    return _whole(_pulled(SQUEEZE_PULLS, side))


def _pulled(pulls: tuple[tuple[str, float, float, float], ...], side: str) -> Floats:
    """Return the sum of bumps around the anchors of several regions of a side."""
    field = np.zeros((*face_grid()[0].shape, 2))
    for region, reach_mm, outward_mm, up_mm in pulls:
        vector = np.array([outward_mm, up_mm]) @ face_axes(side) / MM_PER_PX
        field += _frozen(vector, _bump(region_anchor_px(region, side), reach_mm / MM_PER_PX))
    return field


@lru_cache(maxsize=2)
def lips_shut_field(side: str) -> Field:
    """Return the field that takes the lips of one side from the photograph's gap to meeting."""
    x, _ = face_grid()
    below, gap, _ = _lip_line()
    middle = 0.5 * (UPPER_LIP_EDGE[0][0] + UPPER_LIP_EDGE[-1][0])
    towards_left = 1.0 / (1.0 + np.exp(-(x - middle) / 5.0))
    share = towards_left if side == "left" else 1.0 - towards_left
    up = face_axes("left")[1]
    above_fade = _smoothstep((below + 11.0) / 10.0)
    under_fade = 1.0 - _smoothstep((below - 7.0) / 24.0)
    upper = _frozen(up, -0.12 * gap * above_fade * share)
    lower = _frozen(up, 0.88 * gap * under_fade * share)
    return _split(upper, lower)


def _jaw_weight() -> Floats:
    """Return how much of the jaw's travel each point takes while the lips stay together."""
    x, _ = face_grid()
    below, _, _ = _lip_line()
    sideways = np.exp(-0.5 * (np.abs(x - 224.0) / 26.0) ** 4)
    return _smoothstep((below + 16.0) / 30.0) * (1 - _smoothstep((below - 30.0) / 36.0)) * sideways


@lru_cache(maxsize=1)
def jaw_field() -> Field:
    """Return the field of a jaw that goes down one millimetre while the lips stay shut."""
    down = -face_axes("left")[1] / MM_PER_PX
    return _whole(_frozen(down, _jaw_weight()))


@lru_cache(maxsize=1)
def mouth_opening_field() -> Field:
    """Return the field of a mouth that opens by one millimetre in its middle."""
    down = -face_axes("left")[1] / MM_PER_PX
    weight, (_, _, parting) = _jaw_weight(), _lip_line()
    upper = _frozen(down, weight * (1.0 - 1.12 * parting))
    lower = _frozen(down, weight + (0.88 - np.minimum(weight, 0.88)) * parting)
    return _split(upper, lower)


@lru_cache(maxsize=1)
def jaw_sideways_field() -> Field:
    """Return the field of a jaw that shifts one millimetre to the person's left."""
    return _whole(_frozen(face_axes("left")[0] / MM_PER_PX, _jaw_weight()))


@lru_cache(maxsize=1)
def pucker_field() -> Field:
    """Return the field of a full pucker: corners in, lips thicker."""
    x, _ = face_grid()
    below, _, _ = _lip_line()
    along = x - 0.5 * (UPPER_LIP_EDGE[0][0] + UPPER_LIP_EDGE[-1][0])
    envelope = np.exp(-0.5 * (along / 19.0) ** 2 - 0.5 * ((below - 3.0) / 13.0) ** 2)
    thicker = np.exp(-0.5 * (along / 12.0) ** 2 - 0.5 * (below / 7.0) ** 2)
    across, up = face_axes("left")
    field = _frozen(across, -0.46 * along * envelope)
    upper = field + _frozen(up, np.clip(-below, 0.0, None) * 0.30 * thicker)
    lower = field + _frozen(up, -np.clip(below - 5.0, 0.0, None) * 0.30 * thicker)
    return _split(upper, lower)


@lru_cache(maxsize=2)
def brow_raise_field(side: str) -> Field:
    """Return the field of a full brow raise of one side."""
    up_px = face_axes(side)[1] * 6.5 / MM_PER_PX
    middle = region_anchor_px("brow", side)
    _, y = face_grid()
    # Little of it reaches the lid below.
    reach = np.where(y > middle[1], _bump(middle, 12.0, 4.2), _bump(middle, 12.0, 6.5))
    return _whole(_frozen(up_px, reach))


@lru_cache(maxsize=1)
def rest_field() -> Field:
    """Return the way from the photograph's smile to the resting face."""
    parts = [(REST_SMILE, smile_field(side)) for side in ("left", "right")]
    parts += [(1.0, lips_shut_field(side)) for side in ("left", "right")]
    main = np.sum([share * field.main for share, field in parts], axis=0)
    low = np.sum([share * field.low for share, field in parts], axis=0)
    return Field(main.astype(np.float32), low.astype(np.float32))
