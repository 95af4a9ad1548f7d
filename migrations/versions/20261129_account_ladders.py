"""Ladders of an account, and who changed how much there is of a medicine.

Code from before knows neither: it goes on by the usual ladder, and fails to show an edit of a stock until it is replaced.

Revision ID: 0043
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_BEFORE = ("created", "changed", "paused", "resumed", "cancelled")
_VERBS = (*_BEFORE, "stocked")


def _allow(verbs: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("ck_care_edits_verb"), "care_edits", type_="check")
    op.create_check_constraint(op.f("ck_care_edits_verb"), "care_edits", f"verb IN {verbs}")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for name in ("escalation", "critical_escalation"):
        op.add_column("accounts", sa.Column(name, postgresql.JSONB(), nullable=True))
    _allow(_VERBS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute("DELETE FROM care_edits WHERE verb = 'stocked'")
    _allow(_BEFORE)
    for name in ("escalation", "critical_escalation"):
        op.drop_column("accounts", name)
