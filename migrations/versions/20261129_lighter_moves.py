"""Moves of tasks cost less: rows before and after are hashed, not compared each with each; events without a foreign key a
row; unique indexes only where there is a value.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_FORGET = """
CREATE FUNCTION forget_task_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM task_events WHERE task_id IN (SELECT id FROM before_rows);
  RETURN NULL;
END $$
"""
_FORGET_TRIGGER = """
CREATE TRIGGER forget_moves AFTER DELETE ON tasks REFERENCING OLD TABLE AS before_rows
FOR EACH STATEMENT EXECUTE FUNCTION forget_task_moves()
"""
_ORIGINS = ("redrive_of", "undo_of")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    # The plan is made for the first statement of a session and kept, so it can't know how many rows will move at a time.
    op.execute("ALTER FUNCTION record_task_moves() SET enable_nestloop = off")
    op.execute(_FORGET)
    op.execute(_FORGET_TRIGGER)
    op.drop_constraint("fk_task_events_task_id_tasks", "task_events", type_="foreignkey")
    for column in _ORIGINS:
        op.execute(f"CREATE UNIQUE INDEX ix_tasks_{column} ON tasks ({column}) WHERE {column} IS NOT NULL")
        op.drop_constraint(f"uq_tasks_{column}", "tasks", type_="unique")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for column in _ORIGINS:
        op.create_unique_constraint(f"uq_tasks_{column}", "tasks", [column])
        op.drop_index(f"ix_tasks_{column}", "tasks")
    op.create_foreign_key(
        "fk_task_events_task_id_tasks", "task_events", "tasks", ["task_id"], ["id"], ondelete="CASCADE"
    )
    op.execute("DROP TRIGGER forget_moves ON tasks")
    op.execute("DROP FUNCTION forget_task_moves()")
    op.execute("ALTER FUNCTION record_task_moves() RESET enable_nestloop")
