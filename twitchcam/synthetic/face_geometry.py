"""Where the parts of the made face lie.

All made clips and tracks show one face, that of ``photograph``. ``landmarks.csv`` holds the 478
points that MediaPipe's legacy FaceMesh (``refine_landmarks=True``, still picture) found on the
crop ``[20:260, 120:360]`` of the photograph enlarged three times, brought back to its pixels.
Lid margins and lip edges were read off the enlarged picture by eye. "px" in this folder is one
pixel of the photograph unless a name says otherwise; the picture's left is the person's right.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import INNER_EYE_CORNER, OUTER_EYE_CORNER, get_region

Floats = NDArray[np.floating[Any]]
Curve = tuple[tuple[float, float], ...]

# The iris, 11.7 mm in life, measures 8.39 px.
MM_PER_PX: Final = 11.7 / 8.39
FACE_CENTRE_PX: Final = (224.0, 120.0)

UPPER_LID_EDGE: Final[dict[str, Curve]] = {
    "right": (
        (193.44, 101.38), (196.25, 99.38), (199.38, 97.94), (202.81, 97.50),
        (206.25, 97.81), (208.75, 98.88), (210.94, 100.75), (213.12, 103.12),
    ),
    "left": (
        (235.94, 104.81), (237.50, 102.94), (240.00, 101.38), (242.81, 99.81), (245.62, 99.19),
        (249.06, 99.00), (252.19, 99.81), (254.38, 101.38), (256.25, 102.94), (257.81, 103.88),
    ),
}  # fmt: skip
LOWER_LID_EDGE: Final[dict[str, Curve]] = {
    "right": (
        (193.44, 101.38), (195.62, 102.31), (198.12, 103.38), (200.94, 104.19), (203.75, 104.38),
        (206.88, 104.19), (209.38, 103.88), (211.56, 103.56), (213.12, 103.12),
    ),
    "left": (
        (235.94, 104.81), (239.38, 105.25), (242.50, 105.88), (245.62, 106.38), (249.06, 106.25),
        (251.88, 105.62), (254.38, 105.12), (256.25, 104.50), (257.81, 103.88),
    ),
}  # fmt: skip
UPPER_LIP_EDGE: Final[Curve] = (
    (202.31, 138.75), (204.50, 139.38), (207.62, 140.62), (210.75, 141.25), (214.50, 142.12),
    (218.88, 143.12), (223.25, 143.62), (227.62, 143.38), (232.00, 142.75), (235.75, 141.62),
    (239.50, 140.50), (244.50, 140.19),
)  # fmt: skip
LOWER_LIP_EDGE: Final[Curve] = (
    (202.31, 138.75), (204.19, 141.44), (206.06, 143.31), (209.50, 146.12), (213.25, 148.12),
    (217.62, 148.94), (223.25, 149.25), (228.25, 148.94), (232.62, 148.12), (235.75, 146.62),
    (238.88, 144.25), (242.00, 141.88), (244.50, 140.19),
)  # fmt: skip


@lru_cache(maxsize=1)
def _read_table() -> Floats:
    text = resources.files(__package__).joinpath("landmarks.csv").read_text(encoding="utf-8")
    table = np.array([line.split(",") for line in text.split()[1:]], dtype=np.float64)
    table.flags.writeable = False
    return table


def read_landmarks() -> Floats:
    """Return the (478, 3) landmarks of the photograph in its pixels, z away from the camera."""
    return _read_table()[:, :3]


@lru_cache(maxsize=1)
def mirror_ids() -> NDArray[np.int64]:
    """Return (478,): for every landmark the one in its place on the other side of the face.

    Found once from the geometry (the mirrored face bent onto the face, best one-to-one match).
    It is its own inverse and keeps 1316 of the 1322 edges of MediaPipe's mesh; the other six
    are diagonals that the mesh itself draws differently on the two sides.
    """
    return np.asarray(_read_table()[:, 3], dtype=np.int64)


def eye_distance_px() -> float:
    """Return the distance between the outer eye corners in the photograph."""
    left, right = OUTER_EYE_CORNER["left"], OUTER_EYE_CORNER["right"]
    points = read_landmarks()
    return float(np.linalg.norm(points[left, :2] - points[right, :2]))


def eye_corners_px(side: str) -> Floats:
    """Return the (2, 2) outer and inner eye corner of one side."""
    return read_landmarks()[[OUTER_EYE_CORNER[side], INNER_EYE_CORNER[side]], :2]


def face_axes(side: str) -> Floats:
    """Return the (2, 2) unit vectors outward and up of one side, in picture coordinates."""
    points = read_landmarks()
    across = points[OUTER_EYE_CORNER["left"], :2] - points[OUTER_EYE_CORNER["right"], :2]
    across = across / np.linalg.norm(across)
    up = np.array([across[1], -across[0]])
    return np.stack([across if side == "left" else -across, up])


def region_anchor_px(region: str, side: str) -> Floats:
    """Return the (2,) middle of a region's patch in the photograph."""
    ids = list(get_region(region).landmarks(side))
    return np.asarray(read_landmarks()[ids, :2].mean(axis=0))


def curve_at(curve: Curve, x_px: Floats) -> Floats:
    """Return the height of ``curve`` at ``x_px``; beyond its ends it stays level."""
    points = np.asarray(curve)
    return np.interp(x_px, points[:, 0], points[:, 1])
