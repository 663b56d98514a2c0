"""Let one stage of the loop over frames run ahead of the next, each in its own thread.

Decoding, landmarks and flow all work outside Python's lock, so three threads keep two cores
busy. Order is kept, so results do not depend on timing. The libraries' own threads are switched
off meanwhile: for pictures this small they only wait for each other, and loudly.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import cv2
from threadpoolctl import threadpool_limits

from twitchcam.memory import keep_memory_of_pictures

Item = TypeVar("Item")


@contextlib.contextmanager
def libraries_single_threaded() -> Iterator[None]:
    """While the block runs, OpenCV and the linear algebra behind numpy use one thread each.

    Memory of one picture is kept for the next from then on.
    """
    keep_memory_of_pictures()
    n_before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with threadpool_limits(limits=1, user_api="blas"):
            yield
    finally:
        cv2.setNumThreads(n_before)


@dataclass(frozen=True, slots=True)
class _End:
    """The last thing in the queue, with the error that ended the items, if any."""

    error: BaseException | None


def run_ahead(items: Iterable[Item], n_ahead: int = 8) -> Iterator[Item]:
    """Yield ``items`` in order while a thread already makes the next ``n_ahead`` of them.

    An error in ``items`` is raised here, at its place. When the consumer stops early, so does
    the thread.
    """
    ready: queue.Queue[Item | _End] = queue.Queue(maxsize=n_ahead)
    stop = threading.Event()
    worker = threading.Thread(
        target=_work, args=(items, ready, stop), name="twitchcam-run-ahead", daemon=True
    )
    worker.start()
    try:
        while not isinstance(item := ready.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stop.set()
        worker.join()


def _work(items: Iterable[Item], ready: queue.Queue[Item | _End], stop: threading.Event) -> None:
    error: BaseException | None = None
    try:
        for item in items:
            if not _put(item, ready, stop):
                break
    except BaseException as caught:  # handed to the consumer, who raises it
        error = caught
    finally:
        close = getattr(items, "close", None)
        if close is not None:
            close()
    _put(_End(error), ready, stop)


def _put(item: Item | _End, ready: queue.Queue[Item | _End], stop: threading.Event) -> bool:
    """Wait for room; ``False`` when the consumer has gone."""
    while not stop.is_set():
        with contextlib.suppress(queue.Full):
            ready.put(item, timeout=0.1)
            return True
    return False
