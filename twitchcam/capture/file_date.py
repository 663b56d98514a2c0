"""Read from a video file when it was recorded."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from twitchcam.capture.containers import open_container, quiet_ffmpeg
from twitchcam.capture.dates import FileDate, choose_date


def read_file_date(path: Path) -> FileDate:
    """When the file says that it was recorded: by its container, else by its tracks.

    Raises
    ------
    InputError
        It is no file that holds pictures.
    """
    with quiet_ffmpeg(), open_container(path) as container:
        told: dict[str, str] = {}
        for told_by in (*(s.metadata for s in container.streams.video), container.metadata):
            told |= {name.lower(): value for name, value in told_by.items()}
    return choose_date(told, datetime.now(UTC))
