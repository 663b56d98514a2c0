"""From rows of the database to the records that the store hands out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Row, Select, Table, select

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

RowType = TypeVar("RowType", bound="DataclassInstance")


def select_all(kind: type[DataclassInstance], table: Table) -> Select[Any]:
    """Select from ``table`` the columns that ``kind`` has fields for, in their order."""
    return select(*(table.c[name] for name in kind.__dataclass_fields__))


def read(kind: type[RowType], connection: Connection, query: Select[Any]) -> list[RowType]:
    """Make a record of every row; ``query`` begins with the columns of ``kind``."""
    return [make(kind, row) for row in connection.execute(query)]


def make(kind: type[RowType], row: Row[Any] | Iterable[Any]) -> RowType:
    """Make a record of the values of its fields; values beyond them are left out."""
    return kind(**dict(zip(kind.__dataclass_fields__, row, strict=False)))
