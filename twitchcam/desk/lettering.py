"""Words on a picture, in every language that the font has letters for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]

INK: Final[Colour] = (230, 233, 238)
SOFT: Final[Colour] = (150, 160, 172)
PAPER: Final[Colour] = (26, 32, 40)
WARM: Final[Colour] = (255, 196, 87)
SIDE_COLOURS: Final[dict[str, Colour]] = {"left": (86, 180, 233), "right": (230, 159, 0)}


def write(
    image_rgb: Picture, words: str, x: int, y: int, *, size_px: int = 20, colour: Colour = INK
) -> int:
    """Write one line with its upper left corner at (x, y); return where the next line begins."""
    if words:
        mask = _draw(words, size_px)
        height = min(mask.shape[0], image_rgb.shape[0] - y)
        width = min(mask.shape[1], image_rgb.shape[1] - x)
        if height > 0 and width > 0:
            place = image_rgb[y : y + height, x : x + width]
            share = mask[:height, :width, None] / np.float32(255)
            place[:] = place + share * (np.array(colour, np.float32) - place)
    return y + round(size_px * 1.35)


def write_lines(
    image_rgb: Picture,
    words: str,
    x: int,
    y: int,
    *,
    width_px: int,
    size_px: int = 20,
    colour: Colour = INK,
) -> int:
    """Write words in as many lines as they need; return where the next line begins."""
    for line in wrap(words, width_px, size_px):
        y = write(image_rgb, line, x, y, size_px=size_px, colour=colour)
    return y


@lru_cache(maxsize=256)
def wrap(words: str, width_px: int, size_px: int) -> tuple[str, ...]:
    """Words broken into lines that are no wider than ``width_px``."""
    lines: list[str] = []
    font = _font(size_px)
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


@lru_cache(maxsize=32)
def _font(size_px: int) -> Any:
    return ImageFont.load_default(size_px)


@lru_cache(maxsize=256)
def _draw(words: str, size_px: int) -> Picture:
    font = _font(size_px)
    width, height = round(font.getlength(words)) + 2, round(size_px * 1.35)
    image = Image.new("L", (max(width, 1), height))
    ImageDraw.Draw(image).text((0, 0), words, fill=255, font=font)
    return np.asarray(image)
