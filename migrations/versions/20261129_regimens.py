"""Regimens: cycles, intervals, phases, as needed, ties to meals and bedtime; which medicines are critical.

Code from before reads none of it, and stores reminders that the new constraint allows.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_BEFORE = "(at IS NULL) = (times <> '[]'::jsonb)"
_NOW = "(at IS NULL OR times = '[]'::jsonb) AND (at IS NOT NULL OR times <> '[]'::jsonb OR regimen IS NOT NULL)"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("reminders", sa.Column("critical", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("reminders", sa.Column("regimen", postgresql.JSONB(none_as_null=True), nullable=True))
    op.add_column("reminders", sa.Column("chain_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("occurrences", sa.Column("phase", sa.SmallInteger(), nullable=True))
    op.drop_constraint(op.f("ck_reminders_when"), "reminders", type_="check")
    op.create_check_constraint(op.f("ck_reminders_when"), "reminders", _NOW)
    op.create_index(
        "ix_reminders_chain_at",
        "reminders",
        ["chain_at"],
        postgresql_where=sa.text("status = 'active' AND chain_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_index("ix_reminders_chain_at", table_name="reminders")
    op.execute("DELETE FROM reminders WHERE at IS NULL AND times = '[]'::jsonb")
    op.drop_constraint(op.f("ck_reminders_when"), "reminders", type_="check")
    op.create_check_constraint(op.f("ck_reminders_when"), "reminders", _BEFORE)
    op.drop_column("occurrences", "phase")
    for name in ("chain_at", "regimen", "critical"):
        op.drop_column("reminders", name)
