"""The head frame: the face held still, upright, and at one size.

A 2-D similarity (shift, turn, scale) fitted to points that hardly move with expression takes
the picture to the head frame. Its unit is the eye distance (outer corner to outer corner), its
origin lies between the outer eye corners, x runs to the image's right (the person's left) and y
runs down. What still moves there is skin, plus what a turning head does to perspective, which
the flow's comparison with the surroundings takes out.

Why not a posed 3-D surface: docs/method.md, section "Head frame".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import (
    CHIN_TIP,
    FOREHEAD,
    OUTER_EYE_CORNER,
    STABLE_LANDMARKS,
)
from twitchcam.records import Floats

# The line from forehead to chin leans back in a face that looks straight ahead: mean of the
# healthy clips in docs/method.md.
_NEUTRAL_PITCH_DEG: Final = 8.0

_STABLE: Final = np.array(STABLE_LANDMARKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Similarity:
    """``head = turn_scale * image + shift`` with complex numbers x + iy (image in pixels)."""

    turn_scale: complex
    shift: complex

    @property
    def eye_distance_px(self) -> float:
        """Pixels of the picture per eye distance."""
        return 1.0 / abs(self.turn_scale)


def make_reference(landmarks_px: Floats) -> Floats:
    """Head-frame places (n, 2) of the stable points of this very face, from one picture of it."""
    right, left = (_as_complex(landmarks_px[OUTER_EYE_CORNER[side]]) for side in ("right", "left"))
    head = (_as_complex(landmarks_px[_STABLE]) - (left + right) / 2) / (left - right)
    return np.stack([head.real, head.imag], axis=-1)


def fit_head_frames(
    landmarks_px: Floats, reference: Floats
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Least-squares similarities from stable landmarks (..., 478, 3) to their reference (n, 2).

    Returns ``turn_scale`` and ``shift``, shaped like the leading axes.
    """
    image = _as_complex(landmarks_px[..., _STABLE, :])
    head = reference[:, 0] + 1j * reference[:, 1]
    image_middle = image.mean(axis=-1)
    spread = image - image_middle[..., None]
    turn_scale = (spread.conj() @ (head - head.mean())) / (abs(spread) ** 2).sum(axis=-1)
    return turn_scale, head.mean() - turn_scale * image_middle


def fit_head_frame(landmarks_px: Floats, reference: Floats) -> Similarity:
    """The similarity of one picture's landmarks (478, 3)."""
    turn_scale, shift = fit_head_frames(landmarks_px, reference)
    return Similarity(turn_scale=complex(turn_scale), shift=complex(shift))


def move_to_head(
    points_px: Floats, turn_scale: NDArray[np.complex128] | complex, shift: Any
) -> Floats:
    """Picture points (..., points, 2 or 3) in pixels to head-frame points in eye distances."""
    turn_scale, shift = np.asarray(turn_scale), np.asarray(shift)
    moved = turn_scale[..., None] * _as_complex(points_px) + shift[..., None]
    # Both parts of a complex number lie side by side.
    return moved.view(np.float64).reshape(*moved.shape, 2)


def _as_complex(points: Floats) -> NDArray[np.complex128]:
    numbers = np.empty(points.shape[:-1], np.complex128)
    numbers.real, numbers.imag = points[..., 0], points[..., 1]
    return numbers


def measure_rotation(landmarks_px: Floats) -> tuple[float, float, float]:
    """Yaw, pitch and roll in degrees from the mesh (478, 3).

    Yaw is positive when the face turns to the person's left, pitch when it looks up, roll when
    the head leans to the person's right shoulder. The depth of the mesh is a model's guess:
    good to a few degrees, enough to exclude turned stretches.
    """
    across = landmarks_px[OUTER_EYE_CORNER["left"]] - landmarks_px[OUTER_EYE_CORNER["right"]]
    down = landmarks_px[CHIN_TIP] - landmarks_px[FOREHEAD]
    yaw = np.degrees(np.arctan2(across[2], np.hypot(across[0], across[1])))
    pitch = np.degrees(np.arctan2(down[2], np.hypot(down[0], down[1])))
    roll = np.degrees(np.arctan2(across[1], across[0]))
    return float(yaw), float(-(pitch - _NEUTRAL_PITCH_DEG)), float(-roll)
