"""A face track in one file: every number, no picture, nothing lost.

The file is an ordinary ``.npz``: ``numpy.load`` reads it. Landmarks are written and read piece
by piece, so an hour's track needs no more memory than a minute's.
"""

from __future__ import annotations

import json
import math
import tokenize
import zipfile
import zlib
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO, Any, Final

import numpy as np

from twitchcam.errors import InputError
from twitchcam.records import Cue, FaceTrack, Floats, Source
from twitchcam.skin_places import get_field_shape, get_places_shape
from twitchcam.tracking.row_store import LANDMARKS_SHAPE, RowStore, read_pieces
from twitchcam.wording import text

FORMAT: Final = "twitchcam-track-6"
_EARLIER: Final = (
    "twitchcam-track-1",
    "twitchcam-track-2",
    "twitchcam-track-3",
    "twitchcam-track-4",
    "twitchcam-track-5",
)
_ABOUT: Final = "about"
# Arrays that are large, written and read piece by piece, with the shape of one row.
_LARGE: Final = {
    "landmarks_px": LANDMARKS_SHAPE,
    "field_displacement": get_field_shape(),
    "field_light": get_places_shape(),
}
_ARRAYS: Final = (
    "time_s",
    "head_rotation_deg",
    "skin_displacement",
    "flow_residual",
    "face_found",
    "repeated",
    "face_luma",
    "cut",
    "covered",
    "other_person",
    "eye_contrast",
    "fine_texture",
    "field_texture",
    "colour_s",
    "field_colour",
    "unchanged_share",
)
# In none of the first tracks of this format.
_ARRAYS_LATER: Final = ("edge_width_percent",)
_COPY_BYTES: Final = 1 << 22
_ROWS_AT_ONCE: Final = 4096
# A packed file can claim to hold a thousand times its size, and a header any number at all. More
# than a day at 240 pictures a second, more numbers a picture than the widest array has (32 of 8
# bytes), or a longer description is no track, and is refused before it is unpacked.
_MOST_PICTURES: Final = 24 * 3600 * 240
_MOST_BYTES_A_PICTURE: Final = 512
_MOST_BYTES_BESIDE: Final = 1 << 24
# All that reading a damaged or foreign file has been seen to raise.
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    tokenize.TokenError,
)


def write_track(track: FaceTrack, path: str | Path) -> None:
    """Write ``track`` to a file. The file appears only when it is complete.

    Parameters
    ----------
    track : FaceTrack
        The face; an hour of it needs no more memory than a minute.
    path : str or Path
        Ends in ``.npz``; ``numpy.load`` reads it.

    Raises
    ------
    OSError
        The place cannot be written to, or is full; an older file there stays as it was.

    Examples
    --------
    >>> write_track(track, "copy.npz")
    >>> read_track("copy.npz").source == track.source
    True
    """
    path = Path(path)
    unfinished = path.with_name(path.name + ".part")
    about = {
        item.name: getattr(track, item.name)
        for item in fields(track)
        if item.name not in (*_ARRAYS, *_ARRAYS_LATER, *_LARGE)
    }
    about |= {"format": FORMAT, "source": asdict(track.source)}
    about["cues"] = [asdict(cue) for cue in track.cues]
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            _write_array(archive, _ABOUT, np.array(json.dumps(about)))
            for name in (*_ARRAYS, *_ARRAYS_LATER):
                _write_array(archive, name, getattr(track, name))
            for name in _LARGE:
                _write_rows(archive, name, getattr(track, name))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def read_track(path: str | Path) -> FaceTrack:
    """Read a track that ``write_track`` wrote.

    Parameters
    ----------
    path : str or Path
        A ``track.npz``. Large arrays stay on disk until they are used.

    Returns
    -------
    FaceTrack
        Equal to what was written, to the last bit.

    Raises
    ------
    InputError
        There is no such file, it is damaged, of an earlier format, or something else.

    Examples
    --------
    >>> read_track("track.npz").landmarks_px.shape[1:]
    (478, 3)
    """
    path = Path(path)
    try:
        return _read_track(path)
    except FileNotFoundError:
        raise InputError(text("error-no-file", file=path.name)) from None
    except PermissionError:
        raise InputError(text("error-track-not-yours", file=path.name)) from None
    except _DAMAGE as error:
        raise InputError(
            text("error-track-damaged", file=path.name, kind=type(error).__name__)
        ) from error


