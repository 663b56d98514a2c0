"""Things that a made face wears throughout: masks, patches, gauze, dark lenses.

They sit on the head and not on the skin: what twitches beneath does not move them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.synthetic.face_geometry import MM_PER_PX, eye_corners_px, region_anchor_px
from twitchcam.synthetic.photograph import Picture

Floats = NDArray[np.floating[Any]]

_SOFT_PX: Final = 0.8
_WEAVE_PX: Final = 512
_WEAVE_PER_PX: Final = 4.0
# Cloth is darker towards its edge, where it bends away from the light.
_BENDS: Final = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Worn:
    """One piece of something that is no skin.

    Attributes
    ----------
    region, side : what its middle lies on, a name of ``anatomy`` or ``eye``; ``both``: halfway
        between the two sides.
    size_mm : width and height.
    rgb : its colour.
    weave : of its surface, standard deviation in grey levels.
    """

    region: str
    side: Literal["left", "right", "both"]
    size_mm: tuple[float, float] = (45.0, 38.0)
    rgb: tuple[float, float, float] = (228.0, 226.0, 220.0)
    weave: float = 4.0


MASK: Final = Worn(
    region="upper_lip", side="both", size_mm=(150.0, 100.0), rgb=(140.0, 178.0, 198.0)
)

EyeCoverKind = Literal["patch", "gauze", "dark_lens"]
_EYE: Final = Worn(region="eye", side="left")
_OVER_EYE: Final[dict[EyeCoverKind, Worn]] = {
    "patch": replace(_EYE, size_mm=(50.0, 42.0), rgb=(38.0, 36.0, 40.0), weave=3.0),
    "gauze": replace(_EYE, size_mm=(58.0, 50.0), rgb=(214.0, 210.0, 200.0), weave=7.0),
    "dark_lens": replace(_EYE, size_mm=(53.0, 39.0), rgb=(18.0, 17.0, 20.0), weave=0.0),
}


def cover_eye(kind: EyeCoverKind, side: Literal["left", "right"]) -> Worn:
    """Return what hides the eye of ``side`` (the person's own) for the whole recording."""
    return replace(_OVER_EYE[kind], side=side)


def put_on(picture: Picture, place: NDArray[np.float32], worn: tuple[Worn, ...]) -> Picture:
    """Draw ``worn`` on a picture whose pixels show the photograph's points ``place``."""
    for piece in worn:
        sides = ("left", "right") if piece.side == "both" else (piece.side,)
        middle = np.mean([_find_middle_px(piece.region, side) for side in sides], axis=0)
        half = np.array(piece.size_mm) / MM_PER_PX / 2.0
        across, down = ((place[..., k] - middle[k]) / half[k] for k in range(2))
        edge = (across**4 + down**4) ** 0.25
        share = np.clip((1.0 - edge) * min(half) / _SOFT_PX, 0.0, 1.0)[..., None]
        at = np.mod(place * _WEAVE_PER_PX, _WEAVE_PX - 1).astype(np.float32)
        weave = cv2.remap(_make_weave(), at[..., 0], at[..., 1], cv2.INTER_LINEAR)
        bright = 1.0 - _BENDS * np.clip(edge, 0.0, 1.0) ** 2
        cloth = np.array(piece.rgb) * bright[..., None] + piece.weave * weave[..., None]
        mixed = picture + (cloth - picture) * share
        picture = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    return picture


def _find_middle_px(region: str, side: str) -> Floats:
    if region == "eye":
        return np.asarray(eye_corners_px(side).mean(axis=0))
    return region_anchor_px(region, side)


@lru_cache(maxsize=1)
def _make_weave() -> NDArray[np.float32]:
    grain = np.random.default_rng(23).standard_normal((_WEAVE_PX, _WEAVE_PX)).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), 2.0)
    return np.asarray(grain / grain.std(), dtype=np.float32)
