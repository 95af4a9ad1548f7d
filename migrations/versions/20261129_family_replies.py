"""What contacts answer to messages.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_TO = {
    "user_id": ("users", "CASCADE"),
    "contact_id": ("contacts", "SET NULL"),
    "notification_id": ("notifications", "CASCADE"),
    "task_id": ("tasks", "SET NULL"),
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "family_replies",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("notification_id", sa.UUID(), nullable=False),
        sa.Column("task_id", sa.UUID(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_family_replies_account_id_accounts")),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_family_replies_{name}_{table}"), ondelete=ondelete
            )
            for name, (table, ondelete) in _TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_replies")),
    )
    op.create_index("ix_family_replies_account_id_id", "family_replies", ["account_id", "id"])
    for name in _TO:
        op.create_index(op.f(f"ix_family_replies_{name}"), "family_replies", [name])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_table("family_replies")
