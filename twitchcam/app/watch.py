"""Hours at rest, for what comes rarely: recorded in pieces, each measured as any file and let go.

What stays of a piece is its track in small and, around each event, the pictures of the face. So
neither memory nor disk grows with the hours, only with what happens.
"""

from __future__ import annotations

import csv
import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from twitchcam.app.watch_piece import PieceResult, assess_piece
from twitchcam.capture.camera_feed import CameraFeed
from twitchcam.capture.cameras import Camera
from twitchcam.capture.recorder import Recorder
from twitchcam.errors import InputError
from twitchcam.leave_with_parent import leave_with_parent
from twitchcam.memory import give_back_memory
from twitchcam.records import TwitchEvent
from twitchcam.wording import text

# Long enough for the noise of a place to be known, short enough to lie about twice on the disk.
PIECE_S: Final = 30.0
# When measuring falls behind by more pieces than this, the newest are let go unseen, and told.
_MAX_WAITING: Final = 3
# The process that measures is changed for a new one after so many, so that memory stays flat.
_PIECES_A_PROCESS: Final = 20
_WAIT_S: Final = 0.25
_EVENTS_NAME: Final = "events.csv"
_COLUMNS: Final = (
    "clock", "time_s", "side", "region", "size_mm", "length_s", "confidence", "during", "pictures",
)  # fmt: skip


@dataclass(kw_only=True)
class Watched:
    """What was seen in all pieces so far.

    Attributes
    ----------
    watched_s, judged_s : recorded and measured; of this, when a twitch would have been told.
    unseen_s : recorded, but let go because the computer was too slow.
    n_lost : pictures that were not recorded.
    events : with the time of each from the beginning.
    problems : why pieces could not be measured.
    """

    watched_s: float = 0.0
    judged_s: float = 0.0
    unseen_s: float = 0.0
    n_lost: int = 0
    events: list[tuple[float, TwitchEvent]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def watch_camera(
    camera: Camera,
    folder: Path,
    *,
    max_s: float,
    on_piece: Callable[[Watched], bool | None] = lambda _: None,
    piece_s: float = PIECE_S,
) -> Watched:
    """Watch until the time is over, the camera ends, or somebody stops it with Ctrl-C.

    Parameters
    ----------
    folder : for what is kept; must be new.
    max_s : how long.
    on_piece : told after each piece; ``False`` ends it.

    Raises
    ------
    InputError
        The folder holds something already, or the camera stopped giving pictures at once.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError(text("watch-exists", folder=str(folder)))
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        # A process of its own: what measures must not hold up what records.
        pool = stack.enter_context(
            ProcessPoolExecutor(
                1,
                mp_context=multiprocessing.get_context("spawn"),
                max_tasks_per_child=_PIECES_A_PROCESS,
                initializer=_begin_process,
            )
        )
        watch = _Watch(folder, pool, on_piece)
        feed = stack.enter_context(CameraFeed(camera))
        with suppress(KeyboardInterrupt):
            watch.run(camera, feed, max_s, piece_s)
        feed.record_into(None)
        watch.finish()
    return watch.seen


class _Watch:
    """Turns over the pieces and gathers what they showed."""

    def __init__(
        self, folder: Path, pool: ProcessPoolExecutor, on_piece: Callable[[Watched], bool | None]
    ) -> None:
        self._folder, self._pool, self._on_piece = folder, pool, on_piece
        self._waiting: list[Future[PieceResult]] = []
        self._begun_s: float | None = None
        self._clock_s = time.time()
        self._open: Recorder | None = None
        self._wants_more = True
        self.seen = Watched()
        with (folder / _EVENTS_NAME).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(_COLUMNS)

    def run(self, camera: Camera, feed: CameraFeed, max_s: float, piece_s: float) -> None:
        """Record piece after piece."""
        number = 0
        while self._wants_more:
            recorder = Recorder(
                self._folder / f".piece-{number:05d}.mkv",
                camera.mode[:2],
                layout="rgb24" if camera.mode.kind == "file" else "bgr24",
                encoding="small",
            )
            feed.record_into(recorder)
            if number == 0:
                feed.start()
            self._close_piece()
            self._open = recorder
            number += 1
            if not self._fill_piece(recorder, feed, max_s, piece_s):
                return

    def _fill_piece(
        self, recorder: Recorder, feed: CameraFeed, max_s: float, piece_s: float
    ) -> bool:
        """Wait until a piece is full; ``False`` when it is the last one."""
        while self._wants_more:
            picture = feed.next(_WAIT_S)
            self._gather()
            if feed.ended or feed.is_stalled or recorder.status().stopped:
                return False
            first_s = recorder.first_time_s
            if picture is None or first_s is None:
                continue
            self._begun_s = first_s if self._begun_s is None else self._begun_s
            if picture.time_s - self._begun_s >= max_s:
                return False
            if picture.time_s - first_s >= piece_s:
                return True
        return False

    def finish(self) -> None:
        """Measure what waits."""
        self._close_piece()
        for future in self._waiting:
            self._add(future)
        self._waiting = []

    def _close_piece(self) -> None:
        recorder, self._open = self._open, None
        if recorder is None:
            return
        recorded = recorder.close()
        # Encoders that come and go leave holes: 120 of them left 5 to 10 MB, and none with this.
        give_back_memory()
        self.seen.n_lost += recorded.status.n_lost
        if recorded.status.n_written < 2 or recorded.first_time_s is None:
            recorded.path.unlink(missing_ok=True)
            return
        begun_s = self._begun_s if self._begun_s is not None else recorded.first_time_s
        if len(self._waiting) >= _MAX_WAITING:
            self.seen.unseen_s += recorded.status.duration_s
            recorded.path.unlink(missing_ok=True)
            return
        self._waiting.append(
            self._pool.submit(assess_piece, recorded.path, recorded.first_time_s - begun_s)
        )

    def _gather(self) -> None:
        while self._waiting and self._waiting[0].done():
            self._add(self._waiting.pop(0))
            if self._on_piece(self.seen) is False:
                self._wants_more = False

    def _add(self, future: Future[PieceResult]) -> None:
        result = future.result()
        self.seen.watched_s += result.watched_s
        self.seen.judged_s += result.judged_s
        if result.problem:
            self.seen.problems.append(result.problem)
        with (self._folder / _EVENTS_NAME).open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            for time_s, event, pictures in result.events:
                self.seen.events.append((time_s, event))
                writer.writerow(self._row(time_s, event, pictures))
            file.flush()
            os.fsync(file.fileno())

    def _row(self, time_s: float, event: TwitchEvent, pictures: str) -> tuple[str, ...]:
        clock = datetime.fromtimestamp(self._clock_s + time_s).isoformat(timespec="seconds")
        return (
            clock,
            f"{time_s:.3f}",
            event.side,
            event.area or event.region,
            f"{event.amplitude_mm:.2f}",
            f"{event.offset_s - event.onset_s:.3f}",
            event.confidence,
            " ".join(event.during),
            pictures,
        )


def _begin_process() -> None:
    """End with the one that records, which goes first, where the system can."""
    leave_with_parent()
    if hasattr(os, "nice"):
        os.nice(10)