def _write_array(archive: zipfile.ZipFile, name: str, values: Floats) -> None:
    header = np.lib.format.header_data_from_array_1_0(np.asarray(values, order="C"))
    rows = np.atleast_1d(values)
    with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
        np.lib.format.write_array_header_1_0(file, header)
        # numpy would copy 16 MB at a time, twice.
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            file.write(rows[first : first + _ROWS_AT_ONCE].tobytes())


def _write_rows(archive: zipfile.ZipFile, name: str, rows: Floats) -> None:
    header = {"descr": "<f4", "fortran_order": False, "shape": rows.shape}
    with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
        np.lib.format.write_array_header_1_0(file, header)
        for _, piece in read_pieces(rows):
            file.write(np.ascontiguousarray(piece, dtype="<f4").tobytes())


def _read_track(path: Path) -> FaceTrack:
    with zipfile.ZipFile(path) as archive:
        about = json.loads(_read_array(archive, _ABOUT, _MOST_BYTES_BESIDE).item())
        stated = about.pop("format")
        if stated in _EARLIER:
            raise InputError(text("error-track-earlier", file=path.name))
        if stated != FORMAT:
            raise ValueError("another format")
        n_pictures = len(_read_array(archive, "time_s", 8 * _MOST_PICTURES + _MOST_BYTES_BESIDE))
        most_bytes = _MOST_BYTES_A_PICTURE * n_pictures + _MOST_BYTES_BESIDE
        held = archive.namelist()
        later = [name for name in _ARRAYS_LATER if f"{name}.npy" in held]
        arrays: dict[str, Any] = {
            name: _read_array(archive, name, most_bytes) for name in (*_ARRAYS, *later)
        }
        for name, shape in _LARGE.items():
            arrays[name] = _read_rows(archive, name, (len(arrays["time_s"]), *shape))
    source = about.pop("source")
    source["notes"] = tuple(source["notes"])
    return FaceTrack(
        **arrays,
        source=Source(**source),
        cues=tuple(Cue(**cue) for cue in about.pop("cues")),
        company=tuple(about.pop("company", ())),
        notes=tuple(about.pop("notes")),
        frame_size_px=tuple(about.pop("frame_size_px")),
        **about,
    )


def _read_array(archive: zipfile.ZipFile, name: str, most_bytes: int) -> Any:
    member = archive.getinfo(f"{name}.npy")
    if member.file_size > most_bytes:
        raise ValueError(f"{name} larger than any track's")
    with archive.open(member) as file:
        shape, _, dtype = _read_header(file)
        # numpy makes room for what the header says before it reads.
        if math.prod(shape) * dtype.itemsize > member.file_size:
            raise ValueError(f"{name} shorter than it says")
    with archive.open(member) as file:
        return np.lib.format.read_array(file, allow_pickle=False)


def _read_header(file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError("another kind of array")
    return np.lib.format.read_array_header_1_0(file)


def _read_rows(archive: zipfile.ZipFile, name: str, expected: tuple[int, ...]) -> Floats:
    """Rows of a large array, unpacked into a file of their own."""
    store = RowStore(expected[1:])
    try:
        member = archive.getinfo(f"{name}.npy")
        with archive.open(member) as file:
            shape, _, dtype = _read_header(file)
            if shape != expected or dtype != np.dtype("<f4"):
                raise ValueError(f"{name} of another shape")
            if member.file_size != file.tell() + math.prod(shape) * dtype.itemsize:
                raise ValueError(f"{name} of another length than it says")
            while piece := file.read(_COPY_BYTES):
                store.append_rows(piece)
    except BaseException:
        store.discard()
        raise
    return store.close()
