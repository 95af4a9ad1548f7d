"""What channels say of messages, how much these matter, what can be done about them, and webhooks about them.

Code from before writes no history, and messages without buttons; both may run side by side.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_URGENCIES = ("low", "normal", "high", "critical")
_INSTANTS = ("delivered_at", "undelivered_at", "answered_at")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    urgency = sa.Enum(*_URGENCIES, name="urgency", native_enum=False, length=32)
    op.add_column("notifications", sa.Column("urgency", urgency, server_default="normal", nullable=False))
    for name in ("actions", "history"):
        kind = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
        op.add_column("notifications", sa.Column(name, kind, server_default="[]", nullable=False))
    op.add_column("notifications", sa.Column("provider_id", sa.Text(), nullable=True))
    for name in _INSTANTS:
        op.add_column("notifications", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("notifications", sa.Column("follows_id", sa.UUID(), nullable=True))
    op.create_index(
        "ix_notifications_follows_id",
        "notifications",
        ["follows_id"],
        unique=True,
        postgresql_where=sa.text("follows_id IS NOT NULL"),
    )
    op.add_column("webhook_messages", sa.Column("notification_id", sa.UUID(), nullable=True))
    # No row has it yet, so there is nothing to look through.
    op.create_foreign_key(
        op.f("fk_webhook_messages_notification_id_notifications"),
        "webhook_messages",
        "notifications",
        ["notification_id"],
        ["id"],
        ondelete="CASCADE",
        postgresql_not_valid=True,
    )
    op.create_index(
        op.f("ix_webhook_messages_notification_id"),
        "webhook_messages",
        ["notification_id"],
        postgresql_where=sa.text("notification_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_index(op.f("ix_webhook_messages_notification_id"), table_name="webhook_messages")
    op.drop_constraint(op.f("fk_webhook_messages_notification_id_notifications"), "webhook_messages")
    op.drop_column("webhook_messages", "notification_id")
    op.drop_index("ix_notifications_follows_id", table_name="notifications")
    for name in ("follows_id", *reversed(_INSTANTS), "provider_id", "history", "actions", "urgency"):
        op.drop_column("notifications", name)
