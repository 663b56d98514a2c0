"""A page about a cohort: who is in it, how well it could be seen, how often faces twitched.

In      The tables of a cohort
Out     ``cohort.html``: opens from disk, loads nothing, holds no picture and no file path
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from twitchcam.report.cohort_tables import CohortTables
from twitchcam.report.study_page import load_study_template
from twitchcam.report.whole_files import replace_when_done
from twitchcam.wording import text

if TYPE_CHECKING:
    import pandas as pd

MAX_ROWS: Final = 500
_WIDTH, _HEIGHT = 720, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 24, 16, 40


def write_cohort_page(tables: CohortTables, path: Path) -> None:
    """Write the page. It appears only when it is complete."""
    page = make_cohort_page(tables)
    with replace_when_done(path) as unfinished:
        unfinished.write_bytes(page.encode())


def make_cohort_page(tables: CohortTables) -> str:
    """Make the page from the tables."""
    clips, visits, failures = tables["clips"], tables["visits"], tables["failures"]
    observed_min = float(clips["observed_s"].sum()) / 60
    numbers = {
        "clips": len(clips),
        "failures": len(failures),
        "people": clips["person"].replace("", None).nunique(),
        "visits": clips["visit"].replace("", None).nunique(),
        "unusable": int((~clips["usable"]).sum()),
    }
    drawn = visits if len(visits) > 1 else visits[:0]  # a dot alone is no course
    return load_study_template("cohort.html.jinja", decimals=1).render(
        t=text,
        n=numbers,
        observed_min=f"{observed_min:.1f}",
        visits=_list_rows(visits),
        failures=_list_rows(failures),
        clips=_list_rows(clips),
        more_clips=max(len(clips) - MAX_ROWS, 0),
        more_visits=max(len(visits) - MAX_ROWS, 0),
        more_failures=max(len(failures) - MAX_ROWS, 0),
        rates=draw_courses(drawn, "rate_per_minute", text("cohort-axis-rate")),
        sizes=draw_courses(drawn, "median_amplitude_mm", text("cohort-axis-size")),
    )


def draw_courses(visits: pd.DataFrame, column: str, label: str) -> str:
    """Draw one line for each person over the visits (a spaghetti plot), as SVG; empty for none.

    Visits stand in the order of their earliest dates, else of their names. Where the table has
    intervals of the column, they are drawn as thin bars.
    """
    from markupsafe import Markup, escape

    known = visits[visits[column].notna()]
    if known.empty:
        return ""
    names = _order_visits(known)
    low, high = column.replace("rate_", "rate_low_"), column.replace("rate_", "rate_high_")
    with_bars = low != column and low in known
    top = _round_up(float(known[[column, high] if with_bars else [column]].max().max()))

    def x(visit: str) -> float:
        room = _WIDTH - _LEFT - _RIGHT
        return _LEFT + room * (names.index(visit) + 0.5) / len(names)

    def y(value: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / top

    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(label)}" '
        'class="courses">'
    ]
    parts += [
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" '
        f'class="grid"/><text x="{_LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">'
        f"{value:g}</text>"
        for value in (0.0, top / 2, top)
    ]
    parts += [
        f'<text x="{x(visit):.1f}" y="{_HEIGHT - 14}" text-anchor="middle">'
        f"{escape(visit or text('cohort-no-visit'))}</text>"
        for visit in names
    ]
    for person, some in known.groupby("person", sort=True, dropna=False):
        rows = sorted(some.to_dict("records"), key=lambda row: names.index(row["visit"]))
        points = [(x(row["visit"]), y(row[column])) for row in rows]
        title = escape(person or text("cohort-no-person"))
        line = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        parts.append(f'<g class="course"><title>{title}</title><polyline points="{line}"/>')
        if with_bars:
            parts += [
                f'<line class="bar" x1="{px:.1f}" x2="{px:.1f}" y1="{y(row[low]):.1f}" '
                f'y2="{y(row[high]):.1f}"/>'
                for row, (px, _) in zip(rows, points, strict=True)
            ]
        parts += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="4"/>' for px, py in points]
        parts.append("</g>")
    parts.append("</svg>")
    return Markup("".join(parts))  # every name in it is escaped


def _order_visits(visits: pd.DataFrame) -> list[str]:
    first = visits.groupby("visit", dropna=False)["date"].min().to_dict()
    return sorted(first, key=lambda visit: (str(first[visit] or ""), visit))


def _round_up(value: float) -> float:
    """The next round number, for the end of an axis."""
    if value <= 0:
        return 1.0
    power: float = 10.0 ** math.floor(math.log10(value))
    steps = (1.0, 1.2, 1.6, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0)
    return next(step * power for step in steps if step * power >= value)


def _list_rows(table: pd.DataFrame) -> Sequence[dict[Any, Any]]:
    rows: Sequence[dict[Any, Any]] = table.head(MAX_ROWS).to_dict("records")
    return rows
