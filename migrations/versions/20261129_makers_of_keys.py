"""Whose an API key is, and with which key a person's data was accessed.

Of keys from before nobody knows who made them: they stay the account's own.

Revision ID: 0047
Revises: 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("api_keys", sa.Column("made_by", sa.UUID(), nullable=True))
    op.add_column("access_records", sa.Column("key_id", sa.UUID(), nullable=True))


def downgrade() -> None:
    """Members' keys end, since the code before would take them for the account's own."""
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute("UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE made_by IS NOT NULL")
    op.drop_column("access_records", "key_id")
    op.drop_column("api_keys", "made_by")
