"""Whom a webhook message is about, so that it goes when they are erased.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_KEY = "fk_webhook_messages_user_id_users"
_INDEX = "ix_webhook_messages_user_id"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("webhook_messages", sa.Column("user_id", sa.UUID(), nullable=True))
    # No row has it yet, so there is nothing to look through.
    op.create_foreign_key(
        op.f(_KEY),
        "webhook_messages",
        "users",
        ["user_id"],
        ["id"],
        ondelete="CASCADE",
        postgresql_not_valid=True,
    )
    op.create_index(op.f(_INDEX), "webhook_messages", ["user_id"], postgresql_where=sa.text("user_id IS NOT NULL"))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_index(op.f(_INDEX), table_name="webhook_messages")
    op.drop_constraint(op.f(_KEY), "webhook_messages")
    op.drop_column("webhook_messages", "user_id")
