"""Who saw or changed what of whom; nobody changes a record. Its rows are purged in a stage of their own.

Code from before writes none.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_TABLE = "access_records"
_KEYS_INDEX = "ix_idempotency_keys_created_at"
_STAGES = ("webhook_messages", "notifications", "requests")
_MORE_STAGES = ("idempotency_keys", "access_records")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        _TABLE,
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=True),
        sa.Column("is_about_all", sa.Boolean(), server_default=sa.false(), nullable=False),
        _among("actor_kind", "member", "key", "contact", "operator"),
        sa.Column("actor_id", sa.UUID(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("thing_kind", sa.Text(), nullable=True),
        sa.Column("thing_id", sa.UUID(), nullable=True),
        _among("outcome", "done", "refused", "failed"),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f(f"fk_{_TABLE}_account_id_accounts")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{_TABLE}_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
    )
    op.create_index(
        f"ix_{_TABLE}_user_id_id", _TABLE, ["user_id", "id"], postgresql_where=sa.text("user_id IS NOT NULL")
    )
    op.create_index(f"ix_{_TABLE}_all", _TABLE, ["account_id", "id"], postgresql_where=sa.text("is_about_all"))
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what is recorded of accesses is never changed'; END $$"
    )
    op.execute(f"CREATE TRIGGER never_changed BEFORE UPDATE ON {_TABLE} EXECUTE FUNCTION refuse_change()")

    is_of_a_thing = sa.text("open_until IS NULL AND scope <> 'POST /v1/requests'")
    op.create_index(_KEYS_INDEX, "idempotency_keys", ["created_at"], postgresql_where=is_of_a_thing)
    _allow((*_STAGES, *_MORE_STAGES))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute(f"UPDATE retention SET stage = '{_STAGES[0]}', position = NULL WHERE stage IN {_MORE_STAGES}")
    _allow(_STAGES)
    op.drop_index(_KEYS_INDEX, "idempotency_keys")
    op.drop_table(_TABLE)
    op.execute("DROP FUNCTION refuse_change()")


def _among(name: str, *values: str) -> "sa.Column[str]":
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)


def _allow(stages: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("ck_retention_stage"), "retention")
    op.create_check_constraint(op.f("ck_retention_stage"), "retention", sa.text(f"stage IN {stages}"))
