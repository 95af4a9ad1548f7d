"""Deadlines: what has not been begun by `start_by` expires (ADR 0016).

Code from before knows no deadline and may begin a task after it; both may run side by side.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_SAID = ("requests", "tasks")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for table in _SAID:
        op.add_column(table, sa.Column("start_by", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for table in _SAID:
        op.drop_column(table, "start_by")
