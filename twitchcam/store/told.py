"""What people tell: answers to the questions, days of the log, and gradings of a visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from twitchcam.store import schema
from twitchcam.store.database import write
from twitchcam.store.row_reading import make, select_all
from twitchcam.store.rows import Grading, LogEntry, ToldAnswers
from twitchcam.store.tables import Tables, new_id, now

LONGEST_NOTES: Final = 4000
# Answers given within this time complete each other.
ONE_SITTING: Final = timedelta(hours=6)


class Told(Tables):
    """The tables of what people tell."""

    def save_answers(
        self, person_id: str, content: dict[str, Any], *, seen_on: date | None = None
    ) -> None:
        """Keep answers to the questions; those of another sitting stay, for the course of time.

        ``seen_on``: the day on which a doctor saw what they tell, if that was told before.
        """
        table, at = schema.answers, now()
        values = {"id": new_id(), "person_id": person_id, "given_at": at, "content": content}
        with write(self._engine) as connection:
            connection.execute(
                table.delete().where(
                    table.c.person_id == person_id, table.c.given_at > at - ONE_SITTING
                )
            )
            connection.execute(table.insert().values(**values, seen_on=seen_on))

    def list_answers(self, person_id: str) -> list[tuple[datetime, dict[str, Any]]]:
        """Answers with the time they were given, the newest first."""
        return [(item.given_at, item.content) for item in self.list_told(person_id)]

    def list_told(self, person_id: str) -> list[ToldAnswers]:
        """Every sitting's answers and whether a doctor saw what they tell, the newest first."""
        table = schema.answers
        query = select_all(ToldAnswers, table).where(table.c.person_id == person_id)
        return self._rows(ToldAnswers, query.order_by(table.c.given_at.desc()))

    def list_unseen(self) -> dict[str, list[ToldAnswers]]:
        """Answers of everybody that no doctor saw, by the person's id, the newest first."""
        table = schema.answers
        query = select_all(ToldAnswers, table).add_columns(table.c.person_id)
        query = query.where(table.c.seen_on.is_(None)).order_by(table.c.given_at.desc())
        found: dict[str, list[ToldAnswers]] = defaultdict(list)
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                found[row[-1]].append(make(ToldAnswers, row))
        return dict(found)

    def set_seen(self, person_id: str, seen_on: date | None) -> None:
        """Say that a doctor saw all that was told so far, or take that back."""
        table = schema.answers
        with write(self._engine) as connection:
            connection.execute(
                table.update().where(table.c.person_id == person_id).values(seen_on=seen_on)
            )

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

    def save_gradings(self, recording_id: str, gradings: Sequence[Grading]) -> None:
        """Keep the gradings of a visit; former ones of it go."""
        table = schema.gradings
        rows = [{**asdict(item), "recording_id": recording_id} for item in gradings]
        with write(self._engine) as connection:
            connection.execute(table.delete().where(table.c.recording_id == recording_id))
            if rows:
                connection.execute(table.insert(), rows)

    def list_gradings(self, person_id: str) -> dict[str, tuple[Grading, ...]]:
        """Gradings of every visit of a person that has some, by the recording's id."""
        table, recordings = schema.gradings, schema.recordings
        query = (
            select_all(Grading, table)
            .add_columns(table.c.recording_id)
            .join(recordings, recordings.c.id == table.c.recording_id)
            .where(recordings.c.person_id == person_id)
            .order_by(table.c.id)
        )
        found: dict[str, list[Grading]] = defaultdict(list)
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                found[row[-1]].append(make(Grading, row))
        return {key: tuple(items) for key, items in found.items()}

    def list_grading_names(self) -> list[str]:
        """Every name that was ever given to a grading, in order."""
        name = schema.gradings.c.name
        with self._engine.connect() as connection:
            return list(connection.execute(select(name).distinct().order_by(name)).scalars())
