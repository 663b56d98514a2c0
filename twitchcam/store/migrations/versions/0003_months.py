"""Keep when and why somebody was recorded, and what is followed over months."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# As in ``store/dates.py`` when this was written: a migration must not change with the program.
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    """Add columns and a table, and date the recordings that are here."""
    op.add_column("people", sa.Column("affected_side", sa.String(8)))
    op.add_column("recordings", sa.Column("recorded_at", sa.DateTime(timezone=True)))
    for name, kind, default in (
        ("recorded_from", sa.String(16), "received"),
        ("date_refused", sa.String(40), ""),
        ("note", sa.Text, ""),
    ):
        column = sa.Column(name, kind, nullable=False, server_default=default)
        op.add_column("recordings", column)
    for name in ("measures", "shown"):
        op.add_column("results", sa.Column(name, sa.JSON))
    op.add_column("answers", sa.Column("seen_on", sa.Date))
    op.create_table(
        "gradings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("recording_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.Float, nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("recording_id", "name"),
    )
    op.create_index("ix_gradings_recording_id", "gradings", ["recording_id"])
    _date_recordings()


def _date_recordings() -> None:
    """Give every recording a date: that of its camera session or file, else of its arrival."""
    table = sa.table(
        "recordings",
        *(sa.column(name) for name in ("id", "origin", "modified_ms", "recorded_from")),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("recorded_at", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(table.c.id, table.c.origin, table.c.created_at, table.c.modified_ms)
    ).all()
    for key, origin, created_at, modified_ms in rows:
        came_at = created_at.replace(tzinfo=created_at.tzinfo or UTC)
        recorded_at, told_by = came_at, "camera" if origin == "camera" else "received"
        if origin == "upload" and modified_ms is not None:
            earliest_ms, latest_ms = (1000 * at.timestamp() for at in (_EARLIEST, came_at))
            if earliest_ms <= modified_ms <= latest_ms:
                recorded_at = datetime.fromtimestamp(modified_ms / 1000, UTC)
                told_by = "modified"
        connection.execute(
            table.update()
            .where(table.c.id == key)
            .values(recorded_at=recorded_at, recorded_from=told_by)
        )
