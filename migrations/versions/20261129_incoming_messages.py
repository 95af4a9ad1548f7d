"""What people write to us, and the addresses by which they are known.

Code from before writes no addresses: whoever it adds or changes is found when they are changed the next time.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_NUMBER = "'tel:' || CASE WHEN ltrim({0}) LIKE '+%' THEN '+' ELSE '' END || regexp_replace({0}, '[^0-9]', '', 'g')"
_OF_CHANNELS = f"""
SELECT CASE WHEN lower(split_part(channel, ':', 1)) = 'tel' THEN {_NUMBER.format("substr(channel, 5)")}
       ELSE 'mailto:' || lower(split_part(substr(channel, 8), '?', 1)) END AS address
FROM jsonb_array_elements_text(people.channels) AS channel
WHERE lower(split_part(channel, ':', 1)) IN ('tel', 'mailto')
"""
_OF_USER = f"""
UNION SELECT {_NUMBER.format("people.phone")} WHERE people.phone IS NOT NULL
UNION SELECT 'mailto:' || lower(people.email) WHERE people.email IS NOT NULL
"""
_FILL = "UPDATE {} AS people SET reached_by = (SELECT coalesce(jsonb_agg(address), '[]') FROM ({}) AS known)"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    now = sa.text("now()")
    for table, more in (("users", _OF_USER), ("contacts", "")):
        op.add_column(
            table,
            sa.Column(
                "reached_by",
                postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
                server_default="[]",
                nullable=False,
            ),
        )
        op.execute(_FILL.format(table, _OF_CHANNELS + more))
        op.create_index(
            f"ix_{table}_reached_by",
            table,
            ["reached_by"],
            postgresql_using="gin",
            postgresql_ops={"reached_by": "jsonb_path_ops"},
        )
    op.create_table(
        "incoming_messages",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=True),
        sa.Column("user_id", sa.UUID(), nullable=True),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("notification_id", sa.UUID(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_incoming_messages_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_incoming_messages_user_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_incoming_messages_contact_id_contacts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_messages")),
        sa.UniqueConstraint("via", "provider_id", name=op.f("uq_incoming_messages_via_provider_id")),
    )
    op.create_index(op.f("ix_incoming_messages_user_id"), "incoming_messages", ["user_id"])
    op.create_index(op.f("ix_incoming_messages_contact_id"), "incoming_messages", ["contact_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_table("incoming_messages")
    for table in ("contacts", "users"):
        op.drop_index(f"ix_{table}_reached_by", table_name=table)
        op.drop_column(table, "reached_by")
