"""Bookings in outside systems: what they are called there, and where they stand.

Code from before knows only confirmed and cancelled bookings of the local book, and goes on making those.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_STATUS = "ck_bookings_status"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("bookings", sa.Column("system", sa.Text(), server_default="local", nullable=False))
    for name in ("uid", "raw_status", "name"):
        op.add_column("bookings", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("bookings", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f(_STATUS), "bookings")
    op.create_check_constraint(
        op.f(_STATUS), "bookings", "status IN ('unknown', 'pending', 'confirmed', 'cancelled', 'rejected')"
    )
    op.create_index(
        "ix_bookings_watched",
        "bookings",
        ["checked_at"],
        postgresql_where=sa.text("system <> 'local' AND status IN ('pending', 'confirmed')"),
    )
    op.add_column(
        "venues",
        sa.Column(
            "adapter_settings",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_column("venues", "adapter_settings")
    op.drop_index("ix_bookings_watched", table_name="bookings")
    # Where somebody may be expected, the code from before should see that they are.
    op.execute("UPDATE bookings SET status = 'confirmed' WHERE status IN ('unknown', 'pending')")
    op.execute("UPDATE bookings SET status = 'cancelled' WHERE status = 'rejected'")
    op.drop_constraint(op.f(_STATUS), "bookings")
    op.create_check_constraint(op.f(_STATUS), "bookings", "status IN ('confirmed', 'cancelled')")
    for name in ("checked_at", "name", "raw_status", "uid", "system"):
        op.drop_column("bookings", name)
