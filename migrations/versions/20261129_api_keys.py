"""What an API key may do, when it was last used, and which one it replaced.

Keys that are there stay as they are: NULL scopes are all that an account may. Code from before does not read them, so let
its API processes end before a key with fewer is made.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column(
        "api_keys", sa.Column("scopes", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True)
    )
    op.add_column("api_keys", sa.Column("replaces", sa.UUID(), nullable=True))
    op.add_column("api_keys", sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for name in ("last_used_at", "replaces", "scopes"):
        op.drop_column("api_keys", name)
