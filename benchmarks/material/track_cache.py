"""Injected recordings and tracks on disk, so that settings can be tried again in seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import typer

from twitchcam.capture.files import open_video
from twitchcam.errors import TwitchcamError
from twitchcam.pipeline import track_video
from twitchcam.records import FaceTrack
from twitchcam.synthetic.injection import Injected, write_injected
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


def track_folder(folder: Path, cache: Path) -> Iterator[tuple[Path, FaceTrack]]:
    """Every recording of a folder with its track; what cannot be tracked is said and left out."""
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        typer.echo(f"tracking {path.name}", err=True)
        try:
            track = track_once(path, cache)
        except TwitchcamError as error:
            typer.echo(f"left out: {error}", err=True)
            continue
        yield path, track


def track_injected(
    clip: Path,
    plain: FaceTrack,
    movements: tuple[Injected, ...],
    compression: Compression,
    cache: Path,
) -> FaceTrack:
    """The track of the recording with the movements in it, encoded again."""
    path = cache / f"{name_injected(clip, plain, movements, compression)}.npz"
    if not path.exists():
        with made_injected(clip, plain, movements, compression, cache) as made:
            write_track(track_video(made), path)
    return read_track(path)


@contextmanager
def made_injected(
    clip: Path,
    plain: FaceTrack,
    movements: tuple[Injected, ...],
    compression: Compression,
    cache: Path,
) -> Iterator[Path]:
    """The recording with the movements in it, encoded again, for as long as it is needed."""
    cache.mkdir(parents=True, exist_ok=True)
    made = cache / f"{name_injected(clip, plain, movements, compression)}.mp4"
    with open_video(clip) as video:
        write_injected(video.frames(), plain, movements, made, **compression._asdict())
    try:
        yield made
    finally:
        made.unlink()
        made.with_suffix(".truth.json").unlink()


def name_injected(
    clip: Path, plain: FaceTrack, movements: tuple[Injected, ...], compression: Compression
) -> str:
    """Short name for a recording with these movements in it."""
    made_from = repr((plain.source.sha256, movements, tuple(compression)))
    return f"{clip.stem}-injected-{_name(made_from.encode())}"


def _name(made_from: bytes) -> str:
    """Short name for what a track was made from, in the present format of tracks."""
    return hashlib.sha256(made_from + FORMAT.encode()).hexdigest()[:12]
