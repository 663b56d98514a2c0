"""Pictures of movement. Figures are made and returned; nothing is shown and no state is kept.

Each part of the face is one row. The left side's movement grows upward from the middle line and
the right side's downward, so a movement of both sides looks even and one of a single side stands
out, in colour or without.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import REGIONS, SIDES
from twitchcam.report.words import ACTIONS, say_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from twitchcam.records import Action, Analysis, Bools, Floats, Movement, Span, TwitchEvent

# As many columns as the picture has room for: an hour is drawn as lightly as a minute.
N_COLUMNS: Final = 900
_LEAST_SCALE_MM: Final = 1.0
_ROOM_ABOVE: Final = 1.25
_TICKS_MM: Final = (20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2)
_LABEL_SHARE: Final = 0.5
_UP_OR_DOWN: Final = {"left": 1.0, "right": -1.0}
_TIME_STEPS_S: Final = (
    0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400,
)  # fmt: skip
_MOST_TIME_TICKS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Colours of a picture. Left and right differ for every kind of colour vision."""

    left: str
    right: str
    ink: str
    faint: str
    not_judged: str
    excluded: str
    paper: str


THEMES: Final = {
    "light": Theme(
        left="#0072B2",
        right="#D55E00",
        ink="#1f2a37",
        faint="#9aa5b1",
        not_judged="#bcc4cd",
        excluded="#e9ecef",
        paper="#ffffff",
    ),
    "dark": Theme(
        left="#56B4E9",
        right="#E69F00",
        ink="#e6e9ee",
        faint="#7d8794",
        not_judged="#59636f",
        excluded="#2c333d",
        paper="#1a2028",
    ),
}


def plot_movement(
    movement: Movement,
    analysis: Analysis,
    *,
    theme: Literal["light", "dark"] = "light",
    size_in: tuple[float, float] = (5.8, 9.2),
) -> Figure:
    """Draw the movement of every part of the face over the whole recording.

    Parameters
    ----------
    theme : colours for a light or a dark page.
    size_in : width and height.

    Returns
    -------
    Figure
        Actions on top, then a row for each region: left upward, right downward, events marked
        by triangles, stretches that were not judged in grey.
    """
    from matplotlib.figure import Figure

    colours = THEMES[theme]
    kinds = list(dict.fromkeys(action.kind for action in analysis.actions))
    figure = Figure(figsize=size_in, facecolor=colours.paper)
    figure.subplots_adjust(left=0.04, right=0.88, top=0.995, bottom=0.075, hspace=0.0)
    heights = [0.42 * len(kinds) + 0.05, *[1.0] * len(REGIONS)]
    rows = figure.subplots(len(heights), 1, sharex=True, gridspec_kw={"height_ratios": heights})
    columns = _Columns(movement)
    patches = measure_columns(movement, columns.edges)
    scale_mm = choose_scale(patches, columns.judged, analysis.events)
    _draw_actions(rows[0], analysis.actions, kinds, colours)
    for row, region in zip(rows[1:], REGIONS, strict=True):
        sizes = {side: np.minimum(patches[region.name, side], scale_mm) for side in SIDES}
        _draw_region(row, sizes, columns, colours)
        here = [event for event in analysis.events if event.region == region.name]
        _draw_events(row, here, scale_mm, colours)
        _dress_region(row, region.plain, scale_mm, colours)
    for row in rows:
        _dress_row(row, colours)
    for row in rows[1:]:
        _shade_excluded(row, (*analysis.quality.excluded, *movement.excluded), scale_mm, colours)
    _dress_time(rows[-1], columns.stop_s, colours)
    return figure


