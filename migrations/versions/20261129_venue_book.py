"""The venue book made whole: tables, turn times, days with other hours, staff with hours of their own, holds; bookings
have a version, which is raised by a trigger, so that nobody who writes one can forget it.

Code from before knows none of it and counts seats only; both may run side by side as long as no venue names tables.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_OBJECTS = ("exceptions", "turn_minutes", "staff_hours", "staff_days_off")
_LISTS = ("tables", "table_combinations")

_RAISE_VERSION = """
CREATE FUNCTION raise_booking_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$
"""
_TRIGGER = """
CREATE TRIGGER raise_version BEFORE UPDATE ON bookings FOR EACH ROW
WHEN (
  (OLD.status, OLD.reference, OLD.party_size, OLD.service, OLD.stylist, OLD.starts_at, OLD.ends_at)
  IS DISTINCT FROM
  (NEW.status, NEW.reference, NEW.party_size, NEW.service, NEW.stylist, NEW.starts_at, NEW.ends_at)
)
EXECUTE FUNCTION raise_booking_version()
"""


def _json(name: str, default: str) -> sa.Column:
    kind = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
    return sa.Column(name, kind, server_default=default, nullable=False)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for name in _OBJECTS:
        op.add_column("venues", _json(name, "{}"))
    for name in _LISTS:
        op.add_column("venues", _json(name, "[]"))
    now = sa.text("now()")
    op.add_column("venues", sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False))
    op.add_column("venues", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("bookings", _json("tables", "[]"))
    op.add_column("bookings", sa.Column("version", sa.BigInteger(), server_default="1", nullable=False))
    op.execute(_RAISE_VERSION)
    op.execute(_TRIGGER)
    op.create_table(
        "holds",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("venue_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("party_size", sa.BigInteger(), nullable=False),
        sa.Column("service", sa.Text(), nullable=True),
        sa.Column("stylist", sa.Text(), nullable=True),
        _json("tables", "[]"),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_holds_ends_after_start")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_holds_account_id_accounts")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_holds_user_id_users"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_holds_venue_id_venues")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sa.UniqueConstraint("key", name=op.f("uq_holds_key")),
    )
    op.create_index(op.f("ix_holds_user_id"), "holds", ["user_id"])
    op.create_index("ix_holds_venue_id", "holds", ["venue_id", "starts_at"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_table("holds")
    op.execute("DROP TRIGGER raise_version ON bookings")
    op.execute("DROP FUNCTION raise_booking_version()")
    for name in ("version", "tables"):
        op.drop_column("bookings", name)
    for name in ("removed_at", "updated_at", *_LISTS, *_OBJECTS):
        op.drop_column("venues", name)
