"""What receivers of webhooks answered is sealed, since they may answer what they were sent (ADR 0030).

What was there before is sealed by the workers. The code before can't read what is written from now on: stop its processes
before the new ones start.

Revision ID: 0046
Revises: 0045
"""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute(
        "INSERT INTO encryption_keys (id) SELECT 'plain' "
        "WHERE EXISTS (SELECT FROM webhook_attempts WHERE response_head IS NOT NULL) ON CONFLICT DO NOTHING"
    )


def downgrade() -> None:
    """Nothing: what was sealed meanwhile is shown sealed by the code before."""
