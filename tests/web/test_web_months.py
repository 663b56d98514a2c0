"""Visits over months: dates, notes, sides, gradings, answers that cannot wait, long lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from app_here import App
from browsing import LAPTOP, PHONE, browsing, find_barriers, is_too_wide, needs_chromium
from examples_of_analysis import make_poor_analysis
from made_course import FIRST_VISIT, add_course, add_visit, make_visit
from playwright.sync_api import expect
from web_server import serving

from twitchcam.report.page import write_page
from twitchcam.store.library import Store

pytestmark = pytest.mark.slow


@pytest.fixture
def app(tmp_path) -> Iterator[App]:
    store = Store(tmp_path / "data")
    yield App(store)
    store.close()


@pytest.fixture
def anna(app):
    return app.store.add_person("Anna")


@pytest.fixture
def visit(app, anna, rng):
    return add_visit(app.store, anna, make_visit(0, rng), FIRST_VISIT)


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def test_date_note_and_gradings_of_a_visit_can_be_set_and_are_shown(app, anna, visit):
    path = f"/recordings/{visit.id}"
    assert "The date is the one that the video itself tells." in app.get(path)
    typed = {"recorded_at": "2025-08-01T09:30", "note": "after <b>toxin</b>",
             "grading_name": ["House-Brackmann", "", "Sunnybrook"],
             "grading_value": ["3", "", "62,5"]}  # fmt: skip
    assert app.post(f"{path}/visit", **typed).status_code == 303
    page = app.get(path)
    assert "Recording of 1 Aug 2025, 09:30" in page
    assert "Somebody typed this date." in page
    assert "after &lt;b&gt;toxin&lt;/b&gt;" in page
    assert "Sunnybrook: <strong>62.5</strong>" in page
    assert "Sunnybrook (graded by a clinician)" in app.get(f"/people/{anna.id}")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"recorded_at": "2999-01-01T00:00"}, "not later than now"),
        ({"recorded_at": "1904-01-01T00:00"}, "not later than now"),
        ({"recorded_at": "yesterday"}, "Choose it again"),
        (
            {"grading_name": "HB", "grading_value": "three"},
            "must have a number, got &#39;three&#39;",
        ),
        ({"grading_name": "HB", "grading_value": "nan"}, "must have a number"),
        ({"grading_name": "", "grading_value": "3"}, "must have the name of its grading"),
        ({"grading_name": ["HB", "HB"], "grading_value": ["3", "2"]}, "twice"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence_and_changes_nothing(app, visit, typed, said):
    path = f"/recordings/{visit.id}/visit"
    answer = app.post(path, **{"recorded_at": "2025-11-10T09:00", "note": "new"} | typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert app.store.get_recording(visit.id) == visit


@pytest.mark.usefixtures("visit")
def test_the_affected_side_names_the_sides(app, anna):
    assert "Left cheek moves along with blinks" in app.get(f"/people/{anna.id}")
    assert app.post(f"/people/{anna.id}/side", side="left").status_code == 303
    page = app.get(f"/people/{anna.id}")
    assert "Left cheek (affected side) moves along with blinks" in page
    assert "Broad smile: affected side in % of the other" in page
    assert app.post(f"/people/{anna.id}/side", side="up").status_code == 422


def test_a_report_for_a_doctor_says_whose_it_is_when_and_the_note(app, visit, rng):
    results = app.store.files(visit.id).results
    results.mkdir()
    write_page(make_visit(0, rng), results / "report.html")
    app.store.set_visit(visit.id, recorded_at=None, note="left <toxin>")
    page = app.get(f"/recordings/{visit.id}/files/report.html")
    fields = re.search(r'<p class="fields">.*?</header>.*?</p>', page, re.DOTALL)[0]
    assert ">Anna</span>" in fields
    assert ">10 Nov 2025, 09:00</span>" in fields
    assert "left &lt;toxin&gt;" in fields
    assert "Anna" not in (results / "report.html").read_text()


def answer_droop(app, person):
    app.post(f"/people/{person.id}/questions?group=now", face_droops="yes")


def test_an_emergency_stands_on_top_until_a_doctor_has_seen_it(app, anna, monkeypatch):
    path = f"/people/{anna.id}"
    answer_droop(app, anna)
    assert '<section class="advice emergency">' in app.get(path)
    # Another sitting, in which the sign is gone: it is to be seen all the same.
    monkeypatch.setattr("twitchcam.store.told.ONE_SITTING", timedelta(0))
    app.post(f"{path}/questions?group=now", face_droops="no")
    assert '<section class="advice emergency">' in app.get(path)
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    assert app.post(f"{path}/seen", day=tomorrow).status_code == 422
    assert app.post(f"{path}/seen", day=date.today().isoformat()).status_code == 303
    page = app.get(path)
    assert '<section class="advice emergency">' not in page
    assert "Seen by a doctor on" in page
    app.post(f"{path}/seen", day="")
    assert '<section class="advice emergency">' in app.get(path)


def test_what_a_doctor_saw_stays_seen_until_something_is_added(app, anna):
    path = f"/people/{anna.id}"
    answer_droop(app, anna)
    app.post(f"{path}/seen", day=date.today().isoformat())
    app.post(f"{path}/questions?group=movement", since="up_to_3_days")
    assert '<section class="advice emergency">' not in app.get(path)
    app.post(f"{path}/questions?group=now", face_droops="yes", arm_or_leg_weak="yes")
    assert '<section class="advice emergency">' in app.get(path)


def test_lists_name_whose_answers_cannot_wait_until_a_doctor_has_seen_them(app, anna, visit):
    app.store.add_person("Ben")
    day = f"/day?day={visit.recorded_at.astimezone().date()}"
    assert "cannot wait" not in app.get("/")
    answer_droop(app, anna)
    assert re.findall(r"<li class=\"name\">.*>(\w+)</a>: Emergency", app.get("/")) == ["Anna"]
    assert "Emergency: call for help now" in app.get(day)
    app.post(f"/people/{anna.id}/seen", day=date.today().isoformat())
    assert "cannot wait" not in app.get("/")
    assert "Emergency: call for help now" not in app.get(day)


def test_an_old_report_says_that_answers_came_later_with_a_link(app, anna, visit):
    results = app.store.files(visit.id).results
    results.mkdir()
    (results / "report.html").write_text("<p>report")
    assert "Questions were answered" not in app.get(f"/recordings/{visit.id}/report")
    app.store.save_answers(anna.id, {"values": {"face_droops": "no"}})
    page = app.get(f"/recordings/{visit.id}/report")
    assert "after this report was made." in page
    assert f'<a href="/people/{anna.id}/advice">What they lead to now</a>' in page


@pytest.mark.usefixtures("visit")
def test_an_earlier_finding_outlives_a_black_clip(app, anna):
    later = datetime.now(UTC) - timedelta(days=1)
    add_visit(app.store, anna, make_poor_analysis(), later)
    values = {"face_droops": "no"}
    app.store.save_answers(anna.id, {"values": values})
    assert "The left cheek twitched 3 times" in app.get(f"/people/{anna.id}/advice")


def test_a_long_list_is_searched_and_sorted(app, rng):
    people = [app.store.add_person(f"Patient {k:02d}") for k in range(40)]
    add_visit(app.store, people[7], make_visit(0, rng), FIRST_VISIT)
    add_visit(app.store, people[3], make_visit(0, rng), FIRST_VISIT + timedelta(days=3))

    def list_names(path: str) -> list[str]:
        return re.findall(r'<a href="/people/\w+">([^<]*)</a>', app.get(path))

    assert list_names("/") == [person.name for person in people]
    assert list_names("/?sort=visit")[:3] == ["Patient 03", "Patient 07", "Patient 00"]
    assert list_names("/?q=PATIENT+07") == ["Patient 07"]
    assert "Nobody’s name holds &lt;x&gt;" in app.get("/?q=<x>")
    assert list_names("/day?day=2025-11-10") == ["Patient 07"]
    assert list_names("/day?day=2025-11-11") == []
    assert "Recorded on" in app.get("/day?day=9999-12-31")


def test_course_and_comparison_tell_the_same_pair_in_the_same_words(app, anna):
    add_course(app.store, anna)
    course, pair = (app.get(f"/people/{anna.id}{end}") for end in ("", "/compare"))
    changes = re.findall(r'<td data-label="Change">([^<]+)</td>', pair)
    assert sum(said.startswith("Smaller by") for said in changes) == 1
    assert sum(said.startswith("No change beyond noise since") for said in changes) == 4
    # What is not known is said in full once, above the rows.
    for said in set(changes) - {"not known yet"}:
        assert f"<p>{said}</p>" in course
    # Who chooses the later one first gets the same.
    first, last = re.findall(r'<option value="(\w+)" selected', pair)
    assert app.get(f"/people/{anna.id}/compare?a={last}&b={first}") == pair


@pytest.mark.parametrize(
    ("days", "note"),
    [
        ((0, 30), "How much of a change is noise is not known yet."),
        ((0, 0, 30, 30, 60, 60), "Noise is known from recordings of the same day."),
    ],
)
def test_what_is_known_of_noise_is_said_once_and_not_in_every_row(app, anna, rng, days, note):
    for k, day in enumerate(days):
        at = FIRST_VISIT + timedelta(days=day, minutes=20 * k)
        add_visit(app.store, anna, make_visit(0, rng), at)
    pair = app.get(f"/people/{anna.id}/compare")
    assert pair.count(note) == 1
    assert pair.index(note) < pair.index('data-label="Change"')
    assert note in app.get(f"/people/{anna.id}"), "the course has it where it belongs"
    told = re.findall(r'<td data-label="Change">([^<]+)</td>', pair)
    assert ("not known yet" in told) == (len(days) == 2)


@needs_chromium
def test_the_pages_of_months_fit_and_can_be_used_by_everybody(tmp_path):
    store = Store(tmp_path / "data")
    for k in range(12):
        person = store.add_person(f"Patient {k:02d} von und zu Langenscheidt-Unterbrech")
    recordings = add_course(store, person)
    store.set_affected_side(person.id, "right")
    store.set_visit(recordings[0].id, recorded_at=None, note="a note " * 30)
    store.save_answers(person.id, {"values": {"face_droops": "yes"}})
    store.close()
    paths = ("/", "/day?day=2025-11-10", f"/people/{person.id}", f"/recordings/{recordings[0].id}")
    with serving(tmp_path / "data") as server, browsing() as browser:
        for scheme, viewport in (("light", LAPTOP), ("dark", PHONE)):
            page = browser.new_page(viewport=viewport, color_scheme=scheme)
            for path in paths:
                page.goto(server.url + path)
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                assert not is_too_wide(page), path
                assert find_barriers(page) == [], path
            page.close()
        page = browser.new_page()
        page.goto(f"{server.url}/people/{person.id}")
        page.emulate_media(media="print")
        # What is printed is the course, whose it is and which side; nothing that can be pressed.
        expect(page.locator(".chart >> visible=true")).not_to_have_count(0)
        expect(page.get_by_text("Affected side: Right · printed")).to_be_visible()
        expect(page.locator("main a:visible")).to_have_count(len(recordings))
        assert page.locator("button:visible").count() == 0
