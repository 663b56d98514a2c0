"""Figures: both sides seen, nothing hidden by drawing fewer points, vectors whose text is text."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from examples_of_analysis import (
    make_analysis,
    make_coupling,
    make_empty_analysis,
    make_event,
    make_movement,
    make_poor_analysis,
    make_symmetry,
)
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from twitchcam.anatomy import REGION_NAMES, REGIONS
from twitchcam.errors import InputError
from twitchcam.records import Response, Span, Spectrum
from twitchcam.report import plots
from twitchcam.wording.names import NO_SIDE, name_place


@pytest.fixture
def axes():
    return Figure(layout="constrained").subplots()


def make_response():
    time_s = np.linspace(-0.3, 0.6, 55)
    curve = np.exp(-0.5 * ((time_s - 0.1) / 0.05) ** 2)
    return Response(
        action="blink",
        region="cheek",
        side="left",
        aligned_to="apex",
        time_s=time_s,
        actions_s=np.array([1.0, 2.0, 3.0]),
        singles_mm=np.array([curve, 2 * curve, 3 * curve]),
        other_singles_mm=np.zeros((3, 55)),
        mean_mm=2 * curve,
        other_mean_mm=np.zeros(55),
        interval_mm=np.array([curve, 3 * curve]),
        other_interval_mm=np.zeros((2, 55)),
    )


@pytest.mark.slow
def test_each_part_of_the_face_has_its_row_below_the_actions():
    analysis = make_analysis()
    figure = plots.plot_movement(make_movement(analysis), analysis)
    titles = [row.get_title(loc="left") for row in figure.axes[1:]]
    assert titles == [name_place(region.name, NO_SIDE) for region in REGIONS]
    names = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert names == ["blinks", "smiles"]


def test_events_are_marked_on_the_side_that_moved(axes):
    analysis = make_analysis(events=(make_event(5.0), make_event(9.0, side="right")), actions=())
    assert plots.plot_region(make_movement(analysis), analysis, "cheek", axes) is axes
    marks = [item for item in axes.collections if isinstance(item, PathCollection)]
    left, right = (item.get_offsets() for item in marks)
    assert left[0][0] == pytest.approx(5.08)
    assert left[0][1] > 0
    assert right[0][0] == pytest.approx(9.08)
    assert right[0][1] < 0


def test_a_movement_of_one_sample_keeps_its_height_in_an_hour():
    movement = make_movement(duration_s=120.0)
    mm = np.zeros_like(movement.transient_mm)
    mm[4321, REGION_NAMES.index("cheek"), 0] = 3.0, 4.0
    edges = np.linspace(0, len(mm), 101).astype(int)[:-1]
    columns = plots.measure_columns(replace(movement, transient_mm=mm), "cheek", edges)
    assert columns.max(axis=0).tolist() == pytest.approx([5.0, 0.0])


@pytest.mark.slow
@pytest.mark.parametrize(
    "analysis",
    [make_analysis(), make_empty_analysis(), make_poor_analysis()],
    ids=["with events", "with nothing found", "not to be judged"],
)
def test_every_analysis_can_be_drawn(analysis, tmp_path):
    figure = plots.plot_movement(make_movement(analysis), analysis)
    plots.save_figure(figure, tmp_path / "movement.svg")
    assert "corner of the mouth" in (tmp_path / "movement.svg").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_movement_without_a_single_number_can_be_drawn(tmp_path):
    movement = make_movement(duration_s=2.0)
    blank = replace(movement, transient_mm=np.full_like(movement.transient_mm, np.nan))
    plots.save_figure(plots.plot_movement(blank, make_empty_analysis()), tmp_path / "blank.pdf")


@pytest.mark.slow
def test_an_hour_is_drawn_as_quickly_and_as_lightly_as_a_minute(tmp_path):
    events = tuple(make_event(2.0 * i) for i in range(1500))
    spans = tuple(
        Span(start_s=3.0 * i, stop_s=3.0 * i + 1, reason="expression") for i in range(900)
    )
    hour = replace(make_movement(duration_s=3600.0), excluded=spans)
    started = time.process_time()
    figure = plots.plot_movement(hour, replace(make_analysis(actions=()), events=events))
    plots.save_figure(figure, tmp_path / "hour.pdf")
    assert time.process_time() - started < 20
    assert (tmp_path / "hour.pdf").stat().st_size < 2_000_000


@pytest.mark.slow
@pytest.mark.parametrize("kind", plots.VECTOR_FORMATS)
def test_the_same_figure_gives_the_same_bytes(kind, axes, tmp_path):
    plots.plot_response(make_response(), axes)
    paths = [tmp_path / f"{name}.{kind}" for name in ("one", "two")]
    for path in paths:
        plots.save_figure(axes.figure, path)
    assert len({path.read_bytes() for path in paths}) == (2 if kind == "eps" else 1)


def test_other_formats_are_refused(axes, tmp_path):
    with pytest.raises(InputError, match=r"must end in \.pdf, \.svg or \.eps, got \.png"):
        plots.save_figure(axes.figure, tmp_path / "figure.png")


def test_an_answer_is_drawn_with_its_single_ones_and_both_sides(axes):
    plots.plot_response(make_response(), axes)
    assert len(axes.lines) == 3 + 1 + 3 + 1 + 1
    labels = [line.get_label() for line in axes.lines if not line.get_label().startswith("_")]
    assert labels == ["right", "left"]
    assert "n = 3" in axes.get_title()


def test_dose_spectrum_and_sides_are_drawn_from_their_numbers(axes):
    coupling = make_coupling(
        dose_slope=0.5, doses_mm=(2.0, 4.0, float("nan")), answers_mm=(1.0, 2.0, 3.0)
    )
    plots.plot_dose(coupling, axes)
    np.testing.assert_allclose(axes.collections[0].get_offsets(), [[2, 1], [4, 2]])
    np.testing.assert_allclose(axes.lines[0].get_xydata(), [[2, 1], [4, 2]])
    spectrum = Spectrum(
        region="cheek",
        start_s=0.0,
        stop_s=4.0,
        frequency_hz=np.arange(1.0, 5.0),
        left_mm=np.array([0.1, 0.2, 0.7, 0.1]),
        right_mm=np.zeros(4),
    )
    axes.clear()
    plots.plot_spectrum(spectrum, axes, frequency_hz=3.0)
    assert axes.lines[0].get_ydata().max() == 0.7
    axes.clear()
    plots.plot_symmetry([make_symmetry()], axes)
    assert [bar.get_width() for bar in axes.patches] == [6.0, 9.0]


def test_events_lie_in_the_lane_of_their_region(axes):
    plots.plot_events([make_event(5.0), make_event(7.0, region="chin", side="right")], axes)
    left, right, _ = (item.get_offsets() for item in axes.collections)
    assert round(left[0][1]) == [r.name for r in REGIONS].index("cheek")
    assert round(right[0][1]) == [r.name for r in REGIONS].index("chin")


def test_overlapping_stretches_are_drawn_once():
    spans = [
        Span(start_s=5.0, stop_s=6.0, reason="gap"),
        Span(start_s=1.0, stop_s=3.0, reason="gap"),
        Span(start_s=2.0, stop_s=2.5, reason="cut"),
        Span(start_s=3.0, stop_s=4.0, reason="cut"),
    ]
    assert plots.merge_spans(spans) == [(1.0, 3.0), (5.0, 1.0)]
