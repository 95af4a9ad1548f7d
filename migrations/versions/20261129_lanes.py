"""Lanes: on which of its queue's streams a row goes, so that a noisy account stands in front of nobody (ADR 0015).

Code from before knows only lane 0, which is the default, and reads only its stream; both may run side by side.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_WORK = ("notifications", "occurrences", "requests", "tasks", "webhook_messages")
_QUEUED = sa.text("status = 'queued'")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for table in _WORK:
        op.add_column(table, sa.Column("lane", sa.SmallInteger(), server_default="0", nullable=False))
        op.create_index(
            f"ix_{table}_lanes",
            table,
            ["queue", "lane", sa.text("coalesce(dispatched_at, '-infinity'::timestamptz)")],
            postgresql_where=_QUEUED,
            postgresql_include=["account_id"],
        )
        op.drop_index(f"ix_{table}_queued", table_name=table)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for table in _WORK:
        op.create_index(f"ix_{table}_queued", table, ["queue", "dispatched_at"], postgresql_where=_QUEUED)
        op.drop_index(f"ix_{table}_lanes", table_name=table)
        op.drop_column(table, "lane")
