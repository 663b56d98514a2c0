"""How long somebody at a terminal waits: for help, for the first sign of progress, for a page."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.showing.tables import print_lines, print_table
from benchmarks.timing.processes import run_program

_TWITCHCAM: Final = (sys.executable, "-m", "twitchcam")
_TIMES: Final = 5
_PERCENT: Final = re.compile(rb"(\d+)%")
# What is waited for, and the most seconds that are aimed at.
AIMS_S: Final = {
    "twitchcam --help": 0.2,
    "analyze of 10 min: a bar of progress": 2.0,
    "analyze of 10 min: it moves": None,
    "page and tables of 10 min": 3.0,
    "twitchcam report of 10 min, which reads and measures the track again": None,
}


def measure_waits(clip: Path) -> dict[str, list[float]]:
    """Seconds, several times each, by what is waited for; ``clip`` lasts ten minutes."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        helped = [run_program((*_TWITCHCAM, "--help"), folder).wall_s for _ in range(_TIMES)]
        shown = [_wait_for_progress(clip, folder) for _ in range(_TIMES)]
        analysed = folder / "analysed"
        run_program((*_TWITCHCAM, "analyze", str(clip), "--out", str(analysed)), folder)
        report = (*_TWITCHCAM, "report", str(analysed))
        reported = [run_program(report, folder).wall_s for _ in range(_TIMES)]
        written = _write_views(analysed)
    there, moved = map(list, zip(*shown, strict=True))
    return dict(zip(AIMS_S, (helped, there, moved, written, reported), strict=True))


def _write_views(folder: Path) -> list[float]:
    """Seconds that ``analyze`` takes in the end, for all of its folder but the track."""
    from twitchcam.app.said_again import read_in_language
    from twitchcam.pipeline import measure_track
    from twitchcam.report.folder import Extras, write_views
    from twitchcam.tracking.track_file import read_track

    analysis, track = read_in_language(folder / "analysis.json"), read_track(folder / "track.npz")
    movement, expression = measure_track(track)
    took_s = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        write_views(folder, analysis, movement, expression, track, Extras())
        took_s.append(time.perf_counter() - began)
    return took_s


def _wait_for_progress(clip: Path, folder: Path) -> tuple[float, float]:
    """Seconds until a terminal shows a bar of progress, and until it has moved; then stop."""
    ours, its = os.openpty()
    began = time.perf_counter()
    command = (*_TWITCHCAM, "analyze", str(clip), "--out", str(folder / "stopped"))
    there_s, told = 0.0, b""
    with subprocess.Popen(command, cwd=folder, stdout=its, stderr=its) as process:
        os.close(its)
        try:
            while not any(int(percent) > 0 for percent in _PERCENT.findall(told)):
                told += os.read(ours, 1 << 16)
                if not there_s and _PERCENT.search(told):
                    there_s = time.perf_counter() - began
            moved_s = time.perf_counter() - began
        except OSError as error:  # the program has ended, and with it the terminal
            raise RuntimeError(told.decode(errors="replace")) from error
        finally:
            process.terminate()
            os.close(ours)
    return there_s, moved_s


def show_waits(measured: dict[str, list[float]], load_before: float) -> None:
    """Print medians beside what is aimed at."""
    rows = [
        (
            what,
            f"{statistics.median(took_s):.2f} ({min(took_s):.2f}–{max(took_s):.2f})",
            "–" if AIMS_S[what] is None else f"{AIMS_S[what]:g}",
        )
        for what, took_s in measured.items()
    ]
    print_table(
        f"What somebody at a terminal waits for, {_TIMES} times each",
        ("what", "s, median (least to most)", "aim, s"),
        rows,
    )
    print_lines(f"Load before: {load_before:.1f}.")
