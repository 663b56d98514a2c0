"""Pictures of high dynamic range, as newer phones record them, made as a usual screen shows them.

The code values of such pictures stand for light on another scale (HLG, PQ) and in other primaries.
Taken as they are, skin is pale and flat: it loses most of its red and a third of its contrast, and
may pass for cloth. FFmpeg's scaler does not convert them, so it is done here: code values to light
by a table, primaries by a matrix, light to the code values of sRGB by a table. What is brighter
than white paper becomes white.

Sources
-------
Transfer functions: ITU-R BT.2100-2, tables 4 and 5; white paper in them (203 cd/m², 75 % of HLG):
ITU-R BT.2408-7, section 2; primaries: ITU-R BT.2087-0; sRGB: IEC 61966-2-1.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from av.video.reformatter import ColorTrc
from numpy.typing import NDArray

from twitchcam.records import Floats

_HIGH: Final = (ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67)
_STEPS: Final = 1 << 16
_WHITE_PQ: Final = 203.0 / 10_000.0
_WHITE_HLG: Final = 0.75
_TO_709: Final = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
)
# Light in finer steps than a screen has.
_LIGHT_STEPS: Final = 1 << 14


def has_high_range(transfer: int) -> bool:
    """Whether pictures with this transfer function (H.273) are of high dynamic range."""
    return transfer in _HIGH


def show_as_usual(image: NDArray[np.uint16], transfer: int) -> NDArray[np.uint8]:
    """Turn a picture (rows, columns, 3) of 16 bits into the 8 bits of sRGB."""
    light = _list_light(int(transfer))[image].reshape(-1, 3) @ _TO_709.T.astype(np.float32)
    steps = np.clip(light * (_LIGHT_STEPS - 1) + 0.5, 0, _LIGHT_STEPS - 1).astype(np.uint16)
    return np.asarray(_list_codes()[steps].reshape(image.shape))


@cache
def _list_light(transfer: int) -> NDArray[np.float32]:
    """Light of every code value, 1 for white paper."""
    code = np.arange(_STEPS) / (_STEPS - 1)
    if transfer == ColorTrc.SMPTE2084:
        return np.asarray(_read_pq(code) / _WHITE_PQ, dtype=np.float32)
    return np.asarray(_read_hlg(code) / _read_hlg(np.array([_WHITE_HLG])), dtype=np.float32)


def _read_pq(code: Floats) -> Floats:
    m1, m2 = 2610 / 16384, 2523 / 4096 * 128
    c1, c2, c3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
    power = code ** (1 / m2)
    return np.asarray((np.maximum(power - c1, 0.0) / (c2 - c3 * power)) ** (1 / m1))


def _read_hlg(code: Floats) -> Floats:
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.asarray(np.where(code <= 0.5, code**2 / 3, (np.exp((code - c) / a) + b) / 12))


@cache
def _list_codes() -> NDArray[np.uint8]:
    light = np.arange(_LIGHT_STEPS) / (_LIGHT_STEPS - 1)
    code = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.asarray(np.round(255 * code), dtype=np.uint8)
