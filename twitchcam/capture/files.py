"""Read a recording from a file: every picture once, upright, at its true time."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Final, Self, TypeVar

import av
import numpy as np
from numpy.typing import NDArray

from twitchcam.capture.bunches import BunchSpreader, find_bunches
from twitchcam.capture.containers import (
    DECODER_ERRORS,
    list_tracks,
    open_container,
    quiet_ffmpeg,
)
from twitchcam.capture.decoding import Decoder, read_first_times
from twitchcam.capture.edit_lists import has_retimed_edits
from twitchcam.capture.notes import (
    note_clock,
    note_losses,
    note_sizes,
    note_times,
    note_tracks,
    note_turn,
)
from twitchcam.capture.picture import SMALLEST_SIDE_PX, PictureMaker
from twitchcam.capture.quantiser import read_quantiser
from twitchcam.capture.slow_motion import read_pace
from twitchcam.capture.timestamps import RisingTimes
from twitchcam.capture.unfinished import is_unfinished
from twitchcam.checks import check_range
from twitchcam.errors import InputError
from twitchcam.records import Frame, Source, TurnedDeg
from twitchcam.wording import text

SMALLEST_SCALE: Final = 0.01
_CHUNK_BYTES: Final = 1 << 20

Item = TypeVar("Item")


def open_video(
    path: str | Path,
    *,
    mirrored: bool = False,
    turned_deg: TurnedDeg = 0,
    scale: float = 1.0,
    video_track: int | None = None,
) -> VideoFile:
    """Open a recording for one reading.

    Parameters
    ----------
    path : str or Path
        A video file of any common kind.
    mirrored : bool
        The recording is a mirror image (selfie preview); its pictures are turned back.
    turned_deg : {0, 90, 180, 270}
        The pictures are then turned clockwise by this, where a face lies or stands on its head.
    scale : float
        Size of the pictures that are made, as a share of the stored size (0.01 to 1).
    video_track : int, optional
        Which of several video tracks, from 1; without it the one that players show.

    Returns
    -------
    VideoFile
        To be used in a ``with`` block; gives ``Frame`` after ``Frame`` with its true time in s.

    Raises
    ------
    InputError
        When the file cannot be read as a video; the text says why and what to do.

    Examples
    --------
    >>> with open_video("clip.mp4") as video:
    ...     frame = next(iter(video.frames()))
    >>> frame.index, frame.time_s
    (0, 0.0)
    """
    return VideoFile(
        path, mirrored=mirrored, turned_deg=turned_deg, scale=scale, video_track=video_track
    )


def open_again(path: str | Path, source: Source, *, scale: float = 1.0) -> VideoFile:
    """Open a recording as it was opened when it was followed: ``source`` of its track says how.

    Frames then come in the order of the track, and points of the track lie where they lay.

    Raises
    ------
    InputError
        As ``open_video``.

    Examples
    --------
    >>> with open_again("clip.mp4", track.source) as video:
    ...     frame = next(iter(video.frames()))
    >>> bool(frame.time_s == track.time_s[0])
    True
    """
    return open_video(
        path,
        mirrored=source.mirrored,
        turned_deg=source.turned_deg,
        scale=scale,
        video_track=source.video_track,
    )


class VideoFile:
    """One reading of one recording. Use it in a ``with`` block.

    Attributes
    ----------
    name : file name without its folder.
    path : the file.
    stored_size_px : upright width and height before scaling.
    size_px : upright width and height of the pictures that are made.
    video_tracks : numbers of the file's video tracks, the one that players show first.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        mirrored: bool = False,
        turned_deg: TurnedDeg = 0,
        scale: float = 1.0,
        video_track: int | None = None,
        n_threads: int | None = None,
    ) -> None:
        """Open the file and decode its first two pictures: with fewer it is no video.

        Without ``n_threads`` as many threads decode and convert as large pictures are worth.
        """
        check_range("scale", scale, SMALLEST_SCALE, 1.0)
        self.path = Path(path)
        self.name = self.path.name
        self._mirrored = mirrored
        self._turned_deg: TurnedDeg = turned_deg
        self._scale = scale
        self._n_threads = n_threads
        self._n_frames = 0
        self._n_misfits = 0
        self._last_s = 0.0
        self._started = self._exhausted = self._closed = False
        self._lock = threading.Lock()
        self._retimed = has_retimed_edits(self.path)
        with quiet_ffmpeg():
            self._container = open_container(self.path, follow_edits=not self._retimed)
        try:
            self._begin(video_track)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def announced_s(self) -> float | None:
        """How long the file's header says that the pictures last, if it says so."""
        return self._decoder.announced_s

    @property
    def fraction_read(self) -> float:
        """How far the reading has come, 0 to 1."""
        return 1.0 if self._exhausted else self._decoder.fraction_read

    def frames(self) -> Iterator[Frame]:
        """Yield every picture with its true time; may be stopped at any point.

        Raises
        ------
        ValueError
            When the file was read before or has been closed.
        """
        if self._started or self._closed:
            raise ValueError("frames() must be called once, on an open video; open it again.")
        self._started = True
        return self._read()

    def describe(self) -> Source:
        """Say what was read, once ``frames()`` has come to its end.

        Raises
        ------
        ValueError
            When ``frames()`` has not come to its end.
        """
        if not self._exhausted:
            raise ValueError("describe() must come after the last frame; read frames() to its end.")
        n_px = self._n_frames * self.size_px[0] * self.size_px[1]
        mended = self._times.n_filled or self._times.n_restarts or self._bunches
        assumed = mended or self._decoder.bare_rate
        first_s = (self._times.first_s or 0.0) - self._decoder.zero_s
        return Source(
            name=self.name,
            sha256=_hash_file(self.path),
            duration_s=self._last_s,
            n_frames=self._n_frames,
            width_px=self.size_px[0],
            height_px=self.size_px[1],
            mirrored=self._mirrored,
            turned_deg=self._turned_deg,
            time_source="assumed" if assumed else "container",
            bits_per_px=8 * self._decoder.n_bytes / n_px if n_px else None,
            notes=tuple(self._notes()),
            first_picture_s=max(0.0, first_s),
            slowed=self._pace.slowed,
            video_track=self._video_track,
        )

    def close(self) -> None:
        """Let go of the file. Closing twice does no harm."""
        with self._lock:
            self._closed = True
            self._container.close()

    def _begin(self, video_track: int | None) -> None:
        tracks = list_tracks(self._container, self.name)
        self.video_tracks = tuple(tracks)
        self._video_track = self.video_tracks[0] if video_track is None else video_track
        if self._video_track not in tracks:
            known = ", ".join(map(str, sorted(tracks)))
            raise InputError(
                text("error-video-track", file=self.name, known=known, got=str(video_track))
            )
        stream = tracks[self._video_track]
        self._codec = stream.codec_context.name
        file_bytes = self.path.stat().st_size
        self._decoder = Decoder(self._container, stream, file_bytes, self._n_threads)
        tags = {**self._container.metadata, **stream.metadata}
        stored_s = self._decoder.spacing_s
        self._pace = read_pace(tags, None if stored_s is None else 1 / stored_s)
        self._bunches = find_bunches(read_first_times(self.path, stream.index))
        pictures = self._decoder.frames()
        if self._bunches is not None:
            pictures = BunchSpreader[av.VideoFrame](self._bunches).spread(pictures)
        self._times: RisingTimes[av.VideoFrame] = RisingTimes(self._decoder.spacing_s)
        self._settled = self._times.settle(pictures)
        self._first = list(islice(self._settled, 2))
        self._check_moving()
        self._maker = PictureMaker(
            self._first[0][0],
            pixel_shape=stream.sample_aspect_ratio,
            scale=self._scale,
            mirrored=self._mirrored,
            turned_deg=self._turned_deg,
            n_threads=self._n_threads,
        )
        self.stored_size_px, self.size_px = self._maker.stored_size_px, self._maker.size_px
        self._check_size()
        try:
            self._maker.make_picture(self._first[0][0])
        except DECODER_ERRORS as error:
            kind = self._first[0][0].format.name
            raise InputError(text("error-video-colours", file=self.name, got=kind)) from error

    def _check_moving(self) -> None:
        n = len(self._first)
        if n >= 2:
            return
        if n == 1 and not (any(note_losses(self._decoder, 0.0)) or self._times.n_dropped):
            raise InputError(text("error-video-still", file=self.name))
        raise InputError(text("error-video-too-few", file=self.name, got=n))

    def _check_size(self) -> None:
        for size_px, key in (
            (self.stored_size_px, "error-video-too-small"),
            (self.size_px, "error-video-scaled-too-small"),
        ):
            if min(size_px) < SMALLEST_SIDE_PX:
                width_px, height_px = size_px
                raise InputError(
                    text(
                        key,
                        file=self.name,
                        least=SMALLEST_SIDE_PX,
                        width=width_px,
                        height=height_px,
                    )
                )

    def _next(self) -> tuple[av.VideoFrame, float] | None:
        # Closing under a decoding thread would free what it works on.
        with self._lock:
            if self._closed:
                raise ValueError("frames() must be read before the video is closed.")
            return next(self._pictures, None)

    def _read(self) -> Iterator[Frame]:
        self._pictures = chain(_emptied(self._first), self._settled)
        while (item := self._next()) is not None:
            frame, time_s = item[0], item[1] / self._pace.slowed
            image_rgb = self._make_picture(frame)
            if image_rgb is None:
                self._n_misfits += 1
                continue
            index, self._n_frames, self._last_s = self._n_frames, self._n_frames + 1, time_s
            yield self._describe_picture(frame, image_rgb, index, time_s)
        self._exhausted = True

    def _describe_picture(
        self, frame: av.VideoFrame, image_rgb: NDArray[np.uint8], index: int, time_s: float
    ) -> Frame:
        step = read_quantiser(frame, self._codec)
        if step is not None:
            step = self._maker.turn_map(step, frame)
        return Frame(index=index, time_s=time_s, image_rgb=image_rgb, quantiser_step=step)

    def _make_picture(self, frame: av.VideoFrame) -> NDArray[np.uint8] | None:
        try:
            return self._maker.make_picture(frame)
        except DECODER_ERRORS:
            return None

    def _notes(self) -> Iterator[str]:
        yield from note_turn(self._turned_deg)
        yield from note_sizes(self._maker, self._n_misfits)
        yield from note_tracks(len(self.video_tracks), self._video_track)
        slowed = self._pace.slowed
        yield from note_clock(self._bunches, retimed=self._retimed, slowed=slowed)
        if self._pace.note is not None:
            yield self._pace.note
        yield from note_times(self._times, self._decoder.bare_rate)
        last_s = self._last_s * self._pace.slowed
        can_tell = self._container.format.name.startswith(("matroska", "avi"))
        unfinished = can_tell and is_unfinished(self.path)
        yield from note_losses(self._decoder, last_s, unfinished=unfinished)


def _emptied(items: list[Item]) -> Iterator[Item]:
    """Yield the items and keep none, so that the first pictures do not stay in memory."""
    while items:
        yield items.pop(0)


def _hash_file(path: Path) -> str:
    """Return the SHA-256 of a file of any size."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
    except OSError as error:
        raise InputError(
            text("error-video-gone", file=path.name, reason=str(error.strerror))
        ) from error
    return digest.hexdigest()
