"""When an outside system was sent a booking, and since when it does not accept a venue's key.

Code from before writes no `sent_at` itself: whatever it asks for counts as sent.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column(
        "bookings", sa.Column("sent_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=True)
    )
    op.add_column("venues", sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_column("venues", "refused_at")
    op.drop_column("bookings", "sent_at")
