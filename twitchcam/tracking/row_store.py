"""What grows large goes to disk as it comes, so that an hour needs no more memory than a minute.

An hour at 30 pictures a second holds 620 MB of landmarks and 430 MB of skin's displacement, but
later stages look at them once, from start to end. They are therefore kept in files and read piece
by piece.
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
from twitchcam.scratch import make_prefix

# Finer than the mesh's own jitter by far (0.1 px), and rounding makes saved tracks half as big.
LANDMARK_STEPS_PER_PX: Final = 128
_PIECE_FRAMES: Final = 512
_BUFFER_BYTES: Final = 1 << 18
LANDMARKS_SHAPE: Final = (N_LANDMARKS, 3)


class RowStore:
    """A file of rows of numbers, one for every picture.

    Parameters
    ----------
    shape : of one row.
    steps : numbers are rounded to this many steps of a unit.
    folder : where the file lies; without it, where the system keeps such files.
    """

    def __init__(
        self,
        shape: tuple[int, ...] = LANDMARKS_SHAPE,
        steps: float = LANDMARK_STEPS_PER_PX,
        folder: Path | None = None,
    ) -> None:
        handle = tempfile.NamedTemporaryFile(  # noqa: SIM115 - it outlives this function
            prefix=make_prefix("rows") if folder is None else "rows-",
            suffix=".f32",
            delete=False,
            buffering=_BUFFER_BYTES,
            dir=folder,
        )
        self._shape, self._steps = shape, steps
        self._file = handle
        self._path = Path(handle.name)
        self._remove = weakref.finalize(self, self._path.unlink, missing_ok=True)

    def append(self, row: Floats | None) -> None:
        """Add one picture's row; ``None`` becomes NaN."""
        if row is None:
            row = np.full(self._shape, np.nan, dtype=np.float32)
        else:
            row = (np.rint(row * self._steps) / self._steps).astype(np.float32)
        self._file.write(row.tobytes())

    def append_rounded(self, rows: Floats) -> None:
        """Add the rows (n, ...) of several pictures."""
        self._file.write((np.rint(rows * self._steps) / self._steps).astype(np.float32).tobytes())

    def append_rows(self, raw: bytes) -> None:
        """Add pictures that are already in the file's own form."""
        self._file.write(raw)

    def close(self) -> Floats:
        """Finish writing; all rows (n, ...) as a read-only array backed by the file."""
        self._file.close()
        self._remove.detach()
        return show_file(self._path, self._shape)

    def hand_over(self) -> Path:
        """Finish writing and leave the file to whoever asked for its folder."""
        self._file.close()
        self._remove.detach()
        return self._path

    def discard(self) -> None:
        """Give up: close and remove the file."""
        self._file.close()
        self._remove()


def show_file(path: Path, shape: tuple[int, ...]) -> Floats:
    """All rows (n, ...) of a finished file, which lives as long as the array that shows it."""
    n_rows = path.stat().st_size // (4 * int(np.prod(shape)))
    if n_rows == 0:
        path.unlink()
        return np.empty((0, *shape), dtype=np.float32)
    rows = np.memmap(path, dtype=np.float32, mode="r", shape=(n_rows, *shape))
    weakref.finalize(rows.base, path.unlink, missing_ok=True)
    return rows


def read_pieces(rows: Floats) -> Iterator[tuple[int, Floats]]:
    """Yield ``(first_index, piece)`` over rows (n, ...), a copy of some hundred at a time."""
    for first in range(0, len(rows), _PIECE_FRAMES):
        yield first, read_rows(rows, first, first + _PIECE_FRAMES)


def read_rows(rows: Floats, start: int, stop: int) -> Floats:
    """A copy of the rows from ``start`` until before ``stop``.

    Rows of an array that shows a whole file are read from the file itself: pages of a mapping
    would stay in memory.
    """
    stop = min(stop, len(rows))
    path = _find_file(rows)
    if path is None:
        return np.array(rows[start:stop])
    return read_file(path, rows.shape[1:], start, stop)


def read_file(path: Path, shape: tuple[int, ...], start: int, stop: int) -> Floats:
    """Rows of a ``shape`` from the file of a ``RowStore``."""
    per_row = int(np.prod(shape))
    piece = np.fromfile(
        path, dtype=np.float32, count=(stop - start) * per_row, offset=4 * start * per_row
    )
    return piece.reshape(stop - start, *shape)


def _find_file(rows: Floats) -> Path | None:
    """The file that the array shows from its first byte on, one after the other.

    ``None`` for everything else: slices and views of such an array carry the file's name too, but
    begin or step elsewhere in it.
    """
    if not isinstance(rows, np.memmap) or rows.filename is None:
        return None
    mapped = rows.base
    shows_all = isinstance(mapped, mmap) and rows.nbytes == len(mapped)
    in_order = rows.offset == 0 and rows.flags.c_contiguous
    return Path(rows.filename) if shows_all and in_order else None
