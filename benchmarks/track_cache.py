"""Injected recordings and tracks on disk, so that settings can be tried again in seconds."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from twitchcam.capture.files import open_video
from twitchcam.pipeline import track_video
from twitchcam.records import FaceTrack
from twitchcam.synthetic.injection import write_injected
from twitchcam.synthetic.movements import Twitch
from twitchcam.tracking.track_file import FORMAT, read_track, write_track


class Compression(NamedTuple):
    """How x264 encodes a recording again."""

    crf: float
    preset: str

    def __str__(self) -> str:
        return "lossless" if self.crf == 0 else f"crf {self.crf:g} {self.preset}"


def track_once(clip: Path, cache: Path) -> FaceTrack:
    """The track of a recording, from ``cache`` if it was made before from the same bytes."""
    path = cache / f"{clip.stem}-{_name(clip.read_bytes())}.npz"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        write_track(track_video(clip), path)
    return read_track(path)


def track_injected(
    clip: Path,
    plain: FaceTrack,
    twitches: tuple[Twitch, ...],
    compression: Compression,
    cache: Path,
) -> FaceTrack:
    """The track of the recording with the twitches in it, encoded again."""
    made_from = repr((plain.source.sha256, twitches, tuple(compression)))
    path = cache / f"{clip.stem}-injected-{_name(made_from.encode())}.npz"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(".mp4")
        with open_video(clip) as video:
            write_injected(video.frames(), plain, twitches, made, **compression._asdict())
        write_track(track_video(made), path)
        made.unlink()
        made.with_suffix(".truth.json").unlink()
    return read_track(path)


def _name(made_from: bytes) -> str:
    """Short name for what a track was made from, in the present format of tracks."""
    return hashlib.sha256(made_from + FORMAT.encode()).hexdigest()[:12]
