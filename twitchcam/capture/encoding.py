"""How what we record ourselves is stored: without loss where there is room, and nearly so else.

Small movement is what compression takes first. What each of these costs, in time, room and
movement, is measured by ``python -m benchmarks.live --part encodings``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

# How a picture lies in memory: colours by pixel, or planes of brightness and halved colour.
Layout: TypeAlias = Literal["bgr24", "rgb24", "i420", "nv12"]
EncodingName: TypeAlias = Literal["lossless", "small", "ffv1"]
Matrix: TypeAlias = Literal["bt601", "bt709"]
# Left, top, width and height of the part that is kept, in pixels, even numbers.
Cut: TypeAlias = tuple[int, int, int, int]
Bytes: TypeAlias = NDArray[np.uint8] | bytes | bytearray | memoryview

# What Matroska as FFmpeg writes it can hold: a thousandth of a second.
TICK: Final = Fraction(1, 1000)
# Planes, as browsers call them.
LAYOUTS: Final[dict[str, Layout]] = {"I420": "i420", "NV12": "nv12"}
_FORMATS: Final[dict[Layout, str]] = {
    "bgr24": "bgr24",
    "rgb24": "rgb24",
    "i420": "yuv420p",
    "nv12": "nv12",
}
_MATRICES: Final[dict[Matrix, int]] = {"bt709": 1, "bt601": 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """A codec with its options.

    Attributes
    ----------
    name, codec : ours, and FFmpeg's.
    options : of the codec.
    lossless : what comes out is what went in, bit for bit, once it is brightness and halved colour.
    quantiser : of H.264, ``None`` where there is none.
    n_threads : that encode.
    """

    name: EncodingName
    codec: str
    options: dict[str, str]
    lossless: bool
    quantiser: int | None = None
    n_threads: int = 2


def _x264(name: EncodingName, quantiser: int, preset: str) -> Encoding:
    options = {
        "preset": preset,
        # No picture waits in the encoder for later ones.
        "tune": "zerolatency",
        "qp": str(quantiser),
        "forced-idr": "1",
        "x264-params": "log-level=-1",
    }
    return Encoding(
        name=name,
        codec="libx264",
        options=options,
        lossless=quantiser == 0,
        quantiser=quantiser,
    )


ENCODINGS: Final[dict[EncodingName, Encoding]] = {
    "lossless": _x264("lossless", 0, "ultrafast"),
    "small": _x264("small", 10, "ultrafast"),
    "ffv1": Encoding(
        name="ffv1",
        codec="ffv1",
        # Check sums for each of four parts of a picture, every picture for itself.
        options={"level": "3", "slicecrc": "1", "slices": "4", "coder": "0", "g": "1"},
        lossless=True,
    ),
}


def add_video(
    container: Any,
    encoding: Encoding,
    size_px: tuple[int, int],
    *,
    full_range: bool,
    matrix: Matrix | None,
) -> VideoStream:
    """Add the stream of pictures to a file that is to be written."""
    stream: VideoStream = container.add_stream(encoding.codec, options=encoding.options)
    stream.width, stream.height, stream.pix_fmt = *size_px, "yuv420p"
    stream.time_base = TICK
    context = stream.codec_context
    context.time_base = TICK
    context.thread_count = encoding.n_threads
    # Key pictures are asked for by time; this is far beyond any of them.
    if encoding.codec == "libx264":
        context.gop_size = 1 << 16
    context.color_range = 2 if full_range else 1
    if matrix is not None:
        context.colorspace = _MATRICES[matrix]
    return stream


def find_shape(layout: Layout, size_px: tuple[int, int]) -> tuple[int, ...]:
    """Shape of the array that holds one picture of ``size_px`` (width, height).

    Raises
    ------
    ValueError
        Planes of halved colour need even sizes.
    """
    width, height = size_px
    if layout in ("bgr24", "rgb24"):
        return height, width, 3
    if width % 2 or height % 2:
        raise ValueError(f"size_px must be even for {layout}, got {width}x{height}.")
    return height * 3 // 2, width


def make_frame(
    picture: Bytes,
    layout: Layout,
    size_px: tuple[int, int],
    cut: Cut,
    *,
    full_range: bool,
) -> av.VideoFrame:
    """Wrap one picture, cut, in its own layout."""
    shape = find_shape(layout, size_px)
    whole = (
        picture
        if isinstance(picture, np.ndarray)
        else np.frombuffer(picture, dtype=np.uint8).reshape(shape)
    )
    if cut != (0, 0, *size_px):
        whole = cut_picture(whole, layout, size_px, cut)
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(whole), format=_FORMATS[layout])
    if layout in ("i420", "nv12"):
        frame.color_range = 2 if full_range else 1
    return frame


def make_rgb(
    picture: Bytes, layout: Layout, size_px: tuple[int, int], *, full_range: bool
) -> NDArray[np.uint8]:
    """One picture as colours by pixel, (height, width, 3)."""
    frame = make_frame(picture, layout, size_px, (0, 0, *size_px), full_range=full_range)
    return np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def cut_picture(
    picture: NDArray[np.uint8], layout: Layout, size_px: tuple[int, int], cut: Cut
) -> NDArray[np.uint8]:
    """The part ``cut`` of a picture, in the same layout."""
    left, top, width, height = cut
    rows, columns = slice(top, top + height), slice(left, left + width)
    if layout in ("bgr24", "rgb24"):
        return picture[rows, columns]
    full_width, full_height = size_px
    half_rows = slice(top // 2, (top + height) // 2)
    half_columns = slice(left // 2, (left + width) // 2)
    luma, colour = picture[:full_height], picture[full_height:]
    if layout == "nv12":
        pairs = colour.reshape(full_height // 2, full_width // 2, 2)[half_rows, half_columns]
        return np.concatenate([luma[rows, columns], pairs.reshape(height // 2, width)])
    planes = colour.reshape(2, full_height // 2, full_width // 2)[:, half_rows, half_columns]
    return np.concatenate([luma[rows, columns], planes.reshape(height // 2, width)])
