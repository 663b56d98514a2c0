"""Processes that help another one, and end when it does."""

from __future__ import annotations

import multiprocessing
import os
from threading import Thread


def leave_with_parent() -> None:
    """Have this process end when the one that started it is gone, however that ended.

    A worker of ``ProcessPoolExecutor`` would otherwise wait for its next task for ever. Does
    nothing in a process that ``multiprocessing`` did not start.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def leave() -> None:
        parent.join()
        # No clearing up: what other threads hold, they hold for nobody.
        os._exit(1)

    Thread(target=leave, name="twitchcam-leave", daemon=True).start()
