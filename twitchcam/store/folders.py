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
from typing import Final

from twitchcam.errors import InputError
from twitchcam.wording import text

DATABASE_VARIABLE: Final = "TWITCHCAM_DATABASE_URL"
# Files of results that show the face.
PICTURE_SUFFIXES: Final = (".mp4", ".webm", ".jpg", ".png")
# The default of one person's folder; other users of the computer see nothing of it.
_OWNER_ONLY: Final = 0o700
# How what is on its way out is called, so that the next start finds it if this one was cut short.
_DELETED: Final = "deleted-"
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


class RecordingFiles:
    """The files of one recording.

    Attributes
    ----------
    folder : of this recording.
    video : the recording itself, as it was received.
    results : folder of the report, the document, the tables and the track.
    """

    def __init__(self, data_folder: Path, recording_id: str) -> None:
        if not recording_id.isalnum():
            raise ValueError("a recording's id must be letters and digits.")
        self.folder = data_folder / "recordings" / recording_id
        self.video = self.folder / "video"
        self.results = self.folder / "results"

    def prepare(self) -> None:
        """Make the folder."""
        self.folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)

    @property
    def received_bytes(self) -> int:
        """How much of the recording is here."""
        try:
            return self.video.stat().st_size
        except FileNotFoundError:
            return 0

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
        try:
            return self.video.stat().st_mtime
        except FileNotFoundError:
            return 0.0

    def remove_unfinished(self) -> None:
        """Remove what an analysis that was ended from outside had begun to write."""
        for path in self.results.glob(".unfinished-*"):
            shutil.rmtree(path, ignore_errors=True)

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
        for path in self.results.glob("*"):
            if path.suffix in PICTURE_SUFFIXES:
                path.unlink()
