"""The edit lists of an MP4 or MOV, as far as FFmpeg does not follow them.

FFmpeg follows edits that cut and join. It passes over the speed of an edit, which editors and
phones use for slow motion (faster parts then lose their end), and for a pause between two edits it
makes up pictures from the beginning of the recording. Both is seen here before anything is decoded.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import dropwhile
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

_HEADER: Final = struct.Struct(">I4s")
_NORMAL_SPEED: Final = 1 << 16  # a fixed-point number with 16 bits behind the point
_NOTHING_SHOWN: Final = -1
# An index of more bytes is none; reading it would eat the memory.
_MAX_BYTES: Final = 1 << 28
_MAX_EDITS: Final = 10_000


class Edit(NamedTuple):
    """A stretch of the time line: the place in the track that is shown there, and how fast."""

    media_time: int  # ticks of the track; -1 shows nothing
    speed: int  # 65536 is that of life


def has_retimed_edits(path: Path) -> bool:
    """Whether an MP4 or MOV asks to show parts of its pictures faster, slower, or after a pause."""
    try:
        if not path.is_file():  # reading from a pipe would wait for ever
            return False
        with path.open("rb") as file:
            index = _find_index(file)
    except (OSError, ValueError):  # a size beyond all files belongs to no MP4
        return False
    tracks = [] if index is None else [_read_edits(track) for track in _find_all(index, b"trak")]
    return any(_is_retimed(edits) for edits in tracks)


def _is_retimed(edits: list[Edit]) -> bool:
    # A first edit that shows nothing only says that the track begins late.
    shown = list(dropwhile(lambda edit: edit.media_time == _NOTHING_SHOWN, edits))
    return any(edit.media_time == _NOTHING_SHOWN or edit.speed != _NORMAL_SPEED for edit in shown)


def _find_index(file: BinaryIO) -> bytes | None:
    """The content of the box ``moov`` of a file; ``None`` without one."""
    while len(head := file.read(_HEADER.size)) == _HEADER.size:
        n_bytes, name = _HEADER.unpack(head)
        n_read = _HEADER.size
        if n_bytes == 1:  # the size stands behind, in eight bytes
            n_bytes, n_read = int.from_bytes(file.read(8), "big"), n_read + 8
        if name == b"moov":
            return file.read(n_bytes - n_read) if n_read <= n_bytes < _MAX_BYTES else None
        if n_bytes < n_read:
            return None
        file.seek(n_bytes - n_read, 1)
    return None


def _find_all(box: bytes, wanted: bytes) -> Iterator[bytes]:
    """Contents of the boxes called ``wanted`` in the content of another."""
    at = 0
    while at + _HEADER.size <= len(box):
        n_bytes, name = _HEADER.unpack_from(box, at)
        if n_bytes < _HEADER.size:
            return
        if name == wanted:
            yield box[at + _HEADER.size : at + n_bytes]
        at += n_bytes


def _read_edits(track: bytes) -> list[Edit]:
    """The edits of a track of pictures; none for sound."""
    kinds = [box[8:12] for media in _find_all(track, b"mdia") for box in _find_all(media, b"hdlr")]
    if b"vide" not in kinds:
        return []
    edits: list[Edit] = []
    for table in (t for box in _find_all(track, b"edts") for t in _find_all(box, b"elst")):
        row = struct.Struct(">qqi" if table[:1] == b"\x01" else ">iii")
        n = min(int.from_bytes(table[4:8], "big"), _MAX_EDITS, (len(table) - 8) // row.size)
        rows = (row.unpack_from(table, 8 + k * row.size) for k in range(n))
        edits += [Edit(media_time, speed) for _, media_time, speed in rows]
    return edits
