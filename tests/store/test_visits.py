"""When and why somebody was recorded, and what is followed over months."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from examples_of_analysis import make_analysis, make_coupling, make_symmetry
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from twitchcam.app.catch_up import renew_result
from twitchcam.capture.dates import FileDate
from twitchcam.report.document import write_document
from twitchcam.store import schema
from twitchcam.store.database import open_database
from twitchcam.store.export import describe_person
from twitchcam.store.library import Store
from twitchcam.store.rows import Grading

AUGUST = datetime(2026, 8, 1, 9, 30, tzinfo=UTC)
FULL = make_analysis(couplings=(make_coupling(),), symmetry=(make_symmetry(),))
# As the tables were before: what 0003 added goes.
BACK_TO_0002 = (
    "DROP TABLE gradings",
    *(f"ALTER TABLE recordings DROP COLUMN {name}"
      for name in ("recorded_at", "recorded_from", "date_refused", "note")),
    *(f"ALTER TABLE results DROP COLUMN {name}" for name in ("measures", "shown")),
    "ALTER TABLE answers DROP COLUMN seen_on",
    "ALTER TABLE people DROP COLUMN affected_side",
    "UPDATE alembic_version SET version_num = '0002'",
)  # fmt: skip


def milliseconds(moment: datetime) -> int:
    return round(1000 * moment.timestamp())


def add(store, person, **about):
    return store.add_recording(person.id, **{"name": "clip.mp4", "origin": "upload"} | about)


def read_tables(folder, url):
    engine = open_database(folder, url)
    try:
        with engine.begin() as connection:
            return {
                name: [row._asdict() for row in connection.execute(select(table))]
                for name, table in schema.metadata.tables.items()
            }
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    ("about", "recorded_from"),
    [
        ({"modified_ms": milliseconds(AUGUST)}, "modified"),
        ({"modified_ms": 0}, "received"),
        ({"modified_ms": milliseconds(datetime(2999, 1, 1, tzinfo=UTC))}, "received"),
        ({"modified_ms": 10**17}, "received"),
        ({}, "received"),
        ({"origin": "camera", "modified_ms": milliseconds(AUGUST)}, "camera"),
    ],
)
def test_a_recording_is_dated_by_the_best_that_is_known_of_it(store, anna, about, recorded_from):
    recording = store.get_recording(add(store, anna, **about).id)
    assert recording.recorded_from == recorded_from
    expected = AUGUST if recorded_from == "modified" else recording.created_at
    assert recording.recorded_at == expected


def test_what_the_file_tells_comes_before_its_time_and_what_was_typed_before_all(store, anna):
    recording = add(store, anna, modified_ms=milliseconds(AUGUST))
    july = AUGUST - timedelta(days=31)
    store.date_recording(recording.id, FileDate(at=july))
    dated = store.get_recording(recording.id)
    assert (dated.recorded_at, dated.recorded_from) == (july, "file")
    store.set_visit(recording.id, recorded_at=None, note="after the first injection")
    assert store.get_recording(recording.id) == replace(dated, note="after the first injection")
    june = AUGUST - timedelta(days=62)
    store.set_visit(recording.id, recorded_at=june, note="")
    store.date_recording(recording.id, FileDate(at=july))
    typed = store.get_recording(recording.id)
    assert (typed.recorded_at, typed.recorded_from, typed.note) == (june, "typed", "")


def test_a_date_that_cannot_be_is_told_and_changes_nothing_else(store, anna):
    recording = add(store, anna, modified_ms=milliseconds(AUGUST))
    store.date_recording(recording.id, FileDate(refused="1904-01-01"))
    assert store.get_recording(recording.id) == replace(recording, date_refused="1904-01-01")


def test_a_session_of_this_camera_keeps_its_own_time(store, anna):
    recording = add(store, anna, origin="camera")
    store.date_recording(recording.id, FileDate(at=AUGUST))
    assert store.get_recording(recording.id) == recording


def test_a_day_lists_who_was_recorded_on_it(store, anna):
    ben = store.add_person("Ben")
    here = datetime(2026, 8, 1, 23, 59).astimezone()
    late = add(store, anna, modified_ms=milliseconds(here))
    early = add(store, ben, modified_ms=milliseconds(here - timedelta(hours=23)))
    add(store, ben, modified_ms=milliseconds(here + timedelta(minutes=2)))
    assert [item.id for item in store.list_day(date(2026, 8, 1))] == [early.id, late.id]
    overview = {item.person.name: item for item in store.list_overview()}
    assert overview["Ben"].n_recordings == 2
    assert overview["Anna"].last_visit == late.recorded_at


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moments=st.lists(
        st.datetimes(
            min_value=datetime(1991, 1, 1),
            max_value=datetime(2025, 12, 31),
            timezones=st.integers(-11, 12).map(lambda h: timezone(timedelta(hours=h))),
        ),
        max_size=8,
    )
)
def test_recordings_come_in_the_order_of_their_dates_however_they_were_sent(
    tmp_path_factory, moments
):
    with closing(Store(tmp_path_factory.mktemp("order"))) as store:
        person = store.add_person("Anna")
        for k, moment in enumerate(moments):
            recording = add(store, person, name=f"{k}.mp4")
            store.date_recording(recording.id, FileDate(at=moment))
        listed = store.list_recordings(person.id)
        assert [item.recorded_at for item in listed] == sorted(moments, reverse=True)
        assert sorted(item.name for item in listed) == [f"{k}.mp4" for k in range(len(moments))]


def test_a_side_gradings_and_that_a_doctor_saw_it_are_kept_and_exported(store, anna):
    recording = add(store, anna)
    store.set_affected_side(anna.id, "right")
    graded = (Grading(name="House-Brackmann", value=3), Grading(name="Sunnybrook", value=62.5))
    store.save_gradings(recording.id, [Grading(name="old", value=1)])
    store.save_gradings(recording.id, graded)
    assert store.list_gradings(anna.id) == {recording.id: graded}
    assert store.list_grading_names() == ["House-Brackmann", "Sunnybrook"]
    store.save_answers(anna.id, {"values": {"face_droops": "yes"}})
    assert store.list_unseen() == {anna.id: store.list_told(anna.id)}
    store.set_seen(anna.id, date(2026, 11, 20))
    assert store.list_unseen() == {}
    assert [told.seen_on for told in store.list_told(anna.id)] == [date(2026, 11, 20)]
    about = json.loads(json.dumps(describe_person(store, anna.id)))
    assert about["person"]["affected_side"] == "right"
    assert about["recordings"][0]["gradings"][1] == {"name": "Sunnybrook", "value": 62.5}
    assert about["answers"][0]["seen_on"] == "2026-11-20"
    store.set_seen(anna.id, None)
    assert [told.seen_on for told in store.list_told(anna.id)] == [None]


def test_what_is_followed_and_what_advice_rests_on_come_back_as_they_were(store, anna):
    recording = add(store, anna)
    saved = store.save_result(recording.id, FULL)
    assert {"synkinesis", "ratio", "resting_twitches"} <= {m.name for m in saved.measures}
    assert saved.shown.findings == FULL.findings
    assert store.get_result(recording.id) == saved


def test_a_database_of_before_loses_nothing_and_is_completed_from_its_documents(tmp_path, url):
    store = Store(tmp_path, url)
    anna = store.add_person("Anna")
    uploaded = add(store, anna, modified_ms=milliseconds(AUGUST))
    filmed = add(store, anna, origin="camera", protocol="quick")
    unset = add(store, anna, modified_ms=5)
    for item in (uploaded, filmed):
        store.files(item.id).results.mkdir()
        write_document(FULL, store.files(item.id).results / "analysis.json")
    saved = {item.id: store.save_result(item.id, FULL) for item in (uploaded, filmed, unset)}
    store.save_answers(anna.id, {"values": {"since": "over_1_year"}})
    store.close()
    before = read_tables(tmp_path, url)
    engine = open_database(tmp_path, url)
    with engine.begin() as connection:
        for line in BACK_TO_0002:
            connection.execute(text(line))
    engine.dispose()
    store = Store(tmp_path, url)
    assert store.get_recording(uploaded.id) == uploaded
    assert store.get_recording(filmed.id) == filmed
    assert store.get_recording(unset.id) == unset
    assert store.get_result(filmed.id) == replace(saved[filmed.id], measures=None, shown=None)
    outdated = store.list_outdated_results()
    assert len(outdated) == 3
    for recording_id in outdated:
        renew_result(store, recording_id)
    # The third has no document: what was kept of it stays.
    assert store.list_outdated_results() == [unset.id]
    completed = store.get_result(filmed.id)
    assert replace(completed, shown=None) == replace(saved[filmed.id], shown=None)
    assert completed.shown.n_actions == saved[filmed.id].shown.n_actions
    assert store.get_result(unset.id) == replace(saved[unset.id], measures=None, shown=None)
    store.close()
    after = read_tables(tmp_path, url)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"results"}
