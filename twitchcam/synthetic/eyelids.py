"""Lids that close as lids do: skin comes down over an eyeball that stays where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import IRIS_CENTRE
from twitchcam.synthetic.face_geometry import (
    LOWER_LID_EDGE,
    UPPER_LID_EDGE,
    curve_at,
    read_landmarks,
)
from twitchcam.synthetic.photograph import Picture

Floats = NDArray[np.floating[Any]]

LASH_BAND_PX: Final = 3.3
FOLD_ABOVE_EDGE_PX: Final = 7.0
LOWER_LID_REACH_PX: Final = 5.0
LOWER_LID_RISE: Final = 0.12
EDGE_SOFTNESS_PX: Final = 0.55
IRIS_RADIUS_PX: Final = 4.35
EYEBALL_RADIUS_PX: Final = 8.6
BOX_MARGIN_PX: Final = 6.0


def eye_box_px(side: str) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of everything that a blink of one eye can change."""
    upper, lower = np.array(UPPER_LID_EDGE[side]), np.array(LOWER_LID_EDGE[side])
    return (
        float(upper[0, 0] - 2.0),
        float(upper[:, 1].min() - FOLD_ABOVE_EDGE_PX - 2.0),
        float(upper[-1, 0] + 2.0),
        float(lower[:, 1].max() + LOWER_LID_REACH_PX + 2.0),
    )


@dataclass(frozen=True, slots=True, eq=False)
class LidPicture:
    """What the lids do to a set of points.

    Attributes
    ----------
    upper_y_px, lower_y_px : height in the photograph of the skin that each point shows if the
        upper, or the lower, lid is there.
    lower_share : 0 where the upper lid is, 1 where the lower lid is.
    open_share : 1 where the eyeball shows, 0 where skin covers it.
    under_lid_px : distance below the upper lid's edge.
    """

    upper_y_px: Floats
    lower_y_px: Floats
    lower_share: Floats
    open_share: Floats
    under_lid_px: Floats


def close_lids(side: str, x_px: Floats, y_px: Floats, closure: float) -> LidPicture:
    """Return which skin, and how much eyeball, shows at the given points.

    Column by column, the upper lid's edge and its lashes come down as they are; the skin
    between them and a fixed line above is drawn out; the lower lid rises a little.
    """
    upper, lower = curve_at(UPPER_LID_EDGE[side], x_px), curve_at(LOWER_LID_EDGE[side], x_px)
    gap = lower - upper
    inside = gap > 0.02
    lower_now = lower - closure * LOWER_LID_RISE * gap
    upper_now = upper + closure * (1.0 - LOWER_LID_RISE) * gap

    fold = upper - np.minimum(FOLD_ABOVE_EDGE_PX, LASH_BAND_PX + 0.6 + gap)
    lashes, lashes_now = upper - LASH_BAND_PX, upper_now - LASH_BAND_PX
    drawn_out = fold + (y_px - fold) * (lashes - fold) / (lashes_now - fold)
    carried = np.minimum(y_px - lashes_now + lashes, upper)
    from_above = np.where(y_px > lashes_now, carried, drawn_out)
    from_above = np.where(inside & (y_px > fold), from_above, y_px)

    end = lower + LOWER_LID_REACH_PX
    pushed = lower + (y_px - lower_now) * LOWER_LID_REACH_PX / (end - lower_now)
    from_below = np.where(inside & (y_px < end), np.maximum(pushed, lower), y_px)

    middle = 0.5 * (upper_now + lower_now)
    lower_share = np.clip((y_px - middle) / EDGE_SOFTNESS_PX + 0.5, 0.0, 1.0)
    above = (y_px - upper_now) / EDGE_SOFTNESS_PX
    below = (lower_now - y_px) / EDGE_SOFTNESS_PX
    open_share = np.where(inside, np.clip(above, 0.0, 1.0) * np.clip(below, 0.0, 1.0), 0.0)
    return LidPicture(from_above, from_below, lower_share, open_share, y_px - upper_now)


