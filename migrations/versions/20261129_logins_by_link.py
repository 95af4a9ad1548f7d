"""Which logins were begun by a link: only these set a password without saying the one before.

Of logins from before nobody knows: they count as begun otherwise.

Revision ID: 0050
Revises: 0049
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("login_sessions", sa.Column("by_link", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_column("login_sessions", "by_link")
