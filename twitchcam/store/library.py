"""The store: people, recordings, results, answers and the log, in a database and a folder."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, Select, Table, func, select
from sqlalchemy.exc import IntegrityError

from twitchcam.data_folder import default_folder
from twitchcam.errors import InputError
from twitchcam.records import Analysis
from twitchcam.store import schema
from twitchcam.store.database import forget_deleted, open_database, write
from twitchcam.store.folders import RecordingFiles, prepare_folder
from twitchcam.store.followed import summarize
from twitchcam.store.results import read_results, replace_result
from twitchcam.store.row_reading import RowType, read, select_all
from twitchcam.store.rows import LogEntry, Origin, Person, Recording, Result, State
from twitchcam.wording import text

LONGEST_NAME: Final = 80
LONGEST_FILE_NAME: Final = 255
LONGEST_NOTES: Final = 4000
# Answers given within this time complete each other.
_ONE_SITTING: Final = timedelta(hours=6)


class Store:
    """Everything that is kept between two starts of the program. Safe to use from threads.

    Attributes
    ----------
    folder : where files lie (owner-only).
    """

    def __init__(self, folder: Path | None = None, url: str | None = None) -> None:
        """Open the store in ``folder``, with the database at ``url`` (default: SQLite there).

        Raises
        ------
        InputError
            The folder cannot be written to or the database cannot be opened.
        """
        self.folder = (folder or default_folder()).absolute()
        prepare_folder(self.folder)
        self._engine: Engine = open_database(self.folder, url)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def files(self, recording_id: str) -> RecordingFiles:
        """Return the files of a recording."""
        return RecordingFiles(self.folder, recording_id)

    # People

    def add_person(self, name: str) -> Person:
        """Add somebody under a name or a code that is not taken."""
        person = Person(id=_new_id(), name=_check_name(name), created_at=_now())
        try:
            self._insert(schema.people, asdict(person))
        except IntegrityError as error:
            raise InputError(text("store-name-again", name=repr(person.name))) from error
        return person

    def list_people(self) -> list[Person]:
        """Everybody, by name."""
        return self._rows(Person, select_all(Person, schema.people).order_by(schema.people.c.name))

    def get_person(self, person_id: str) -> Person:
        """Return one person; ``KeyError`` when there is none."""
        return self._one(Person, schema.people, person_id)

    def find_person(self, name: str) -> Person:
        """Return the person of that name; ``InputError`` when there is none."""
        query = select_all(Person, schema.people).where(schema.people.c.name == name)
        for person in self._rows(Person, query):
            return person
        known = ", ".join(person.name for person in self.list_people()) or text("store-nobody-yet")
        raise InputError(text("store-nobody", known=known, name=repr(name)))

    def delete_person(self, person_id: str) -> None:
        """Delete somebody with every recording, result, answer, log entry and file."""
        for recording in self.list_recordings(person_id):
            self.files(recording.id).delete()
        key, owner = schema.recordings.c.id, schema.recordings.c.person_id
        which = schema.people.c.id == person_id
        with write(self._engine) as connection:
            # Locked first: from here on, nobody can begin a recording of this person.
            connection.execute(select(schema.people.c.id).where(which).with_for_update())
            late = connection.execute(select(key).where(owner == person_id)).scalars().all()
            connection.execute(schema.people.delete().where(which))
        forget_deleted(self._engine)
        for recording_id in late:  # begun since the list was read
            self.files(recording_id).delete()

    # Recordings

    def add_recording(
        self,
        person_id: str,
        *,
        name: str,
        origin: Origin,
        protocol: str = "",
        mirrored: bool = False,
        size_bytes: int | None = None,
        modified_ms: int | None = None,
    ) -> Recording:
        """Begin a recording, whose bytes are still to come; ``KeyError`` without such a person."""
        recording = Recording(
            id=_new_id(),
            person_id=self.get_person(person_id).id,
            name=_show(name)[-LONGEST_FILE_NAME:] or "recording",
            origin=origin,
            protocol=protocol,
            mirrored=mirrored,
            created_at=_now(),
            size_bytes=size_bytes,
            modified_ms=modified_ms,
            state="receiving",
            problem="",
        )
        files = self.files(recording.id)
        files.prepare()
        try:
            self._insert(schema.recordings, asdict(recording))
        except BaseException as error:
            files.delete()
            if isinstance(error, IntegrityError):  # the person was deleted meanwhile
                raise KeyError(person_id) from error
            raise
        return recording

    def count_recordings(self) -> dict[str, int]:
        """How many recordings everybody has who has any, by the person's id."""
        key = schema.recordings.c.person_id
        with self._engine.connect() as connection:
            rows = connection.execute(select(key, func.count()).group_by(key))
            return {person_id: n for person_id, n in rows}

    def get_recording(self, recording_id: str) -> Recording:
        """Return one recording; ``KeyError`` when there is none."""
        return self._one(Recording, schema.recordings, recording_id)

    def list_recordings(self, person_id: str | None = None) -> list[Recording]:
        """Recordings of one person or of all, the newest first."""
        table = schema.recordings
        query = select_all(Recording, table).order_by(table.c.created_at.desc(), table.c.id)
        if person_id is not None:
            query = query.where(table.c.person_id == person_id)
        return self._rows(Recording, query)

    def list_in_state(self, *states: State) -> list[Recording]:
        """Recordings in one of these states, the oldest first."""
        table = schema.recordings
        query = select_all(Recording, table).where(table.c.state.in_(states))
        return self._rows(Recording, query.order_by(table.c.created_at))

    def change_recording(self, recording_id: str, **changes: Any) -> Recording:
        """Set ``state``, ``problem``, ``mirrored``, …; ``KeyError`` when it is gone."""
        table = schema.recordings
        with write(self._engine) as connection:
            done = connection.execute(
                table.update().where(table.c.id == recording_id).values(**changes)
            )
            if done.rowcount == 0:
                raise KeyError(recording_id)
        return self.get_recording(recording_id)

    def advance(self, recording_id: str, state: State, *, only_from: Sequence[State]) -> bool:
        """Set ``state`` if it is still one of ``only_from``; return whether it was."""
        table = schema.recordings
        which = (table.c.id == recording_id, table.c.state.in_(only_from))
        with write(self._engine) as connection:
            done = connection.execute(table.update().where(*which).values(state=state))
            return done.rowcount > 0

    def claim_waiting(self) -> Recording | None:
        """Take the recording that waits longest and call it running; ``None`` when none waits."""
        table = schema.recordings
        waiting = (
            select(table.c.id)
            .where(table.c.state == "waiting")
            .order_by(table.c.created_at, table.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        with write(self._engine) as connection:
            recording_id = connection.execute(waiting).scalar()
            if recording_id is None:
                return None
            connection.execute(
                table.update().where(table.c.id == recording_id).values(state="running")
            )
        return self.get_recording(recording_id)

    def delete_recording(self, recording_id: str) -> None:
        """Delete a recording, its results and its files."""
        self.files(recording_id).delete()
        self._delete(schema.recordings, schema.recordings.c.id == recording_id)

    # Results

    def save_result(self, recording_id: str, analysis: Analysis) -> Result:
        """Keep the numbers of a finished recording; a former result is replaced."""
        result = summarize(recording_id, analysis)
        with write(self._engine) as connection:
            replace_result(connection, result)
        return result

    def get_result(self, recording_id: str) -> Result | None:
        """Return the result of a recording, ``None`` while there is none."""
        return next(iter(self._results([recording_id])), None)

    def list_results(self, person_id: str) -> list[tuple[Recording, Result]]:
        """Recordings with a result, the oldest first."""
        recordings = {item.id: item for item in reversed(self.list_recordings(person_id))}
        results = {item.recording_id: item for item in self._results(list(recordings))}
        return [(item, results[key]) for key, item in recordings.items() if key in results]

    def _results(self, ids: Sequence[str]) -> list[Result]:
        with self._engine.connect() as connection:
            return read_results(connection, ids)

    # Answers and log

    def save_answers(self, person_id: str, content: dict[str, Any]) -> None:
        """Keep answers to the questions; those of another sitting stay, for the course of time."""
        table, now = schema.answers, _now()
        values = {"id": _new_id(), "person_id": person_id, "given_at": now, "content": content}
        with write(self._engine) as connection:
            connection.execute(
                table.delete().where(
                    table.c.person_id == person_id, table.c.given_at > now - _ONE_SITTING
                )
            )
            connection.execute(table.insert().values(**values))

    def list_answers(self, person_id: str) -> list[tuple[datetime, dict[str, Any]]]:
        """Answers with the time they were given, the newest first."""
        table = schema.answers
        query = select(table).where(table.c.person_id == person_id)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(table.c.given_at.desc())).all()
        return [(row.given_at, row.content) for row in rows]

    def save_log_entry(self, person_id: str, entry: LogEntry) -> None:
        """Keep one day of the log; the same day's earlier entry is replaced."""
        table = schema.log_entries
        values = {**asdict(entry), "notes": entry.notes[:LONGEST_NOTES], "person_id": person_id}
        with write(self._engine) as connection:
            connection.execute(
                table.delete().where(table.c.person_id == person_id, table.c.day == entry.day)
            )
            connection.execute(table.insert().values(**values))

    def list_log(self, person_id: str) -> list[LogEntry]:
        """Days of the log, the newest first."""
        table = schema.log_entries
        query = select_all(LogEntry, table).where(table.c.person_id == person_id)
        return self._rows(LogEntry, query.order_by(table.c.day.desc()))

    def delete_log_entry(self, person_id: str, day: date) -> None:
        """Delete one day of the log."""
        table = schema.log_entries
        self._delete(table, table.c.person_id == person_id, table.c.day == day)

    # What all of it rests on

    def _insert(self, table: Table, values: dict[str, Any]) -> None:
        with write(self._engine) as connection:
            connection.execute(table.insert().values(**values))

    def _delete(self, table: Table, *which: ColumnElement[bool]) -> None:
        with write(self._engine) as connection:
            connection.execute(table.delete().where(*which))
        forget_deleted(self._engine)

    def _one(self, kind: type[RowType], table: Table, key: str) -> RowType:
        for row in self._rows(kind, select_all(kind, table).where(table.c.id == key)):
            return row
        raise KeyError(key)

    def _rows(self, kind: type[RowType], query: Select[Any]) -> list[RowType]:
        with self._engine.connect() as connection:
            return read(kind, connection, query)


def _new_id() -> str:
    return uuid.uuid4().hex


def _now() -> datetime:
    return datetime.now(UTC)


def _show(name: str) -> str:
    """Keep what can be shown and stored; a file name may hold anything."""
    return "".join(x if x.isprintable() else "\N{REPLACEMENT CHARACTER}" for x in name).strip()


def _check_name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise InputError(text("store-name-length", most=LONGEST_NAME, got=len(name)))
    return name
