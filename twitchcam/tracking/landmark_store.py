"""Landmarks go to disk as they come, so that an hour needs no more memory than a minute.

An hour at 30 pictures a second holds 620 MB of landmarks, but later stages look at them once,
from start to end. They are therefore kept in a file and read piece by piece.
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator
from mmap import mmap
from pathlib import Path
from typing import Final

import numpy as np

from twitchcam.anatomy import N_LANDMARKS
from twitchcam.records import Floats

# Finer than the mesh's own jitter by far (0.1 px), and rounding makes saved tracks half as big.
_STEPS_PER_PX: Final = 128
_PIECE_FRAMES: Final = 512
_BUFFER_BYTES: Final = 1 << 18
_SHAPE: Final = (N_LANDMARKS, 3)


class LandmarkStore:
    """A file of landmarks, written one picture at a time."""

    def __init__(self) -> None:
        handle = tempfile.NamedTemporaryFile(  # noqa: SIM115 - it outlives this function
            prefix="twitchcam-landmarks-", suffix=".f32", delete=False, buffering=_BUFFER_BYTES
        )
        self._file = handle
        self._path = Path(handle.name)
        self._remove = weakref.finalize(self, self._path.unlink, missing_ok=True)

    def append(self, landmarks_px: Floats | None) -> None:
        """Add one picture's landmarks (478, 3); ``None`` becomes NaN."""
        if landmarks_px is None:
            row = np.full(_SHAPE, np.nan, dtype=np.float32)
        else:
            row = (np.rint(landmarks_px * _STEPS_PER_PX) / _STEPS_PER_PX).astype(np.float32)
        self._file.write(row.tobytes())

    def append_rows(self, raw: bytes) -> None:
        """Add pictures that are already in the file's own form."""
        self._file.write(raw)

    def close(self) -> Floats:
        """Finish writing; the landmarks (n, 478, 3) as a read-only array backed by the file."""
        self._file.close()
        n_frames = self._path.stat().st_size // (4 * N_LANDMARKS * 3)
        if n_frames == 0:
            return np.empty((0, *_SHAPE), dtype=np.float32)
        landmarks = np.memmap(self._path, dtype=np.float32, mode="r", shape=(n_frames, *_SHAPE))
        # The file lives as long as the array that shows it.
        self._remove.detach()
        weakref.finalize(landmarks.base, self._path.unlink, missing_ok=True)
        return landmarks

    def discard(self) -> None:
        """Give up: close and remove the file."""
        self._file.close()
        self._remove()


def read_pieces(landmarks_px: Floats) -> Iterator[tuple[int, Floats]]:
    """Yield ``(first_index, piece)`` over landmarks (n, 478, 3), a copy of some hundred at a time.

    Pieces of an array that shows a whole file are read from the file itself: pages of a mapping
    would stay in memory.
    """
    path = _find_file(landmarks_px)
    per_frame = N_LANDMARKS * 3
    for first in range(0, len(landmarks_px), _PIECE_FRAMES):
        n_frames = min(_PIECE_FRAMES, len(landmarks_px) - first)
        if path is None:
            yield first, np.array(landmarks_px[first : first + n_frames])
        else:
            piece = np.fromfile(
                path, dtype=np.float32, count=n_frames * per_frame, offset=4 * first * per_frame
            )
            yield first, piece.reshape(n_frames, *_SHAPE)


def _find_file(landmarks_px: Floats) -> Path | None:
    """The file that the array shows from its first byte on, one after the other.

    ``None`` for everything else: slices and views of such an array carry the file's name too, but
    begin or step elsewhere in it.
    """
    if not isinstance(landmarks_px, np.memmap) or landmarks_px.filename is None:
        return None
    mapped = landmarks_px.base
    shows_all = isinstance(mapped, mmap) and landmarks_px.nbytes == len(mapped)
    in_order = landmarks_px.offset == 0 and landmarks_px.flags.c_contiguous
    return Path(landmarks_px.filename) if shows_all and in_order else None
