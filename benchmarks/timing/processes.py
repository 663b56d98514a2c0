"""Run a program and say how long it took and how much memory it needed at most."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LOOK_EVERY_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a program: from its start to its end as a whole process.

    ``processor_s`` and ``peak_mb``, the largest memory in 10^6 bytes, are those of the program and
    all processes that it started, NaN where the system does not say. What processes share counts
    once; memory is looked at ten times a second. ``longest_processor_s`` is that of the one process
    that worked longest, up to a tenth of a second before it ended: with one core for each of them
    the whole cannot take less. ``after_tracking_s``: how long the stages after tracking took, NaN
    where there are none.
    """

    wall_s: float
    processor_s: float
    peak_mb: float
    longest_processor_s: float = float("nan")
    after_tracking_s: float = float("nan")


def run_program(command: Sequence[str], folder: Path) -> Run:
    """Run ``command`` in ``folder``; what it prints is shown only when it fails.

    The caller must be small: on Linux a child's peak counts the parent's memory at its start.
    """
    with tempfile.TemporaryFile() as printed:
        started = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, stdout=printed, stderr=printed)
        peaks, worked_s, ended = [0.0], dict[int, float](), threading.Event()
        watch = threading.Thread(target=_watch, args=(child.pid, peaks, worked_s, ended))
        watch.start()
        wall_s, usage = _wait(child, started)
        ended.set()
        watch.join()
        if child.returncode != 0:
            printed.seek(0)
            sys.stderr.write(printed.read().decode(errors="replace"))
            raise RuntimeError(f"{command[0]} ended with {child.returncode}.")
    return Run(
        wall_s=wall_s,
        processor_s=usage[0],
        peak_mb=max(usage[1], *peaks),
        longest_processor_s=max(worked_s.values(), default=float("nan")),
    )


def _watch(
    pid: int, peaks: list[float], worked_s: dict[int, float], ended: threading.Event
) -> None:
    """Note how much memory a process and its children hold together, and how long each worked."""
    while not ended.wait(_LOOK_EVERY_S):
        family = _list_family(pid)
        peaks.append(sum(map(_measure_share, family)) / 1e6)
        peaks[:] = [max(peaks)]
        for each in family:
            with suppress(OSError):
                worked_s[each] = _measure_work(each)


def _measure_work(pid: int) -> float:
    """Seconds of processor time of a process, without its children's."""
    behind_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    # Fields 14 and 15 of the whole line: in user mode, in the kernel.
    return sum(map(int, behind_name[11:13])) / float(os.sysconf("SC_CLK_TCK"))


def _list_family(pid: int) -> list[int]:
    """A process and all that come from it; itself alone where the system does not say."""
    family = [pid]
    for each in family:
        with suppress(OSError):  # it has just ended
            for children in Path(f"/proc/{each}/task").glob("*/children"):
                family += map(int, children.read_text(encoding="ascii").split())
    return family


def _measure_share(pid: int) -> float:
    """Bytes of a process; of what several have together, its share."""
    with suppress(OSError):
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return sum(1024.0 * int(row.split()[1]) for row in rows if row.startswith("Pss:"))
    return 0.0


def _wait(child: subprocess.Popen[bytes], started: float) -> tuple[float, tuple[float, float]]:
    if not hasattr(os, "wait4"):
        child.wait()
        return time.perf_counter() - started, (float("nan"), float("nan"))
    _, status, usage = os.wait4(child.pid, 0)
    wall_s = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    # Linux counts in units of 1024 bytes, macOS in bytes.
    unit_bytes = 1 if sys.platform == "darwin" else 1024
    return wall_s, (usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit_bytes / 1e6)
