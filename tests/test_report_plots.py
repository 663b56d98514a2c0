"""The movement picture: both sides seen, nothing hidden by drawing fewer points, always light."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from examples_of_analysis import (
    make_analysis,
    make_empty_analysis,
    make_event,
    make_movement,
    make_poor_analysis,
)
from matplotlib.collections import PathCollection

from twitchcam.anatomy import REGIONS
from twitchcam.records import Span
from twitchcam.report.plots import draw_png, measure_columns, merge_spans, plot_movement


def test_each_part_of_the_face_has_its_row_below_the_actions():
    analysis = make_analysis()
    figure = plot_movement(make_movement(analysis), analysis)
    names = [row.texts[0].get_text() for row in figure.axes[1:]]
    assert names == [region.plain for region in REGIONS]
    assert [text.get_text() for text in figure.axes[0].texts] == ["blinks", "smiles"]


def test_events_are_marked_on_the_side_that_moved():
    analysis = make_analysis(events=(make_event(5.0), make_event(9.0, side="right")), actions=())
    figure = plot_movement(make_movement(analysis), analysis)
    cheek = figure.axes[1 + [region.name for region in REGIONS].index("cheek")]
    marks = [item for item in cheek.collections if isinstance(item, PathCollection)]
    left, right = (item.get_offsets() for item in marks)
    assert left[0][0] == pytest.approx(5.08)
    assert left[0][1] > 0
    assert right[0][0] == pytest.approx(9.08)
    assert right[0][1] < 0


def test_a_movement_of_one_sample_keeps_its_height_in_an_hour():
    movement = make_movement(duration_s=120.0)
    mm = np.zeros_like(movement.displacement_mm)
    mm[4321, 12:14] = 3.0, 4.0
    edges = np.linspace(0, len(mm), 101).astype(int)[:-1]
    columns = measure_columns(replace(movement, displacement_mm=mm), edges)
    assert columns["cheek", "left"].max() == pytest.approx(5.0)
    assert columns["cheek", "right"].max() == 0.0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "analysis",
    [make_analysis(), make_empty_analysis(), make_poor_analysis()],
    ids=["with events", "with nothing found", "not to be judged"],
)
def test_every_analysis_can_be_drawn(analysis, theme):
    png = draw_png(plot_movement(make_movement(analysis), analysis, theme=theme), dpi=40)
    assert png.startswith(b"\x89PNG")


def test_a_movement_without_a_single_number_can_be_drawn():
    movement = make_movement(duration_s=2.0)
    blank = replace(movement, displacement_mm=np.full_like(movement.displacement_mm, np.nan))
    assert draw_png(plot_movement(blank, make_empty_analysis()), dpi=40)


def test_an_hour_is_drawn_as_quickly_and_as_lightly_as_a_minute():
    events = tuple(make_event(2.0 * i) for i in range(1500))
    spans = tuple(
        Span(start_s=3.0 * i, stop_s=3.0 * i + 1, reason="expression") for i in range(900)
    )
    analysis = make_analysis(events=(), actions=())
    movement = make_movement(duration_s=3600.0)
    hour = replace(movement, excluded=spans)
    started = time.perf_counter()
    png = draw_png(plot_movement(hour, replace(analysis, events=events)))
    assert time.perf_counter() - started < 10
    assert len(png) < 400_000


def test_the_same_picture_gives_the_same_bytes():
    analysis = make_analysis()
    movement = make_movement(analysis)
    first, second = (draw_png(plot_movement(movement, analysis), dpi=40) for _ in range(2))
    assert first == second


def test_overlapping_stretches_are_drawn_once():
    spans = [
        Span(start_s=5.0, stop_s=6.0, reason="gap"),
        Span(start_s=1.0, stop_s=3.0, reason="gap"),
        Span(start_s=2.0, stop_s=2.5, reason="cut"),
        Span(start_s=3.0, stop_s=4.0, reason="cut"),
    ]
    assert merge_spans(spans) == [(1.0, 3.0), (5.0, 1.0)]
