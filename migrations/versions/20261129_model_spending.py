"""What models cost: the spending of each day, and why a task was understood without its model (ADR 0019).

Code from before counts nothing and knows no reasons; both may run side by side.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "model_spending",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("microdollars", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_model_spending")),
    )
    op.add_column("tasks", sa.Column("degraded_reason", sa.String(32), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_column("tasks", "degraded_reason")
    op.drop_table("model_spending")
