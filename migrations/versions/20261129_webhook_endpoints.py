"""Webhook endpoints, and what messages to them are about.

Code from before sends such messages too, but signed with the secret of the account: let its workers end before the first
endpoint is registered.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ABOUT = {"endpoint_id": "webhook_endpoints", "booking_id": "bookings"}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    now = sa.text("now()")
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column(
            "events", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_webhook_endpoints_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoints")),
    )
    op.create_index("ix_webhook_endpoints_account_id_id", "webhook_endpoints", ["account_id", "id"])
    for name, table in _ABOUT.items():
        op.add_column("webhook_messages", sa.Column(name, sa.UUID(), nullable=True))
        # No row has it yet, so there is nothing to look through.
        op.create_foreign_key(
            op.f(f"fk_webhook_messages_{name}_{table}"),
            "webhook_messages",
            table,
            [name],
            ["id"],
            ondelete="CASCADE",
            postgresql_not_valid=True,
        )
        op.create_index(
            op.f(f"ix_webhook_messages_{name}"),
            "webhook_messages",
            [name],
            postgresql_where=sa.text(f"{name} IS NOT NULL"),
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for name, table in reversed(_ABOUT.items()):
        op.drop_index(op.f(f"ix_webhook_messages_{name}"), table_name="webhook_messages")
        op.drop_constraint(op.f(f"fk_webhook_messages_{name}_{table}"), "webhook_messages")
        op.drop_column("webhook_messages", name)
    op.drop_table("webhook_endpoints")
