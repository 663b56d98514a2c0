"""A made patient over a year: what changed is told, and all else is no change beyond noise."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from made_course import (
    DAYS,
    FIRST_VISIT,
    N_VISITS,
    add_course,
    add_visit,
    make_unjudged,
    make_visit,
)

from twitchcam.app.course import follow, was_dragging_judged


def follow_person(store, person, side=None):
    return {
        (item.quantity, item.action, item.region): item
        for item in follow(store.list_results(person.id), side)
    }


def test_what_shrinks_is_told_and_the_rest_is_no_change_beyond_noise(store, anna):
    add_course(store, anna)
    followed = follow_person(store, anna)
    dragged = followed.pop(("synkinesis", "blink", "cheek"))
    [course] = dragged.courses
    assert course.change.verdict == "smaller"
    assert course.change.by == pytest.approx(-0.5, abs=0.25)
    verdicts = {key: item.courses[0].change.verdict for key, item in followed.items()}
    # Heights at rest have no interval of their own, and nobody was filmed twice on a day.
    assert {v for k, v in verdicts.items() if k[0] != "rest_difference"} == {"none"}
    assert {v for k, v in verdicts.items() if k[0] == "rest_difference"} == {"not_known"}
    assert ("resting_twitches", "rest", "") in verdicts
    assert [(p.at - FIRST_VISIT).days for p in dragged.points] == list(DAYS)


def test_kinds_of_session_are_not_compared_with_each_other(store, anna):
    add_course(store, anna)
    rng = np.random.default_rng(2)
    add_visit(store, anna, make_visit(0, rng), FIRST_VISIT + timedelta(days=400), protocol="quick")
    dragged = follow_person(store, anna)["synkinesis", "blink", "cheek"]
    assert [(course.kind, len(course.points)) for course in dragged.courses] == [
        ("full", N_VISITS), ("quick", 1),
    ]  # fmt: skip
    assert [course.change.verdict for course in dragged.courses] == ["smaller", "too_few"]


def test_what_could_not_be_judged_is_a_gap_and_no_nothing(store, anna):
    rng = np.random.default_rng(3)
    add_visit(store, anna, make_visit(0, rng), FIRST_VISIT)
    add_visit(store, anna, make_unjudged(), FIRST_VISIT + timedelta(days=30))
    for item in follow_person(store, anna).values():
        assert [point.value is None for point in item.points] == [False, True]
        assert item.points[1].why == "not_judged"


def test_an_affected_side_is_compared_with_the_other(store, anna):
    add_visit(store, anna, make_visit(0, np.random.default_rng(3)), FIRST_VISIT)
    key = "ratio", "smile (full)", "mouth_corner"
    [left], [right] = (follow_person(store, anna, side)[key].points for side in ("left", "right"))
    assert left.value == pytest.approx(0.7, rel=0.1)
    assert right.value == pytest.approx(1 / left.value)
    assert right.interval[0] < right.value < right.interval[1]


def test_repeats_on_one_day_tell_the_noise_of_heights(store, anna):
    rng = np.random.default_rng(4)
    for day in (0, 1, 2, 90):
        for hour in (0, 1):
            at = FIRST_VISIT + timedelta(days=day, hours=hour)
            add_visit(store, anna, make_visit(0, rng), at)
    change = follow_person(store, anna)["rest_difference", "rest", "mouth_corner"].courses[0].change
    assert (change.verdict, change.rests_on) == ("none", "repeats")


def test_nobody_is_followed_without_results(store, anna):
    assert follow(store.list_results(anna.id), None) == ()
    assert not was_dragging_judged([])
