"""Messages that go along with another one.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("notifications", sa.Column("carried_by", sa.UUID(), nullable=True))
    op.create_index(
        "ix_notifications_carried_by",
        "notifications",
        ["carried_by"],
        postgresql_where=sa.text("carried_by IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_index("ix_notifications_carried_by", table_name="notifications")
    op.drop_column("notifications", "carried_by")
