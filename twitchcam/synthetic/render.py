"""One picture of the face: pose, skin displacement, lids, gaze, mouth, all in one resampling."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.synthetic.covers import grow_beard, put_glasses_on
from twitchcam.synthetic.eyelids import close_lids, eye_box_px, make_eyeball
from twitchcam.synthetic.face_geometry import LOWER_LIP_EDGE, UPPER_LIP_EDGE, curve_at
from twitchcam.synthetic.fields import (
    FACE_WINDOW_PX,
    LIP_WINDOW_PX,
    STEP_PX,
    Field,
    rest_field,
)
from twitchcam.synthetic.head import HeadPose, PictureMap
from twitchcam.synthetic.photograph import Picture, enlarge_photograph, load_photograph
from twitchcam.synthetic.worn import Worn, put_on

Floats = NDArray[np.floating[Any]]
Block = tuple[slice, slice]

LIP_SOFTNESS_PX: Final = 0.5
# The upper lid throws a shadow on the eyeball: share of the light, and how far down.
LID_SHADOW: Final = 0.6
LID_SHADOW_PX: Final = 0.9
DARK_MOUTH_RGB: Final = (58, 22, 20)
TONGUE_RGB: Final = (128, 66, 64)
REST_POSE: Final = HeadPose()


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceState:
    """All that one picture needs to know.

    Attributes
    ----------
    pose : where the head is.
    shares : (field, how much of it) pairs on top of the resting face.
    left_closure, right_closure : lids, 0 open to 1 met.
    to_left_deg, up_deg : gaze.
    brightness : 1 is the photograph's.
    """

    pose: HeadPose = REST_POSE
    shares: tuple[tuple[Field, float], ...] = ()
    left_closure: float = 0.0
    right_closure: float = 0.0
    to_left_deg: float = 0.0
    up_deg: float = 0.0
    brightness: float = 1.0


def sum_fields(shares: tuple[tuple[Field, float], ...]) -> Field:
    """Return the displacement of the whole face, the way to its resting pose included."""
    rest = rest_field()
    main, low = rest.main.copy(), rest.low.copy()
    for field, share in shares:
        if share != 0.0:
            cv2.scaleAdd(field.main, share, main, main)
            cv2.scaleAdd(field.low, share, low, low)
    return Field(main, low)


def invert_sheet(
    displacement: NDArray[np.float32], guess: NDArray[np.float32], rounds: int
) -> NDArray[np.float32]:
    """Return (H, W, 2): minus the displacement of the skin point that arrives at each grid point.

    The displacement is known where the skin comes from; a picture needs it where the skin goes
    to. Found by repeating ``offset = -displacement(point + offset)``.
    """
    height, width = displacement.shape[:2]
    columns, rows = np.meshgrid(
        np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    )
    offset = guess
    for _ in range(rounds):
        map_x, map_y = cv2.split(offset)
        map_x = cv2.scaleAdd(map_x, 1.0 / STEP_PX, columns)
        map_y = cv2.scaleAdd(map_y, 1.0 / STEP_PX, rows)
        offset = -cv2.remap(
            displacement, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    return np.asarray(offset, dtype=np.float32)


class FaceRenderer:
    """Draws pictures of one size; keeps the enlarged photograph and the last displacement.

    Parameters
    ----------
    size_px : width and height of the pictures.
    scale : picture pixels per pixel of the photograph.
    fine_texture : grey levels of made skin grain (see ``photograph.enlarge_photograph``).
    centre_px : the point of the photograph in the middle of the picture.
    seed : of the grain.
    glasses, beard : whether the face wears them.
    worn : what else it wears.
    """

    def __init__(
        self,
        size_px: tuple[int, int],
        scale: float,
        fine_texture: float,
        centre_px: tuple[float, float],
        seed: int,
        *,
        glasses: bool = False,
        beard: bool = False,
        worn: tuple[Worn, ...] = (),
    ) -> None:
        self._glasses, self._worn = glasses, worn
        self._size_px = size_px
        self._enlarged = int(np.clip(round(1.5 * scale), 1, 6))
        self._texture = enlarge_photograph(self._enlarged, fine_texture, seed)
        if beard:
            self._texture = grow_beard(self._texture, self._enlarged, seed)
        self._map = PictureMap(size_px, scale, centre_px)
        self._mouth = _mouth_inside(self._enlarged)
        plain = enlarge_photograph(self._enlarged, 0.0, seed)
        self._eyes = {side: make_eyeball(side, plain, self._enlarged) for side in ("left", "right")}
        rest = rest_field()
        self._main = invert_sheet(rest.main, -rest.main, 20)
        self._low = invert_sheet(rest.low, -rest.low, 20)

    def draw(self, state: FaceState) -> Picture:
        """Return one (height, width, 3) picture without noise."""
        field = sum_fields(state.shares)
        self._main = invert_sheet(field.main, self._main, 5)
        self._low = invert_sheet(field.low, self._low, 6)
        place = self._map.unmove(state.pose)
        x, y = place[..., 0], place[..., 1]
        skin = self._skin_source(place)
        closures = {"left": state.left_closure, "right": state.right_closure}
        eyes = []
        for side, closure in closures.items():
            block = _block(x, y, eye_box_px(side))
            if block is not None:
                part = skin[block]
                lids = close_lids(side, part[..., 0], part[..., 1], closure)
                part[..., 1] = lids.upper_y_px
                eyes.append((side, block, lids))
        picture = self._sample(self._texture, skin[..., 0], skin[..., 1], cv2.INTER_CUBIC)
        for side, block, lids in eyes:
            skin_x = skin[block][..., 0]
            lower = self._sample(self._texture, skin_x, lids.lower_y_px, cv2.INTER_CUBIC)
            _blend(picture, block, lower.astype(np.float32), lids.lower_share)
            eyeball = self._eyes[side].look(x[block], y[block], state.to_left_deg, state.up_deg)
            shade = 1.0 - LID_SHADOW * np.exp(-np.maximum(lids.under_lid_px, 0.0) / LID_SHADOW_PX)
            _blend(picture, block, eyeball * shade[..., None], lids.open_share)
        lips = _block(x, y, LIP_WINDOW_PX)
        if lips is not None:
            self._draw_mouth(picture, lips, x[lips], y[lips], skin[lips])
        if self._glasses:
            picture = put_glasses_on(picture, place, state.pose)
        picture = put_on(picture, place, self._worn)
        if state.brightness != 1.0:
            picture = cv2.convertScaleAbs(picture, alpha=state.brightness)
        return np.asarray(picture, dtype=np.uint8)

    def _skin_source(self, place: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (height, width, 2): the photograph point of the skin seen at each pixel."""
        block = _block(place[..., 0], place[..., 1], FACE_WINDOW_PX)
        if block is None:
            return place
        skin = place.copy()
        left, top = FACE_WINDOW_PX[:2]
        skin[block] += _sample_sheet(self._main, place[block], left, top)
        return skin

    def _draw_mouth(
        self, picture: Picture, block: Block, x: Floats, y: Floats, upper: NDArray[np.float32]
    ) -> None:
        """Put the lower lip's sheet and the inside of the mouth into ``picture``."""
        left, top = LIP_WINDOW_PX[:2]
        place = np.dstack([x, y]).astype(np.float32)
        lower = place + _sample_sheet(self._low, place, left, top)
        first, last = UPPER_LIP_EDGE[0][0], UPPER_LIP_EDGE[-1][0]
        into_upper = curve_at(UPPER_LIP_EDGE, upper[..., 0]) - upper[..., 1]
        into_lower = lower[..., 1] - curve_at(LOWER_LIP_EDGE, lower[..., 0])
        margin = 0.5 * (into_lower - into_upper)
        overlap = (into_upper + into_lower) > 0.0
        own = np.where(overlap, margin, into_lower)
        share_lower = np.clip(own / LIP_SOFTNESS_PX + 0.5, 0.0, 1.0)
        share_upper = np.clip(into_upper / LIP_SOFTNESS_PX + 0.5, 0.0, 1.0)
        share_upper = np.where(overlap, 1.0 - share_lower, share_upper)
        between = (upper[..., 0] > first) & (upper[..., 0] < last)
        inner = y < LIP_WINDOW_PX[3] - 1.0
        inside = self._sample(self._mouth, x, y, cv2.INTER_LINEAR).astype(np.float32)
        open_share = np.where(between, np.clip(1.0 - share_lower - share_upper, 0.0, 1.0), 0.0)
        _blend(picture, block, inside, open_share)
        skin = self._sample(self._texture, lower[..., 0], lower[..., 1], cv2.INTER_CUBIC)
        _blend(picture, block, skin.astype(np.float32), np.where(between & inner, share_lower, 0.0))

    def _sample(
        self, picture: NDArray[Any], x_px: Floats, y_px: Floats, method: int
    ) -> NDArray[Any]:
        times = float(self._enlarged)
        shift = 0.5 * times - 0.5
        map_x = np.asarray(x_px, dtype=np.float32) * times + shift
        map_y = np.asarray(y_px, dtype=np.float32) * times + shift
        found = cv2.remap(picture, map_x, map_y, method, borderMode=cv2.BORDER_REFLECT)
        return np.asarray(found)


