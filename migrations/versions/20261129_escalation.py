"""The ladder of a reminder, and how far its due times have come on it.

Code from before climbs the usual one; both may run side by side.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    json = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("reminders", sa.Column("escalation", json, nullable=True))
    op.add_column("occurrences", sa.Column("ladder_from", sa.DateTime(timezone=True), nullable=True))
    op.add_column("occurrences", sa.Column("rung", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("occurrences", sa.Column("steps", json, server_default="[]", nullable=False))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for name in ("steps", "rung", "ladder_from"):
        op.drop_column("occurrences", name)
    op.drop_column("reminders", "escalation")
