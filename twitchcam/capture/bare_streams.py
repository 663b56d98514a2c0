"""Streams without a container, as small computers with a camera write them: they hold no times.

In      an open container
Out     how many pictures a second are assumed, and whether the stream itself says so
Method  FFmpeg reads such a stream at 25 pictures a second, whatever stands in it. The header of
        its codec may state a rate; some writers put nonsense there (a million a second), or a rate
        that the camera did not keep.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from av.container import InputContainer
from av.video.stream import VideoStream

_BARE: Final = ("h264", "hevc", "obu", "mjpeg", "m4v", "mpegvideo", "h263", "vc1")
_USUAL_HZ: Final = 25.0
# What cameras do, slow motion among it.
_LOWEST_HZ, _HIGHEST_HZ = 5.0, 250.0


class BareRate(NamedTuple):
    """Pictures a second of a stream without times; ``stated`` in its header or assumed."""

    rate_hz: float
    stated: bool


def read_bare_rate(container: InputContainer, stream: VideoStream) -> BareRate | None:
    """At which rate a stream without times is read; ``None`` where pictures have times."""
    if container.format.name not in _BARE:
        return None
    stated = stream.codec_context.framerate
    if stated and _LOWEST_HZ <= stated <= _HIGHEST_HZ:
        return BareRate(float(stated), stated=True)
    return BareRate(_USUAL_HZ, stated=False)
