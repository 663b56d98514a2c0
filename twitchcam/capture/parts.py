"""Put the parts of one recording together: what was written before and after a server was killed.

Pictures are taken over as they are stored, none is encoded anew. Between the parts lies a gap, as
long as it was.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av

from twitchcam.capture.containers import quiet_ffmpeg


def join_parts(parts: Sequence[tuple[Path, float]], joined: Path) -> None:
    """Write ``joined`` (Matroska) from parts of one recorder, each with its first moment in s.

    Where two parts hold the same moment, the later one counts: its first picture can be read by
    itself, so the former is cut at its end.

    Raises
    ------
    OSError
        The disk is full, or no part can be read.
    """
    zero_s = parts[0][1]
    stops_s = [first_s - zero_s for _, first_s in parts[1:]] + [float("inf")]
    with quiet_ffmpeg(), av.open(str(joined), "w", format="matroska") as out:
        stream = None
        for (path, first_s), stop_s in zip(parts, stops_s, strict=True):
            try:
                part = av.open(str(path))
            except av.FFmpegError:
                continue  # killed before its first picture was whole
            with part:
                video = part.streams.video[0]
                stream = stream or out.add_stream_from_template(video)
                _copy(part, video, out, stream, first_s - zero_s, stop_s)
        if stream is None:
            raise OSError(errno.EIO, "no part can be read")


def _copy(part: Any, video: Any, out: Any, stream: Any, from_s: float, stop_s: float) -> None:
    """Copy the pictures of one part, up to its first damage."""
    try:
        for packet in part.demux(video):
            if packet.pts is None:
                continue
            at_s = from_s + float(packet.pts * packet.time_base)
            # The file's clock is coarser than the camera's.
            if at_s > stop_s - stream.time_base:
                return
            packet.pts = packet.dts = round(at_s / stream.time_base)
            packet.time_base = stream.time_base
            packet.stream = stream
            out.mux(packet)
    except av.InvalidDataError:
        return
