"""How often a text of somebody was tried to be handled, so that what was left is handled again by itself.

Code from before counts nothing; both may run side by side.

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("incoming_messages", sa.Column("tries", sa.BigInteger(), server_default="0", nullable=False))
    op.create_index(
        "ix_incoming_messages_left",
        "incoming_messages",
        ["received_at"],
        postgresql_where=sa.text("handled_at IS NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_index("ix_incoming_messages_left", table_name="incoming_messages")
    op.drop_column("incoming_messages", "tries")
