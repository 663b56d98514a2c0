"""Numbers of a benchmark as JSON: in a file that was asked for, and beside the code to be cited.

What is stored in ``benchmarks/results`` says with which versions, on what kind of machine, when,
with which options and on which recordings it was measured, and holds the tables as they were
printed, so that documents are made of it (``docs/make_validation.py``) and checked against it.
"""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from benchmarks.showing.tables import list_shown

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "benchmarks" / "results"
_STARTED_S: Final = time.monotonic()
PACKAGES: Final = ("twitchcam", "mediapipe", "opencv-contrib-python", "av", "numpy", "scipy")

JsonFile = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Also write everything to FILE.")
]
Write = Annotated[bool, typer.Option("--write", help="Also keep everything in benchmarks/results.")]


def write_json(
    path: Path | None,
    benchmark: str,
    numbers: dict[str, Any],
    *,
    data: Sequence[str],
    write: bool = False,
    part: str = "",
) -> None:
    """Write numbers, versions, machine and date to ``path``, and among the stored results.

    Parameters
    ----------
    path : nothing is written there when it is ``None``.
    data : names of the recordings, clips or series that were measured.
    write : also keep it as ``benchmarks/results/BENCHMARK.json``; a quick run has its own name.
    part : what else the same command measures by an option, kept as ``BENCHMARK_PART.json``.
    """
    options = ["PATH" if os.sep in word else word for word in sys.argv[1:]]
    paths = [path] if path else []
    if write:
        RESULTS.mkdir(exist_ok=True)
        name = name_stored({"benchmark": benchmark, "part": part})
        paths.append(RESULTS / f"{name}{'-quick' if '--quick' in options else ''}.json")
    document = {
        "benchmark": benchmark,
        **({"part": part} if part else {}),
        "options": [word for word in options if word not in ("--json", "--write")],
        "date": date.today().isoformat(),
        "took_s": round(time.monotonic() - _STARTED_S, 1),
        "versions": describe_versions(),
        "machine": describe_machine(),
        "data": list(data),
        "shown": list_shown(),
        **numbers,
    }
    for each in paths:
        each.write_text(json.dumps(_without_nan(document), indent=1) + "\n", encoding="utf-8")


def read_stored(benchmark: str) -> dict[str, Any]:
    """Read what ``python -m benchmarks.BENCHMARK --write`` kept."""
    return json.loads((RESULTS / f"{benchmark}.json").read_text(encoding="utf-8"))


def name_stored(stored: dict[str, Any]) -> str:
    """Name the file in which a benchmark, or a part of it, is kept, without its ending."""
    return "_".join(filter(None, (stored["benchmark"], stored.get("part"))))


def describe_versions() -> dict[str, str]:
    """Versions of what the numbers depend on, and the commit of this repository if there is one."""
    found = {name: version(name) for name in PACKAGES}
    git = ["git", "-C", str(ROOT)]
    commit = _ask([*git, "rev-parse", "--short", "HEAD"])
    if commit:
        # Results that were stored meanwhile change nothing.
        looked_at = ["twitchcam", "benchmarks", ":!benchmarks/results"]
        changed = _ask([*git, "status", "--porcelain", "--", *looked_at])
        found["commit"] = commit + (" and changes" if changed else "")
    return found | {"python": platform.python_version()}


def describe_machine() -> dict[str, str | int]:
    """What kind of machine this is; nothing that tells which one."""
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "processor": _name_processor(),
        "n_cores": count_cores(),
    }


def count_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _ask(command: list[str]) -> str:
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return ended.stdout.strip() if ended.returncode == 0 else ""


def _name_processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _without_nan(value: Any) -> Any:
    """JSON has no NaN and no infinity: both become null."""
    if isinstance(value, dict):
        return {name: _without_nan(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
