"""Results over time, in the terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from examples_of_analysis import make_analysis, make_quality
from made_course import FIRST_VISIT, add_course, add_visit, make_unjudged, make_visit
from typer.testing import CliRunner

from twitchcam.app.history import (
    list_unjudged,
    say_at_a_glance,
    say_comparable,
    trace_places,
)
from twitchcam.cli import app
from twitchcam.store.library import Store


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path)
    yield opened
    opened.close()


def add_result(store, person, analysis):
    recording = store.add_recording(person.id, name="clip.mp4", origin="upload")
    store.change_recording(recording.id, state="done")
    return store.save_result(recording.id, analysis)


def coarser(analysis, times):
    limits = tuple(
        replace(item, limit_mm=item.limit_mm * times) for item in analysis.quality.detection_limits
    )
    return replace(analysis, quality=replace(analysis.quality, detection_limits=limits))


def run(*words):
    return CliRunner().invoke(app, ["history", *words])


def test_history_lists_everybody(store, tmp_path):
    add_result(store, store.add_person("Anna"), make_analysis())
    store.add_person("Ben")
    ended = run("--data", str(tmp_path))
    assert ended.exit_code == 0
    assert ended.stdout == "Anna: 1 recording\nBen: no recordings\n"


def test_history_shows_each_kind_of_session_on_its_own(store, tmp_path):
    anna = store.add_person("Anna")
    store.set_affected_side(anna.id, "left")
    add_course(store, anna)
    rng = np.random.default_rng(1)
    add_visit(store, anna, make_unjudged(), FIRST_VISIT + timedelta(days=380))
    add_visit(store, anna, make_visit(7, rng), FIRST_VISIT + timedelta(days=381), "quick")
    ended = run("Anna", "--data", str(tmp_path))
    assert ended.exit_code == 0
    full, quick = ended.stdout.split("Short session, 1 recording\n")
    assert full.startswith("Anna. Affected side: Left.\n\nFull session, 9 recordings\n")
    lines = full.splitlines()
    first = lines.index(next(line for line in lines if line.startswith("2025-11-10")))
    assert re.search(r"1\.6 mm \(11 of 12\) .* a minute  +70 %", lines[first])
    assert lines[first + 8].count("not judged") == 4
    assert max(map(len, lines[:first])) < 100
    # The same sentences as in the app.
    assert re.search(r"moves along with blinks: Smaller by 0\.\d+ mm since 10 November 2025", full)
    assert "No change beyond noise: " in full
    assert "Smaller" not in quick
    assert ended.stdout.endswith("General information and measurements. Not a diagnosis.\n")


def test_videos_from_elsewhere_are_told_by_their_names(store, tmp_path):
    anna = store.add_person("Anna")
    recording = add_visit(store, anna, make_analysis(), FIRST_VISIT, protocol="")
    store.change_recording(recording.id, name="P07_smile_take_2_of_the_second_afternoon.mp4")
    said = run("Anna", "--data", str(tmp_path)).stdout
    assert re.search(r"2025-11-10 \d\d:\d\d  P07_smile_take_\S*noon\.mp4  ", said)


def test_an_unknown_person_is_exit_code_2(store, tmp_path):
    store.add_person("Anna")
    ended = run("Bob", "--data", str(tmp_path))
    assert ended.exit_code == 2
    assert "(Anna), got 'Bob'" in ended.stderr


def test_an_empty_store_says_how_to_begin(tmp_path):
    assert "twitchcam serve --open" in run("--data", str(tmp_path)).stdout


def test_a_list_tells_of_rest_and_of_dragging_and_never_calls_little_nothing(store):
    anna, visit = store.add_person("Anna"), make_visit(0, np.random.default_rng(1))
    assert say_at_a_glance(add_result(store, anna, visit)) == (
        "6 twitches at rest · a movement drags another along"
    )
    # What blinks bring on is none at rest.
    events = tuple(replace(event, during=("blink",)) for event in visit.events)
    dragged = say_at_a_glance(add_result(store, anna, replace(visit, events=events)))
    assert dragged == "no twitches at rest · a movement drags another along"
    little = replace(make_analysis(events=()), quality=make_quality(observed_s=1.1))
    assert say_at_a_glance(add_result(store, anna, little)) == "too little rest to judge"


def test_a_finer_camera_is_named_as_a_reason_for_a_higher_count(store):
    anna = store.add_person("Anna")
    fine = add_result(store, anna, make_analysis())
    coarse = add_result(store, anna, coarser(make_analysis(), 2.0))
    assert "can come from a better picture" in say_comparable([coarse, fine])
    assert say_comparable([fine, fine]) == ""


def test_parts_that_were_not_judged_in_one_recording_are_named(store, tmp_path):
    anna = store.add_person("Anna")
    whole = make_analysis()
    limits = tuple(x for x in whole.quality.detection_limits if x.region != "chin")
    quality = replace(whole.quality, detection_limits=limits, hidden_regions=("chin",))
    events = tuple(event for event in whole.events if event.region != "chin")
    seen = add_result(store, anna, whole)
    hidden = add_result(store, anna, replace(whole, quality=quality, events=events))
    assert list_unjudged(seen) == []
    assert list_unjudged(hidden) == ["chin"]
    assert "(chin)" in say_comparable([seen, hidden])
    assert say_comparable([hidden, hidden]) == ""
    lines = run("Anna", "--data", str(tmp_path)).stdout.splitlines()
    seen = [line for line in lines if " and up" in line]
    assert ["(7 of 8 parts)" in line for line in seen] == [False, True]


def test_a_place_is_followed_through_recordings_where_it_was_still(store):
    anna = store.add_person("Anna")
    results = [
        add_result(store, anna, make_analysis()),
        add_result(store, anna, replace(make_analysis(), events=())),
    ]
    course = trace_places(results)[0]
    assert course.results[0].n_events > 0
    assert course.results[1].n_events == 0
    assert course.results[1].limit_mm is not None
