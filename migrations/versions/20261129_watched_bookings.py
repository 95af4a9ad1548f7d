"""Keys of venues to their booking systems; when bookings there are looked at next, and what the person knows of them.

Code from before looks at none of it.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_STATUS = "status IN ('unknown', 'pending', 'confirmed', 'cancelled', 'rejected')"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "venue_secrets",
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venues.id"], name=op.f("fk_venue_secrets_venue_id_venues"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("venue_id", name=op.f("pk_venue_secrets")),
    )
    for name in ("look_at", "known_starts_at"):
        op.add_column("bookings", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("bookings", sa.Column("known_status", sa.String(length=32), nullable=True))
    op.create_check_constraint(op.f("ck_bookings_known_status"), "bookings", f"known_{_STATUS}")
    op.create_index("ix_bookings_look_at", "bookings", ["look_at"], postgresql_where=sa.text("look_at IS NOT NULL"))
    op.create_index(
        "ix_bookings_news", "bookings", ["updated_at"], postgresql_where=sa.text("known_status IS NOT NULL")
    )
    op.drop_index("ix_bookings_watched", table_name="bookings")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_index(
        "ix_bookings_watched",
        "bookings",
        ["checked_at"],
        postgresql_where=sa.text("system <> 'local' AND status IN ('pending', 'confirmed')"),
    )
    op.drop_index("ix_bookings_news", table_name="bookings")
    op.drop_index("ix_bookings_look_at", table_name="bookings")
    for name in ("known_status", "known_starts_at", "look_at"):
        op.drop_column("bookings", name)
    op.drop_table("venue_secrets")
