"""Write the figures of README.md and of pages of docs/: ``python -m docs.make_validation``.

Figures stand between a mark, ``<!-- results: NAME -->``, and ``<!-- end of results -->``. They are
made of ``benchmarks/results/NAME.json`` alone: the tables as the benchmark printed them, of which
numbers behind the name choose some, or, for the names of ``TEXTS``, a text that is put together
here. Everything else on those pages is written by hand and holds no figure of a benchmark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from benchmarks.showing.stored import ROOT, name_stored, read_stored
from docs.anywhere_figures import (
    make_anywhere_table,
    say_how_far_to_trust,
    say_price,
    say_promises,
    say_small_faces,
)

README: Final = ROOT / "README.md"
VALIDATION: Final = ROOT / "docs" / "validation.md"
# Every page with figures between marks.
PAGES: Final = (
    README,
    VALIDATION,
    *(
        ROOT / "docs" / name
        for name in ("record.md", "web.md", "python.md", "reliability.md", "performance.md")
    ),
)
END: Final = "<!-- end of results -->"
MARKED: Final = re.compile(
    r"(?P<mark><!-- results: (?P<name>\w+)(?P<chosen>(?: \d+)*) -->\n).*?" + re.escape(END), re.S
)
_MAX_NAMES: Final = 6

# A text of its own, and the stored results that it is made of.
TEXTS: Final[dict[str, tuple[str, Callable[[dict[str, Any]], str]]]] = {
    "anywhere": ("anywhere", make_anywhere_table),
    "trust": ("anywhere", say_how_far_to_trust),
    "promised": ("promises", say_promises),
    "price": ("trade_off", say_price),
    "small": ("small_faces", say_small_faces),
}


def fill(text: str, page: Path) -> str:
    """The text of a page with today's figures between its marks."""

    def write(found: re.Match[str]) -> str:
        chosen = [int(number) for number in found["chosen"].split()]
        return f"{found['mark']}\n{make_figures(found['name'], chosen, page)}\n\n{END}"

    return MARKED.sub(write, text)


def make_figures(name: str, chosen: Iterable[int], page: Path) -> str:
    """What stands between one pair of marks; ``chosen`` are tables by number from 1, or all."""
    benchmark, make = TEXTS.get(name, (name, None))
    stored = read_stored(benchmark)
    text = make(stored) if make else make_tables(stored["shown"], list(chosen))
    if page == README:
        return f"{text}\n\n({say_command(stored)}, {stored['date']}.)"
    return f"{text}\n\n{say_where_from(stored)}"


def make_tables(shown: list[dict[str, Any]], chosen: list[int]) -> str:
    """Tables and lines of a benchmark as Markdown; lines belong to the table above them."""
    parts: list[str] = []
    number, lines_above = 0, False
    for item in shown:
        number += "rows" in item
        if (chosen and number not in chosen) or item.get("lines") == []:
            continue
        if "rows" in item:
            parts.append(_make_table(item))
        elif lines_above:
            parts[-1] += f"\n{_make_list(item['lines'])}"
        else:
            parts.append(_make_list(item["lines"]))
        lines_above = "lines" in item
    return "\n\n".join(parts)


def _make_table(table: dict[str, Any]) -> str:
    rows = [table["columns"], ["---"] * len(table["columns"]), *table["rows"]]
    cells = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([f"*{table['title']}*", "", *cells])


def _make_list(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def say_command(stored: dict[str, Any]) -> str:
    """What to type to measure it again; ``PATH`` stands for a path of one's own."""
    return f"`{' '.join(['python -m', 'benchmarks.' + stored['benchmark'], *stored['options']])}`"


def say_where_from(stored: dict[str, Any]) -> str:
    """Command, day, version, machine and data of stored results."""
    name, versions, machine = name_stored(stored), stored["versions"], stored["machine"]
    data = stored["data"]
    more = f" and {len(data) - _MAX_NAMES} more" if len(data) > _MAX_NAMES else ""
    return (
        f"<sub>{say_command(stored)}, {stored['date']}, {stored['took_s'] / 60:.0f} min on "
        f"{machine['n_cores']} cores ({machine['processor']}), twitchcam {versions['twitchcam']} "
        f"({versions.get('commit', 'no commit')}), MediaPipe {versions['mediapipe']}. Data: "
        f"{', '.join(data[:_MAX_NAMES])}{more}. "
        f"[All numbers](../benchmarks/results/{name}.json)</sub>"
    )


if __name__ == "__main__":
    for each in PAGES:
        each.write_text(fill(each.read_text(encoding="utf-8"), each), encoding="utf-8")
