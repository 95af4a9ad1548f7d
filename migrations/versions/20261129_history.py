"""What people look back on is purged too, where that is wanted: more stages.

Code from before purges none of it, and reads no stage that it doesn't know: it stops purging until it is replaced.

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_STAGES = ("webhook_messages", "notifications", "requests", "idempotency_keys", "access_records")
_MORE_STAGES = ("occurrences", "reminders", "bookings", "notes", "venues")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    _allow((*_STAGES, *_MORE_STAGES))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute(f"UPDATE retention SET stage = '{_STAGES[0]}', position = NULL WHERE stage IN {_MORE_STAGES}")
    _allow(_STAGES)


def _allow(stages: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("ck_retention_stage"), "retention")
    op.create_check_constraint(op.f("ck_retention_stage"), "retention", sa.text(f"stage IN {stages}"))
