"""How every benchmark shows its numbers on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

Quick = Annotated[bool, typer.Option("--quick", help="A small, fast part of it.")]
Clips = Annotated[Path, typer.Option(help="Where the recordings are.")]
Cache = Annotated[Path, typer.Option(help="Where tracks are kept.")]
ClipCache = Annotated[Path, typer.Option(help="Where clips and tracks are kept.")]
Rest = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Recordings at rest, as a JSON list.")
]
Crf = Annotated[list[float] | None, typer.Option(help="Compression; more than once for several.")]
MadeClips = Annotated[Path, typer.Option(help="Where made clips are kept.")]

# What this process printed, for the stored results: documents show the same tables.
_shown: Final[list[dict[str, Any]]] = []


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table whose first column is text and whose others are numbers."""
    _shown.append({"title": title, "columns": list(columns), "rows": [list(r) for r in rows]})
    table = Table(title=title, title_justify="left", title_style="bold")
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place else "left")
    for row in rows:
        table.add_row(*row)
    _console().print(table)


def print_lines(*lines: str) -> None:
    """Print plain sentences below a table."""
    _shown.append({"lines": list(lines)})
    for line in lines:
        _console().print(line, markup=False, highlight=False, soft_wrap=True)


def list_shown() -> list[dict[str, Any]]:
    """Tables and lines that were printed so far, in order."""
    return list(_shown)


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
