"""Run the command line in copies of this process, each with limits of time and memory.

A copy has every library loaded already: two hundred runs take a minute and not ten. Whatever dies,
dies in the copy. Needs ``fork``, so not Windows.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

# Between two looks whether a copy has ended.
_LOOK_S: Final = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How one copy ended.

    ``code`` is the exit code, ``None`` where it had to be killed after its time, and negative the
    number of the signal that it died of. ``peak_mb`` is resident memory, what it began with
    included.
    """

    code: int | None
    stdout: str
    stderr: str
    wall_s: float
    peak_mb: float


def load_everything() -> None:
    """Load what an analysis needs, and start nothing that would not survive in a copy."""
    import mediapipe  # noqa: F401

    import twitchcam.tracking.track
    from twitchcam.app import analyze  # noqa: F401
    from twitchcam.cli import commands  # noqa: F401
    from twitchcam.pipeline import load_later_stages

    load_later_stages()
    twitchcam.app.analyze.load_writers()


def run_forked(
    words: Sequence[str],
    folder: Path,
    *,
    longest_s: float,
    max_memory_bytes: int,
    strike: tuple[signal.Signals, float] | None = None,
) -> Ending:
    """Run ``twitchcam WORDS`` in a copy; what it prints goes through files in ``folder``.

    ``strike`` is a signal that it is sent, and after how many seconds.
    """
    out, err = folder / "stdout", folder / "stderr"
    started_s = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        _be_program(words, out, err, longest_s, max_memory_bytes)
    status, usage = None, None
    if strike is not None:
        status, usage = _wait(pid, started_s + strike[1])
        if usage is None:
            os.kill(pid, strike[0])
    if usage is None:
        status, usage = _wait(pid, started_s + longest_s)
    if usage is None:
        os.kill(pid, signal.SIGKILL)
        _, _, usage = os.wait4(pid, 0)
    wall_s = time.perf_counter() - started_s
    unit_bytes = 1 if sys.platform == "darwin" else 1024
    return Ending(
        code=None if status is None else os.waitstatus_to_exitcode(status),
        stdout=out.read_text(encoding="utf-8", errors="replace"),
        stderr=err.read_text(encoding="utf-8", errors="replace"),
        wall_s=wall_s,
        peak_mb=usage.ru_maxrss * unit_bytes / 1e6,
    )


def _wait(pid: int, until_s: float) -> tuple[int | None, Any]:
    """Return status and usage of a copy that has ended, or twice nothing when the time is up."""
    while time.perf_counter() < until_s:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            return status, usage
        time.sleep(_LOOK_S)
    return None, None


def _be_program(
    words: Sequence[str], out: Path, err: Path, longest_s: float, max_memory_bytes: int
) -> None:
    """End this copy as the program ends; never returns."""
    import resource

    code = 70  # of this harness, and of no command
    try:
        # What is started in the background by a shell takes no notice of Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number, path in ((1, out), (2, err)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        most_s = round(2 * longest_s) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most_s, most_s))
        resource.setrlimit(resource.RLIMIT_AS, (max_memory_bytes, max_memory_bytes))
        code = _end_as_program(words)
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _end_as_program(words: Sequence[str]) -> int:
    from twitchcam.cli import main

    sys.argv = ["twitchcam", *words]
    try:
        main()
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
        return 1
    return 0
