"""Ten short clips of real encoders, and what transfer, disks and malice can do to their bytes."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.showing.stored import ROOT
from twitchcam.capture.files import open_video
from twitchcam.x264 import list_x264_params

# Container and codec as phones, browsers, cameras and old programs write them: the name of the
# file, the encoder, its colours, ticks a second.
PAIRS: Final = (
    ("h264.mp4", "libx264", "yuv420p", 1000),
    ("hevc.mov", "libx265", "yuv420p", 1000),
    ("h264.mkv", "libx264", "yuv420p", 1000),
    ("vp8.webm", "libvpx", "yuv420p", 1000),
    ("vp9.webm", "libvpx-vp9", "yuv420p", 1000),
    ("mjpeg.avi", "mjpeg", "yuvj420p", 25),
    ("h264.ts", "libx264", "yuv420p", 1000),
    ("mpeg2.mpg", "mpeg2video", "yuv420p", 25),
    ("wmv2.wmv", "wmv2", "yuv420p", 25),
    ("moving.gif", "gif", "rgb8", 100),
)
_FACE: Final = ROOT / "sample_clips" / "healthy.mp4"
_N_PICTURES: Final = 10
_STEP_MS: Final = 40
_SIZE_PX: Final = (96, 64)
_QUIET: Final = {
    "libx264": list_x264_params("log-level=-1"),
    "libx265": {"x265-params": "log-level=none"},
}
# Most of what a reader believes stands at the beginning.
_HEADER_BYTES: Final = 2000
# Lengths, counts and places of a header as attackers write them.
_EVIL: Final = (b"\0\0\0\0", b"\0\0\0\1", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\xff\xff\xff\xff")


def make_whole_clips(folder: Path) -> None:
    """Write 0.4 s of a made face with every pair of ``PAIRS`` into ``folder``."""
    with open_video(_FACE, scale=0.15) as video:
        pictures = [_cut(f.image_rgb) for f in islice(video.frames(), _N_PICTURES)]
    for pair in PAIRS:
        _write(folder, *pair, pictures)


def _cut(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    (width, height), (rows, columns) = _SIZE_PX, picture.shape[:2]
    top, left = max(0, (rows - height) // 2), max(0, (columns - width) // 2)
    cut = picture[top : top + height, left : left + width]
    missing = ((0, height - cut.shape[0]), (0, width - cut.shape[1]), (0, 0))
    return np.pad(cut, missing, mode="edge")


def _write(
    folder: Path, name: str, codec: str, pix_fmt: str, ticks_per_s: int, pictures: Any
) -> None:
    front = {"movflags": "faststart"} if name.endswith(("mp4", "mov")) else {}
    with av.open(str(folder / name), "w", options=front) as out:
        stream = out.add_stream(codec, rate=25, options=_QUIET.get(codec, {}))
        stream.width, stream.height, stream.pix_fmt = *_SIZE_PX, pix_fmt
        stream.codec_context.time_base = Fraction(1, ticks_per_s)
        stream.codec_context.gop_size = 5
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture).reformat(format=pix_fmt)
            frame.pts = number * _STEP_MS * ticks_per_s // 1000
            frame.time_base = Fraction(1, ticks_per_s)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def break_clip(whole: bytes, name: str, number: int) -> tuple[str, bytes]:
    """Return variant ``number`` of a clip and how it was broken; the same one every time."""
    chance = random.Random(f"{name} {number}")
    # Another way for every clip, so that a few variants have all of them.
    place = [pair[0] for pair in PAIRS].index(name)
    how = tuple(_WAYS)[(number + place) % len(_WAYS)]
    data = bytearray(whole)
    _WAYS[how](data, chance)
    return how, bytes(data)


def _cut_off(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _lose_beginning(data: bytearray, chance: random.Random) -> None:
    del data[: chance.randrange(len(data))]


def _change_bytes(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 5, 40, 400))):
        data[chance.randrange(len(data))] = chance.randrange(256)


def _change_header(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 3, 20))):
        data[chance.randrange(min(len(data), _HEADER_BYTES))] = chance.randrange(256)


def _lie_about_sizes(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 2, 6))):
        start = chance.randrange(min(len(data), _HEADER_BYTES))
        data[start : start + 4] = chance.choice(_EVIL)


def _flip_bits(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 2, 10))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _blank(data: bytearray, chance: random.Random) -> None:
    start, length = _choose_piece(data, chance)
    data[start : start + length] = chance.choice((b"\0", b"\xff")) * length


def _lose_piece(data: bytearray, chance: random.Random) -> None:
    start, length = _choose_piece(data, chance)
    del data[start : start + length]


def _repeat_piece(data: bytearray, chance: random.Random) -> None:
    start, length = _choose_piece(data, chance)
    data[start:start] = data[start : start + length] * chance.choice((1, 3))


def _move_piece(data: bytearray, chance: random.Random) -> None:
    start, length = _choose_piece(data, chance)
    piece = bytes(data[start : start + length])
    del data[start : start + length]
    place = chance.randrange(len(data) + 1)
    data[place:place] = piece


def _choose_piece(data: bytearray, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data) - start, chance.choice((4, 64, 512, 4096)))


_WAYS: Final[dict[str, Callable[[bytearray, random.Random], None]]] = {
    "cut off": _cut_off,
    "beginning lost": _lose_beginning,
    "bytes changed": _change_bytes,
    "header changed": _change_header,
    "sizes that lie": _lie_about_sizes,
    "bits flipped": _flip_bits,
    "a piece blank": _blank,
    "a piece lost": _lose_piece,
    "a piece repeated": _repeat_piece,
    "a piece moved": _move_piece,
}
