"""Retention: how far purging has come; keys are found by what they made; deleting reads events by index only (ADR 0018).

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_STAGES = ("webhook_messages", "notifications", "requests")
_BY_INDEX_ONLY = ("enable_hashjoin", "enable_mergejoin", "enable_seqscan")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "retention",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "stage",
            sa.Enum(*_STAGES, name="stage", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("position", sa.UUID(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("purged", postgresql.JSONB(none_as_null=True), server_default="{}", nullable=False),
        sa.Column("purged_before", postgresql.JSONB(none_as_null=True), server_default="{}", nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_retention_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention")),
    )
    op.execute(f"INSERT INTO retention (id, stage) VALUES (1, '{_STAGES[0]}')")
    op.create_index("ix_idempotency_keys_resource_id", "idempotency_keys", ["resource_id"])
    # The plan is made for the first statement of a session and kept; made for a small table, it would read a big one whole.
    for setting in _BY_INDEX_ONLY:
        op.execute(f"ALTER FUNCTION forget_task_moves() SET {setting} = off")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for setting in _BY_INDEX_ONLY:
        op.execute(f"ALTER FUNCTION forget_task_moves() RESET {setting}")
    op.drop_index("ix_idempotency_keys_resource_id", "idempotency_keys")
    op.drop_table("retention")
