"""Ctrl-C and kill at random moments of ``analyze``: a whole result or none, and the next run works.

    python -m benchmarks.interrupted [--times N] [--write] [--json FILE]

A clip of 0.4 s is analysed again and again, each time in a process of its own that is struck at a
seeded random moment of the time that it takes undisturbed; then it is analysed once more into the
same folder. Right after Ctrl-C: exit 130 with one sentence and no file, or a whole result where it
came too late. Right after a kill: all files of the result or none (what was unfinished lies in a
hidden folder of its own). Right in the end: the document of an undisturbed run. Needs ``fork``.
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import tempfile
from collections import Counter
from pathlib import Path
from typing import Annotated, Final

import typer

from benchmarks.material.broken_clips import make_whole_clips
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import print_lines, print_table
from benchmarks.timing.forked import Ending, load_everything, run_forked

_CLIP: Final = "mpeg2.mpg"
_DOCUMENT: Final = "analysis.json"
_DONE: Final = (0, 3)
_STOPPED: Final = 130
_STRIKES: Final = {"Ctrl-C": signal.SIGINT, "kill": signal.SIGKILL}


def run(
    times: Annotated[int, typer.Option(min=1, help="Of each kind.")] = 20,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Interrupt analyses, and count what is left."""
    rows, faults = [], []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            pool.apply(make_whole_clips, (folder,))
        load_everything()
        undisturbed = _analyze(folder)
        whole = _list_files(folder / "results")
        document = (folder / "results" / _DOCUMENT).read_bytes()
        for name, strike in _STRIKES.items():
            found: Counter[str] = Counter()
            for number in range(times):
                shutil.rmtree(folder / "results")
                after_s = random.Random(f"{name} {number}").uniform(0.1, undisturbed.wall_s)
                ending = _analyze(folder, (strike, after_s))
                left = _list_files(folder / "results")
                what = judge(ending, left, whole)
                again = _analyze(folder)
                same = (folder / "results" / _DOCUMENT).read_bytes() == document
                if again.code not in _DONE or not same:
                    what = "the next run fails"
                found[what] += 1
                if what not in ("nothing left", "a whole result"):
                    faults.append(f"{name} {number} after {after_s:.2f} s: {what} {ending.stderr}")
            right = found["nothing left"], found["a whole result"]
            rows.append([name, str(times), *map(str, right), str(times - sum(right))])
    columns = ["", "times", "nothing left", "whole result, too late", "wrong"]
    print_table("Interrupted analyses", columns, rows)
    print_lines(*faults)
    write_json(json_file, "interrupted", {"faults": faults}, data=[_CLIP], write=write)
    if faults:
        raise typer.Exit(1)


def judge(ending: Ending, left: list[str], whole: list[str]) -> str:
    """Say what an interrupted run left: ``nothing left``, ``a whole result``, or what is wrong."""
    if ending.code == _STOPPED and ending.stderr.count("\n") != 1:
        return "not one sentence"
    if ending.code not in (*_DONE, _STOPPED, -signal.SIGKILL):
        return f"exit {ending.code}"
    if not left:
        return "nothing left"
    return "a whole result" if left == whole else "half a result"


def _analyze(folder: Path, strike: tuple[signal.Signals, float] | None = None) -> Ending:
    words = ["analyze", str(folder / _CLIP), "--out", str(folder / "results")]
    return run_forked(words, folder, longest_s=60.0, max_memory_bytes=4 << 30, strike=strike)


def _list_files(results: Path) -> list[str]:
    """Names of the files that a person sees there. The folder itself is made if it is gone."""
    results.mkdir(exist_ok=True)
    return sorted(path.name for path in results.iterdir() if not path.name.startswith("."))


if __name__ == "__main__":
    typer.run(run)
