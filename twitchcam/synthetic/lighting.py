"""Light that travels over a made face: bands of mains light, edges of shadow, screens, dark hair.

Light multiplies what the picture shows and moves nothing. So does a strand of dark hair that swings
before the face: it takes most of the light away. It is drawn over the finished picture,
face and background alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from twitchcam.checks import check_range
from twitchcam.synthetic.face_geometry import FACE_CENTRE_PX, MM_PER_PX, region_anchor_px
from twitchcam.synthetic.photograph import Picture
from twitchcam.synthetic.timecourses import wander

Floats = NDArray[np.floating[Any]]

# A screen changes its picture a few times a second.
_SCENES_PER_S: Final = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class MainsBands:
    """Lamps on mains current, seen by a camera that reads its rows one after the other.

    Attributes
    ----------
    percent : how far brightness swings to either side.
    light_hz : how often the lamp flickers: 100 on 50 Hz mains, 120 on 60 Hz.
    readout_s : from the first row to the last; 0 for a shutter that opens everywhere at once.
    sideways : rows run up and down, as in a telephone held upright.
    """

    percent: float = 4.0
    light_hz: float = 100.0
    readout_s: float = 0.02
    sideways: bool = False

    def __post_init__(self) -> None:
        check_range("percent", self.percent, 0.0, 50.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowEdge:
    """The edge of a shadow that passes over one part of the face and goes again.

    Attributes
    ----------
    region, side : the shadow's middle, names of ``anatomy``.
    onset_s, duration_s : when its edge comes and how long the shadow takes to pass.
    percent : of the light that it takes away.
    width_mm, soft_mm : of the shadow, and of its edge.
    """

    region: str
    side: Literal["left", "right"]
    onset_s: float
    duration_s: float = 0.15
    percent: float = 45.0
    width_mm: float = 30.0
    soft_mm: float = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A screen beside the face that changes its picture: light of one side, without edges."""

    side: Literal["left", "right"]
    percent: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """A strand of dark hair that hangs before one part of the face and swings all the time.

    Attributes
    ----------
    region, side : what its middle hangs before, names of ``anatomy``.
    swing_hz, reach_mm : how often it swings to and fro, and how far to either side.
    percent : of the light that it takes away.
    width_mm, length_mm : of the strand.
    """

    region: str
    side: Literal["left", "right"]
    swing_hz: float = 0.8
    reach_mm: float = 8.0
    percent: float = 65.0
    width_mm: float = 6.0
    length_mm: float = 60.0


Light: TypeAlias = MainsBands | ShadowEdge | Screen | Strand


def light_up(
    picture: Picture, lights: tuple[Light, ...], time_s: float, scale: float, seed: int
) -> Picture:
    """Show ``picture`` in the light of ``time_s``; ``scale`` is picture px per photograph px."""
    if not lights:
        return picture
    height, width = picture.shape[:2]
    gain: Floats = np.ones((height, width), np.float32)
    for light in lights:
        gain = gain * _shine(light, (height, width), time_s, scale, seed)
    return np.asarray(np.clip(picture * gain[..., None] + 0.5, 0, 255), dtype=np.uint8)


# What one kind of light does not need, another does.
# ruff: noqa: ARG001
@singledispatch
def _shine(light: Any, shape: tuple[int, int], time_s: float, scale: float, seed: int) -> Floats:
    raise TypeError(f"light must be one of the records of lighting.py, got {light!r}.")


@_shine.register
def _(light: MainsBands, shape: tuple[int, int], time_s: float, scale: float, seed: int) -> Floats:
    n_rows = shape[1] if light.sideways else shape[0]
    exposed_s = time_s + light.readout_s * np.arange(n_rows) / n_rows
    gain = 1.0 + light.percent / 100.0 * np.sin(2.0 * np.pi * light.light_hz * exposed_s)
    return gain[None, :] if light.sideways else gain[:, None]


@_shine.register
def _(light: ShadowEdge, shape: tuple[int, int], time_s: float, scale: float, seed: int) -> Floats:
    share = (time_s - light.onset_s) / light.duration_s
    if not 0.0 <= share <= 1.0:
        return np.ones((1, 1))
    px_per_mm = scale / MM_PER_PX
    middle = (region_anchor_px(light.region, light.side) - FACE_CENTRE_PX) * scale
    x, y = middle + (np.array(shape[::-1]) - 1) / 2
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    # It comes from the side and goes back there, as what a curtain or a hand throws does.
    out = 1.0 if light.side == "left" else -1.0
    reach_mm = light.width_mm * (np.sin(np.pi * share) - 0.5)
    depth_mm = out * (columns - x) / px_per_mm + reach_mm
    within = np.clip(light.width_mm - np.abs(rows - y) / px_per_mm, 0.0, light.soft_mm)
    covered = np.clip(depth_mm / light.soft_mm, 0.0, 1.0) * within / light.soft_mm
    return np.asarray(1.0 - light.percent / 100.0 * covered)


@_shine.register
def _(light: Screen, shape: tuple[int, int], time_s: float, scale: float, seed: int) -> Floats:
    scene = int(time_s * _SCENES_PER_S)
    bright = float(np.random.default_rng(seed + 7919 * scene).uniform(-1.0, 1.0))
    bright += 0.3 * float(wander(np.array([0.0, time_s + 1e-3]), seed + 91)[1])
    across = np.linspace(0.0, 1.0, shape[1])
    near = across if light.side == "left" else 1.0 - across
    return np.asarray(1.0 + light.percent / 100.0 * bright * near[None, :])


@_shine.register
def _(light: Strand, shape: tuple[int, int], time_s: float, scale: float, seed: int) -> Floats:
    px_per_mm = scale / MM_PER_PX
    middle = (region_anchor_px(light.region, light.side) - FACE_CENTRE_PX) * scale
    x, y = middle + (np.array(shape[::-1]) - 1) / 2
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    down_mm = (rows - y) / px_per_mm
    # Its root is held; what hangs lower swings further and later, and never twice alike.
    low = np.clip(0.5 + down_mm / light.length_mm, 0.0, 1.0)
    phase = 2.0 * np.pi * light.swing_hz * (time_s - 0.1 * low) + seed
    swing_mm = light.reach_mm * low * (np.sin(phase) + 0.4 * np.sin(1.7 * phase))
    across = ((columns - x) / px_per_mm - swing_mm) / (light.width_mm / 2.0)
    hangs = np.exp(-(across**4)) * np.exp(-((2.0 * down_mm / light.length_mm) ** 8))
    hairs = 0.85 + 0.15 * np.sin(9.0 * across)
    return np.asarray(1.0 - light.percent / 100.0 * hangs * hairs)
