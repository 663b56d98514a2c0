"""Write what a camera gives, without loss and safely: one recorder for the desk and the browser.

Pictures come with the times at which they were taken. They wait in a bounded queue for one thread
that encodes and writes, so whoever brings them never waits. What is written is on the disk within
a fraction of a second, in pieces that can be read without what follows: a process that is killed, a
computer that is switched off, a disk that is full cost less than the last second.
"""

from __future__ import annotations

import errno
import math
import os
import queue
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from twitchcam.capture.containers import quiet_ffmpeg
from twitchcam.capture.encoding import (
    ENCODINGS,
    TICK,
    Bytes,
    Cut,
    EncodingName,
    Layout,
    Matrix,
    add_video,
    find_shape,
    make_frame,
)
from twitchcam.capture.recorded import Recorded, RecorderStatus, Stopped
from twitchcam.capture.timestamps import RisingTimes

# A picture that can be read by itself comes this often.
KEY_EVERY_S: Final = 1.0
# Pictures are handed to the disk in pieces of this length.
_PIECE_MS: Final = 200
# How often the system is asked to put onto the disk what it holds back, and how much room there is.
_SETTLE_EVERY_S: Final = 0.4
# The room that is left over: the end of the file, and what may still wait in the queue.
_SPARE_BYTES: Final = 1 << 20
_SPARE_S: Final = 3.0
# What may wait: a slow moment of the disk, but no more memory than this.
_MAX_WAITING: Final = 300
_MAX_WAITING_BYTES: Final = 256 << 20
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# Shapes closer than this are one shape at another resolution.
_SAME_SHAPE: Final = 0.03


class _Waiting(NamedTuple):
    picture: Bytes
    layout: Layout
    size_px: tuple[int, int]


