"""Medicines are sealed, and found by a digest (ADR 0030); what was there before is sealed by the workers.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("medicine_stocks", sa.Column("medicine_digest", sa.Text(), nullable=True))
    op.drop_constraint("uq_medicine_stocks_user_id_medicine", "medicine_stocks", type_="unique")
    op.create_unique_constraint(
        op.f("uq_medicine_stocks_user_id_medicine_digest"), "medicine_stocks", ["user_id", "medicine_digest"]
    )
    # Where nobody was ever helped, nothing plain is stored.
    op.execute("DELETE FROM encryption_keys WHERE id = 'plain' AND NOT EXISTS (SELECT FROM users)")
    op.execute(
        "INSERT INTO encryption_keys (id) SELECT 'plain' WHERE EXISTS (SELECT FROM users) ON CONFLICT DO NOTHING"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_constraint(op.f("uq_medicine_stocks_user_id_medicine_digest"), "medicine_stocks", type_="unique")
    op.create_unique_constraint("uq_medicine_stocks_user_id_medicine", "medicine_stocks", ["user_id", "medicine"])
    op.drop_column("medicine_stocks", "medicine_digest")
