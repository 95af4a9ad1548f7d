"""reminders, occurrences, notifications, notes; what salons need; what a confirmed task remembers

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-21 08:09:54.997524
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_WORK = ("notifications", "occurrences")

_GUARD = """
CREATE TRIGGER guard_moves BEFORE UPDATE OF status, epoch ON {table} FOR EACH ROW
WHEN (
  NEW.epoch < OLD.epoch
  OR (OLD.status IN ('completed', 'failed', 'cancelled', 'expired')
      AND (NEW.status IS DISTINCT FROM OLD.status OR NEW.epoch IS DISTINCT FROM OLD.epoch))
)
EXECUTE FUNCTION refuse_move()
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "notes",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("task_id", sa.UUID(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("activity", "shopping", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notes_account_id_accounts")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_notes_task_id_tasks"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notes_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sa.UniqueConstraint("task_id", name=op.f("uq_notes_task_id")),
    )
    op.create_index("ix_notes_account_id_id", "notes", ["account_id", "id"], unique=False)
    op.create_index("ix_notes_user_id_id", "notes", ["user_id", "id"], unique=False)
    op.create_table(
        "reminders",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("task_id", sa.UUID(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("medicine", "reminder", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("dosage", sa.Text(), nullable=True),
        sa.Column("person_name", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column(
            "times", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.Column("recurrence", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "paused",
                "ended",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("planned_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(at IS NULL) = (times <> '[]'::jsonb)", name=op.f("ck_reminders_when")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_reminders_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_reminders_task_id_tasks"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reminders_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("task_id", name=op.f("uq_reminders_task_id")),
    )
    op.create_index("ix_reminders_account_id_id", "reminders", ["account_id", "id"], unique=False)
    op.create_index(
        "ix_reminders_planned",
        "reminders",
        ["planned_until"],
        unique=False,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_index("ix_reminders_user_id_id", "reminders", ["user_id", "id"], unique=False)
    op.create_table(
        "occurrences",
        sa.Column("reminder_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("scheduled_for", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "taken",
                "skipped",
                "missed",
                "reminded",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_via", sa.Text(), nullable=True),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column(
            "queue",
            sa.Enum(
                "booking",
                "reminder",
                "notification",
                "activity",
                "webhook",
                name="queue",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "needs_input",
                "awaiting_confirmation",
                "scheduled",
                "queued",
                "running",
                "retrying",
                "completed",
                "failed",
                "needs_person",
                "cancelled",
                "expired",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("epoch", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("attempt", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("max_attempts", sa.BigInteger(), nullable=False),
        sa.Column("lost_leases", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("error", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'running') = (lease_until IS NOT NULL)", name=op.f("ck_occurrences_lease")),
        sa.CheckConstraint(
            "(status IN ('cancelled', 'completed', 'expired', 'failed')) = (completed_at IS NOT NULL)",
            name=op.f("ck_occurrences_completed"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_occurrences_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminders.id"], name=op.f("fk_occurrences_reminder_id_reminders"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_occurrences_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrences")),
        sa.UniqueConstraint("reminder_id", "local_date", "slot", name="uq_occurrences_dose"),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.01, "autovacuum_vacuum_cost_delay": 0},
    )
    op.create_index("ix_occurrences_account_id_id", "occurrences", ["account_id", "id"], unique=False)
    op.create_index(
        "ix_occurrences_due",
        "occurrences",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('scheduled', 'retrying')"),
    )
    op.create_index(
        "ix_occurrences_expiring",
        "occurrences",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("expires_at IS NOT NULL AND completed_at IS NULL"),
    )
    op.create_index(
        "ix_occurrences_leases",
        "occurrences",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index(
        "ix_occurrences_queued",
        "occurrences",
        ["queue", "dispatched_at"],
        unique=False,
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_index("ix_occurrences_user_id_scheduled_for", "occurrences", ["user_id", "scheduled_for"], unique=False)
    op.create_table(
        "notifications",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("task_id", sa.UUID(), nullable=True),
        sa.Column("occurrence_id", sa.UUID(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("channels", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "repeat",
            sa.Enum(
                "never_repeat", "repeat_same_id", name="repeat", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("sending", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column(
            "tried", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column(
            "queue",
            sa.Enum(
                "booking",
                "reminder",
                "notification",
                "activity",
                "webhook",
                name="queue",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "needs_input",
                "awaiting_confirmation",
                "scheduled",
                "queued",
                "running",
                "retrying",
                "completed",
                "failed",
                "needs_person",
                "cancelled",
                "expired",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("epoch", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("attempt", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("max_attempts", sa.BigInteger(), nullable=False),
        sa.Column("lost_leases", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("error", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'running') = (lease_until IS NOT NULL)", name=op.f("ck_notifications_lease")),
        sa.CheckConstraint(
            "(status IN ('cancelled', 'completed', 'expired', 'failed')) = (completed_at IS NOT NULL)",
            name=op.f("ck_notifications_completed"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notifications_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_notifications_contact_id_contacts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.id"],
            name=op.f("fk_notifications_occurrence_id_occurrences"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_notifications_task_id_tasks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_notifications_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("key", name=op.f("uq_notifications_key")),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.01, "autovacuum_vacuum_cost_delay": 0},
    )
    op.create_index("ix_notifications_account_id_id", "notifications", ["account_id", "id"], unique=False)
    op.create_index(op.f("ix_notifications_contact_id"), "notifications", ["contact_id"], unique=False)
    op.create_index(
        "ix_notifications_due",
        "notifications",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('scheduled', 'retrying')"),
    )
    op.create_index(
        "ix_notifications_expiring",
        "notifications",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("expires_at IS NOT NULL AND completed_at IS NULL"),
    )
    op.create_index(
        "ix_notifications_leases",
        "notifications",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index(op.f("ix_notifications_occurrence_id"), "notifications", ["occurrence_id"], unique=False)
    op.create_index(
        "ix_notifications_queued",
        "notifications",
        ["queue", "dispatched_at"],
        unique=False,
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_index(op.f("ix_notifications_task_id"), "notifications", ["task_id"], unique=False)
    op.create_index("ix_notifications_user_id_id", "notifications", ["user_id", "id"], unique=False)
    op.add_column("bookings", sa.Column("service", sa.Text(), nullable=True))
    op.add_column("bookings", sa.Column("stylist", sa.Text(), nullable=True))
    op.add_column(
        "bookings", sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
    )
    op.add_column(
        "requests",
        sa.Column(
            "usage", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), server_default="[]", nullable=False
        ),
    )
    op.add_column("tasks", sa.Column("degraded", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("tasks", sa.Column("confirmed", sa.Boolean(), server_default="false", nullable=False))
    op.add_column(
        "venues",
        sa.Column(
            "service_minutes",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
    )
    op.add_column(
        "venues",
        sa.Column(
            "staff_services",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
    )
    for table in _WORK:
        op.execute(_GUARD.format(table=table))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_column("venues", "staff_services")
    op.drop_column("venues", "service_minutes")
    op.drop_column("tasks", "confirmed")
    op.drop_column("tasks", "degraded")
    op.drop_column("requests", "usage")
    op.drop_column("bookings", "updated_at")
    op.drop_column("bookings", "stylist")
    op.drop_column("bookings", "service")
    op.drop_index("ix_notifications_user_id_id", table_name="notifications")
    op.drop_index(op.f("ix_notifications_task_id"), table_name="notifications")
    op.drop_index("ix_notifications_queued", table_name="notifications", postgresql_where=sa.text("status = 'queued'"))
    op.drop_index(op.f("ix_notifications_occurrence_id"), table_name="notifications")
    op.drop_index("ix_notifications_leases", table_name="notifications", postgresql_where=sa.text("status = 'running'"))
    op.drop_index(
        "ix_notifications_expiring",
        table_name="notifications",
        postgresql_where=sa.text("expires_at IS NOT NULL AND completed_at IS NULL"),
    )
    op.drop_index(
        "ix_notifications_due",
        table_name="notifications",
        postgresql_where=sa.text("status IN ('scheduled', 'retrying')"),
    )
    op.drop_index(op.f("ix_notifications_contact_id"), table_name="notifications")
    op.drop_index("ix_notifications_account_id_id", table_name="notifications")
    op.drop_table("notifications")
    op.drop_index("ix_occurrences_user_id_scheduled_for", table_name="occurrences")
    op.drop_index("ix_occurrences_queued", table_name="occurrences", postgresql_where=sa.text("status = 'queued'"))
    op.drop_index("ix_occurrences_leases", table_name="occurrences", postgresql_where=sa.text("status = 'running'"))
    op.drop_index(
        "ix_occurrences_expiring",
        table_name="occurrences",
        postgresql_where=sa.text("expires_at IS NOT NULL AND completed_at IS NULL"),
    )
    op.drop_index(
        "ix_occurrences_due", table_name="occurrences", postgresql_where=sa.text("status IN ('scheduled', 'retrying')")
    )
    op.drop_index("ix_occurrences_account_id_id", table_name="occurrences")
    op.drop_table("occurrences")
    op.drop_index("ix_reminders_user_id_id", table_name="reminders")
    op.drop_index("ix_reminders_planned", table_name="reminders", postgresql_where=sa.text("status = 'active'"))
    op.drop_index("ix_reminders_account_id_id", table_name="reminders")
    op.drop_table("reminders")
    op.drop_index("ix_notes_user_id_id", table_name="notes")
    op.drop_index("ix_notes_account_id_id", table_name="notes")
    op.drop_table("notes")