class Recorder:
    """Records into one new file. Use it in a ``with`` block, or call ``close``.

    Examples
    --------
    >>> import numpy as np
    >>> with Recorder("new.mkv", (64, 48)) as recorder:
    ...     for k in range(5):
    ...         taken = recorder.add(np.full((48, 64, 3), 40 * k, np.uint8), time_s=7.0 + k / 30)
    >>> recorder.close().status.n_written
    5
    """

    def __init__(
        self,
        path: str | Path,
        size_px: tuple[int, int],
        *,
        layout: Layout = "bgr24",
        cut: Cut | None = None,
        encoding: EncodingName = "lossless",
        full_range: bool = False,
        matrix: Matrix | None = None,
    ) -> None:
        """Begin a file.

        Parameters
        ----------
        path : a file that does not exist yet; its name should end in ``.mkv``.
        size_px : width and height of the pictures that come.
        layout : how they lie in memory.
        cut : left, top, width, height of what is kept, even numbers.
        encoding : ``lossless``, or ``small``, which keeps all movement that can be measured.
        full_range, matrix : how planes state brightness and colour; not for colours by pixel.

        Raises
        ------
        OSError
            The file cannot be made, or is there already.
        ValueError
            The size, or what is to be kept of it, is none that can be stored.
        """
        self.path = Path(path)
        self._layout, self._size_px, self._full_range = layout, size_px, full_range
        self._cut = _check_cut(cut, size_px)
        n_bytes = math.prod(find_shape(layout, size_px))
        self._encoding = ENCODINGS[encoding]
        max_waiting = max(4, min(_MAX_WAITING, _MAX_WAITING_BYTES // n_bytes))
        self._queue: queue.Queue[tuple[_Waiting, float]] = queue.Queue(max_waiting)
        self._times: RisingTimes[_Waiting] = RisingTimes()
        self._closing, self._written = threading.Event(), threading.Event()
        self._stopped: Stopped | None = None
        self._n_written = self._n_lost = self._n_left_out = self._last_tick = 0
        self._next_key_s = 0.0
        self._counting = threading.Lock()
        self._reformatter, self._swapper = VideoReformatter(), VideoReformatter()
        # A recording is never written over.
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with quiet_ffmpeg():
                self._container: Any = av.open(
                    f"file:{self.path}",
                    "w",
                    format="matroska",
                    options={"flush_packets": "1", "cluster_time_limit": str(_PIECE_MS)},
                )
                self._stream = add_video(
                    self._container,
                    self._encoding,
                    self._cut[2:],
                    full_range=full_range,
                    matrix=matrix,
                )
        except BaseException:
            os.close(self._file)
            self.path.unlink()
            raise
        self._threads = [
            threading.Thread(target=work, name=f"twitchcam-{name}", daemon=True)
            for name, work in (("write", self._write), ("settle", self._settle))
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def add(
        self,
        picture: Bytes,
        time_s: float,
        *,
        layout: Layout | None = None,
        size_px: tuple[int, int] | None = None,
    ) -> bool:
        """Take one picture, at once; whoever brings it must not change it afterwards.

        Parameters
        ----------
        picture : (height, width, 3) uint8; for planes (3/2 height, width), or their bytes.
        time_s : when it was taken, on any one clock.
        layout, size_px : where they are not those of the beginning.

        Returns
        -------
        bool
            False where it could not be taken: the queue is full, or the recording has ended.

        Raises
        ------
        ValueError
            The picture does not have this size and layout.
        """
        waiting = _Waiting(picture, layout or self._layout, size_px or self._size_px)
        _check_picture(waiting)
        if not (self._closing.is_set() or self._stopped):
            with suppress(queue.Full):
                self._queue.put_nowait((waiting, time_s))
                return True
        with self._counting:
            self._n_lost += 1
        return False

    @property
    def first_time_s(self) -> float | None:
        """Time of the first picture in the file, on the clock of whoever brings them."""
        return self._times.first_s

    def status(self) -> RecorderStatus:
        """How it goes, at any time, from any thread."""
        n_bytes = 0
        with suppress(OSError):
            n_bytes = self.path.stat().st_size
        return RecorderStatus(
            n_written=self._n_written,
            n_waiting=self._queue.qsize(),
            max_waiting=self._queue.maxsize,
            n_lost=self._n_lost,
            n_left_out=self._n_left_out + self._times.n_dropped,
            n_bytes=n_bytes,
            duration_s=float(self._last_tick * TICK),
            stopped=self._stopped,
        )

    def close(self) -> Recorded:
        """Write what waits, finish the file, and say what was recorded. May be called again."""
        self._closing.set()
        for thread in self._threads:
            thread.join()
        status = self.status()
        if not self._n_written:
            self.path.unlink(missing_ok=True)
        return Recorded(
            path=self.path,
            size_px=self._cut[2:],
            encoding=self._encoding.name,
            lossless=self._encoding.lossless,
            first_time_s=self.first_time_s,
            n_restarts=self._times.n_restarts,
            stopped=self._stopped or "closed",
            status=status,
        )

    def _write(self) -> None:
        try:
            for waiting, time_s in self._times.settle(self._take()):
                self._encode(waiting, time_s)
            self._mux(None)
        except (OSError, av.FFmpegError) as error:
            self._stop(error)
        finally:
            self._finish()

    def _take(self) -> Iterator[tuple[_Waiting, float | None]]:
        while not self._stopped:
            try:
                yield self._queue.get(timeout=0.05)
            except queue.Empty:
                if self._closing.is_set():
                    return

    def _encode(self, waiting: _Waiting, time_s: float) -> None:
        tick = round(time_s / TICK)
        cut = self._cut
        if waiting.size_px != self._size_px:
            cut = (0, 0, *waiting.size_px)
        if not self._fits(waiting.size_px) or (self._n_written and tick <= self._last_tick):
            self._n_left_out += 1
            return
        frame = make_frame(
            waiting.picture, waiting.layout, waiting.size_px, cut, full_range=self._full_range
        )
        width, height = self._cut[2:]
        if waiting.layout == "bgr24":
            # Straight from this order FFmpeg takes a short cut that is off by a grey level.
            frame = self._swapper.reformat(frame, format="rgb24")
        frame = self._reformatter.reformat(frame, width=width, height=height, format="yuv420p")
        frame.pts, frame.time_base = tick, TICK
        frame.pict_type = av.video.frame.PictureType.NONE
        if time_s >= self._next_key_s:
            frame.pict_type = av.video.frame.PictureType.I
            self._next_key_s = time_s + KEY_EVERY_S
        self._mux(frame)
        self._last_tick = tick
        self._n_written += 1

    def _mux(self, frame: av.VideoFrame | None) -> None:
        with quiet_ffmpeg():
            self._container.mux(self._stream.encode(frame))

    def _fits(self, size_px: tuple[int, int]) -> bool:
        """Whether a picture is of the size, or at least of the shape, that the file has."""
        if size_px == self._size_px:
            return True
        # Where a part is cut out, another size shows another part.
        if self._cut != (0, 0, *self._size_px):
            return False
        ratio = size_px[0] * self._size_px[1] / (size_px[1] * self._size_px[0])
        return abs(ratio - 1) <= _SAME_SHAPE

    def _stop(self, error: OSError | av.FFmpegError) -> None:
        self._stopped = "disk_full" if error.errno in _FULL else "write_error"

    def _finish(self) -> None:
        try:
            with quiet_ffmpeg():
                self._container.close()
        except (OSError, av.FFmpegError) as error:
            self._stop(error)
        self._written.set()

    def _settle(self) -> None:
        """Have the system put onto the disk what it holds back, and end while there is room."""
        while not self._written.wait(_SETTLE_EVERY_S):
            self._sync()
            status = self.status()
            rate = status.n_bytes / max(status.duration_s, 1.0)
            with suppress(OSError):
                if shutil.disk_usage(self.path.parent).free < _SPARE_BYTES + _SPARE_S * rate:
                    self._stopped = self._stopped or "disk_full"
        self._sync()
        os.close(self._file)

    def _sync(self) -> None:
        try:
            os.fsync(self._file)
        except OSError as error:
            self._stop(error)


def _check_cut(cut: Cut | None, size_px: tuple[int, int]) -> Cut:
    width, height = size_px
    # Colour is stored by blocks of two by two pixels.
    left, top, wide, high = cut or (0, 0, width - width % 2, height - height % 2)
    even = not any(value % 2 for value in (left, top, wide, high))
    inside = 0 <= left <= left + wide <= width and 0 <= top <= top + high <= height
    if not (even and inside and min(wide, high) >= 2):
        raise ValueError(f"cut must be even numbers inside {width}x{height}, got {cut}.")
    return left, top, wide, high


def _check_picture(waiting: _Waiting) -> None:
    shape, picture = find_shape(waiting.layout, waiting.size_px), waiting.picture
    if isinstance(picture, np.ndarray):
        fits, got = picture.shape == shape, str(picture.shape)
    else:
        fits, got = len(picture) == math.prod(shape), f"{len(picture)} bytes"
    if not fits:
        raise ValueError(f"picture must have shape {shape}, got {got}.")
