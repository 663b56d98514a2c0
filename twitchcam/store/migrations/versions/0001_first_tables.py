"""Lay down the first tables."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.String(32)


def _moment(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _belongs_to(table: str, column: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint([column], [f"{table}.id"], ondelete="CASCADE")
    return sa.Column(column, _ID, nullable=False), key


def upgrade() -> None:
    """Make every table."""
    # Names of keys and indexes follow the convention of schema.py, which Alembic is given.
    op.create_table(
        "people",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        _moment("created_at"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "recordings",
        sa.Column("id", _ID, primary_key=True),
        *_belongs_to("people", "person_id"),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("protocol", sa.String(16), nullable=False),
        sa.Column("mirrored", sa.Boolean, nullable=False),
        _moment("created_at"),
        sa.Column("size_bytes", sa.BigInteger),
        sa.Column("modified_ms", sa.BigInteger),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("problem", sa.Text, nullable=False),
    )
    op.create_table(
        "results",
        *_belongs_to("recordings", "recording_id"),
        _moment("made_at"),
        sa.Column("twitchcam_version", sa.String(40), nullable=False),
        sa.Column("usable", sa.Boolean, nullable=False),
        sa.Column("duration_s", sa.Float, nullable=False),
        sa.Column("observed_s", sa.Float, nullable=False),
        sa.Column("frame_rate_hz", sa.Float),
        sa.Column("n_events", sa.Integer, nullable=False),
        sa.Column("rate_per_minute", sa.Float),
        sa.Column("advice_level", sa.String(16)),
        sa.Column("findings", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("recording_id"),
    )
    op.create_table(
        "places",
        sa.Column("id", sa.Integer, primary_key=True),
        *_belongs_to("recordings", "recording_id"),
        sa.Column("region", sa.String(40), nullable=False),
        sa.Column("side", sa.String(8), nullable=False),
        sa.Column("n_events", sa.Integer, nullable=False),
        sa.Column("rate_per_minute", sa.Float),
        sa.Column("median_mm", sa.Float),
        sa.Column("limit_mm", sa.Float),
    )
    op.create_table(
        "symmetries",
        sa.Column("id", sa.Integer, primary_key=True),
        *_belongs_to("recordings", "recording_id"),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("region", sa.String(40), nullable=False),
        sa.Column("left_mm", sa.Float),
        sa.Column("right_mm", sa.Float),
        sa.Column("ratio", sa.Float),
    )
    op.create_table(
        "answers",
        sa.Column("id", _ID, primary_key=True),
        *_belongs_to("people", "person_id"),
        _moment("given_at"),
        sa.Column("content", sa.JSON, nullable=False),
    )
    op.create_table(
        "log_entries",
        sa.Column("id", sa.Integer, primary_key=True),
        *_belongs_to("people", "person_id"),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("caffeine_cups", sa.Float),
        sa.Column("sleep_h", sa.Float),
        sa.Column("stress", sa.Integer),
        sa.Column("own_count", sa.Integer),
        sa.Column("notes", sa.Text, nullable=False),
        sa.UniqueConstraint("person_id", "day"),
    )
    for table, column in (
        ("recordings", "person_id"),
        ("recordings", "state"),
        ("places", "recording_id"),
        ("symmetries", "recording_id"),
        ("answers", "person_id"),
        ("log_entries", "person_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])
