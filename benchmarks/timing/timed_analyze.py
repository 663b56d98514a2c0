"""``twitchcam analyze`` as it is, which also writes down how long the stages after tracking took.

    python benchmarks/timing/timed_analyze.py analyze CLIP --out DIR

Leaves ``after_tracking.txt`` in the current folder: seconds from the track to the findings,
reading and writing of files not included.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from twitchcam import pipeline
from twitchcam.cli import run_here


def run() -> None:
    """Run the command line, with a clock around two functions of ``pipeline``."""
    took_s = [_time(name) for name in ("measure_track", "analyze_movement")]
    try:
        run_here()
    finally:
        total_s = sum(sum(each) for each in took_s)
        Path("after_tracking.txt").write_text(f"{total_s:.6f}\n", encoding="ascii")


def _time(name: str) -> list[float]:
    """Put a clock around a function; it adds to the list that is returned."""
    function, took_s = getattr(pipeline, name), list[float]()

    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            took_s.append(time.perf_counter() - started)

    setattr(pipeline, name, timed)
    return took_s


if __name__ == "__main__":
    run()
