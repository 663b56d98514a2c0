"""What all parts of the store rest on: rows of one table, read and written."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, Table

from twitchcam.store.database import forget_deleted, write
from twitchcam.store.row_reading import RowType, read, select_all


class Tables:
    """A database, and the few things that are done with every table."""

    _engine: Engine

    def _insert(self, table: Table, values: dict[str, Any]) -> None:
        with write(self._engine) as connection:
            connection.execute(table.insert().values(**values))

    def _change(self, table: Table, key: str, **changes: Any) -> None:
        """Set columns of the row called ``key``; ``KeyError`` when it is gone."""
        with write(self._engine) as connection:
            done = connection.execute(table.update().where(table.c.id == key).values(**changes))
            if done.rowcount == 0:
                raise KeyError(key)

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


def new_id() -> str:
    """A name for a row that nobody can guess."""
    return uuid.uuid4().hex


def now() -> datetime:
    """Say what time it is, in UTC."""
    return datetime.now(UTC)
