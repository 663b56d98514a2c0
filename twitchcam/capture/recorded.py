"""What a recorder says of a recording, while it goes on and at its end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from twitchcam.capture.encoding import EncodingName

Stopped: TypeAlias = Literal["closed", "disk_full", "write_error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderStatus:
    """How a recording goes, at this moment.

    Attributes
    ----------
    n_written : pictures in the file.
    n_waiting : pictures that wait to be written; near ``max_waiting`` the computer is too slow.
    max_waiting : more are not taken.
    n_lost : pictures that were not taken: the queue was full, or the recording had ended.
    n_left_out : pictures of another shape than the first, or whose time does not follow.
    n_bytes : size of the file.
    duration_s : from the first to the last picture in the file.
    stopped : why it ended by itself; ``None`` while it goes on.
    """

    n_written: int
    n_waiting: int
    max_waiting: int
    n_lost: int
    n_left_out: int
    n_bytes: int
    duration_s: float
    stopped: Stopped | None

    @property
    def bytes_per_minute(self) -> float | None:
        """What a minute takes, as measured so far; ``None`` in the first moments."""
        return self.n_bytes * 60 / self.duration_s if self.duration_s > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was recorded.

    Attributes
    ----------
    path : the file; there is none where no picture was written.
    size_px : width and height of its pictures.
    encoding : how they are stored.
    lossless : nothing was lost of what the camera gave as brightness and halved colour.
    first_time_s : time of the first picture on the clock of whoever brought them.
    n_restarts : how often that clock jumped and was joined again.
    stopped : why it ended; ``closed`` is the usual end.
    status : the counts at the end.
    """

    path: Path
    size_px: tuple[int, int]
    encoding: EncodingName
    lossless: bool
    first_time_s: float | None
    n_restarts: int
    stopped: Stopped
    status: RecorderStatus
