"""The whole answer of an unsafe call is kept under its Idempotency-Key.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_INDEX = "ix_idempotency_keys_open_until"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("idempotency_keys", sa.Column("open_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("idempotency_keys", sa.Column("is_sealed", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("idempotency_keys", sa.Column("answer", sa.Text(), nullable=True))
    op.create_index(
        op.f(_INDEX), "idempotency_keys", ["open_until"], postgresql_where=sa.text("open_until IS NOT NULL")
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_index(op.f(_INDEX), table_name="idempotency_keys")
    for name in ("answer", "is_sealed", "open_until"):
        op.drop_column("idempotency_keys", name)