def _sample_sheet(
    sheet: NDArray[np.float32], place: NDArray[np.float32], left: float, top: float
) -> NDArray[np.float32]:
    map_x = (place[..., 0] - left) / np.float32(STEP_PX)
    map_y = (place[..., 1] - top) / np.float32(STEP_PX)
    found = cv2.remap(sheet, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, dtype=np.float32)


def _block(x: Floats, y: Floats, box_px: tuple[float, float, float, float]) -> Block | None:
    """Return the rows and columns of the picture that hold a box of the photograph."""
    left, top, right, bottom = box_px
    thin = (x[::4, ::4] > left) & (x[::4, ::4] < right)
    thin &= (y[::4, ::4] > top) & (y[::4, ::4] < bottom)
    rows, columns = np.flatnonzero(thin.any(axis=1)), np.flatnonzero(thin.any(axis=0))
    if rows.size == 0:
        return None
    return (
        slice(max(int(rows[0]) * 4 - 4, 0), int(rows[-1]) * 4 + 5),
        slice(max(int(columns[0]) * 4 - 4, 0), int(columns[-1]) * 4 + 5),
    )


def _blend(picture: Picture, block: Block, over: Floats, share: Floats) -> None:
    part = picture[block].astype(np.float32)
    part += (over - part) * share[..., None].astype(np.float32)
    picture[block] = np.clip(part + 0.5, 0, 255).astype(np.uint8)


