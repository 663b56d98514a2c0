"""How a command ends: its exit code, and one sentence on stderr when something went wrong."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NoReturn

import typer

from twitchcam.app.clips import show_name
from twitchcam.errors import TwitchcamError
from twitchcam.wording import text

DONE: Final = 0
OUR_FAULT: Final = 1
WRONG_INPUT: Final = 2
NOT_ASSESSABLE: Final = 3
STOPPED: Final = 130
FROM_BEST_TO_WORST: Final = (DONE, NOT_ASSESSABLE, WRONG_INPUT, OUR_FAULT)
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def explain_ending(subject: Path | None = None, out_dir: Path = Path()) -> Iterator[None]:
    """End the command with one sentence and its exit code if something goes wrong inside.

    Parameters
    ----------
    subject : the file that is worked on, named if the fault is ours.
    out_dir : where the details of such a fault are written.
    """
    codes: list[int] = []
    with collect_ending(subject, out_dir, codes):
        try:
            yield
        except BrokenPipeError:
            let_pipe_go()
    if codes:
        raise typer.Exit(codes[0])


@contextmanager
def collect_ending(subject: Path | None, out_dir: Path, codes: list[int]) -> Iterator[None]:
    """Like ``explain_ending``, but put the exit code into ``codes`` and let the command go on."""
    try:
        yield
    except TwitchcamError as error:
        complain(str(error))
        codes.append(error.exit_code)
    except KeyboardInterrupt:
        stop()
    except MemoryError:
        complain(text("terminal-no-memory"))
        codes.append(WRONG_INPUT)
    except Exception as error:
        if _comes_of_ctrl_c(error):
            stop()
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            complain(text("terminal-no-room"))
            codes.append(WRONG_INPUT)
            return
        from twitchcam.report.about import write_fault_log

        log = write_fault_log(out_dir, error)
        complain(
            text(
                "terminal-our-fault",
                subject="file" if subject else "none",
                name=show_name(subject) if subject else "",
                error=type(error).__name__,
                log=str(log) if log else text("terminal-no-log"),
            )
        )
        codes.append(OUR_FAULT)


def _comes_of_ctrl_c(error: BaseException) -> bool:
    """Compiled libraries that are stopped while they load say so with another error (pybind11)."""
    while (before := error.__cause__ or error.__context__) is not None:
        if isinstance(before, KeyboardInterrupt):
            return True
        error = before
    return False


def stop() -> NoReturn:
    """End because the person said so."""
    complain(text("terminal-stopped"))
    # Python remembers a Ctrl-C that came up through ``exec``, which every dataclass calls when it
    # is made, and ends ``python -m`` by the signal for it, until ``exec`` runs something again.
    exec("")
    raise SystemExit(STOPPED)


def let_pipe_go() -> None:
    """Whoever read our output has had enough; the files are written, so this is no error."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(sentence: str) -> None:
    """Say one sentence on stderr."""
    typer.echo(f"twitchcam: {sentence}", err=True)
