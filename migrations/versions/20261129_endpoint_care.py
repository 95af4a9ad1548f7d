"""Endpoints are changed, get new secrets, and are switched off when nothing gets through; messages are sent once more.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_OF_ENDPOINTS = {
    "notify_email": sa.Text(),
    "previous_secret": sa.Text(),
    "previous_secret_until": sa.DateTime(timezone=True),
    "disabled_at": sa.DateTime(timezone=True),
    "disabled_reason": sa.Text(),
    "failing_since": sa.DateTime(timezone=True),
    "failed_at": sa.DateTime(timezone=True),
}
_KEY = "fk_webhook_messages_redelivery_of_webhook_messages"
_INDEX = "ix_webhook_messages_redelivery_of"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for name, kind in _OF_ENDPOINTS.items():
        op.add_column("webhook_endpoints", sa.Column(name, kind, nullable=True))
    op.add_column("webhook_endpoints", sa.Column("version", sa.BigInteger(), server_default="1", nullable=False))
    op.add_column("webhook_messages", sa.Column("redelivery_of", sa.UUID(), nullable=True))
    # No row has it yet, so there is nothing to look through.
    op.create_foreign_key(
        op.f(_KEY),
        "webhook_messages",
        "webhook_messages",
        ["redelivery_of"],
        ["id"],
        ondelete="CASCADE",
        postgresql_not_valid=True,
    )
    op.create_index(
        op.f(_INDEX), "webhook_messages", ["redelivery_of"], postgresql_where=sa.text("redelivery_of IS NOT NULL")
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_index(op.f(_INDEX), table_name="webhook_messages")
    op.drop_constraint(op.f(_KEY), "webhook_messages")
    op.drop_column("webhook_messages", "redelivery_of")
    for name in ("version", *reversed(_OF_ENDPOINTS)):
        op.drop_column("webhook_endpoints", name)
