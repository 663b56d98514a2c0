"""A page about agreement: tool against raters beside rater against rater.

In      The tables of a study of agreement
Out     ``agreement.html`` and a CSV for each table; the page opens from disk and loads nothing
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from twitchcam.report import words
from twitchcam.report.agreement_study import TOLERANCES_S, AgreementStudy
from twitchcam.report.study_page import load_study_template
from twitchcam.report.whole_files import explain_write_errors, replace_when_done
from twitchcam.wording import text

if TYPE_CHECKING:
    import pandas as pd

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 340, 56, 24, 16, 44
# Told apart by line as well as by colour.
_DASHES: Final = ("", "7 4", "2 4", "9 3 2 3")
_USUAL_S: Final = 0.2


def write_agreement(study: AgreementStudy, folder: Path) -> None:
    """Write the page and the tables."""
    with explain_write_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in study.tables.items():
            with replace_when_done(folder / f"{name}.csv") as unfinished:
                table.to_csv(unfinished, index=False)
        with replace_when_done(folder / "agreement.html") as unfinished:
            unfinished.write_bytes(make_agreement_page(study).encode())


def make_agreement_page(study: AgreementStudy) -> str:
    """Make the page from the tables."""
    events, sizes, pairs = study["events"], study["sizes"], study["pairs"]
    kinds = [
        {
            "kind": kind,
            "curves": _draw_curves(events[events["kind"] == kind]),
            "rows": _list_rows(_pick_usual(events[events["kind"] == kind])),
            "raters": _list_rows(study["raters"][study["raters"]["kind"] == kind]),
            "sizes": [
                {**row, "plot": _draw_limits(row, pairs)}
                for row in _list_rows(sizes[sizes["kind"] == kind])
            ],
        }
        for kind in dict.fromkeys(events["kind"])
    ]
    clips = study["clips"]
    return str(
        load_study_template("agreement.html.jinja", decimals=2).render(
            t=text,
            kinds=kinds,
            n_clips=clips["clip"].nunique(),
            n_persons=clips["person"].nunique(),
            raters=list(dict.fromkeys(clips["rater"])),
            missing=_list_rows(clips[clips["state"] == "no marks"]),
            remarks=study.remarks,
        )
    )


def _pick_usual(events: pd.DataFrame) -> pd.DataFrame:
    return events[(events["tolerance_s"] - _USUAL_S).abs() < 1e-9]


def _draw_curves(events: pd.DataFrame) -> Any:
    """F1 over the tolerance, a line for each pair, with its interval as a band."""
    from markupsafe import Markup, escape

    def x(tolerance_s: float) -> float:
        step = TOLERANCES_S.index(tolerance_s)
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (step + 0.5) / len(TOLERANCES_S)

    parts = _draw_axes(text("agreement-axis-f1"), 0.0, 1.0, (0.0, 0.5, 1.0))
    parts += [
        f'<text x="{x(at):.1f}" y="{_HEIGHT - 18}" text-anchor="middle">{at:g} s</text>'
        for at in TOLERANCES_S
    ]
    groups = events.groupby(["reference", "compared"], sort=False)
    for number, ((first, second), some) in enumerate(groups):
        rows = [row for row in some.to_dict("records") if row["f1"] == row["f1"]]
        line = " ".join(f"{x(r['tolerance_s']):.1f},{_y(r['f1'], 0, 1):.1f}" for r in rows)
        band = [row for row in rows if row["f1_low"] == row["f1_low"]]
        edge = [(x(r["tolerance_s"]), _y(r["f1_high"], 0, 1)) for r in band]
        edge += [(x(r["tolerance_s"]), _y(r["f1_low"], 0, 1)) for r in reversed(band)]
        around = " ".join(f"{px:.1f},{py:.1f}" for px, py in edge)
        dash = _DASHES[number % len(_DASHES)]
        parts.append(
            f'<g class="curve c{number % 4}"><title>{escape(first)} – {escape(second)}</title>'
            f'<polygon points="{around}"/><polyline points="{line}" stroke-dasharray="{dash}"/></g>'
        )
    return Markup("".join([*parts, "</svg>"]))  # every name in it is escaped


def _draw_limits(row: dict[Any, Any], pairs: pd.DataFrame) -> Any:
    """Differences over means, with the mean difference and its limits [bland1986]."""
    from markupsafe import Markup

    names = ("kind", "reference", "compared")
    some = pairs
    for name in names:
        some = some[some[name] == row[name]]
    some = some.dropna(subset=["reference_amplitude_mm", "compared_amplitude_mm"])
    first, second = some["reference_amplitude_mm"], some["compared_amplitude_mm"]
    means, differences = (first + second) / 2, second - first
    lines = [v for v in (row["mean"], row["limit_low"], row["limit_high"]) if v == v]
    reach = max(abs(v) for v in (*differences, *lines, 0.1)) * 1.1
    widest = float(means.max()) * 1.1

    def x(value: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * value / widest

    parts = _draw_axes(text("agreement-axis-limits"), -reach, reach, (-reach, 0.0, reach))
    parts += [
        f'<line class="limit" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_y(v, -reach, reach):.1f}" '
        f'y2="{_y(v, -reach, reach):.1f}"/>'
        for v in lines
    ]
    parts += [
        f'<circle cx="{x(m):.1f}" cy="{_y(d, -reach, reach):.1f}" r="3.5"/>'
        for m, d in zip(means, differences, strict=True)
    ]
    parts.append(
        f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 18}" text-anchor="end">'
        f"{text('agreement-axis-mean')}</text></svg>"
    )
    return Markup("".join(parts))


def _draw_axes(label: str, low: float, high: float, values: Sequence[float]) -> list[str]:
    return [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}" class="plot">',
        *(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" '
            f'y1="{_y(v, low, high):.1f}" y2="{_y(v, low, high):.1f}"/>'
            f'<text x="{_LEFT - 8}" y="{_y(v, low, high) + 4:.1f}" text-anchor="end">'
            f"{words.set_minus(f'{v:.2g}')}</text>"
            for v in values
        ),
    ]


def _y(value: float, low: float, high: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low)


def _list_rows(table: pd.DataFrame) -> list[dict[Any, Any]]:
    rows: list[dict[Any, Any]] = table.to_dict("records")
    return rows
