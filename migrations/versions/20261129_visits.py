"""Reminders of visits: one for each booking, which follows it.

Code from before never makes one; it reads those that there are as kinds of its own, so replace it first.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KIND = "ck_reminders_kind"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("reminders", sa.Column("booking_id", sa.UUID(), nullable=True))
    op.create_foreign_key(
        op.f("fk_reminders_booking_id_bookings"), "reminders", "bookings", ["booking_id"], ["id"], ondelete="CASCADE"
    )
    op.create_unique_constraint(op.f("uq_reminders_booking_id"), "reminders", ["booking_id"])
    op.drop_constraint(op.f(_KIND), "reminders")
    op.create_check_constraint(op.f(_KIND), "reminders", "kind IN ('medicine', 'reminder', 'visit')")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute("DELETE FROM reminders WHERE kind = 'visit'")
    op.drop_constraint(op.f(_KIND), "reminders")
    op.create_check_constraint(op.f(_KIND), "reminders", "kind IN ('medicine', 'reminder')")
    op.drop_constraint(op.f("uq_reminders_booking_id"), "reminders")
    op.drop_constraint(op.f("fk_reminders_booking_id_bookings"), "reminders")
    op.drop_column("reminders", "booking_id")
