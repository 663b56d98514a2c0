"""The figures of a letter, small and plain: for paper, slides and the page alike."""

from __future__ import annotations

import io
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal

import numpy as np

from twitchcam.report.letter import CourseFigure
from twitchcam.report.plots import COLOURS

FigureFormat = Literal["png", "svg"]

_SIZE_IN: Final = (2.7, 2.1)
_PNG_DPI: Final = 300
_MOST_LABELS: Final = 3
_INK: Final = "#1f2a37"
_SOFT: Final = "#55606e"
_BAND: Final = "#e9ecef"
_LINE: Final = "#d5dae1"
# With more, marks are small and have no intervals: all would be one block.
_MOST_LARGE: Final = 40
_MARKERS: Final = {"left": "o", "right": "s", "both": "o"}
# A page asks for each again and again, and drawing takes longer than all else of it.
_KEPT: Final = 64
# Its fonts are shared by all threads.
_ONE: Final = Lock()


@lru_cache(maxsize=_KEPT)
def draw_course(course: CourseFigure, kind: FigureFormat) -> bytes:
    """Draw a number over time, with the interval of each visit and the band of noise.

    Parameters
    ----------
    course : CourseFigure
        With at least one value.
    kind : {"png", "svg"}
        300 dots an inch, or lines whose text stays text.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> day = datetime(2026, 11, 29, tzinfo=UTC)
    >>> one = CourseFigure(title="Twitches", at=(day,), labels=("29 Nov",), values=(1.0,),
    ...                    intervals=(None,), band=None, side="left")
    >>> draw_course(one, "png")[1:4]
    b'PNG'
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with _ONE, rc_context({"svg.fonttype": "none", "font.size": 7.5, "svg.hashsalt": "twitchcam"}):
        figure = Figure(figsize=_SIZE_IN, layout="constrained")
        _draw(figure.subplots(), course)
        out = io.BytesIO()
        metadata = {"Date": None} if kind == "svg" else None
        figure.savefig(out, format=kind, dpi=_PNG_DPI, metadata=metadata)
    return out.getvalue()


def find_fonts() -> tuple[Path, Path]:
    """Where the plain and the heavy face of a font lie that knows most alphabets."""
    from matplotlib import get_data_path

    folder = Path(get_data_path()) / "fonts" / "ttf"
    return folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf"


def _draw(axes: Any, course: CourseFigure) -> None:
    days = np.array([at.timestamp() for at in course.at]) / 86_400
    x = days - days[0]
    colour = COLOURS[course.side]
    if course.band is not None:
        axes.axhspan(*course.band, color=_BAND, zorder=0)
    known = [k for k, value in enumerate(course.values) if value is not None]
    values = np.array([course.values[k] for k in known], dtype=float)
    is_dense = len(known) > _MOST_LARGE
    for k in known:
        interval = course.intervals[k]
        if interval is not None and not is_dense:
            axes.plot([x[k], x[k]], interval, color=_SOFT, linewidth=0.8, zorder=1)
    size, width = (1.5, 0.3) if is_dense else (4, 1.0)
    marker = _MARKERS[course.side]
    axes.plot(x[known], values, marker=marker, color=colour, markersize=size, linewidth=width)
    low, high = axes.get_ylim()
    axes.set_ylim(min(0.0, low), 1.05 * high if high > 0 else 1.0)
    room = 0.06 * max(float(x[-1]), 1.0)
    axes.set_xlim(-room, float(x[-1]) + room)
    shown = _choose_labels(x)
    axes.set_xticks(x[shown], [course.labels[k] for k in shown])
    axes.set_title(course.title, fontsize=7.5, color=_INK, loc="left", wrap=True)
    axes.tick_params(colors=_SOFT, labelsize=7)
    axes.grid(axis="y", color=_LINE, linewidth=0.5)
    axes.set_axisbelow(True)
    for name in ("top", "right"):
        axes.spines[name].set_visible(False)
    for name in ("left", "bottom"):
        axes.spines[name].set_color(_LINE)


def _choose_labels(x: Any) -> list[int]:
    """The first and the last visit, and between them such as leave room for their words."""
    least = float(x[-1] - x[0]) / _MOST_LABELS
    chosen = [0]
    for k in range(1, len(x)):
        if x[k] - x[chosen[-1]] > least:
            chosen.append(k)
    if len(x) > 1 and chosen[-1] != len(x) - 1:
        if len(chosen) > 1:
            chosen.pop()
        chosen.append(len(x) - 1)
    return [one for one, _ in pairwise([*chosen, -1])]
