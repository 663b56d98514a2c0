"""One recording at a time on a computer: two would take each other's time, and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class AlreadyRecording(Exception):
    """Another recording goes on, at the desk or in the browser."""


@contextmanager
def be_sole_recorder(folder: Path) -> Iterator[None]:
    """Hold the right to record while the block runs; the system takes it back from the dead.

    Parameters
    ----------
    folder : the data folder, which all who record on this computer share.

    Raises
    ------
    AlreadyRecording
        Somebody else holds it.
    OSError
        The folder cannot be written to.

    Examples
    --------
    >>> with be_sole_recorder(Path(".")):
    ...     pass
    """
    folder.mkdir(parents=True, exist_ok=True)
    # A server takes it in one thread and gives it back in another.
    lock = FileLock(folder / "recording.lock", timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise AlreadyRecording from error
    try:
        yield
    finally:
        lock.release()
