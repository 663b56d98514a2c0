"""Where recordings and their results lie, readable by their owner only.

Names that people give never become part of a path: a folder is called by the recording's id.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from twitchcam.errors import InputError

DATABASE_VARIABLE: Final = "TWITCHCAM_DATABASE_URL"
# Files of results that show the face.
PICTURE_SUFFIXES: Final = (".mp4", ".webm", ".jpg", ".png")
# The default of one person's folder; other users of the computer see nothing of it.
_OWNER_ONLY: Final = 0o700


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
        raise InputError(
            f"The data folder {folder} must be one that can be written to, got: "
            f"{error.strerror}. Choose another with --data."
        ) from error


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
        return self.video.stat().st_size if self.video.exists() else 0

    def append(self, content: bytes, offset_bytes: int) -> int:
        """Add a piece that begins at ``offset_bytes``; return how much is here then.

        A piece that does not fit on what is here is not written.
        """
        self.prepare()
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

    def delete(self) -> None:
        """Remove everything; ``OSError`` if anything is still there afterwards."""
        if self.folder.exists():
            shutil.rmtree(self.folder)
        if self.folder.exists():
            raise OSError(f"{self.folder} could not be removed.")

    def delete_pictures(self) -> None:
        """Remove all that shows the face; the measurements stay."""
        self.video.unlink(missing_ok=True)
        for path in self.results.glob("*"):
            if path.suffix in PICTURE_SUFFIXES:
                path.unlink()
