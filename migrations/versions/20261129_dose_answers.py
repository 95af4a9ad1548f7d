"""Answers to due times: by whom, when it was taken, every one that was given.

Code from before writes answers without history; both may run side by side.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_ANSWERS = ("taken", "skipped", "snoozed", "missed")
_WAYS = ("words", "api", "link", "sms", "voice", "ntfy", "push", "mail")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("occurrences", sa.Column("answered_by", sa.Text(), nullable=True))
    op.add_column("occurrences", sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "occurrence_answers",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("occurrence_id", sa.UUID(), nullable=False),
        sa.Column("answer", sa.Enum(*_ANSWERS, name="answer", native_enum=False, length=32), nullable=False),
        sa.Column("corrects", sa.Boolean(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_via", sa.Enum(*_WAYS, name="answered_via", native_enum=False, length=32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.id"],
            name=op.f("fk_occurrence_answers_occurrence_id_occurrences"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence_answers")),
        sa.UniqueConstraint("source", name=op.f("uq_occurrence_answers_source")),
        sa.CheckConstraint(f"answer IN {_ANSWERS}", name=op.f("ck_occurrence_answers_answer")),
        sa.CheckConstraint(f"answered_via IN {_WAYS}", name=op.f("ck_occurrence_answers_answered_via")),
    )
    op.create_index(op.f("ix_occurrence_answers_occurrence_id"), "occurrence_answers", ["occurrence_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_table("occurrence_answers")
    op.drop_column("occurrences", "taken_at")
    op.drop_column("occurrences", "answered_by")
