"""Temporary files and folders carry their process's token, so that the next one can clear up.

A process that is killed removes nothing, and an hour's movement fills a gigabyte. Each process
therefore holds a lock that the system takes back however it ends, and begins by removing what
belongs to locks that nobody holds. A number of a process would not do: it is given out again, and
in a container it means somebody else.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Final

_PREFIX: Final = "twitchcam-"
_LOCK_SUFFIX: Final = ".lock"


def make_prefix(kind: str) -> str:
    """What the name of a temporary file or folder of this process begins with.

    It must lie in ``tempfile.gettempdir()``. The first call of a process removes what dead ones
    left there.
    """
    return f"{_PREFIX}{_hold_token(os.getpid(), tempfile.gettempdir())}-{kind}-"


def remove_abandoned() -> None:
    """Remove what processes left in the temporary folder that are no more; Windows keeps it."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*{_LOCK_SUFFIX}"):
        # Gone meanwhile, somebody else's, or on a disk that knows no locks.
        with suppress(OSError):
            if not path.is_symlink():
                with path.open("r+b") as lock:
                    if _try_lock(lock):
                        _remove_all_of(path)


def _remove_all_of(lock: Path) -> None:
    for path in _list_all_of(lock):
        if path.is_dir() and not path.is_symlink():
            # Helpers of the dead process may be removing the same things.
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    # Last: what could not be removed is tried again.
    if not _list_all_of(lock):
        lock.unlink(missing_ok=True)


def _list_all_of(lock: Path) -> list[Path]:
    return [path for path in lock.parent.iterdir() if path.name.startswith(f"{lock.stem}-")]


# A copy of a process is a process of its own.
@cache
def _hold_token(pid: int, folder: str) -> str:
    remove_abandoned()
    number, name = tempfile.mkstemp(prefix=_PREFIX, suffix=".new", dir=folder)
    # It stays open, and so locked, for as long as the process lives.
    lock = os.fdopen(number, "r+b")
    made, held = Path(name), Path(name).with_suffix(_LOCK_SUFFIX)
    with suppress(OSError):
        _try_lock(lock)
    # Others look at it under its new name only, and then it is locked.
    made.rename(held)
    atexit.register(_let_go, lock, held, pid)
    return held.stem.removeprefix(_PREFIX)


def _let_go(lock: IO[bytes], path: Path, pid: int) -> None:
    if os.getpid() == pid:
        with suppress(OSError):
            path.unlink(missing_ok=True)
            lock.close()


def _try_lock(lock: IO[bytes]) -> bool:
    """Whether the lock could be taken; ``OSError`` where it is held, or where there are none."""
    if sys.platform == "win32":
        return False
    import fcntl

    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return True
