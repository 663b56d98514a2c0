"""What is kept: on SQLite always, and on a PostgreSQL server where one is told of."""

from __future__ import annotations

import json
import shutil
import stat
import sys
import threading
import zipfile
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from examples_of_analysis import make_analysis
from sqlalchemy import inspect, select, text

from twitchcam.errors import InputError
from twitchcam.interpretation.own_movements import list_own
from twitchcam.records import Symmetry
from twitchcam.store import schema
from twitchcam.store.database import open_database
from twitchcam.store.export import export_person
from twitchcam.store.folders import RecordingFiles, make_export_file, remove_leftovers
from twitchcam.store.library import Store
from twitchcam.store.rows import Grading, LogEntry

_KNOWN = {
    "action": "smile (full)",
    "region": "mouth_corner",
    "left_mm": 4.0,
    "right_mm": 8.0,
    "ratio": 0.5,
}
# The other fields are none of the store's business.
SMILE = Symmetry(**{item.name: _KNOWN.get(item.name) for item in fields(Symmetry)})


@contextmanager
def connecting(folder, url):
    """What lies in the database of a store, seen from outside."""
    engine = open_database(folder, url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def add_clip(store, person, name="clip.mp4", content=b"moving pictures"):
    recording = store.add_recording(person.id, name=name, origin="upload")
    store.files(recording.id).append(content, 0)
    return recording


def test_people_come_back_by_name_and_by_key(store, anna):
    ben = store.add_person("  Ben   B. ")
    assert [person.name for person in store.list_people()] == ["Anna", "Ben B."]
    assert store.get_person(ben.id) == ben
    assert store.find_person("Anna") == anna


def test_a_name_is_given_once(store, anna):
    with pytest.raises(InputError, match="must be a new one"):
        store.add_person(anna.name)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b", "\x1b[31mred"])
def test_a_name_that_cannot_be_shown_is_refused(store, name):
    with pytest.raises(InputError, match="1 to 80 letters"):
        store.add_person(name)


@pytest.mark.usefixtures("anna")
def test_an_unknown_person_is_answered_with_the_known_ones(store):
    with pytest.raises(InputError, match=r"\(Anna\), got 'Bob'"):
        store.find_person("Bob")


def test_a_recording_goes_its_way_and_keeps_its_place_in_the_queue(store, anna):
    first, second = add_clip(store, anna, "one.mp4"), add_clip(store, anna, "two.mp4")
    for recording in (second, first):
        store.change_recording(recording.id, state="waiting")
    assert [item.name for item in store.list_in_state("waiting")] == ["one.mp4", "two.mp4"]
    done = store.change_recording(first.id, state="done")
    assert done.state == "done"
    assert store.list_in_state("waiting", "running")[0].name == "two.mp4"
    assert [item.name for item in store.list_recordings(anna.id)] == ["two.mp4", "one.mp4"]


def test_a_recording_goes_on_only_from_where_it_was_thought_to_be(store, anna):
    recording = add_clip(store, anna)
    assert store.advance(recording.id, "waiting", only_from=("receiving",))
    assert not store.advance(recording.id, "cancelled", only_from=("receiving",))
    assert store.get_recording(recording.id).state == "waiting"
    store.delete_recording(recording.id)
    assert not store.advance(recording.id, "cancelled", only_from=("waiting",))


def test_each_waiting_recording_is_taken_once_the_oldest_first(store, anna):
    waiting = [add_clip(store, anna, f"{k}.mp4") for k in range(6)]
    for recording in waiting:
        store.change_recording(recording.id, state="waiting")
    assert store.claim_waiting().name == "0.mp4"
    taken: list[str] = []
    threads = [
        threading.Thread(target=lambda: taken.append(store.claim_waiting().name)) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [f"{k}.mp4" for k in range(1, 6)]
    assert store.claim_waiting() is None
    assert {item.state for item in store.list_recordings(anna.id)} == {"running"}


def test_deleting_what_shows_the_face_leaves_the_measurements(store, anna):
    files = store.files(add_clip(store, anna).id)
    files.results.mkdir()
    for name in ("annotated.mp4", "report.html", "track.npz"):
        (files.results / name).write_text("x")
    files.delete_pictures()
    assert not files.video.exists()
    assert sorted(p.name for p in files.results.iterdir()) == ["report.html", "track.npz"]


def test_what_is_gone_says_so(store, anna):
    recording = add_clip(store, anna)
    store.delete_recording(recording.id)
    with pytest.raises(KeyError):
        store.get_recording(recording.id)
    with pytest.raises(KeyError):
        store.change_recording(recording.id, state="done")
    with pytest.raises(KeyError):
        store.get_person("0" * 32)


def test_moments_are_read_as_they_were_written(store, anna):
    assert store.get_person(anna.id).created_at == anna.created_at
    assert anna.created_at.utcoffset().total_seconds() == 0


def test_a_result_keeps_rate_size_side_and_the_limit(store, anna):
    recording, analysis = add_clip(store, anna), make_analysis(symmetry=(SMILE,))
    saved = store.save_result(recording.id, analysis)
    kept = store.get_result(recording.id)
    assert kept == saved
    # The unsure one at the right lower lid is a moment to look at, and counts nowhere.
    assert kept.n_events == len(list_own(analysis.events)) == len(analysis.events) - 1
    assert kept.rate_per_minute == pytest.approx(60 * kept.n_events / analysis.quality.observed_s)
    event = analysis.events[0]
    place = next(p for p in kept.places if (p.region, p.side) == (event.region, event.side))
    assert place.n_events >= 1
    assert place.limit_mm is not None
    assert kept.symmetries[0].ratio == 0.5
    assert [item["code"] for item in kept.findings] == [f.code for f in analysis.findings]


def test_who_else_is_in_a_recording_is_kept(store, anna):
    recording, analysis = add_clip(store, anna), make_analysis()
    seen = replace(analysis.quality, company=("other_person", "other_faces"))
    store.save_result(recording.id, replace(analysis, quality=seen))
    assert store.get_result(recording.id).company == ("other_person", "other_faces")


def test_places_where_nothing_moved_keep_their_limit(store, anna):
    recording = add_clip(store, anna)
    analysis = replace(make_analysis(), events=())
    result = store.save_result(recording.id, analysis)
    assert result.n_events == 0
    assert {p.n_events for p in result.places} == {0}
    assert all(p.limit_mm is not None for p in result.places)


def test_what_was_read_before_is_read_anew_once_it_has_changed(store, anna):
    first, second = add_clip(store, anna), add_clip(store, anna)
    for each in (first, second):
        store.save_result(each.id, make_analysis())
    before = dict(store.list_results(anna.id))
    renewed = store.save_result(first.id, replace(make_analysis(), events=()))
    assert dict(store.list_results(anna.id)) == {first: renewed, second: before[second]}
    store.delete_recording(second.id)
    assert store.list_results(anna.id) == [(first, renewed)]
    store.delete_person(anna.id)
    assert store.get_result(first.id) is None


def test_a_second_result_takes_the_place_of_the_first(store, anna):
    recording = add_clip(store, anna)
    store.save_result(recording.id, make_analysis())
    store.save_result(recording.id, replace(make_analysis(), events=()))
    [(found, result)] = store.list_results(anna.id)
    assert found.id == recording.id
    assert result.n_events == 0


def test_answers_of_one_sitting_complete_each_other(store, anna):
    store.save_answers(anna.id, {"since": "a week"})
    store.save_answers(anna.id, {"since": "a week", "side": "left"})
    [(_, content)] = store.list_answers(anna.id)
    assert content["side"] == "left"


def test_answers_and_log_are_kept_for_the_course_of_time(store, anna, monkeypatch):
    monkeypatch.setattr("twitchcam.store.told.ONE_SITTING", timedelta(0))
    store.save_answers(anna.id, {"since": "a week"})
    store.save_answers(anna.id, {"since": "two weeks"})
    assert [content["since"] for _, content in store.list_answers(anna.id)] == [
        "two weeks",
        "a week",
    ]
    day = date(2026, 11, 20)
    store.save_log_entry(anna.id, LogEntry(day=day, caffeine_cups=2.0, notes="first"))
    store.save_log_entry(anna.id, LogEntry(day=day, caffeine_cups=3.0, own_count=4))
    store.save_log_entry(anna.id, LogEntry(day=date(2026, 11, 21), sleep_h=6.5, stress=7))
    assert [(entry.day.day, entry.caffeine_cups) for entry in store.list_log(anna.id)] == [
        (21, None),
        (20, 3.0),
    ]
    store.delete_log_entry(anna.id, day)
    assert len(store.list_log(anna.id)) == 1


def test_deleting_a_person_leaves_no_row_and_no_file(store, url, anna):
    ben = store.add_person("Ben")
    for person in (anna, ben):
        recording = add_clip(store, person)
        store.save_result(recording.id, make_analysis(symmetry=(SMILE,)))
        store.save_answers(person.id, {"since": "a week"})
        store.save_log_entry(person.id, LogEntry(day=date(2026, 11, 20), notes="tired"))
        store.save_gradings(recording.id, [Grading(name="House-Brackmann", value=3)])
    store.delete_person(anna.id)
    with connecting(store.folder, url) as connection:
        for table in schema.metadata.tables.values():
            rows = connection.execute(select(table)).all()
            assert not any(anna.id in map(str, row) for row in rows), table.name
            assert rows, f"{table.name} of the other person"
    assert len(list((store.folder / "recordings").iterdir())) == 1


def test_what_was_deleted_cannot_be_read_in_the_database_file(tmp_path):
    store = Store(tmp_path)
    person = store.add_person("Zuckmantel")
    recording = add_clip(store, person, "Quastenflosser.mp4")
    store.save_answers(person.id, {"note": "Wolkenkuckucksheim"})
    words = (b"Zuckmantel", b"Quastenflosser", b"Wolkenkuckucksheim")

    def read_all() -> bytes:
        return b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())

    assert all(word in read_all() for word in words)
    store.delete_recording(recording.id)
    assert b"Quastenflosser" not in read_all()
    store.delete_person(person.id)
    assert not any(word in read_all() for word in words)
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_files_can_be_read_by_their_owner_only(store, anna):
    recording = add_clip(store, anna)
    export = store.folder / "export.zip"
    export_person(store, anna.id, export)
    for path in (store.folder, *store.folder.rglob("*")):
        # Folders hide what is in them; the database and the recordings hide themselves too.
        if path.is_dir() or path.parent == store.folder or path.name == "video":
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert store.files(recording.id).video.exists()


def test_pieces_of_a_file_are_added_in_order_once(tmp_path):
    files = RecordingFiles(tmp_path, "a1")
    files.prepare()
    assert files.append(b"abc", 0) == 3
    assert files.append(b"abc", 0) == 3
    assert files.append(b"ghi", 6) == 3
    assert files.append(b"def", 3) == 6
    assert files.video.read_bytes() == b"abcdef"
    assert files.received_bytes == 6


def test_a_piece_that_comes_late_does_not_bring_back_what_was_deleted(store, anna):
    recording = add_clip(store, anna)
    files = store.files(recording.id)
    store.delete_recording(recording.id)
    with pytest.raises(FileNotFoundError):
        files.append(b"late", 0)
    assert list((store.folder / "recordings").iterdir()) == []
    files.delete()


def test_a_deletion_that_stopped_half_way_can_be_repeated(store, anna, monkeypatch):
    recording = add_clip(store, anna)

    def fail(_folder):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as broken:
        broken.setattr(shutil, "rmtree", fail)
        with pytest.raises(PermissionError):
            store.delete_recording(recording.id)
    assert store.get_recording(recording.id) == recording
    store.delete_recording(recording.id)
    assert list((store.folder / "recordings").iterdir()) == []


def test_a_recording_that_begins_while_its_person_is_deleted_leaves_nothing(
    store, anna, monkeypatch
):
    add_clip(store, anna)
    delete, late = RecordingFiles.delete, []

    def delete_and_begin_another(files):
        delete(files)
        if not late:
            late.append(add_clip(store, anna, "late.mp4"))

    monkeypatch.setattr(RecordingFiles, "delete", delete_and_begin_another)
    store.delete_person(anna.id)
    assert late
    assert store.list_recordings() == []
    assert list((store.folder / "recordings").iterdir()) == []


def test_a_recording_of_somebody_just_deleted_is_not_begun(store, anna, monkeypatch):
    store.delete_person(anna.id)
    monkeypatch.setattr(store, "get_person", lambda _key: anna)
    with pytest.raises(KeyError):
        store.add_recording(anna.id, name="clip.mp4", origin="upload")
    assert list((store.folder / "recordings").iterdir()) == []


def test_exports_that_were_cut_short_are_removed_and_files_of_others_stay(tmp_path):
    (tmp_path / "export-x.zip").write_bytes(b"somebody's own")
    with make_export_file(tmp_path) as path:
        assert path.exists()
    remove_leftovers(tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["export-x.zip"]


@pytest.mark.parametrize("key", ["../x", "a/b", "", ".", "a\x00"])
def test_only_letters_and_digits_name_a_folder(tmp_path, key):
    with pytest.raises(ValueError, match="letters and digits"):
        RecordingFiles(tmp_path, key)


def test_an_export_holds_everything_and_its_names_lead_nowhere(store, anna, tmp_path):
    recording = add_clip(store, anna, "../../etc/passwd.mp4")
    store.files(recording.id).results.mkdir()
    (store.files(recording.id).results / "report.html").write_text("report")
    (store.files(recording.id).results / "annotated.mp4").write_text("a face")
    store.save_result(recording.id, make_analysis())
    store.save_answers(anna.id, {"since": "a week"})
    store.save_log_entry(anna.id, LogEntry(day=date(2026, 11, 20), notes="tired"))
    export_person(store, anna.id, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        names = archive.namelist()
        about = json.loads(archive.read("person.json"))
        assert archive.read(next(n for n in names if n.endswith("video.mp4"))) == b"moving pictures"
    assert about["person"]["name"] == "Anna"
    assert about["answers"][0]["answers"] == {"since": "a week"}
    assert about["log"][0]["notes"] == "tired"
    assert about["results"][0]["places"]
    assert not any(".." in name or name.startswith("/") for name in names)
    export_person(store, anna.id, tmp_path / "faceless.zip", with_videos=False)
    with zipfile.ZipFile(tmp_path / "faceless.zip") as archive:
        assert not any(name.endswith(".mp4") for name in archive.namelist())
        assert any(name.endswith("report.html") for name in archive.namelist())


def test_the_migrations_make_the_tables_that_the_program_uses(store, url):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with connecting(store.folder, url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        assert set(schema.metadata.tables) < set(inspect(connection).get_table_names())


def test_a_store_is_the_same_after_it_was_closed(tmp_path, url):
    with_person = Store(tmp_path, url)
    anna = with_person.add_person("Anna")
    with_person.close()
    again = Store(tmp_path, url)
    assert again.list_people() == [anna]
    again.close()


def test_a_store_of_a_newer_program_is_left_alone(tmp_path, url):
    store = Store(tmp_path, url)
    store.close()
    with connecting(tmp_path, url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InputError, match="Update twitchcam"):
        Store(tmp_path, url)


def test_many_write_at_once_and_nothing_is_lost(store, anna):
    def write(name: str) -> None:
        for k in range(5):
            add_clip(store, anna, f"{name}-{k}.mp4")

    threads = [threading.Thread(target=write, args=(str(n),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.list_recordings(anna.id)) == 40


def test_two_programs_may_open_a_new_store_at_once(tmp_path, url):
    opened: list[Store] = []
    threads = [
        threading.Thread(target=lambda: opened.append(Store(tmp_path, url))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 4
    opened[0].add_person("Anna")
    assert [person.name for person in opened[3].list_people()] == ["Anna"]
    for store in opened:
        store.close()


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "oracle+what://x",
        "postgresql+psycopg://me:s3cret@127.0.0.1:1/x",
        "sqlite:////no/where.db",
    ],
)
def test_a_database_that_cannot_be_opened_is_one_sentence_without_its_password(tmp_path, address):
    with pytest.raises(InputError) as caught:
        Store(tmp_path, address)
    assert "s3cret" not in str(caught.value)
    assert "must be one that" in str(caught.value)


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="Choose another with --data"):
        Store(tmp_path / "file")
