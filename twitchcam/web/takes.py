"""Recordings whose pictures come in one by one: each has its recorder while it is on its way."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final

from twitchcam.capture.encoding import LAYOUTS, EncodingName, Matrix
from twitchcam.capture.parts import join_parts
from twitchcam.capture.recorded import RecorderStatus
from twitchcam.capture.recorder import Recorder
from twitchcam.capture.sole_recorder import AlreadyRecording, be_sole_recorder
from twitchcam.errors import InputError
from twitchcam.store.folders import RecordingFiles
from twitchcam.store.library import Store
from twitchcam.wording import text

_HEADER_BYTES: Final = 8
# As browsers call them.
_MATRICES: Final[dict[str, Matrix]] = {"bt709": "bt709", "smpte170m": "bt601", "bt470bg": "bt601"}
# The browser keeps what comes meanwhile, and asks again.
_LONGEST_WAIT_S: Final = 5.0
Planes = memoryview
Picture = tuple[int, Planes]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureKind:
    """How pictures lie (``I420``, ``NV12``), their size in pixels, colours, how to store them."""

    pixels: str
    width: int
    height: int
    full_range: bool
    matrix: str
    encoding: EncodingName = "lossless"

    @property
    def n_bytes(self) -> int:
        """Of one picture: brightness of each pixel, colours of each 2 by 2."""
        half = ((self.width + 1) // 2) * ((self.height + 1) // 2)
        return self.width * self.height + 2 * half


def split_pictures(content: bytes, kind: PictureKind) -> Iterator[Picture]:
    """Give capture times (microseconds) and planes; ``ValueError`` for a part of a picture."""
    step = _HEADER_BYTES + kind.n_bytes
    if not content or len(content) % step:
        raise ValueError("a part of a picture")
    view = memoryview(content)
    for at in range(0, len(content), step):
        time_us = int.from_bytes(view[at : at + _HEADER_BYTES], "little", signed=True)
        yield time_us, view[at + _HEADER_BYTES : at + step]


class Takes:
    """The recorders of all recordings that are on their way. Safe to use from threads.

    A recording is written in parts: another one begins when a server that was killed comes back.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._open: dict[str, _Take] = {}
        # Held while anything is on its way: the desk does not record meanwhile.
        self._right = ExitStack()

    def add(self, recording_id: str, kind: PictureKind, pictures: Iterable[Picture]) -> int:
        """Give pictures to the recorder; return how many it has taken since this server started.

        Raises
        ------
        InputError
            The pictures changed their size, or another recording goes on at the desk.
        OSError
            A file cannot be made.
        """
        with self._lock:
            if not self._open:
                try:
                    self._right.enter_context(be_sole_recorder(self._store.folder))
                except AlreadyRecording:
                    raise InputError(text("record-already")) from None
            take = self._open.setdefault(recording_id, _Take())
        with take.lock:
            for time_us, planes in pictures:
                if take.is_over:
                    break
                take.add(self._store.files(recording_id), kind, time_us, planes)
            return take.n_taken

    def status(self, recording_id: str) -> RecorderStatus | None:
        """How the recording goes; ``None`` where none of its pictures has come."""
        with self._lock:
            take = self._open.get(recording_id)
        return take.recorder.status() if take and take.recorder else None

    def close(self, recording_id: str) -> None:
        """Finish the file and put all parts together as the recording's video."""
        self._end(recording_id)
        files = self._store.files(recording_id)
        parts = files.list_parts()
        if not parts:
            return
        if len(parts) == 1:
            parts[0].path.replace(files.video)
            return
        unfinished = files.folder / ".unfinished-video"
        join_parts([(part.path, part.first_us / 1e6) for part in parts], unfinished)
        unfinished.replace(files.video)
        files.drop_parts()

    def drop(self, recording_id: str) -> None:
        """Throw away what came of a recording so far, in whatever way it came."""
        self._end(recording_id)
        files = self._store.files(recording_id)
        files.drop_parts()
        files.video.unlink(missing_ok=True)

    def close_all(self) -> None:
        """Finish every file: the server stops."""
        for recording_id in list(self._open):
            self._end(recording_id)

    def _end(self, recording_id: str) -> None:
        with self._lock:
            take = self._open.pop(recording_id, None)
        if take is not None:
            with take.lock:
                take.end()
            with self._lock:
                if not self._open:
                    self._right.close()


@dataclass(slots=True)
class _Take:
    """One recording that is on its way."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    recorder: Recorder | None = None
    kind: PictureKind | None = None
    last_us: int | None = None
    n_taken: int = 0
    is_over: bool = False

    def add(self, files: RecordingFiles, kind: PictureKind, time_us: int, planes: Planes) -> None:
        if self.last_us is not None and time_us <= self.last_us:
            return  # sent again: the answer to the first time was lost
        if self.recorder is None:
            self.recorder, self.kind = _open_recorder(files, kind, time_us), kind
        if kind != self.kind:
            raise InputError(text("web-refused-changed-size"))
        self._wait_for_room()
        if self.recorder.add(planes, time_us / 1e6):
            self.n_taken += 1
        self.last_us = time_us

    def _wait_for_room(self) -> None:
        """Let the browser wait rather than lose a picture, for as long as it can keep them."""
        assert self.recorder is not None  # opened just before
        end_s = time.monotonic() + _LONGEST_WAIT_S
        while time.monotonic() < end_s:
            status = self.recorder.status()
            if status.stopped == "disk_full":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if status.stopped is not None:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            if status.n_waiting < status.max_waiting:
                return
            time.sleep(0.01)

    def end(self) -> None:
        self.is_over = True
        if self.recorder is not None:
            self.recorder.close()


def _open_recorder(files: RecordingFiles, kind: PictureKind, time_us: int) -> Recorder:
    """Begin a part; a later one is stored as those before, so that they can be put together."""
    before = files.list_parts()
    encoding = before[0].encoding if before else kind.encoding
    return Recorder(
        files.name_part(time_us, encoding),
        (kind.width, kind.height),
        layout=LAYOUTS[kind.pixels],
        encoding="small" if encoding == "small" else "lossless",
        full_range=kind.full_range,
        matrix=_MATRICES.get(kind.matrix),
    )
