"""Where recordings and their results lie, readable by their owner only.

Names that people give never become part of a path: a folder is called by the recording's id.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from twitchcam.errors import InputError
from twitchcam.wording import text

DATABASE_VARIABLE: Final = "TWITCHCAM_DATABASE_URL"
# Files of results that show the face.
PICTURE_SUFFIXES: Final = (".mp4", ".webm", ".jpg", ".png")
# The default of one person's folder; other users of the computer see nothing of it.
_OWNER_ONLY: Final = 0o700
# How what is on its way out is called, so that the next start finds it if this one was cut short.
_DELETED: Final = "deleted-"
_PART: Final = "part-"
_EXPORT: Final = ".twitchcam-export-"


def prepare_folder(folder: Path) -> None:
    """Make ``folder`` with owner-only rights.

    Raises
    ------
    InputError
        It cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(_OWNER_ONLY)
        (folder / "recordings").mkdir(mode=_OWNER_ONLY, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        why = str(error.strerror)
        raise InputError(text("store-folder", folder=str(folder), why=why)) from error


def remove_leftovers(folder: Path) -> None:
    """Remove what a program that was killed left on its way out: half deletions, exports.

    Only while no other program works on ``folder``. Recordings without a row are left alone:
    another database may know them.
    """
    for path in (folder / "recordings").glob(f"{_DELETED}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(f"{_EXPORT}*.zip"):
        with suppress(OSError):
            path.unlink()


@contextmanager
def make_export_file(folder: Path) -> Iterator[Path]:
    """Give an empty file in ``folder``, whose rights keep others out; removed if it fails."""
    descriptor, name = tempfile.mkstemp(".zip", _EXPORT, folder)
    os.close(descriptor)
    try:
        yield Path(name)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class Part(NamedTuple):
    """A piece of a camera recording: file, the camera's clock at its begin, how it is stored."""

    path: Path
    first_us: int
    encoding: str


class RecordingFiles:
    """The files of one recording.

    Attributes
    ----------
    folder : of this recording.
    video : the recording itself, as it was received.
    smaller, about_smaller : a copy that may take its place, and what it saves and costs.
    results : folder of the report, the document, the tables and the track.
    """

    def __init__(self, data_folder: Path, recording_id: str) -> None:
        if not recording_id.isalnum():
            raise ValueError("a recording's id must be letters and digits.")
        self.folder = data_folder / "recordings" / recording_id
        self.video = self.folder / "video"
        self.smaller = self.folder / "smaller.mp4"
        self.about_smaller = self.folder / "smaller.json"
        self.results = self.folder / "results"

    def prepare(self) -> None:
        """Make the folder."""
        self.folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)

    @property
    def received_bytes(self) -> int:
        """How much of the recording is here."""
        return sum(found.st_size for found in self._look())

    def name_part(self, first_us: int, encoding: str) -> Path:
        """Name a part whose first picture was taken at ``first_us`` of the camera's clock."""
        return self.folder / f"{_PART}{first_us}-{encoding}.mkv"

    def list_parts(self) -> list[Part]:
        """Parts of a recording that is not put together yet, in the order of time."""
        parts = []
        for path in self.folder.glob(f"{_PART}*.mkv"):
            first, _, encoding = path.stem.removeprefix(_PART).rpartition("-")
            parts.append(Part(path, int(first), encoding))
        return sorted(parts, key=lambda part: part.first_us)

    def drop_parts(self) -> None:
        """Remove all parts."""
        for part in self.list_parts():
            part.path.unlink(missing_ok=True)

    def _look(self) -> list[os.stat_result]:
        found = []
        for path in (self.video, *(part.path for part in self.list_parts())):
            with suppress(FileNotFoundError):
                found.append(path.stat())
        return found

    def append(self, content: bytes, offset_bytes: int) -> int:
        """Add a piece that begins at ``offset_bytes``; return how much is here then.

        A piece that does not fit on what is here is not written. The folder is not made anew: a
        piece that comes after a recording was deleted must not bring it back.

        Raises
        ------
        FileNotFoundError
            The recording is gone.
        """
        descriptor = os.open(self.video, os.O_CREAT | os.O_RDWR, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            here = os.fstat(file.fileno()).st_size
            if offset_bytes == here:
                file.seek(here)
                try:
                    file.write(content)
                    file.flush()
                except OSError:  # a full disk must not leave half a piece
                    os.ftruncate(file.fileno(), here)
                    raise
                here += len(content)
        return here

    @property
    def heard_s(self) -> float:
        """When the last piece came, in seconds since 1970; 0 when none did."""
        return max((found.st_mtime for found in self._look()), default=0.0)

    def remove_unfinished(self) -> None:
        """Remove what an analysis that was ended from outside had begun to write."""
        for path in self.results.glob(".unfinished-*"):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        for path in self.folder.glob(".unfinished-*.mp4"):
            path.unlink(missing_ok=True)

    def replace_video(self) -> None:
        """Put the smaller copy in the place of the recording, where there is one."""
        with suppress(FileNotFoundError):
            self.smaller.replace(self.video)
        self.about_smaller.unlink(missing_ok=True)

    def drop_smaller(self) -> None:
        """Throw the smaller copy away."""
        self.about_smaller.unlink(missing_ok=True)
        self.smaller.unlink(missing_ok=True)

    def delete(self) -> None:
        """Remove everything; ``OSError`` if anything is still there afterwards."""
        # Under another name first: what is being written at this moment finds no folder any more.
        going = self.folder.with_name(f"{_DELETED}{self.folder.name}")
        with suppress(FileNotFoundError):
            self.folder.replace(going)
        # Also when an earlier deletion came no further than to the other name.
        with suppress(FileNotFoundError):
            shutil.rmtree(going)
        for folder in (self.folder, going):
            if folder.exists():
                raise OSError(f"{folder} could not be removed.")

    def delete_pictures(self) -> None:
        """Remove all that shows the face; the measurements stay."""
        self.video.unlink(missing_ok=True)
        self.drop_smaller()
        for path in self.results.glob("*"):
            if path.suffix in PICTURE_SUFFIXES:
                path.unlink()
