"""The signing secret of an account is replaced, and the one before it signs too for a while.

Code from before signs with the new one alone: replace it before you rotate.

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("accounts", sa.Column("previous_signing_secret", sa.Text(), nullable=True))
    op.add_column("accounts", sa.Column("previous_signing_secret_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_column("accounts", "previous_signing_secret_until")
    op.drop_column("accounts", "previous_signing_secret")
