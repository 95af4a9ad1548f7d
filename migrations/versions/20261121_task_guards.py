"""What the database itself guarantees of durable work: final rows stay, epochs rise, every move is recorded (ADR 0005).

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_WORK = ("requests", "tasks", "webhook_messages")

_REFUSE = """
CREATE FUNCTION refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% % may not move from % (epoch %) to % (epoch %)',
    TG_TABLE_NAME, OLD.id, OLD.status, OLD.epoch, NEW.status, NEW.epoch
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

_GUARD = """
CREATE TRIGGER guard_moves BEFORE UPDATE OF status, epoch ON {table} FOR EACH ROW
WHEN (
  NEW.epoch < OLD.epoch
  OR (OLD.status IN ('completed', 'failed', 'cancelled', 'expired')
      AND (NEW.status IS DISTINCT FROM OLD.status OR NEW.epoch IS DISTINCT FROM OLD.epoch))
)
EXECUTE FUNCTION refuse_move()
"""

_RECORD = """
CREATE FUNCTION record_task_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO task_events (task_id, seq, type, from_status, to_status, at, attempt, epoch, reason)
    SELECT id, version, 'task.' || status, NULL, status, clock_timestamp(), attempt, epoch, reason FROM after_rows;
  ELSE
    INSERT INTO task_events (task_id, seq, type, from_status, to_status, at, attempt, epoch, reason)
    SELECT n.id, n.version, 'task.' || n.status, o.status, n.status, clock_timestamp(), n.attempt, n.epoch, n.reason
    FROM after_rows n JOIN before_rows o ON o.id = n.id WHERE n.version > o.version;
  END IF;
  RETURN NULL;
END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute(_REFUSE)
    for table in _WORK:
        op.execute(_GUARD.format(table=table))
    op.execute(_RECORD)
    op.execute(
        "CREATE TRIGGER record_new AFTER INSERT ON tasks REFERENCING NEW TABLE AS after_rows "
        "FOR EACH STATEMENT EXECUTE FUNCTION record_task_moves()"
    )
    op.execute(
        "CREATE TRIGGER record_moves AFTER UPDATE ON tasks "
        "REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows "
        "FOR EACH STATEMENT EXECUTE FUNCTION record_task_moves()"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute("DROP TRIGGER record_moves ON tasks")
    op.execute("DROP TRIGGER record_new ON tasks")
    op.execute("DROP FUNCTION record_task_moves()")
    for table in _WORK:
        op.execute(f"DROP TRIGGER guard_moves ON {table}")
    op.execute("DROP FUNCTION refuse_move()")
