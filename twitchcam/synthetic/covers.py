"""What can lie over a made face: a hand, a cup, glasses, a beard. Drawn, not photographed.

A hand and a cup come from outside, rest on the face and go. Glasses sit on the head and not on
the skin, and what they mirror slides over them when the head turns. A beard is part of the skin.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import OUTLINES, REGION_NAMES
from twitchcam.checks import check_option
from twitchcam.synthetic.face_geometry import (
    FACE_CENTRE_PX,
    MM_PER_PX,
    eye_corners_px,
    read_landmarks,
    region_anchor_px,
)
from twitchcam.synthetic.head import HeadPose
from twitchcam.synthetic.photograph import Picture
from twitchcam.synthetic.timecourses import rise_and_fall, wander

Floats = NDArray[np.floating[Any]]

# The hand in units of itself: middle of the picture it is drawn in, fingers up.
_HAND_PX: Final = 600
_HAND_WIDE: Final = 1.5
_HAND_MM: Final = 195.0
_FINGERS: Final = (
    # root, tip, half width
    ((-0.17, -0.02), (-0.24, -0.36), 0.055),
    ((-0.06, -0.06), (-0.08, -0.47), 0.058),
    ((0.05, -0.06), (0.07, -0.45), 0.057),
    ((0.15, -0.02), (0.21, -0.33), 0.050),
    ((-0.16, 0.22), (-0.36, 0.02), 0.062),
)
_PALM: Final = (((-0.03, 0.05), (-0.01, 0.22), 0.20), ((-0.01, 0.2), (0.0, 0.9), 0.13))
_KNUCKLES: Final = (0.38, 0.68)
_SKIN_RGB: Final = (205.0, 150.0, 125.0)
# Which part of the hand or cup comes to lie on the place that is covered.
_LAID_ON: Final = {"hand": (0.0, -0.2), "cup": (0.0, 0.0)}
_CUP_RGB: Final = (228.0, 228.0, 222.0)
_TILT_DEG: Final = 20.0
_COMES_FROM_MM: Final = (140.0, 260.0)  # outward and down of where it will lie
_RESTLESS_MM: Final = 0.8

_LENS_PX: Final = (15.0, 11.0)
_RIM_PX: Final = 1.2
_SHINE_PX: Final = (4.0, 1.6)
_SHINE_SLIDES_PX_PER_DEG: Final = 1.2
_TINT: Final = 0.06

_HAIR_RGB: Final = (62.0, 46.0, 38.0)
_HAIR_SHARE: Final = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Something that comes, lies over a part of the face for a while, and goes.

    Attributes
    ----------
    region, side : what it lies on, names of ``anatomy``; it comes from that side, from below.
    onset_s : when it starts to come (from outside the face).
    rise_s, hold_s, fall_s : how long it comes, lies and goes.
    """

    region: str
    side: Literal["left", "right"]
    onset_s: float
    kind: Literal["hand", "cup"] = "hand"
    rise_s: float = 0.5
    hold_s: float = 1.5
    fall_s: float = 0.5

    def __post_init__(self) -> None:
        check_option("region", self.region, REGION_NAMES)


