"""The store: people, recordings, results, answers and the log, in a database and a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, null, select
from sqlalchemy.exc import IntegrityError

from twitchcam.capture.dates import FileDate, is_possible
from twitchcam.data_folder import default_folder
from twitchcam.errors import InputError
from twitchcam.records import Analysis
from twitchcam.store import schema
from twitchcam.store.database import forget_deleted, open_database, write
from twitchcam.store.folders import RecordingFiles, prepare_folder
from twitchcam.store.followed import summarize
from twitchcam.store.known_results import KnownResults
from twitchcam.store.results import add_followed, replace_result
from twitchcam.store.row_reading import make, select_all
from twitchcam.store.rows import (
    AffectedSide,
    DateSource,
    ListedPerson,
    Origin,
    Person,
    Recording,
    Result,
    State,
)
from twitchcam.store.tables import new_id, now
from twitchcam.store.told import LONGEST_NOTES, Told
from twitchcam.wording import text

LONGEST_NAME: Final = 80
LONGEST_FILE_NAME: Final = 255


class Store(Told):
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
        self._engine = open_database(self.folder, url)
        self._known = KnownResults()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def files(self, recording_id: str) -> RecordingFiles:
        """Return the files of a recording."""
        return RecordingFiles(self.folder, recording_id)

    # People

    def add_person(self, name: str) -> Person:
        """Add somebody under a name or a code that is not taken."""
        person = Person(id=new_id(), name=_check_name(name), created_at=now())
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

    def list_overview(self) -> list[ListedPerson]:
        """Everybody by name, with the number of recordings and the time of the last."""
        people, recordings = schema.people, schema.recordings
        last = func.max(recordings.c.recorded_at)
        query = (
            select_all(Person, people)
            .add_columns(func.count(recordings.c.id), last)
            .outerjoin(recordings, recordings.c.person_id == people.c.id)
            .group_by(*people.c)
            .order_by(people.c.name)
        )
        with self._engine.connect() as connection:
            return [
                ListedPerson(person=make(Person, row), n_recordings=row[-2], last_visit=row[-1])
                for row in connection.execute(query)
            ]

    def set_affected_side(self, person_id: str, side: AffectedSide | None) -> None:
        """Keep which side of the face is affected; ``KeyError`` when the person is gone."""
        self._change(schema.people, person_id, affected_side=side)

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
        self._known.forget(late)
        for recording_id in late:  # some begun since the list was read
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
        """Begin a recording, whose bytes are still to come; ``KeyError`` without such a person.

        Until its file is read, an upload has the date of the file on the computer it came from.
        """
        came_at = now()
        recorded_at, recorded_from = _date(origin, modified_ms, came_at)
        recording = Recording(
            id=new_id(),
            person_id=self.get_person(person_id).id,
            name=_show(name)[-LONGEST_FILE_NAME:] or "recording",
            origin=origin,
            protocol=protocol,
            mirrored=mirrored,
            created_at=came_at,
            recorded_at=recorded_at,
            recorded_from=recorded_from,
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

    def get_recording(self, recording_id: str) -> Recording:
        """Return one recording; ``KeyError`` when there is none."""
        return self._one(Recording, schema.recordings, recording_id)

    def list_recordings(self, person_id: str | None = None) -> list[Recording]:
        """Recordings of one person or of all, by the time they were made, the newest first."""
        table = schema.recordings
        newest_first = (table.c.recorded_at.desc(), table.c.created_at.desc(), table.c.id)
        query = select_all(Recording, table).order_by(*newest_first)
        if person_id is not None:
            query = query.where(table.c.person_id == person_id)
        return self._rows(Recording, query)

    def list_day(self, day: date) -> list[Recording]:
        """Recordings that were made on a day of this computer's clock, the earliest first."""
        start = datetime.combine(day, time()).astimezone()
        stop = datetime.combine(day + timedelta(days=1), time()).astimezone()
        table = schema.recordings
        query = select_all(Recording, table).where(
            table.c.recorded_at >= start, table.c.recorded_at < stop
        )
        return self._rows(Recording, query.order_by(table.c.recorded_at, table.c.id))

    def list_in_state(self, *states: State) -> list[Recording]:
        """Recordings in one of these states, the oldest first."""
        table = schema.recordings
        query = select_all(Recording, table).where(table.c.state.in_(states))
        return self._rows(Recording, query.order_by(table.c.created_at))

    def change_recording(self, recording_id: str, **changes: Any) -> Recording:
        """Set ``state``, ``problem``, ``mirrored``, …; ``KeyError`` when it is gone."""
        self._change(schema.recordings, recording_id, **changes)
        return self.get_recording(recording_id)

    def date_recording(self, recording_id: str, date_of_file: FileDate) -> None:
        """Keep what its file says of when it was made; what somebody typed or saw stays."""
        table = schema.recordings
        changes: dict[str, Any] = {"date_refused": date_of_file.refused}
        if date_of_file.at is not None:
            changes |= {"recorded_at": date_of_file.at, "recorded_from": "file"}
        with write(self._engine) as connection:
            connection.execute(
                table.update()
                .where(
                    table.c.id == recording_id,
                    table.c.recorded_from.in_(("file", "modified", "received")),
                )
                .values(**changes)
            )

    def set_visit(self, recording_id: str, *, recorded_at: datetime | None, note: str) -> None:
        """Keep a date that somebody typed (``None``: it stays as it is) and a note."""
        changes: dict[str, Any] = {"note": note[:LONGEST_NOTES]}
        if recorded_at is not None:
            changes |= {"recorded_at": recorded_at, "recorded_from": "typed", "date_refused": ""}
        self._change(schema.recordings, recording_id, **changes)

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
        self._known.forget([recording_id])

    # Results

    def save_result(self, recording_id: str, analysis: Analysis) -> Result:
        """Keep the numbers of a finished recording; a former result is replaced."""
        result = summarize(recording_id, analysis)
        with write(self._engine) as connection:
            replace_result(connection, result)
        return result

    def list_outdated_results(self) -> list[str]:
        """Recordings whose result an older twitchcam kept, without what is followed today."""
        table = schema.results
        query = select(table.c.recording_id).where(table.c.shown.is_(null()))
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def complete_result(self, recording_id: str, analysis: Analysis) -> None:
        """Keep what is followed today of a recording, if nobody has measured it anew meanwhile."""
        result = summarize(recording_id, analysis)
        with write(self._engine) as connection:
            add_followed(connection, result)

    def get_result(self, recording_id: str) -> Result | None:
        """Return the result of a recording, ``None`` while there is none."""
        return next(iter(self._results([recording_id])), None)

    def list_results(self, person_id: str) -> list[tuple[Recording, Result]]:
        """Recordings with a result, the oldest first."""
        return self.find_results(self.list_recordings(person_id)[::-1])

    def find_results(self, recordings: Sequence[Recording]) -> list[tuple[Recording, Result]]:
        """Those of the recordings that have a result, in their order."""
        results = {item.recording_id: item for item in self._results([r.id for r in recordings])}
        return [(item, results[item.id]) for item in recordings if item.id in results]

    def _results(self, ids: Sequence[str]) -> list[Result]:
        with self._engine.connect() as connection:
            return self._known.read(connection, ids)


def _date(
    origin: Origin, modified_ms: int | None, came_at: datetime
) -> tuple[datetime, DateSource]:
    if origin == "camera":
        return came_at, "camera"
    if modified_ms is not None:
        try:
            modified_at = datetime.fromtimestamp(modified_ms / 1000, UTC)
        except (ValueError, OverflowError, OSError):
            return came_at, "received"
        # A file whose clock runs ahead was still here before it was sent.
        if is_possible(modified_at, came_at):
            return min(modified_at, came_at), "modified"
    return came_at, "received"


def _show(name: str) -> str:
    """Keep what can be shown and stored; a file name may hold anything."""
    return "".join(x if x.isprintable() else "\N{REPLACEMENT CHARACTER}" for x in name).strip()


def _check_name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise InputError(text("store-name-length", most=LONGEST_NAME, got=len(name)))
    return name
