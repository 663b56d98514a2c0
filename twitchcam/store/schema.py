"""The tables. A change here needs a new step in ``migrations``; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)
ID_LENGTH: Final = 32


class UtcTime(TypeDecorator[datetime]):
    """A moment. SQLite forgets time zones, so every database is given UTC and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn to UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Say that it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value


def _belongs_to(table: str, **options: Any) -> Column[Any]:
    name = {"people": "person_id", "recordings": "recording_id"}[table]
    key = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(name, String(ID_LENGTH), key, nullable=False, **options)


people = Table(
    "people",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("created_at", UtcTime, nullable=False),
    # NULL until somebody says which.
    Column("affected_side", String(8)),
)

recordings = Table(
    "recordings",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    _belongs_to("people", index=True),
    Column("name", String(255), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("protocol", String(16), nullable=False),
    Column("mirrored", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("size_bytes", BigInteger),
    Column("modified_ms", BigInteger),
    Column("state", String(16), nullable=False, index=True),
    Column("problem", Text, nullable=False),
    # Never NULL in use: SQLite cannot add a column that must be filled to a table with rows.
    Column("recorded_at", UtcTime),
    Column("recorded_from", String(16), nullable=False, server_default="received"),
    Column("date_refused", String(40), nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
)

results = Table(
    "results",
    metadata,
    _belongs_to("recordings", primary_key=True),
    Column("made_at", UtcTime, nullable=False),
    Column("twitchcam_version", String(40), nullable=False),
    Column("usable", Boolean, nullable=False),
    Column("duration_s", Float, nullable=False),
    Column("observed_s", Float, nullable=False),
    Column("frame_rate_hz", Float),
    Column("n_events", Integer, nullable=False),
    Column("rate_per_minute", Float),
    Column("advice_level", String(16)),
    Column("findings", JSON, nullable=False),
    # NULL in rows from before these were known.
    Column("company", JSON),
    Column("measures", JSON),
    Column("shown", JSON),
)

places = Table(
    "places",
    metadata,
    Column("id", Integer, primary_key=True),
    _belongs_to("recordings", index=True),
    Column("region", String(40), nullable=False),
    Column("side", String(8), nullable=False),
    Column("n_events", Integer, nullable=False),
    Column("rate_per_minute", Float),
    Column("median_mm", Float),
    Column("limit_mm", Float),
)

symmetries = Table(
    "symmetries",
    metadata,
    Column("id", Integer, primary_key=True),
    _belongs_to("recordings", index=True),
    Column("action", String(40), nullable=False),
    Column("region", String(40), nullable=False),
    Column("left_mm", Float),
    Column("right_mm", Float),
    Column("ratio", Float),
)

answers = Table(
    "answers",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    _belongs_to("people", index=True),
    Column("given_at", UtcTime, nullable=False),
    Column("content", JSON, nullable=False),
    # The day on which a doctor saw what these answers told.
    Column("seen_on", Date),
)

gradings = Table(
    "gradings",
    metadata,
    Column("id", Integer, primary_key=True),
    _belongs_to("recordings", index=True),
    Column("name", String(60), nullable=False),
    Column("value", Float, nullable=False),
    UniqueConstraint("recording_id", "name"),
)

log_entries = Table(
    "log_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    _belongs_to("people", index=True),
    Column("day", Date, nullable=False),
    Column("caffeine_cups", Float),
    Column("sleep_h", Float),
    Column("stress", Integer),
    Column("own_count", Integer),
    Column("notes", Text, nullable=False),
    UniqueConstraint("person_id", "day"),
)