@lru_cache(maxsize=4)
def _mouth_inside(enlarged: int) -> Picture:
    """Return the enlarged photograph with the lips taken off: teeth in a dark mouth."""
    photograph = load_photograph()
    large = cv2.resize(photograph, None, fx=enlarged, fy=enlarged, interpolation=cv2.INTER_CUBIC)
    left, top, right, bottom = (round(v * enlarged) for v in LIP_WINDOW_PX)
    x = (np.arange(left, right) + 0.5) / enlarged - 0.5
    y = (np.arange(top, bottom)[:, None] + 0.5) / enlarged - 0.5
    upper, lower = curve_at(UPPER_LIP_EDGE, x) + 0.6, curve_at(LOWER_LIP_EDGE, x) - 0.9
    below = np.clip((y - lower) / 1.2, 0.0, 1.0)
    above = np.clip((upper - y) / 1.5, 0.0, 1.0)
    sideways = np.clip((np.abs(x - 222.0) - 17.0) / 4.0, 0.0, 1.0)[None, :]
    dark = np.maximum(np.maximum(below, sideways), 0.75 * above)[..., None]
    deep = np.clip((y - lower - 2.5) / 7.0, 0.0, 1.0)[..., None]
    inner = np.asarray(DARK_MOUTH_RGB) * (1.0 - deep) + np.asarray(TONGUE_RGB) * deep
    mixed = large[top:bottom, left:right] * (1.0 - dark) + inner * dark
    large[top:bottom, left:right] = np.clip(mixed + 0.5, 0, 255)
    large.flags.writeable = False
    return np.asarray(large, dtype=np.uint8)
