"""Whether the writer of an MKV, WebM or AVI never came back to finish it.

Recorders leave room for the length in the header and fill it in at the end. Room that is still
empty tells that the recorder was killed, also where the file ends on a whole picture. A live
recording, such as a browser makes, leaves no room, or states a length of 0 (Firefox), and is
complete without one.

An AVI states its size and how many pictures it holds; both are unknown until the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

_HEAD_BYTES: Final = 1 << 16
_SEGMENT: Final = 0x18538067
_ABOUT: Final = 0x1549A966
_DURATION: Final = 0x4489
_ROOM: Final = 0xEC
_CLUSTER: Final = 0x1F43B675
# Of the number of frames, behind the name and size of the main header of an AVI.
_FRAMES_AT: Final = 8 + 16
_UNKNOWN_SIZE: Final = 0xFFFFFFFF


def is_unfinished(path: Path) -> bool:
    """Whether a Matroska or AVI file has room for its length and nothing in it."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(b"RIFF"):
        return _is_unfinished_avi(head)
    for name, content, known in _read_elements(head):
        if name == _SEGMENT:
            about = next((part for key, part, _ in _read_elements(content) if key == _ABOUT), None)
            if known or about is None:
                return False
            parts = {key for key, *_ in _read_elements(about)}
            return _ROOM in parts and _DURATION not in parts
    return False


def _is_unfinished_avi(head: bytes) -> bool:
    size = int.from_bytes(head[4:8], "little")
    at = head.find(b"avih")
    if head[8:12] != b"AVI " or at < 0 or len(head) < at + _FRAMES_AT + 4:
        return False
    n_frames = int.from_bytes(head[at + _FRAMES_AT : at + _FRAMES_AT + 4], "little")
    return size in (0, _UNKNOWN_SIZE) and n_frames == 0


def _read_elements(data: bytes) -> Iterator[tuple[int, bytes, bool]]:
    """Name, content, and whether the size is stated, of the elements up to the first cluster."""
    at = 0
    while at < len(data):
        name, at, _ = _read_number(data, at, keep_marker=True)
        n_bytes, at, known = _read_number(data, at, keep_marker=False)
        if name == _CLUSTER:
            return
        stop = at + n_bytes if known else len(data)
        yield name, data[at:stop], known
        at = stop


def _read_number(data: bytes, at: int, *, keep_marker: bool) -> tuple[int, int, bool]:
    """A number whose first bits tell how long it is; where it ends; False if it means unknown."""
    first = data[at] if at < len(data) else 0
    length = 9 - first.bit_length()
    if length > 8:
        return 0, len(data), False
    value = int.from_bytes(data[at : at + length], "big")
    plain = value & ((1 << 7 * length) - 1)
    return (value if keep_marker else plain), at + length, plain != (1 << 7 * length) - 1
