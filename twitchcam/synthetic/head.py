"""How the head moves in the picture: sway, lean, turn, nod, with the depth of the face."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline, griddata

from twitchcam.synthetic.face_geometry import FACE_CENTRE_PX, read_landmarks

Floats = NDArray[np.floating[Any]]

# The axis of turning lies this far behind the plane of the eye corners.
TURNING_DEPTH_PX: Final = 45.0
COARSE_PX: Final = 8
# Ellipse inside which the head is rigid, and where the background starts to stand still.
RIGID_PX: Final = (72.0, 88.0)
STILL_PX: Final = (190.0, 250.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadPose:
    """One pose: sideways to the picture's right, down, in px of the photograph; degrees; zoom."""

    right_px: float = 0.0
    down_px: float = 0.0
    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    zoom: float = 1.0


@lru_cache(maxsize=1)
def face_depth() -> NDArray[np.float32]:
    """Return (512, 512) depth of the face's surface, px, smaller is nearer to the camera."""
    points = read_landmarks()[:468]
    y, x = np.mgrid[0:512, 0:512]
    inside = griddata(points[:, :2], points[:, 2], (x[40:210, 150:300], y[40:210, 150:300]))
    depth = np.full((512, 512), np.nan, np.float32)
    depth[40:210, 150:300] = inside
    outside = np.isnan(depth)
    nearest = griddata(points[:, :2], points[:, 2], (x[outside], y[outside]), method="nearest")
    depth[outside] = nearest
    return np.asarray(cv2.GaussianBlur(depth, (0, 0), 3.0), dtype=np.float32)


def _rigid_weight(x: Floats, y: Floats) -> Floats:
    across, down = x - FACE_CENTRE_PX[0], y - (FACE_CENTRE_PX[1] - 10.0)
    inner = np.hypot(across / RIGID_PX[0], down / RIGID_PX[1])
    outer = np.hypot(across / STILL_PX[0], down / STILL_PX[1])
    share = np.clip((inner - 1.0) / np.maximum(inner - outer, 1e-6), 0.0, 1.0)
    return np.asarray(0.5 + 0.5 * np.cos(np.pi * share))


def move_points(x: Floats, y: Floats, pose: HeadPose) -> tuple[Floats, Floats]:
    """Return where the points of the unmoved picture go."""
    depth = cv2.remap(
        face_depth(),
        x.astype(np.float32),
        y.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    across, down = x - FACE_CENTRE_PX[0], y - FACE_CENTRE_PX[1]
    behind = depth - TURNING_DEPTH_PX
    yaw, pitch, roll = np.deg2rad([pose.yaw_deg, pose.pitch_deg, pose.roll_deg])
    turned = across * np.cos(yaw) - behind * np.sin(yaw)
    behind = across * np.sin(yaw) + behind * np.cos(yaw)
    nodded = down * np.cos(pitch) + behind * np.sin(pitch)
    moved_x = turned * np.cos(roll) + nodded * np.sin(roll)
    moved_y = -turned * np.sin(roll) + nodded * np.cos(roll)
    weight = _rigid_weight(x, y)
    new_x = x + weight * (pose.zoom * moved_x + pose.right_px - across)
    new_y = y + weight * (pose.zoom * moved_y + pose.down_px - down)
    return new_x, new_y


class PictureMap:
    """From picture pixels back to the unmoved photograph, for one picture size and scale.

    Parameters
    ----------
    size_px : width and height of the picture.
    scale : picture pixels per pixel of the photograph.
    centre_px : the point of the photograph in the middle of the picture.
    """

    def __init__(
        self, size_px: tuple[int, int], scale: float, centre_px: tuple[float, float]
    ) -> None:
        self._size_px = size_px
        width, height = size_px
        columns = np.arange(-1, width // COARSE_PX + 3) * float(COARSE_PX)
        rows = np.arange(-1, height // COARSE_PX + 3) * float(COARSE_PX)
        grid_x, grid_y = np.meshgrid(columns, rows)
        self._aim_x = (grid_x - 0.5 * (width - 1)) / scale + centre_px[0]
        self._aim_y = (grid_y - 0.5 * (height - 1)) / scale + centre_px[1]
        self._down = _spline_weights(rows, height)
        self._across = _spline_weights(columns, width).T.copy()

    def unmove(self, pose: HeadPose) -> NDArray[np.float32]:
        """Return (height, width, 2): the photograph point that each picture pixel shows."""
        x, y = self._aim_x.copy(), self._aim_y.copy()
        for _ in range(12):
            moved_x, moved_y = move_points(x, y, pose)
            x += self._aim_x - moved_x
            y += self._aim_y - moved_y
        full = [self._down @ part.astype(np.float32) @ self._across for part in (x, y)]
        return np.dstack(full)


def _spline_weights(knots: Floats, n_values: int) -> NDArray[np.float32]:
    """Return (n_values, knots) weights of a cubic spline, read at whole numbers.

    OpenCV's own cubic enlargement bends straight lines by a sixteenth of a step.
    """
    spline = CubicSpline(knots, np.eye(len(knots)))
    return np.asarray(spline(np.arange(n_values)), dtype=np.float32)
