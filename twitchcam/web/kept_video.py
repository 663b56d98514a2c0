"""What a page says of the video of a recording: how much room it takes, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from twitchcam.app.make_smaller import SmallerCopy, read_about
from twitchcam.report import words
from twitchcam.store.folders import RecordingFiles

MEGABYTE: Final = 1_000_000
_GIGABYTE: Final = 1000 * MEGABYTE
_HEAD_BYTES: Final = 64
# The name of the format stands in the first bytes of a Matroska file.
_KINDS: Final = {b"webm": "video/webm", b"matroska": "video/x-matroska"}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVideo:
    """The video of a recording.

    Attributes
    ----------
    size, per_minute : room on the disk, in words; empty where the length is not known.
    media_type : for browsers.
    copy : a smaller one that its owner may choose.
    copy_size : room of that one, in words.
    is_copy_smaller : whether anything is saved by it.
    """

    size: str
    per_minute: str
    media_type: str
    copy: SmallerCopy | None
    copy_size: str
    is_copy_smaller: bool


def describe_video(files: RecordingFiles, length_s: float | None) -> KeptVideo | None:
    """Describe the video of a recording of this length; ``None`` where there is none."""
    if not files.video.exists():
        return None
    n_bytes = files.received_bytes
    copy = read_about(files.about_smaller) if files.smaller.exists() else None
    return KeptVideo(
        size=say_bytes(n_bytes),
        per_minute=say_bytes(60.0 * n_bytes / length_s) if length_s else "",
        media_type=find_media_type(files.video),
        copy=copy,
        copy_size=say_bytes(copy.size_bytes) if copy else "",
        is_copy_smaller=copy is not None and copy.size_bytes < n_bytes,
    )


def find_media_type(video: Path) -> str:
    """Say what kind of file this is, by its first bytes."""
    with video.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    return next((kind for name, kind in _KINDS.items() if name in head), "video/mp4")


def say_bytes(n_bytes: float) -> str:
    """Say how much room something takes: ``412 MB``, ``1.3 GB``.

    Examples
    --------
    >>> say_bytes(412_300_000).split()
    ['412', 'MB']
    """
    unit, name = (_GIGABYTE, "GB") if n_bytes >= _GIGABYTE else (MEGABYTE, "MB")
    return words.say_number(n_bytes / unit, name)
