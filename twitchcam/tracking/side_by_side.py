"""Follow the pieces of a recording in several processes at once, this one among them.

Each process takes the next piece that nobody has taken. What a piece gives depends on nothing but
the recording and the settings, so it does not matter who took it.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from twitchcam.capture.pieces import PictureList, VideoInPieces
from twitchcam.leave_with_parent import leave_with_parent
from twitchcam.memory import give_back_all_memory
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.choose_face import FaceFollower, Tracker
from twitchcam.tracking.follow_skin import Yardstick, take_yardstick
from twitchcam.tracking.hand_watch import HandWatch, open_hand_watch
from twitchcam.tracking.open_tracker import TrackerName, open_tracker
from twitchcam.tracking.quiet import native_log_silenced
from twitchcam.tracking.run_ahead import libraries_single_threaded
from twitchcam.tracking.track_piece import PieceBounds, TrackPiece, follow_piece

_LOOK_EVERY_S: Final = 0.1


class _StoppedError(Exception):
    """Another process has met an error."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Order:
    """What is to be followed, and with what."""

    open_file: partial[VideoInPieces]
    pictures: PictureList
    all_bounds: Sequence[PieceBounds]
    tracker: TrackerName | None
    model: str | Path | None
    settings: TrackingSettings
    folder: Path
    yardstick: Yardstick | None = None


class _Shared:
    """What the processes tell each other: pieces taken, pictures done, whether to stop."""

    def __init__(
        self, context: BaseContext, all_bounds: Sequence[PieceBounds], folder: Path
    ) -> None:
        # A file for each piece that is taken. No lock: who is ended while holding one never
        # gives it back, and all others wait.
        self._taken, n_pieces = folder, len(all_bounds)
        # The longest first, so that all processes end at about the same time.
        self._order = sorted(range(n_pieces), key=lambda number: -all_bounds[number].n_pictures)
        # One number for each piece, which one process alone changes: nobody waits for anybody.
        self.n_done = context.Array("q", n_pieces, lock=False)
        self.stop = context.Value("b", 0, lock=False)

    def take(self) -> int | None:
        """The next piece that nobody has taken; ``None`` when all are."""
        for number in self._order:
            with suppress(FileExistsError):
                (self._taken / str(number)).touch(exist_ok=False)
                return number
        return None

    def count(self, number: int) -> None:
        self.n_done[number] += 1
        if self.stop.value:
            raise _StoppedError


def follow_side_by_side(
    order: Order,
    jobs: int,
    finder: Tracker,
    hands: HandWatch | None,
    on_progress: Callable[[float], None],
) -> list[TrackPiece]:
    """All pieces of ``order``, in the order of time.

    Parameters
    ----------
    jobs : how many processes, this one included.
    finder, hands : what this process finds faces and hands with.

    Raises
    ------
    InexactPieceError
        The file does not give the same pictures when it is entered in its middle.
    """
    order = replace(order, yardstick=_look_first(order, finder))
    # New processes, no copies of this one: MediaPipe ends a copy of a process that has used it.
    context = get_context("spawn")
    taken = Path(mkdtemp(prefix="taken-", dir=order.folder))
    shared = _Shared(context, order.all_bounds, taken)
    n_all = sum(bounds.n_pictures for bounds in order.all_bounds)

    def report() -> None:
        on_progress(sum(shared.n_done) / n_all)

    def count(number: int) -> None:
        shared.count(number)
        report()

    n_helpers = min(jobs, len(order.all_bounds)) - 1
    if n_helpers <= 0:
        return _sort(_follow_untaken(order, shared, finder, hands, count, in_threads=True))
    pool = ProcessPoolExecutor(
        n_helpers, mp_context=context, initializer=_begin_process, initargs=(shared,)
    )
    with pool:
        helpers = [pool.submit(_follow_in_process, order) for _ in range(n_helpers)]
        try:
            found = _follow_untaken(order, shared, finder, hands, count, in_threads=False)
            while wait(helpers, timeout=_LOOK_EVERY_S).not_done:
                report()
            report()
            for helper in helpers:
                found += helper.result()
        except _StoppedError:
            raise _find_error(helpers) from None
        finally:
            shared.stop.value = 1
    return _sort(found)


def _look_first(order: Order, finder: Tracker) -> Yardstick | None:
    """The yardstick of the first picture with a face; ``None`` where there is none for long.

    A piece that begins with a turned head would else be measured otherwise than its neighbours.
    """
    finder.forget()
    follower, settings = FaceFollower(finder, order.settings), order.settings
    with order.open_file() as video:
        for frame in video.read_piece(order.pictures, 0, order.all_bounds[0].stop or 0):
            points = follower.follow(frame.image_rgb, frame.time_s)
            if points is not None:
                return take_yardstick(frame.image_rgb, points, settings)
            if frame.time_s > settings.probe_s:
                break
    return None


def _sort(pieces: list[TrackPiece]) -> list[TrackPiece]:
    return sorted(pieces, key=lambda piece: piece.bounds.start)


def _find_error(helpers: Iterable[Future[Any]]) -> BaseException:
    """What the first of the others met that was not told to stop."""
    errors = [helper.exception() for helper in helpers]
    return next((e for e in errors if e is not None and not isinstance(e, _StoppedError)),
                BrokenProcessPool())  # fmt: skip


def _follow_untaken(
    order: Order,
    shared: _Shared,
    finder: Tracker,
    hands: HandWatch | None,
    count: Callable[[int], None],
    *,
    in_threads: bool,
) -> list[TrackPiece]:
    """Follow pieces until all are taken."""
    found = []
    while (number := shared.take()) is not None:
        bounds = order.all_bounds[number]
        finder.forget()
        with order.open_file() as video:
            frames = video.read_piece(order.pictures, bounds.first, bounds.stop or 0)
            found.append(
                follow_piece(
                    frames,
                    bounds,
                    FaceFollower(finder, order.settings),
                    hands,
                    order.settings,
                    on_frame=partial(count, number),
                    folder=order.folder,
                    in_threads=in_threads,
                    yardstick=order.yardstick,
                )
            )
        give_back_all_memory()
    return found


_shared_of_process: list[_Shared] = []


def _begin_process(shared: _Shared) -> None:
    leave_with_parent()
    # Ctrl-C is the first process's affair; it tells the others to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _shared_of_process.append(shared)


def _follow_in_process(order: Order) -> list[TrackPiece]:
    (shared,) = _shared_of_process
    try:
        with (
            native_log_silenced(),
            libraries_single_threaded(),
            open_tracker(order.tracker, order.model, order.settings) as finder,
            open_hand_watch(order.settings) as hands,
        ):
            return _follow_untaken(order, shared, finder, hands, shared.count, in_threads=False)
    except BaseException:
        shared.stop.value = 1
        raise