def draw_png(figure: Figure, dpi: int = 140) -> bytes:
    """Draw the figure as a PNG; the same figure gives the same bytes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    FigureCanvasAgg(figure)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=dpi, metadata={"Software": "twitchcam"})
    return picture.getvalue()


class _Columns:
    """The columns of the picture: where each starts on the grid, and whether it was judged."""

    def __init__(self, movement: Movement) -> None:
        n_samples = len(movement.time_s)
        n_columns = min(n_samples, N_COLUMNS)
        self.edges = np.linspace(0, n_samples, n_columns + 1).astype(int)[:-1]
        self.time_s = movement.time_s[self.edges]
        self.stop_s = float(movement.time_s[-1]) if n_samples else 0.0
        self.judged = np.ones(n_columns, dtype=bool)
        for span in movement.excluded:
            start, stop = np.searchsorted(self.time_s, [span.start_s, span.stop_s])
            self.judged[start:stop] = False


def measure_columns(movement: Movement, edges: NDArray[np.int_]) -> dict[tuple[str, str], Floats]:
    """Find the largest movement of each (region, side) in each column of the picture, in mm.

    A column runs from its edge to the next; it is NaN where nothing was measured in it. Nothing
    is lost by looking at fewer points: a movement of a single sample keeps its height.
    """
    sizes = {}
    for region in REGIONS:
        for side in SIDES:
            chosen = [
                i
                for i, c in enumerate(movement.channels)
                if (c.region, c.side) == (region.name, side)
            ]
            mm = np.sqrt(np.square(movement.displacement_mm[:, chosen]).sum(axis=1))
            largest = np.fmax.reduceat(mm, edges) if len(edges) else np.empty(0)
            sizes[region.name, side] = largest
    return sizes


def choose_scale(
    patches: dict[tuple[str, str], Floats], judged: Bools, events: Sequence[TwitchEvent]
) -> float:
    """Choose the height of a row in mm: all events and nearly all judged movement fit in."""
    seen = np.concatenate([size[judged] for size in patches.values()])
    seen = seen[np.isfinite(seen)]
    usual_mm = float(np.quantile(seen, 0.995)) if seen.size else 0.0
    largest_mm = max((e.amplitude_mm for e in events if np.isfinite(e.amplitude_mm)), default=0.0)
    return _ROOM_ABOVE * max(usual_mm, largest_mm, _LEAST_SCALE_MM)


def merge_spans(spans: Iterable[Span]) -> list[tuple[float, float]]:
    """Give start and length of stretches without overlaps, in order of time."""
    merged: list[list[float]] = []
    for span in sorted(spans, key=lambda span: span.start_s):
        if merged and span.start_s <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], span.stop_s)
        else:
            merged.append([span.start_s, span.stop_s])
    return [(start_s, stop_s - start_s) for start_s, stop_s in merged]


def _draw_region(row: Axes, sizes: dict[str, Floats], columns: _Columns, colours: Theme) -> None:
    for side, colour in (("left", colours.left), ("right", colours.right)):
        height = _UP_OR_DOWN[side] * sizes[side]
        for judged, fill in ((columns.judged, colour), (~columns.judged, colours.not_judged)):
            shown = np.where(judged, height, np.nan)
            row.fill_between(columns.time_s, 0.0, shown, color=fill, linewidth=0.6, zorder=2)
    row.axhline(0.0, color=colours.faint, linewidth=0.6, zorder=3)


def _draw_events(row: Axes, events: Sequence[TwitchEvent], scale_mm: float, colours: Theme) -> None:
    """Draw triangles that point at the apex from outside, on the side that moved."""
    for side, marker in (("left", "v"), ("right", "^")):
        times_s = [e.apex_s for e in events if e.side in (side, "both")]
        edge_mm = [_UP_OR_DOWN[side] * 0.88 * scale_mm] * len(times_s)
        row.scatter(
            times_s, edge_mm, s=26, marker=marker, color=colours.ink, linewidths=0, zorder=4
        )


def _draw_actions(
    row: Axes, actions: Sequence[Action], kinds: Sequence[str], colours: Theme
) -> None:
    """Draw a thin lane for each kind of action, from onset to offset, below its name."""
    row.set_ylim(max(len(kinds), 1) - 0.3, -0.6)
    row.set_yticks([])
    for lane, kind in enumerate(kinds):
        spans = [(a.onset_s, a.offset_s - a.onset_s) for a in actions if a.kind == kind]
        row.broken_barh(spans, (lane, 0.4), color=colours.ink, linewidth=0.6, zorder=4)
        _label_row(row, lane, ACTIONS[kind][1], colours, va="bottom")


def _dress_region(row: Axes, plain: str, scale_mm: float, colours: Theme) -> None:
    tick_mm = next((tick for tick in _TICKS_MM if tick <= 0.75 * scale_mm), _TICKS_MM[-1])
    row.set_ylim(-scale_mm, (1 + _LABEL_SHARE) * scale_mm)
    row.set_yticks([])
    _label_row(row, 1.02 * scale_mm, plain, colours, va="bottom")
    for level in (-tick_mm, tick_mm):
        row.axhline(level, color=colours.faint, linewidth=0.5, linestyle=(0, (1, 3)), zorder=1)
    row.text(
        1.01,
        tick_mm,
        say_number(tick_mm, "mm", digits=1),
        transform=row.get_yaxis_transform(),
        va="center",
        fontsize=10,
        color=colours.ink,
    )


def _label_row(row: Axes, level: float, text: str, colours: Theme, *, va: str) -> None:
    """Write a name above the row's left end: narrow screens have no room beside it."""
    row.text(
        0.0,
        level,
        text,
        transform=row.get_yaxis_transform(),
        va=va,
        fontsize=11.5,
        color=colours.ink,
        zorder=5,
    )


def _shade_excluded(row: Axes, spans: Sequence[Span], scale_mm: float, colours: Theme) -> None:
    """Put grey behind what was not judged."""
    row.broken_barh(
        merge_spans(spans),
        (-scale_mm, 2 * scale_mm),
        color=colours.excluded,
        linewidth=0.0,
        zorder=0,
    )


def _dress_row(row: Axes, colours: Theme) -> None:
    row.set_facecolor(colours.paper)
    for spine in row.spines.values():
        spine.set_visible(False)
    row.tick_params(length=0, colors=colours.ink, labelsize=11)


def _dress_time(row: Axes, stop_s: float, colours: Theme) -> None:
    row.set_xlim(0.0, max(stop_s, 0.1))
    step_s = next((s for s in _TIME_STEPS_S if stop_s / s <= _MOST_TIME_TICKS), stop_s / 5)
    ticks_s = np.arange(0.0, stop_s + 1e-9, step_s)
    row.set_xticks(ticks_s, [_label_time(t, step_s) for t in ticks_s.tolist()])
    row.set_xlabel(
        "time in the video (minutes:seconds)" if stop_s < 3600 else "time in the video (h:min:s)",
        fontsize=11.5,
        color=colours.ink,
    )
    row.tick_params(axis="x", length=4, color=colours.faint)
    row.spines["bottom"].set(visible=True, color=colours.faint)


def _label_time(time_s: float, step_s: float) -> str:
    minutes, seconds = divmod(time_s + 1e-9, 60)
    if step_s < 1:
        return f"{int(minutes)}:{seconds:04.1f}"
    if time_s >= 3600:
        return f"{int(minutes) // 60}:{int(minutes) % 60:02d}:{int(seconds):02d}"
    return f"{int(minutes)}:{int(seconds):02d}"
