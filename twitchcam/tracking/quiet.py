"""Keep a native library's log lines away from the person at the terminal.

MediaPipe's C++ logger ignores its own verbosity settings and writes to file descriptor 2.
While the block runs, descriptor 2 leads nowhere, and Python's own ``sys.stderr`` (progress
bars, our messages) is given a private copy of the real one.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator


def _descriptor(stream: object) -> int | None:
    try:
        return stream.fileno()  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError, io.UnsupportedOperation):
        return None


@contextlib.contextmanager
def _place_held() -> Iterator[None]:
    """Let descriptor 2, which is free, lead nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        for number in {nowhere, 2}:
            os.close(number)


@contextlib.contextmanager
def native_log_silenced() -> Iterator[None]:
    """Send what native code writes to descriptor 2 nowhere; Python's stderr stays audible."""
    python_stderr = sys.stderr
    try:
        real = os.dup(2)
    except OSError:  # started without a descriptor 2: the next file opened would get its number
        with _place_held():
            yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    own = None
    try:
        if _descriptor(python_stderr) == 2:
            python_stderr.flush()
            own = os.fdopen(os.dup(real), "w", buffering=1, encoding=python_stderr.encoding)
            sys.stderr = own
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(real, 2)
        os.close(real)
        os.close(nowhere)
        if own is not None:
            sys.stderr = python_stderr
            own.close()
