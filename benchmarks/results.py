"""How every benchmark shows its numbers: a table on the screen and, if asked for, a JSON file."""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGES: Final = ("twitchcam", "mediapipe", "opencv-contrib-python", "av", "numpy", "scipy")

JsonFile = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Also write everything to FILE.")
]
Quick = Annotated[bool, typer.Option("--quick", help="A small, fast part of it.")]


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table whose first column is text and whose others are numbers."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place else "left")
    for row in rows:
        table.add_row(*row)
    _console().print(table)


def print_lines(*lines: str) -> None:
    """Print plain sentences below a table."""
    for line in lines:
        _console().print(line, markup=False, highlight=False, soft_wrap=True)


def write_json(path: Path | None, benchmark: str, numbers: dict[str, Any]) -> None:
    """Write numbers, versions and machine to ``path``; nothing without a path."""
    if path is None:
        return
    document = {
        "benchmark": benchmark,
        "versions": describe_versions(),
        "machine": describe_machine(),
        **numbers,
    }
    path.write_text(json.dumps(_without_nan(document), indent=1) + "\n", encoding="utf-8")


def describe_versions() -> dict[str, str]:
    """Versions of what the numbers depend on, and the commit of this repository if there is one."""
    found = {name: version(name) for name in PACKAGES}
    git = ["git", "-C", str(ROOT)]
    commit = _ask([*git, "rev-parse", "--short", "HEAD"])
    if commit:
        changed = _ask([*git, "status", "--porcelain", "--", "twitchcam", "benchmarks"])
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


def say_share(n_part: int, n_all: int) -> str:
    """``11/12 92 %``, or a dash where there was nothing."""
    return f"{n_part}/{n_all} {100 * n_part / n_all:.0f} %" if n_all else "–"


def say_rate(n_events: int, minutes: float) -> str:
    """Events per minute with the exact 95 % interval of their count."""
    if minutes <= 0:
        return "–"
    # Imported here: whoever times other programs must stay small.
    from twitchcam.evaluation import rate_per_minute

    rate, low, high = rate_per_minute(n_events, minutes)
    return f"{rate:.2f}/min ({low:.2f} to {high:.2f}; {n_events} in {minutes:.1f} min)"


def _console() -> Console:
    """A console that does not cut columns off when its output goes to a file."""
    console = Console()
    return console if console.is_terminal else Console(width=170)


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
