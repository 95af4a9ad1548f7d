"""Addresses of people are sealed; what was there before is sealed by the workers (ADR 0030).

The code before can't read what is written from now on: stop its processes before the new ones start.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "encryption_keys",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encryption_keys")),
    )
    op.execute("INSERT INTO encryption_keys (id) VALUES ('plain')")
    op.execute("DELETE FROM reply_choices")  # open for minutes, and known by the sender's number
    op.add_column("incoming_messages", sa.Column("sender_digest", sa.Text(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_column("incoming_messages", "sender_digest")
    op.drop_table("encryption_keys")