def lay_over(
    picture: Picture, covers: tuple[Cover, ...], time_s: float, scale: float, seed: int
) -> Picture:
    """Draw what lies over the face at ``time_s``; ``scale`` is picture px per photograph px."""
    height, width = picture.shape[:2]
    for cover in covers:
        near = float(
            rise_and_fall(
                np.array([time_s]), cover.onset_s, cover.rise_s, cover.hold_s, cover.fall_s
            )[0]
        )
        if near <= 0.0:
            continue
        sprite = _draw_hand() if cover.kind == "hand" else _draw_cup()
        out = 1.0 if cover.side == "left" else -1.0
        away = np.array([out * _COMES_FROM_MM[0], _COMES_FROM_MM[1]]) / MM_PER_PX * (1.0 - near)
        restless = [_restlessness(seed + k, time_s) for k in range(2)]
        there = region_anchor_px(cover.region, cover.side) + away + np.array(restless)
        middle = (there - FACE_CENTRE_PX) * scale + np.array([width - 1, height - 1]) / 2
        px = _HAND_WIDE * _HAND_MM / MM_PER_PX * scale / _HAND_PX
        turn = np.deg2rad(-out * _TILT_DEG)
        matrix = px * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        matrix[:, 0] *= out  # the thumb points to the middle of the face
        laid_on = (np.array(_LAID_ON[cover.kind]) / _HAND_WIDE + 0.5) * _HAND_PX
        affine = np.column_stack([matrix, middle - matrix @ laid_on])
        over = cv2.warpAffine(sprite, affine, (width, height), flags=cv2.INTER_AREA)
        share = over[..., 3:]
        picture = np.clip(picture * (1 - share) + over[..., :3] * share + 0.5, 0, 255).astype(
            np.uint8
        )
    return picture


def _restlessness(seed: int, time_s: float) -> float:
    slow = wander(np.arange(0.0, 60.0, 0.05), seed + 31)
    return float(np.interp(time_s % 59.0, np.arange(0.0, 60.0, 0.05), slow)) * (
        _RESTLESS_MM / MM_PER_PX
    )


@lru_cache(maxsize=1)
def _draw_hand() -> NDArray[np.float32]:
    """A hand with its forearm, (h, w, 4): colour 0 to 255 and share 0 to 1."""
    y, x = (np.mgrid[0:_HAND_PX, 0:_HAND_PX] / _HAND_PX - 0.5) * _HAND_WIDE
    round_, inside = np.zeros_like(x), np.zeros(x.shape, dtype=bool)
    for root, tip, half in (*_FINGERS, *_PALM):
        depth = _depth_in_capsule(x, y, root, tip, half)
        round_ = np.maximum(round_, np.sqrt(1.0 - (1.0 - np.clip(depth, 0.0, 1.0)) ** 2))
        inside |= depth > 0.0
    grain = np.random.default_rng(3).standard_normal(x.shape).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), 1.0)
    colour = np.array(_SKIN_RGB) * (0.5 + 0.5 * round_)[..., None]
    colour += 2.5 * (grain / grain.std())[..., None]
    for root, tip, half in _FINGERS[:4]:
        for share in _KNUCKLES:
            at = np.array(root) + share * (np.array(tip) - np.array(root))
            across, along = (x - at[0]) / (0.6 * half), (y - at[1]) / (0.12 * half)
            colour *= (1.0 - 0.25 * np.exp(-(across**2) - along**2))[..., None]
    return _with_share(colour, inside)


@lru_cache(maxsize=1)
def _draw_cup() -> NDArray[np.float32]:
    """A light cup with a band, as large as a cup is beside the hand."""
    y, x = (np.mgrid[0:_HAND_PX, 0:_HAND_PX] / _HAND_PX - 0.5) * _HAND_WIDE
    inside = (np.abs(x) < 0.2) & (np.abs(y) < 0.26)
    bright = 0.6 + 0.4 * np.sqrt(np.clip(1.0 - (x / 0.21) ** 2, 0.0, 1.0))
    colour = np.array(_CUP_RGB) * bright[..., None]
    colour[np.abs(y - 0.1) < 0.03] *= np.array([0.3, 0.4, 0.9])
    return _with_share(colour, inside)


def _with_share(colour: Floats, inside: NDArray[np.bool_]) -> NDArray[np.float32]:
    share = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 1.0)
    return np.dstack([np.clip(colour, 0, 255), share]).astype(np.float32)


def _depth_in_capsule(
    x: Floats, y: Floats, root: tuple[float, float], tip: tuple[float, float], half: float
) -> Floats:
    """How deep inside a rounded stick, 0 at its edge and 1 on its axis."""
    along = np.array(tip) - np.array(root)
    at = np.clip(((x - root[0]) * along[0] + (y - root[1]) * along[1]) / (along @ along), 0, 1)
    away = np.hypot(x - root[0] - at * along[0], y - root[1] - at * along[1])
    return np.asarray((half * (1.0 - 0.15 * at) - away) / half)


