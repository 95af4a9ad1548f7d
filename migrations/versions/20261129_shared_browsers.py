"""People who share a browser have it each.

Revision ID: 0048
Revises: 0047
"""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_TABLE = "push_subscriptions"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_unique_constraint(op.f(f"uq_{_TABLE}_user_id_fingerprint"), _TABLE, ["user_id", "fingerprint"])
    op.drop_constraint(op.f(f"uq_{_TABLE}_account_id_fingerprint"), _TABLE, type_="unique")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute(
        f"DELETE FROM {_TABLE} AS older USING {_TABLE} AS newer WHERE older.account_id = newer.account_id"
        " AND older.fingerprint = newer.fingerprint AND older.id < newer.id"
    )
    op.create_unique_constraint(op.f(f"uq_{_TABLE}_account_id_fingerprint"), _TABLE, ["account_id", "fingerprint"])
    op.drop_constraint(op.f(f"uq_{_TABLE}_user_id_fingerprint"), _TABLE, type_="unique")
