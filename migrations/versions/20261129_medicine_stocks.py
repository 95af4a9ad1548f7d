"""Stocks of medicines, and what each dose took off them.

Code from before counts nothing; both may run side by side.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "medicine_stocks",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("medicine", sa.Text(), nullable=False),
        sa.Column("left", sa.Numeric(10, 2), nullable=False),
        sa.Column("filling", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint('"left" >= 0', name=op.f("ck_medicine_stocks_left")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_medicine_stocks_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_medicine_stocks_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medicine_stocks")),
        sa.UniqueConstraint("user_id", "medicine", name=op.f("uq_medicine_stocks_user_id_medicine")),
    )
    op.add_column("occurrences", sa.Column("stock_used", sa.Numeric(10, 2), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_column("occurrences", "stock_used")
    op.drop_table("medicine_stocks")
