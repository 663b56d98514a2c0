"""Recordings with sound, several tracks, tags and edit lists, as phones write them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import making_videos as made
import numpy as np

SOUND_HZ = 48_000
_SAMPLES = 960


def write_recording(
    path: Path,
    codec: str = "libx264",
    *,
    picture_ms: Sequence[int] = (),
    sound_s: float = 0.0,
    sound_codec: str = "aac",
    tracks: Sequence[tuple[int, int]] = (made.SIZE_PX,),
    default_track: int | None = None,
    tags: dict[str, str] | None = None,
    ticks_per_s: int = 1000,
    container_options: dict[str, str] | None = None,
) -> Path:
    """Write numbered pictures at ``picture_ms`` into every track, and sound from 0 on."""
    picture_ms = picture_ms or made.even_times_ms(50)
    options = dict(container_options or {})
    if tags:
        options["movflags"] = "use_metadata_tags"
    with av.open(str(path), "w", options=options) as out:
        out.metadata.update(tags or {})
        sound = out.add_stream(sound_codec, rate=SOUND_HZ, layout="mono") if sound_s else None
        videos = [_add_track(out, codec, size_px, ticks_per_s) for size_px in tracks]
        if default_track is not None:
            videos[default_track].disposition = av.stream.Disposition.default.value
        packets = list(_encode_sound(sound, sound_s)) if sound is not None else []
        for video in videos:
            packets += _encode_pictures(video, picture_ms, ticks_per_s)
        # In the order of time, as recorders write them.
        for packet in sorted(packets, key=lambda packet: float(packet.dts * packet.time_base)):
            out.mux(packet)
    return path


def _add_track(out: Any, codec: str, size_px: tuple[int, int], ticks_per_s: int) -> Any:
    video = out.add_stream(codec, rate=25, options=made.QUIET.get(codec, {}))
    video.width, video.height, video.pix_fmt = *size_px, "yuv420p"
    video.codec_context.time_base = Fraction(1, ticks_per_s)
    video.codec_context.gop_size = 10
    return video


def _encode_pictures(video: Any, picture_ms: Sequence[int], ticks_per_s: int) -> Any:
    for number, time_ms in enumerate(picture_ms):
        picture = made.make_picture(number % 64, (video.width, video.height))
        frame = av.VideoFrame.from_ndarray(picture).reformat(format="yuv420p")
        frame.pts = round(time_ms * ticks_per_s / 1000)
        frame.time_base = Fraction(1, ticks_per_s)
        yield from video.encode(frame)
    yield from video.encode(None)


def _encode_sound(sound: Any, sound_s: float) -> Any:
    whole = sound.codec_context.name in ("libmp3lame", "pcm_s16le", "libopus")
    kind, dtype = ("s16", np.int16) if whole else ("fltp", np.float32)
    if sound.codec_context.name == "libmp3lame":
        kind = "s16p"
    for start in range(0, round(sound_s * SOUND_HZ), _SAMPLES):
        frame = av.AudioFrame.from_ndarray(np.zeros((1, _SAMPLES), dtype), kind, "mono")
        frame.sample_rate, frame.pts = SOUND_HZ, start
        frame.time_base = Fraction(1, SOUND_HZ)
        yield from sound.encode(frame)
    yield from sound.encode(None)


def set_edits(path: Path, edits: Sequence[tuple[float, float | None, float]]) -> None:
    """Give the one track of an MP4 an edit list: (length s, from s or None, speed) of each part."""
    data = bytearray(path.read_bytes())
    movie_hz, track_hz = (
        struct.unpack_from(">I", data, data.index(name) + 16)[0] for name in (b"mvhd", b"mdhd")
    )
    rows = b"".join(
        struct.pack(
            ">Iii",
            round(length_s * movie_hz),
            -1 if from_s is None else round(from_s * track_hz),
            round(speed * 65536),
        )
        for length_s, from_s, speed in edits
    )
    table = _box(b"elst", struct.pack(">II", 0, len(edits)) + rows)
    moov, trak = (data.index(name) - 4 for name in (b"moov", b"trak"))
    at = data.find(b"edts") - 4
    if at > 0:
        stop = at + struct.unpack_from(">I", data, at)[0]
    else:
        head = data.index(b"tkhd") - 4
        at = stop = head + struct.unpack_from(">I", data, head)[0]
    edts = _box(b"edts", table)
    grown = len(edts) - (stop - at)
    data[at:stop] = edts
    for box in (moov, trak):
        size = struct.unpack_from(">I", data, box)[0]
        struct.pack_into(">I", data, box, size + grown)
    path.write_bytes(data)


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content