@dataclass(frozen=True, slots=True, eq=False)
class Eyeball:
    """What lies under the lids of one eye: pictures of the same box, enlarged like the face."""

    box_px: tuple[float, float, float, float]
    enlarged: int
    white: Picture
    iris: NDArray[np.float32]

    def look(self, x_px: Floats, y_px: Floats, to_left_deg: float, up_deg: float) -> Floats:
        """Return (..., 3) what the eyeball shows at the given points for a direction of gaze."""
        white = self._sample(self.white, x_px, y_px).astype(np.float32)
        shift = EYEBALL_RADIUS_PX * np.sin(np.deg2rad([to_left_deg, -up_deg]))
        iris = self._sample(self.iris, x_px - shift[0], y_px - shift[1])
        cover = iris[..., 3:]
        return white * (1.0 - cover) + iris[..., :3] * cover

    def _sample(self, picture: NDArray[Any], x_px: Floats, y_px: Floats) -> NDArray[Any]:
        map_x = ((x_px - self.box_px[0]) * self.enlarged).astype(np.float32)
        map_y = ((y_px - self.box_px[1]) * self.enlarged).astype(np.float32)
        found = cv2.remap(picture, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(found)


def make_eyeball(side: str, enlarged_photograph: Picture, enlarged: int) -> Eyeball:
    """Take one eye apart: the white without the iris, and the whole iris without the lid."""
    box = eye_box_px(side)
    first_x, first_y, last_x, last_y = (round(v * enlarged) for v in box)
    crop = enlarged_photograph[first_y:last_y, first_x:last_x]
    rows, columns = np.mgrid[first_y:last_y, first_x:last_x]
    # The middle of photograph pixel k is the middle of the block [k n, (k + 1) n).
    x, y = (columns + 0.5) / enlarged - 0.5, (rows + 0.5) / enlarged - 0.5
    middle = read_landmarks()[IRIS_CENTRE[side], :2]
    from_middle = np.hypot(x - middle[0], y - middle[1])
    upper, lower = curve_at(UPPER_LID_EDGE[side], x), curve_at(LOWER_LID_EDGE[side], x)
    seen = (y > upper + 0.9) & (y < lower - 0.4)

    hidden = ~(seen & (from_middle > IRIS_RADIUS_PX + 0.7))
    white = cv2.inpaint(crop, hidden.astype(np.uint8), 3.0 * enlarged, cv2.INPAINT_TELEA)
    white = cv2.GaussianBlur(white, (0, 0), 0.6 * enlarged)
    white[~hidden] = crop[~hidden]

    iris = _whole_iris(crop, x, y, middle, seen, enlarged)
    cover = np.clip((IRIS_RADIUS_PX + 0.4 - from_middle) / 0.8, 0.0, 1.0)
    left, top, right, bottom = (
        (v + 0.5) / enlarged - 0.5 for v in (first_x, first_y, last_x, last_y)
    )
    layered = np.concatenate([iris, cover[..., None]], axis=-1).astype(np.float32)
    return Eyeball((left, top, right, bottom), enlarged, np.asarray(white, dtype=np.uint8), layered)


def _whole_iris(
    crop: Picture, x: Floats, y: Floats, middle: Floats, seen: NDArray[np.bool_], enlarged: int
) -> Floats:
    """Return the crop with the hidden top of the iris filled in from what is seen of it."""
    rings = np.hypot(x - middle[0], y - middle[1])
    inside = rings < IRIS_RADIUS_PX + 0.6
    filled = crop.astype(np.float32)
    hidden = inside & ~seen
    if not hidden.any():
        return filled
    for channel in range(3):
        known = inside & seen & (y > middle[1])
        order = np.polyfit(rings[known], filled[..., channel][known], 3)
        filled[..., channel][hidden] = np.polyval(order, rings[hidden])
    blurred = cv2.GaussianBlur(filled, (0, 0), 0.35 * enlarged)
    filled[hidden] = blurred[hidden]
    return np.clip(filled, 0, 255)
