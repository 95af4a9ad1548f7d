"""Which contacts may change somebody's medicines, and what they changed.

Code from before lets nobody act as a contact; both may run side by side.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_VERBS = ("created", "changed", "paused", "resumed", "cancelled")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("contacts", sa.Column("may_edit_medicines", sa.Boolean(), server_default="false", nullable=False))
    op.create_table(
        "care_edits",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("reminder_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("verb", sa.Enum(*_VERBS, name="verb", native_enum=False, length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(f"verb IN {_VERBS}", name=op.f("ck_care_edits_verb")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_care_edits_contact_id_contacts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminders.id"], name=op.f("fk_care_edits_reminder_id_reminders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_edits")),
    )
    op.create_index(op.f("ix_care_edits_contact_id"), "care_edits", ["contact_id"])
    op.create_index(op.f("ix_care_edits_reminder_id"), "care_edits", ["reminder_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_table("care_edits")
    op.drop_column("contacts", "may_edit_medicines")
