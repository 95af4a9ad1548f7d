"""People who log in: members, whom they look after, logins, secrets that work once, signing keys, counted tries.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_NOW = sa.text("now()")
_ROLES = ("person", "carer-manager", "carer-viewer", "family", "staff", "admin", "key", "operator")
_KINDS = ("refresh", "magic_link", "invitation")


def _instant(name: str, *, now: bool = False, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=_NOW if now else None, nullable=nullable)


def _of(table: str, column: str, parent: str, *, cascades: bool = True) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete="CASCADE" if cascades else None)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "members",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(*_ROLES, name="role", native_enum=False, length=32, create_constraint=True),
            nullable=False,
        ),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_digest", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        _instant("created_at", now=True),
        _of("members", "account_id", "accounts", cascades=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("email_digest", name=op.f("uq_members_email_digest")),
    )
    op.create_index(op.f("ix_members_account_id"), "members", ["account_id"])
    op.create_table(
        "member_links",
        sa.Column("member_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        _instant("created_at", now=True),
        _of("member_links", "member_id", "members"),
        _of("member_links", "user_id", "users"),
        _of("member_links", "account_id", "accounts", cascades=False),
        sa.PrimaryKeyConstraint("member_id", "user_id", name=op.f("pk_member_links")),
    )
    op.create_index(op.f("ix_member_links_user_id"), "member_links", ["user_id"])
    op.create_table(
        "login_sessions",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("member_id", sa.UUID(), nullable=False),
        _instant("created_at", now=True),
        _instant("expires_at"),
        _instant("ended_at", nullable=True),
        _of("login_sessions", "account_id", "accounts", cascades=False),
        _of("login_sessions", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_sessions")),
    )
    op.create_index(op.f("ix_login_sessions_member_id"), "login_sessions", ["member_id"])
    _create_tokens()
    op.create_table(
        "signing_keys",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        _instant("created_at", now=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_keys")),
    )
    op.create_table(
        "login_attempts",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        _instant("began_at"),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_login_attempts")),
    )


def _create_tokens() -> None:
    op.create_table(
        "single_use_tokens",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*_KINDS, name="kind", native_enum=False, length=32, create_constraint=True),
            nullable=False,
        ),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("member_id", sa.UUID(), nullable=True),
        sa.Column("session_id", sa.UUID(), nullable=True),
        sa.Column(
            "details", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        _instant("created_at", now=True),
        _instant("expires_at"),
        _instant("used_at", nullable=True),
        _of("single_use_tokens", "account_id", "accounts", cascades=False),
        _of("single_use_tokens", "member_id", "members"),
        _of("single_use_tokens", "session_id", "login_sessions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_single_use_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_single_use_tokens_digest")),
    )
    for column in ("account_id", "member_id", "session_id"):
        op.create_index(op.f(f"ix_single_use_tokens_{column}"), "single_use_tokens", [column])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for table in ("login_attempts", "signing_keys", "single_use_tokens", "login_sessions", "member_links", "members"):
        op.drop_table(table)
