"""What a desk must know after a crash: which time an outside system keeps for us, and whether a booking is being changed there.

Code from before looks at none of it.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("bookings", sa.Column("hold_uid", sa.Text(), nullable=True))
    op.add_column("bookings", sa.Column("changing_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_column("bookings", "changing_until")
    op.drop_column("bookings", "hold_uid")
