"""What contacts have agreed to, and the codes by which they do.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_OWNERS = {"account_id": ("accounts", None), "user_id": ("users", "CASCADE"), "contact_id": ("contacts", "CASCADE")}


def _owned(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{owner}.id"], name=op.f(f"fk_{table}_{name}_{owner}"), ondelete=ondelete)
        for name, (owner, ondelete) in _OWNERS.items()
    ]


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    json = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("contacts", sa.Column("declined_topics", json, server_default="[]", nullable=False))
    op.create_table(
        "consent_records",
        sa.Column("id", sa.UUID(), nullable=False),
        *(sa.Column(name, sa.UUID(), nullable=False) for name in _OWNERS),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        *_owned("consent_records"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_records")),
    )
    op.create_index(op.f("ix_consent_records_user_id"), "consent_records", ["user_id"])
    op.create_index("ix_consent_records_contact_id_id", "consent_records", ["contact_id", "id"])
    op.create_table(
        "consent_codes",
        *(sa.Column(name, sa.UUID(), nullable=False) for name in reversed(_OWNERS)),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=True),
        sa.Column("tries", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        *_owned("consent_codes"),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_consent_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_consent_codes_code_hash")),
    )
    op.create_index(op.f("ix_consent_codes_user_id"), "consent_codes", ["user_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_table("consent_codes")
    op.drop_table("consent_records")
    op.drop_column("contacts", "declined_topics")
