"""Two visits beside each other: the same numbers and the same verdicts as over months."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from made_course import FIRST_VISIT, add_course, add_visit, make_unjudged, make_visit

from twitchcam.app.course import follow
from twitchcam.app.course_pair import choose_pair, compare_two

DRAGGED = "synkinesis", "blink", "cheek"


def name(followed):
    return followed.quantity, followed.action, followed.region


def compare(store, person, first, second):
    visits = store.list_results(person.id)
    return {name(one): one for one in compare_two(visits, first.id, second.id, "left")}


@pytest.fixture
def add(store, anna):
    """Add visits of so many days after the first."""
    rng = np.random.default_rng(2)

    def add_one(day, k=0, kind="full", analysis=None):
        analysis = analysis or make_visit(k, rng)
        return add_visit(store, anna, analysis, FIRST_VISIT + timedelta(days=day), kind)

    return add_one


def test_the_first_and_the_last_are_judged_as_in_the_course(store, anna):
    recordings = add_course(store, anna)
    pair = compare(store, anna, recordings[0], recordings[-1])
    course = {name(one): one for one in follow(store.list_results(anna.id), "left")}
    assert course
    for key, one in course.items():
        assert pair[key].courses == one.courses, key
        assert pair[key].points == (one.points[0], one.points[-1])
    assert pair[DRAGGED].courses[0].change.verdict == "smaller"


def test_a_pair_within_the_course_is_compared_for_itself(store, anna):
    recordings = add_course(store, anna)
    change = compare(store, anna, recordings[5], recordings[6])[DRAGGED].courses[0].change
    assert change.verdict == "none"
    assert len(change.band) == 2


def test_two_kinds_of_recording_are_shown_and_not_judged(store, anna, add):
    followed = compare(store, anna, add(0), add(30, kind="rest"))[DRAGGED]
    assert all(point.value is not None for point in followed.points)
    assert followed.courses == ()


def test_what_was_not_judged_is_no_value_and_no_change(store, anna, add):
    followed = compare(store, anna, add(0), add(30, analysis=make_unjudged()))[DRAGGED]
    assert followed.points[1].why == "not_judged"
    assert followed.courses == ()


def test_what_stands_out_in_neither_is_no_row(store, anna, add):
    analysis = make_visit(0, np.random.default_rng(1))
    weak = replace(analysis.couplings[0], p_value=0.4)
    weak = replace(analysis, couplings=(weak,))
    quiet = add(0, analysis=weak), add(30, analysis=weak)
    assert DRAGGED not in compare(store, anna, *quiet)
    assert DRAGGED in compare(store, anna, quiet[0], add(60))


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([], None),
        (["full"], None),
        (["full", "rest", "full", "rest", "full"], (0, 4)),
        (["rest", "full"], (0, 1)),
        (["unjudged", "full", "full", "unjudged"], (1, 2)),
        (["full", "unjudged", "rest"], (0, 2)),
        (["unjudged", "full"], (0, 1)),
    ],
)
def test_those_that_can_be_compared_are_chosen_first(store, anna, add, visits, expected):
    recordings = [
        add(k, analysis=make_unjudged()) if kind == "unjudged" else add(k, kind=kind)
        for k, kind in enumerate(visits)
    ]
    pair = choose_pair(store.list_results(anna.id))
    wanted = expected and tuple(recordings[k].id for k in expected)
    assert (pair and tuple(recording.id for recording, _ in pair)) == wanted
