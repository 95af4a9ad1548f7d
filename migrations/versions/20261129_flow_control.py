"""Flow control: pauses, and indexes by which what is under way or dead can be counted without its table (ADR 0016).

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_WORK = ("notifications", "occurrences", "requests", "tasks", "webhook_messages")
_DUE = sa.text("status IN ('scheduled', 'retrying')")
_RUNNING = sa.text("status = 'running'")
_DEAD = sa.text("status IN ('failed', 'needs_person')")
_QUEUES = ("booking", "reminder", "notification", "activity", "webhook")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "pauses",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "queue",
            sa.Enum(*_QUEUES, name="queue", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("account_id", sa.UUID(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(queue IS NULL) <> (account_id IS NULL)", name=op.f("ck_pauses_subject")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_pauses_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
        sa.UniqueConstraint("account_id", name=op.f("uq_pauses_account_id")),
        sa.UniqueConstraint("queue", name=op.f("uq_pauses_queue")),
    )
    for table in _WORK:
        _replace(table, "due", ["due_at"], where=_DUE, include=["queue", "status"])
        _replace(table, "leases", ["lease_until"], where=_RUNNING, include=["queue"])
        op.create_index(
            f"ix_{table}_dead", table, ["id"], postgresql_where=_DEAD, postgresql_include=["queue", "status"]
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for table in _WORK:
        op.drop_index(f"ix_{table}_dead", table_name=table)
        _replace(table, "leases", ["lease_until"], where=_RUNNING, include=[])
        _replace(table, "due", ["due_at"], where=_DUE, include=[])
    op.drop_table("pauses")


def _replace(table: str, name: str, columns: list[str], *, where: sa.TextClause, include: list[str]) -> None:
    op.drop_index(f"ix_{table}_{name}", table_name=table)
    op.create_index(f"ix_{table}_{name}", table, columns, postgresql_where=where, postgresql_include=include)
