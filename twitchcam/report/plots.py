"""Figures for papers and notebooks: each takes a result and axes, draws, and returns the axes.

Nothing is measured, shown or kept here. Left is blue and solid, right is vermilion and dashed
(colours of Okabe and Ito, told apart by every kind of colour vision, and in print without any).
``save_figure`` writes vector files whose text stays text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import REGION_NAMES, REGIONS, SIDES
from twitchcam.errors import InputError
from twitchcam.report.whole_files import replace_when_done
from twitchcam.report.words import name_action, name_code, name_place, name_region
from twitchcam.wording import text
from twitchcam.wording.names import NO_SIDE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from twitchcam.records import (
        Analysis,
        Coupling,
        Floats,
        Movement,
        Response,
        Span,
        Spectrum,
        Symmetry,
        TwitchEvent,
    )

COLOURS: Final = {"left": "#0072B2", "right": "#D55E00", "both": "#6b5b95"}
LINES: Final = {"left": "-", "right": (0, (5, 2)), "both": ":"}
# As many columns as a figure has room for: an hour is drawn as lightly as a minute.
N_COLUMNS: Final = 900
VECTOR_FORMATS: Final = ("pdf", "svg", "eps")
_INK: Final = "#1f2a37"
_FAINT: Final = "#9aa5b1"
_EXCLUDED: Final = "#e9ecef"
_MIN_SCALE_MM: Final = 1.0
_ROOM_ABOVE: Final = 1.25
_UP_OR_DOWN: Final = {"left": 1.0, "right": -1.0}


def plot_movement(
    movement: Movement, analysis: Analysis, size_in: tuple[float, float] = (7.0, 9.0)
) -> Figure:
    """Draw every part of the face over the whole recording, with the actions above.

    Returns
    -------
    Figure
        Actions on top, then ``plot_region`` for each region in one scale of time and of size.
    """
    from matplotlib.figure import Figure

    n_kinds = len({action.kind for action in analysis.actions})
    figure = Figure(figsize=size_in, layout="constrained")
    heights = [0.3 * n_kinds + 0.2, *[1.0] * len(REGIONS)]
    rows = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights)
    plot_actions(analysis, rows[0])
    scale_mm = choose_scale(movement, analysis.events)
    for row, region in zip(rows[1:], REGIONS, strict=True):
        plot_region(movement, analysis, region.name, row, scale_mm=scale_mm)
    for row in rows[:-1]:
        row.set_xlabel("")
    rows[-1].set_xlim(0.0, max(analysis.quality.duration_s, 0.1))
    return figure


def plot_region(
    movement: Movement,
    analysis: Analysis,
    region: str,
    axes: Axes,
    *,
    scale_mm: float | None = None,
) -> Axes:
    """Draw one region over time: left upward, right downward, events marked, not judged grey.

    Parameters
    ----------
    scale_mm : height of the axes on either side; by default that of ``choose_scale``.
    """
    scale_mm = choose_scale(movement, analysis.events) if scale_mm is None else scale_mm
    edges = _choose_edges(movement)
    spans = merge_spans((*analysis.quality.excluded, *movement.excluded))
    axes.broken_barh(spans, (-scale_mm, 2 * scale_mm), color=_EXCLUDED, linewidth=0, zorder=0)
    largest = measure_columns(movement, region, edges)
    for s, side in enumerate(SIDES):
        height = _UP_OR_DOWN[side] * np.minimum(largest[:, s], scale_mm)
        axes.fill_between(
            movement.time_s[edges],
            0.0,
            height,
            color=COLOURS[side],
            linewidth=0.5,
            label=_name_side(side),
        )
        times_s = [
            e.apex_s for e in analysis.events if e.region == region and e.side in (side, "both")
        ]
        marker = "v" if side == "left" else "^"
        edge_mm = [_UP_OR_DOWN[side] * 0.9 * scale_mm] * len(times_s)
        axes.scatter(times_s, edge_mm, s=22, marker=marker, color=_INK, linewidths=0, zorder=4)
    axes.axhline(0.0, color=_FAINT, linewidth=0.6)
    axes.set_ylim(-scale_mm, scale_mm)
    axes.set_ylabel("mm")
    axes.set_title(name_place(region, NO_SIDE), loc="left", fontsize="medium")
    return _dress(axes, text("plot-axis-time"))


def plot_actions(analysis: Analysis, axes: Axes) -> Axes:
    """Draw what the person did, a lane for each kind of action."""
    kinds = list(dict.fromkeys(action.kind for action in analysis.actions))
    for lane, kind in enumerate(kinds):
        spans = [(a.onset_s, a.offset_s - a.onset_s) for a in analysis.actions if a.kind == kind]
        axes.broken_barh(spans, (lane - 0.3, 0.6), color=_INK)
    axes.set_yticks(range(len(kinds)), [name_code("action", f"{kind}.many") for kind in kinds])
    axes.set_ylim(max(len(kinds), 1) - 0.5, -0.5)
    return _dress(axes, text("plot-axis-time"))


def plot_events(events: Sequence[TwitchEvent], axes: Axes) -> Axes:
    """Draw when and where events were: a lane for each region, area of the marks by size."""
    for side in (*SIDES, "both"):
        chosen = [e for e in events if e.side == side and e.region in REGION_NAMES]
        lanes = [REGION_NAMES.index(e.region) + {"left": -0.15, "right": 0.15}.get(side, 0.0)
                 for e in chosen]  # fmt: skip
        axes.scatter(
            [e.apex_s for e in chosen],
            lanes,
            s=[40 * np.nan_to_num(e.amplitude_mm) + 6 for e in chosen],
            color=COLOURS[side],
            linewidths=0,
            label=_name_side(side),
        )
    axes.set_yticks(range(len(REGIONS)), [name_place(region.name, NO_SIDE) for region in REGIONS])
    axes.set_ylim(len(REGIONS) - 0.5, -0.5)
    return _dress(axes, text("plot-axis-time"))


def plot_response(response: Response, axes: Axes) -> Axes:
    """Draw single answers, their mean and its 95 % interval, for both sides."""
    other = "right" if response.side == "left" else "left"
    for side, singles, mean, interval in (
        (other, response.other_singles_mm, response.other_mean_mm, response.other_interval_mm),
        (response.side, response.singles_mm, response.mean_mm, response.interval_mm),
    ):
        colour = COLOURS[side]
        axes.plot(response.time_s, singles.T, color=colour, linewidth=0.4, alpha=0.4)
        axes.fill_between(response.time_s, *interval, color=colour, alpha=0.2, linewidth=0)
        axes.plot(
            response.time_s,
            mean,
            color=colour,
            linestyle=LINES[side],
            linewidth=2,
            label=_name_side(side),
        )
    axes.axvline(0.0, color=_FAINT, linewidth=0.8, linestyle=":")
    axes.set_ylabel("mm")
    place = name_place(response.region, response.side)
    action = name_action(response.action)
    title = text("plot-response", place=place, action=action, n=len(response.actions_s))
    axes.set_title(title, fontsize="medium")
    return _dress(axes, text("plot-axis-aligned", to=response.aligned_to))


def plot_dose(coupling: Coupling, axes: Axes) -> Axes:
    """Draw the size of each answer against the size of its action, with the fitted line."""
    doses, answers = np.array(coupling.doses_mm), np.array(coupling.answers_mm)
    known = np.isfinite(doses) & np.isfinite(answers)
    axes.scatter(doses[known], answers[known], s=18, color=COLOURS[coupling.side], linewidths=0)
    if coupling.dose_slope is not None and known.any():
        middle = np.median(answers[known] - coupling.dose_slope * doses[known])
        ends = np.array([doses[known].min(), doses[known].max()])
        axes.plot(ends, middle + coupling.dose_slope * ends, color=_INK, linewidth=1)
    axes.set_ylabel(text("plot-axis-answer"))
    return _dress(axes, text("plot-axis-dose", action=name_code("plot-kind", coupling.action)))


def plot_spectrum(spectrum: Spectrum, axes: Axes, frequency_hz: float | None = None) -> Axes:
    """Draw strength against rate for both sides; ``frequency_hz`` marks the rhythm found."""
    for side, values in (("left", spectrum.left_mm), ("right", spectrum.right_mm)):
        axes.plot(
            spectrum.frequency_hz,
            values,
            color=COLOURS[side],
            linestyle=LINES[side],
            label=_name_side(side),
        )
    if frequency_hz is not None:
        axes.axvline(frequency_hz, color=_FAINT, linewidth=0.8, linestyle=":")
    axes.set_ylabel(text("plot-axis-amplitude"))
    axes.set_title(name_place(spectrum.region, NO_SIDE), loc="left", fontsize="medium")
    return _dress(axes, text("plot-axis-frequency"))


def plot_symmetry(symmetries: Sequence[Symmetry], axes: Axes) -> Axes:
    """Draw the travel of both sides for each situation as pairs of bars."""
    for k, (side, shift) in enumerate(zip(SIDES, (-0.2, 0.2), strict=True)):
        travel = [getattr(item, f"{side}_mm") for item in symmetries]
        axes.barh(
            np.arange(len(symmetries)) + shift,
            travel,
            height=0.36,
            color=COLOURS[side],
            hatch=("", "//")[k],
            edgecolor="white",
            label=_name_side(side),
        )
    names = [
        text(
            "plot-situation", place=name_region(item.region), situation=_name_symmetry(item.action)
        )
        for item in symmetries
    ]
    axes.set_yticks(range(len(symmetries)), names)
    axes.invert_yaxis()
    return _dress(axes, text("plot-axis-travel"))


def _name_side(side: str) -> str:
    return name_code("side", side)


def _name_symmetry(action: str) -> str:
    """``smile (half)``, ``rest``, as in the tables."""
    kind, _, manner = action.partition(" ")
    name = name_code("plot-kind", kind)
    if not manner:
        return name
    return text("situation-doing", doing=name, manner=name_code("manner", manner.strip("()")))


def save_figure(figure: Figure, path: str | Path) -> None:
    """Write ``figure`` as a vector file; the same figure gives the same bytes.

    Raises
    ------
    InputError
        The name does not end in .pdf, .svg or .eps.
    """
    from matplotlib import rc_context

    path = Path(path)
    kind = path.suffix.lower().removeprefix(".")
    if kind not in VECTOR_FORMATS:
        raise InputError(
            text("error-figure-ending", file=path.name, got=path.suffix or text("error-no-ending"))
        )
    # Letters stay letters, and nothing in the file tells when it was made.
    as_text = {"svg.fonttype": "none", "svg.hashsalt": "twitchcam", "pdf.fonttype": 42}
    no_date = {"pdf": {"CreationDate": None}, "svg": {"Date": None}}.get(kind)
    with rc_context(as_text), replace_when_done(path) as unfinished:
        figure.savefig(unfinished, format=kind, metadata=no_date)


def measure_columns(movement: Movement, region: str, edges: NDArray[np.int_]) -> Floats:
    """Find the largest movement of a region in each column of a figure, (columns, sides) mm.

    A column runs from its edge to the next; it is NaN where nothing was measured in it. Nothing
    is lost by looking at fewer points: a movement of a single sample keeps its height.
    """
    patch = movement.transient_mm[:, REGION_NAMES.index(region)]
    size = np.hypot(patch[..., 0], patch[..., 1])
    largest: Floats = np.fmax.reduceat(size, edges, axis=0)
    return largest


def choose_scale(movement: Movement, events: Sequence[TwitchEvent]) -> float:
    """Height in mm that holds the largest event, and nearly all that was judged besides."""
    edges = _choose_edges(movement)
    observed = movement.observed[edges]
    seen = np.concatenate(
        [measure_columns(movement, region, edges)[observed].ravel() for region in REGION_NAMES]
    )
    seen = seen[np.isfinite(seen)]
    usual_mm = float(np.quantile(seen, 0.995)) if seen.size else 0.0
    peaks = [e.amplitude_mm for e in events if np.isfinite(e.amplitude_mm)]
    return _ROOM_ABOVE * max([usual_mm, _MIN_SCALE_MM, *peaks])


def merge_spans(spans: Iterable[Span]) -> list[tuple[float, float]]:
    """Give start and length of stretches without overlaps, in order of time."""
    merged: list[list[float]] = []
    for span in sorted(spans, key=lambda span: span.start_s):
        if merged and span.start_s <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], span.stop_s)
        else:
            merged.append([span.start_s, span.stop_s])
    return [(start_s, stop_s - start_s) for start_s, stop_s in merged]


def _choose_edges(movement: Movement) -> NDArray[np.int_]:
    n_samples = len(movement.time_s)
    edges: NDArray[np.int_] = np.linspace(0, n_samples, min(n_samples, N_COLUMNS) + 1).astype(int)
    return edges[:-1]


def _dress(axes: Axes, across: str) -> Axes:
    axes.set_xlabel(across)
    axes.spines[["top", "right"]].set_visible(False)
    return axes
