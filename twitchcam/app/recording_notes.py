"""What a recording takes and what became of it: in words, and in a small file beside it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from twitchcam.capture.cameras import Camera, Picture
from twitchcam.capture.protocol import Protocol
from twitchcam.capture.recorder import Recorder
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.capture.encoding import Cut, EncodingName
    from twitchcam.capture.recorded import Recorded

_ABOUT_NAME: Final = "recording.json"


def estimate_bytes_per_minute(
    pictures: Sequence[Picture], rate_hz: float, cut: Cut | None, encoding: EncodingName
) -> float:
    """What a minute of such pictures takes, by storing these."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.mkv"
        first = pictures[0]
        with Recorder(
            path, first.size_px, layout=first.layout, cut=cut, encoding=encoding
        ) as recorder:
            for k, picture in enumerate(pictures):
                recorder.add(picture.image, k / rate_hz)
        return recorder.close().status.n_bytes / len(pictures) * rate_hz * 60


def say_space(
    sample: Sequence[Picture],
    camera: Camera,
    guide: Protocol,
    folder: Path,
    cut: Cut | None,
    encoding: EncodingName,
) -> list[str]:
    """What a minute will take, and whether there is room for the session."""
    rate_hz = camera.mode.rate_hz or 30.0
    minute_bytes = estimate_bytes_per_minute(sample, rate_hz, cut, encoding)
    needed = minute_bytes * guide.length_s / 60
    free = shutil.disk_usage(folder).free
    said = [text("record-takes", megabytes=_megabytes(minute_bytes))]
    if free < needed:
        said.append(text("record-little-room", free=_megabytes(free), megabytes=_megabytes(needed)))
    return said


def say_recorded(recorded: Recorded, camera: Camera) -> list[str]:
    """What it took, how it is stored, and what was lost."""
    status = recorded.status
    said = [
        text(
            "record-took",
            megabytes=_megabytes(status.n_bytes),
            minute=_megabytes(status.bytes_per_minute or 0.0),
        ),
        text(f"record-stored-{recorded.encoding}"),
    ]
    if status.n_lost:
        said.append(text("record-lost", count=status.n_lost, all=status.n_written + status.n_lost))
    if recorded.stopped == "disk_full":
        said.append(text("record-disk-full", seconds=f"{status.duration_s:.0f}"))
    elif recorded.stopped == "write_error":
        said.append(text("record-write-error", seconds=f"{status.duration_s:.0f}"))
    if camera.mode.kind == "MJPG":
        said.append(text("record-camera-compresses"))
    return said


def write_about(folder: Path, recorded: Recorded, camera: Camera) -> None:
    """Keep beside the recording how it was made."""
    status = recorded.status
    about = {
        "camera": camera.name,
        "mode": camera.mode._asdict(),
        "fixed": list(camera.fixed),
        "encoding": recorded.encoding,
        "lossless": recorded.lossless,
        "size_px": list(recorded.size_px),
        "n_pictures": status.n_written,
        "n_lost": status.n_lost,
        "n_left_out": status.n_left_out,
        "n_restarts": recorded.n_restarts,
        "duration_s": status.duration_s,
        "n_bytes": status.n_bytes,
        "stopped": recorded.stopped,
    }
    (folder / _ABOUT_NAME).write_text(json.dumps(about, indent=1), encoding="utf-8")


def _megabytes(n_bytes: float) -> str:
    return f"{n_bytes / 1e6:.0f}" if n_bytes >= 10e6 else f"{n_bytes / 1e6:.1f}"