def put_glasses_on(picture: Picture, place: NDArray[np.float32], pose: HeadPose) -> Picture:
    """Draw glasses on a picture whose pixels show the photograph's points ``place``."""
    x, y = place[..., 0], place[..., 1]
    middles = [eye_corners_px(side).mean(axis=0) for side in ("right", "left")]
    rim, lens, shine = np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)
    for middle in middles:
        # A superellipse: squarer than an ellipse, as lenses are.
        across, down = (x - middle[0]) / _LENS_PX[0], (y - middle[1] - 2.0) / _LENS_PX[1]
        edge_px = ((across**4 + down**4) ** 0.25 - 1.0) * min(_LENS_PX)
        rim = np.maximum(rim, np.clip(_RIM_PX - np.abs(edge_px) + 0.5, 0.0, 1.0))
        inside = np.clip(0.5 - edge_px, 0.0, 1.0)
        lens = np.maximum(lens, inside)
        slid_x = x - middle[0] - 5.0 + _SHINE_SLIDES_PX_PER_DEG * pose.yaw_deg
        slid_y = y - middle[1] + 4.0 - _SHINE_SLIDES_PX_PER_DEG * pose.pitch_deg
        slant = np.array([slid_x + slid_y, slid_x - slid_y]) / np.sqrt(2.0)
        bright = np.exp(-((slant[1] / _SHINE_PX[0]) ** 2) - (slant[0] / _SHINE_PX[1]) ** 2)
        shine = np.maximum(shine, bright * inside)
    gap = (middles[0][0] + _LENS_PX[0], middles[1][0] - _LENS_PX[0])
    bridge_y = (middles[0][1] + middles[1][1]) / 2 - 1.0
    bridge = (x > gap[0] - 1.0) & (x < gap[1] + 1.0)
    rim = np.maximum(rim, bridge * np.clip(_RIM_PX - np.abs(y - bridge_y) + 0.5, 0.0, 1.0))
    seen = picture * (1.0 - _TINT * lens)[..., None]
    seen += (245.0 - seen) * (0.85 * shine)[..., None]
    seen += (35.0 - seen) * rim[..., None]
    return np.clip(seen + 0.5, 0, 255).astype(np.uint8)


def grow_beard(large: Picture, times: int, seed: int) -> Picture:
    """The photograph, enlarged ``times``, with short dark hair from the upper lip to the jaw."""
    points = read_landmarks()[:, :2]
    jaw = list(OUTLINES["face"])
    jaw = [i for i in jaw if points[i, 1] > points[0, 1] - 18.0]
    outline = points[sorted(set(jaw), key=jaw.index)]
    under_nose = points[[2]] + np.array([[0.0, 2.5]])
    skin = np.zeros(large.shape[:2], np.float32)
    hull = cv2.convexHull(np.vstack([outline, under_nose]).astype(np.float32)).reshape(-1, 2)
    cv2.fillPoly(skin, [np.round((hull + 0.5) * times).astype(np.int32)], 1.0)
    lips = points[list(OUTLINES["outer_lips"])]
    cv2.fillPoly(skin, [np.round((lips + 0.5) * times).astype(np.int32)], 0.0)
    cheeks = np.zeros_like(skin)
    line = np.round((points[2, 1] + 0.5) * times).astype(int)
    cheeks[line:] = 1.0
    skin = cv2.GaussianBlur(skin * cheeks, (0, 0), 1.2 * times)
    hair = np.random.default_rng(seed + 17).standard_normal(skin.shape).astype(np.float32)
    hair = cv2.GaussianBlur(hair, (0, 0), sigmaX=0.22 * times, sigmaY=0.9 * times)
    share = np.clip(0.6 + 0.5 * hair / hair.std(), 0.0, 1.0) * skin * _HAIR_SHARE
    mixed = large + (np.array(_HAIR_RGB) - large) * share[..., None]
    return np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
