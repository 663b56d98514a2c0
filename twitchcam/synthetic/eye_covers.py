"""What can hide an eye for a whole recording: a patch, gauze, dark glasses. Drawn, not filmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from twitchcam.synthetic.face_geometry import eye_corners_px
from twitchcam.synthetic.photograph import Picture

EyeCoverKind = Literal["patch", "gauze", "dark_lens"]

_SIZE_PX: Final[dict[EyeCoverKind, tuple[float, float]]] = {
    "patch": (18.0, 15.0),
    "gauze": (21.0, 18.0),
    "dark_lens": (19.0, 14.0),
}
_COLOUR_RGB: Final[dict[EyeCoverKind, tuple[float, float, float]]] = {
    "patch": (38.0, 36.0, 40.0),
    "gauze": (214.0, 210.0, 200.0),
    "dark_lens": (18.0, 17.0, 20.0),
}
# Light and dark of the cloth: grey levels, and threads this many px of the photograph apart.
_WEAVE: Final[dict[EyeCoverKind, float]] = {"patch": 3.0, "gauze": 7.0, "dark_lens": 0.0}
_THREAD_PX: Final = 2.2
_EDGE_PX: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EyeCover:
    """Something over the eye of ``side`` (the person's own) from the first picture to the last."""

    kind: EyeCoverKind
    side: Literal["left", "right"]


def cover_eyes(
    picture: Picture, place: NDArray[np.float32], covers: tuple[EyeCover, ...]
) -> Picture:
    """Draw ``covers`` on a picture whose pixels show the photograph's points ``place``."""
    x, y = place[..., 0], place[..., 1]
    seen = picture.astype(np.float32)
    for cover in covers:
        middle = eye_corners_px(cover.side).mean(axis=0)
        half_x, half_y = _SIZE_PX[cover.kind]
        across, down = (x - middle[0]) / half_x, (y - middle[1]) / half_y
        edge_px = (1.0 - (across**4 + down**4) ** 0.25) * min(half_x, half_y)
        share = np.clip(edge_px / _EDGE_PX + 0.5, 0.0, 1.0)[..., None]
        threads = np.sin(2 * np.pi * x / _THREAD_PX) * np.sin(2 * np.pi * y / _THREAD_PX)
        cloth = np.array(_COLOUR_RGB[cover.kind]) + _WEAVE[cover.kind] * threads[..., None]
        seen += (cloth - seen) * share
    return np.clip(seen + 0.5, 0, 255).astype(np.uint8)
