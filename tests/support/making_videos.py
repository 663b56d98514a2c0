"""Make small videos whose every frame can be told apart, and files that are none."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from twitchcam.x264 import list_x264_params

SIZE_PX = (96, 64)
N_BITS = 6
COLOURS = ((220, 40, 40), (40, 200, 40), (40, 60, 220), (230, 230, 230))
QUIET = {
    "libx264": {"crf": "8"} | list_x264_params("log-level=-1"),
    "libx265": {"crf": "8", "x265-params": "log-level=none"},
    "libvpx": {"crf": "4", "b": "2000000", "deadline": "realtime", "cpu-used": "8"},
    "libvpx-vp9": {"crf": "4", "deadline": "realtime", "cpu-used": "8"},
    "mpeg4": {"qscale": "2", "b": "2000000"},
    "mjpeg": {"qscale": "2"},
}
FORMATS = {"libvpx": "webm", "libvpx-vp9": "webm"}


def make_picture(number: int, size_px: tuple[int, int] = SIZE_PX) -> NDArray[np.uint8]:
    """Draw ``number`` as black and white blocks above a red, green, blue and white quarter."""
    width, height = size_px
    image = np.zeros((height, width, 3), np.uint8)
    for bit in range(N_BITS):
        columns = slice(bit * width // N_BITS, (bit + 1) * width // N_BITS)
        image[: height // 2, columns] = 235 if number >> bit & 1 else 20
    for k, colour in enumerate(COLOURS):
        image[height // 2 :, k * width // 4 : (k + 1) * width // 4] = colour
    return image


def read_number(image: NDArray[np.uint8]) -> int:
    """Read back the number of an upright picture."""
    height, width = image.shape[:2]
    row = image[height // 4].mean(axis=1)
    middles = [(2 * bit + 1) * width // (2 * N_BITS) for bit in range(N_BITS)]
    return sum((row[x] > 128) << bit for bit, x in enumerate(middles))


def read_colours(image: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the colours of the four quarters of an upright picture."""
    height, width = image.shape[:2]
    return np.array([image[3 * height // 4, (2 * k + 1) * width // 8] for k in range(4)], int)


def even_times_ms(n: int = 20, step_ms: int = 40) -> list[int]:
    return [k * step_ms for k in range(n)]


def write_video(
    target: Any,
    codec: str = "libx264",
    *,
    times_ms: Sequence[int | None] = (),
    pictures: Sequence[NDArray[np.uint8]] | None = None,
    size_px: tuple[int, int] = SIZE_PX,
    pix_fmt: str = "yuv420p",
    container: str | None = None,
    ticks_per_s: int = 1000,
    rotation_deg: int = 0,
    flipped: bool = False,
    full_range: bool = False,
    pixel_shape: Fraction | None = None,
    with_sound: bool = False,
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
) -> Any:
    """Write one numbered picture per time (20, 40 ms apart, when none are given)."""
    times_ms = times_ms or even_times_ms()
    container = container or (FORMATS.get(codec) if hasattr(target, "write") else None)
    name = str(target) if isinstance(target, Path) else target
    with av.open(name, "w", format=container, options=container_options or {}) as out:
        sound = out.add_stream("aac", rate=8000) if with_sound else None
        if sound is not None:
            sound.layout = "mono"
        stream = out.add_stream(codec, rate=25, options={**QUIET.get(codec, {}), **(options or {})})
        stream.width, stream.height, stream.pix_fmt = *size_px, pix_fmt
        context = stream.codec_context
        context.time_base = Fraction(1, ticks_per_s)
        context.gop_size = 10
        if pixel_shape:
            context.sample_aspect_ratio = pixel_shape
        if full_range:
            context.color_range = 2
        if sound is not None:
            _mux_silence(out, sound)
        for number, time_ms in enumerate(times_ms):
            picture = pictures[number] if pictures else make_picture(number, size_px)
            frame = av.VideoFrame.from_ndarray(picture)
            ranges = {"dst_color_range": 2} if full_range else {}
            frame = frame.reformat(format=pix_fmt, **ranges)
            frame.pts = round(time_ms * ticks_per_s / 1000)
            frame.time_base = Fraction(1, ticks_per_s)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    if rotation_deg or flipped:
        turn = np.array(_turn_matrix(rotation_deg)) * ([-1, 1] if flipped else [1, 1])
        write_display_matrix(target, turn)
    return target


def _turn_matrix(rotation_deg: int) -> list[list[int]]:
    """Return what a turn against the clock makes of one step right and of one step down."""
    quarter = rotation_deg // 90 % 4
    return [[[1, 0], [0, 1]], [[0, -1], [1, 0]], [[-1, 0], [0, -1]], [[0, 1], [-1, 0]]][quarter]


def write_display_matrix(path: Path, steps: Any) -> None:
    """Tell an MP4 with one track how to show it, as a phone does (PyAV only learnt it late)."""
    (a, b), (c, d) = (np.asarray(steps) * 65536).astype(int)
    data = path.read_bytes()
    at = data.index(b"tkhd") + 44
    path.write_bytes(data[:at] + struct.pack(">5i", a, b, 0, c, d) + data[at + 20 :])


def write_sound(path: Path, codec: str = "pcm_s16le") -> Path:
    with av.open(str(path), "w") as out:
        sound = out.add_stream(codec, rate=8000)
        sound.layout = "mono"
        _mux_silence(out, sound)
    return path


def write_sound_with_cover(path: Path) -> Path:
    """Write sound and a picture that is marked as its cover."""
    with av.open(str(path), "w") as out:
        sound = out.add_stream("aac", rate=8000)
        sound.layout = "mono"
        cover = out.add_stream("mjpeg", rate=25)
        cover.width, cover.height, cover.pix_fmt = *SIZE_PX, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic.value
        frame = av.VideoFrame.from_ndarray(make_picture(1)).reformat(format="yuvj420p")
        out.mux(cover.encode(frame))
        out.mux(cover.encode(None))
        _mux_silence(out, sound)
    return path


def _mux_silence(out: Any, stream: Any, seconds: float = 0.5) -> None:
    layout = "mono"
    kind = "fltp" if stream.codec_context.name == "aac" else "s16"
    for start in range(0, int(8000 * seconds), 1000):
        samples = np.zeros((1, 1000), np.float32 if kind == "fltp" else np.int16)
        frame = av.AudioFrame.from_ndarray(samples, format=kind, layout=layout)
        frame.sample_rate, frame.pts = 8000, start
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


class Pipe:
    """Something to write to that cannot seek, as a browser's recorder sees it."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)


def write_told(path, tags, options=None):
    """A real file of a few pictures, with what its camera would say."""
    with av.open(str(path), "w", options=options or {}) as container:
        container.metadata.update(tags)
        stream = container.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        for _ in range(3):
            picture = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    return path
