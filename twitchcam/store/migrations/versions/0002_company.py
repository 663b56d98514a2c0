"""Keep with a result who else is in the recording."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; results of before know nothing about it."""
    op.add_column("results", sa.Column("company", sa.JSON, nullable=True))
