"""A recording from elsewhere is decoded in a process that may die; the first one stays to say so.

The second process is a copy that is made before anything heavy is loaded, so it costs about a
millisecond. Where the system cannot tell who sent a signal (anywhere but Linux), the program runs
without it.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

from twitchcam.cli.endings import WRONG_INPUT, complain, stop
from twitchcam.report.whole_files import name_unfinished
from twitchcam.scratch import remove_abandoned
from twitchcam.wording import text

# What a decoder that goes mad may take at least; with more memory in the computer, all of that.
_LEAST_MEMORY_BYTES: Final = 8 << 30
_GUARDED: Final = "analyze"
_PR_SET_PDEATHSIG: Final = 1


def run_guarded(program: Callable[[], None], words: Sequence[str]) -> None:
    """Run ``program`` in a copy of this process, if ``words`` say that it decodes a recording.

    Signals go on to the copy. It ends as the copy ends, and with one sentence where the copy died
    of Ctrl-C or of something that nobody asked for.
    """
    if sys.platform != "linux" or _GUARDED not in words[:1]:
        return program()
    return _run_copy(program, words)


def _run_copy(program: Callable[[], None], words: Sequence[str]) -> None:
    passed_on = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    usual = signal.pthread_sigmask(signal.SIG_BLOCK, {*passed_on, signal.SIGCHLD})
    first = os.getpid()
    pid = os.fork()
    if pid == 0:
        _end_with(first)
        _end_at_once()
        signal.pthread_sigmask(signal.SIG_SETMASK, usual)
        _limit_memory()
        return program()
    died_of = _wait(pid, passed_on)
    _clear_away(pid, words)
    remove_abandoned()
    if died_of == signal.SIGINT:
        stop()
    if died_of in passed_on:
        signal.signal(died_of, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, usual)
        os.kill(os.getpid(), died_of)
    complain(text("terminal-decoder-died", signal=signal.Signals(died_of).name))
    raise SystemExit(WRONG_INPUT)


def _wait(pid: int, passed_on: set[signal.Signals]) -> int:
    """Pass signals on until the copy has ended; end with it, or return what it died of."""
    while True:
        told = signal.sigwaitinfo({*passed_on, signal.SIGCHLD})
        if told.si_signo == signal.SIGCHLD:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended and (code := os.waitstatus_to_exitcode(status)) >= 0:
                _end(code)
            elif ended:
                return -code
        # A terminal sends to both by itself (a positive code), and twice would be once too often.
        elif told.si_code <= 0:
            with suppress(ProcessLookupError):
                os.kill(pid, told.si_signo)


def _end(code: int) -> NoReturn:
    raise SystemExit(code)


def _end_with(parent: int) -> None:
    """Have the system end this process when its parent is gone."""
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _end_at_once() -> None:
    """Let Ctrl-C end this process like any signal; the first one clears up and says so.

    As an exception it would come up anywhere: in the middle of compiled code that takes no notice
    of it (protobuf, while it is imported), or that ends the process (MediaPipe's calls back).
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _limit_memory() -> None:
    import resource

    has_bytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(OSError, ValueError):  # somebody has set a lower one
        resource.setrlimit(resource.RLIMIT_DATA, (max(_LEAST_MEMORY_BYTES, has_bytes), hard))


def _clear_away(pid: int, words: Sequence[str]) -> None:
    """Remove what the copy could not finish, here and in the folders that were named."""
    name = name_unfinished(pid)
    places = [Path(), *(Path(word.removeprefix("--out=")) for word in words)]
    for place in places:
        for left in (place / name, *place.glob(f"*/{name}")):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
                with suppress(OSError):  # not empty: earlier results
                    left.parent.rmdir()
