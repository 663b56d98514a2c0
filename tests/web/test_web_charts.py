"""Drawings of results over time, and what is said below them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from examples_of_analysis import make_analysis
from made_course import FIRST_VISIT, add_course, add_visit, make_unjudged, make_visit

from twitchcam.app.course import follow
from twitchcam.app.course_words import say_point, say_verdict
from twitchcam.store.rows import Grading
from twitchcam.web.charts import find_round
from twitchcam.web.course_page import draw_course


def draw(store, person, affected=None):
    return draw_course(
        store.list_results(person.id), affected, store.list_gradings(person.id)
    )  # fmt: skip


def test_a_person_in_whom_nothing_moved_has_a_drawing_from_the_second_recording_on(store, anna):
    still = replace(make_analysis(), events=())
    add_visit(store, anna, still, FIRST_VISIT)
    first = draw(store, anna)
    assert (first["charts"], first["waiting"]) == ([], ["Twitches at rest"])
    assert first["cells"] == [["0 a minute"]]
    add_visit(store, anna, still, FIRST_VISIT + timedelta(days=1))
    [chart] = draw(store, anna)["charts"]
    assert [mark.y for mark in chart.marks] == [chart.bottom] * 2
    assert len({label for _, label in chart.y_ticks}) == 3


def test_a_year_of_visits_is_told_in_a_sentence_each(store, anna):
    recordings = add_course(store, anna)
    store.save_gradings(recordings[0].id, [Grading(name="House-Brackmann", value=4)])
    course = draw(store, anna, "left")
    by_title = {chart.title: chart for chart in course["charts"]}
    [said] = by_title["Left cheek (affected side) moves along with blinks, mm"].changes
    assert said.startswith("Smaller by 0.")
    assert said.endswith("more than chance and measuring error explain.")
    [said] = by_title["Twitches at rest, a minute"].changes
    assert said.startswith("No change beyond noise since 10 November 2025.")
    assert course["summary"][0].startswith("Left cheek (affected side) moves along with blinks")
    assert "; Twitches at rest; " in course["summary"][1]
    assert by_title["House-Brackmann (graded by a clinician)"].marks[0].words.endswith(": 4")


def test_intervals_are_drawn_to_both_sides_of_a_value(store, anna):
    add_course(store, anna)
    for chart in draw(store, anna)["charts"]:
        for mark in chart.marks:
            assert mark.low_y is None or mark.high_y <= mark.y <= mark.low_y
        if chart.title == "Twitches at rest, a minute":
            assert all(mark.high_y < mark.y < mark.low_y for mark in chart.marks)


def test_time_is_true_and_a_gap_is_a_gap(store, anna):
    rng = np.random.default_rng(1)
    for days in (0, 10, 100):
        add_visit(store, anna, make_visit(0, rng), FIRST_VISIT + timedelta(days=days))
    add_visit(store, anna, make_unjudged(), FIRST_VISIT + timedelta(days=50))
    course = draw(store, anna)
    chart = course["charts"][0]
    x = [mark.x for mark in chart.marks]
    assert (x[1] - x[0]) / (x[2] - x[0]) == pytest.approx(0.1, abs=0.01)
    [gap] = chart.gap_xs
    assert (gap - x[0]) / (x[2] - x[0]) == pytest.approx(0.5, abs=0.01)
    # The line ends before the gap; after it one value alone makes none.
    assert [len(line.split()) for line in chart.lines] == [2]
    assert "not judged" in course["cells"][2]
    assert "30 December 2025" in course["unjudged"]


def test_an_interval_whose_ends_are_shown_alike_is_not_said(store, anna):
    add_course(store, anna)
    followed = follow(store.list_results(anna.id), None)
    [dragged] = [item for item in followed if item.quantity == "synkinesis"]
    point = replace(dragged.points[0], value=1.62, interval=(1.58, 1.64), n=None)
    assert say_point(dragged, point) == "10 November 2025: 1.6\N{NO-BREAK SPACE}mm"
    assert "95 %" in say_point(dragged, replace(point, interval=(1.5, 1.7)))


@pytest.mark.parametrize(
    ("verdict", "rate", "size"),
    [
        ("smaller", "Fewer", "Smaller"),
        ("larger", "More", "Larger"),
        ("smaller_once", "Fewer", "Smaller"),
        ("larger_once", "More", "Larger"),
    ],
)
def test_of_a_rate_there_are_fewer_or_more_and_a_size_is_smaller_or_larger(
    store, anna, verdict, rate, size
):
    add_course(store, anna)
    followed = {one.quantity: one for one in follow(store.list_results(anna.id), None)}

    def say(quantity):
        one = followed[quantity]
        change = replace(one.courses[0].change, verdict=verdict, by=37.0)
        return say_verdict(one, replace(one.courses[0], change=change))

    assert say("resting_twitches").startswith(f"{rate} by 37 a minute ")
    assert say("synkinesis").startswith(f"{size} by 37")
    assert say("ratio").startswith(f"{size} by 3700 percentage points ")


@pytest.mark.slow
def test_of_very_many_recordings_a_few_are_told(store, anna):
    still = replace(make_analysis(), events=())
    for k in range(48):
        analysis = make_unjudged() if k < 7 else still
        add_visit(store, anna, analysis, FIRST_VISIT + timedelta(days=k))
    course = draw(store, anna)
    [chart] = course["charts"]
    assert chart.is_dense
    assert chart.text.count("95 %:") == 2
    assert course["unjudged"].startswith("Nothing could be judged in 7 of 48 recordings.")


@pytest.mark.parametrize("value", [1e-6, 0.3, 1.0, 7.0, 99.0, 12345.0])
def test_axes_end_at_a_round_number_not_far_above(value):
    assert value <= find_round(value) <= 2 * value
