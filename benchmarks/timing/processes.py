"""Run a program and say how long it took and how much memory it needed at most."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a program: from its start to its end as a whole process.

    ``peak_mb`` is the largest resident memory in 10^6 bytes, NaN where the system does not say;
    ``after_tracking_s`` how long the stages after tracking took, NaN where there are none.
    """

    wall_s: float
    processor_s: float
    peak_mb: float
    after_tracking_s: float = float("nan")


def run_program(command: Sequence[str], folder: Path) -> Run:
    """Run ``command`` in ``folder``; what it prints is shown only when it fails.

    The caller must be small: on Linux a child's peak counts the parent's memory at its start.
    """
    with tempfile.TemporaryFile() as printed:
        started = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, stdout=printed, stderr=printed)
        wall_s, usage = _wait(child, started)
        if child.returncode != 0:
            printed.seek(0)
            sys.stderr.write(printed.read().decode(errors="replace"))
            raise RuntimeError(f"{command[0]} ended with {child.returncode}.")
    return Run(wall_s=wall_s, processor_s=usage[0], peak_mb=usage[1])


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
