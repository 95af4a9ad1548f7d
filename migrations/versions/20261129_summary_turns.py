"""Summaries for family: whose turn it is, and what was made.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "summary_turns",
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "made", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_summary_turns_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_summary_turns_contact_id_contacts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_summary_turns_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_summary_turns")),
    )
    op.create_index(op.f("ix_summary_turns_look_at"), "summary_turns", ["look_at"])
    op.create_index(op.f("ix_summary_turns_user_id"), "summary_turns", ["user_id"])
    op.create_index(
        "ix_contacts_topics",
        "contacts",
        ["topics"],
        postgresql_using="gin",
        postgresql_ops={"topics": "jsonb_path_ops"},
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_index("ix_contacts_topics", table_name="contacts")
    op.drop_table("summary_turns")
