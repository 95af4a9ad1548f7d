"""Row-level security, derived from the tables: what the API does for a caller sees the rows of their account alone.

Such transactions run as ROLE, which is subject to the policies; what belongs to nobody in particular runs as the owner of
the tables, who is not. The policies are made after every migration from the models, so a new table has its own as soon as it
has a column `account_id`, a column `user_id`, or a foreign key to a table that has (ADR 0026).
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Connection, Table, text
from sqlalchemy.ext.asyncio import AsyncSession

from repositories.database import Database
from repositories.models import Base
from repositories.session import TENANT_ROLE as ROLE

SHARED: Final = frozenset(
    {"encryption_keys", "login_attempts", "model_spending", "opt_outs", "retention", "signing_keys"}
)
"""Tables about the installation as a whole; nothing in them tells whom it is about."""

ACCOUNT_WIDE: Final = frozenset({"bookings", "holds"})
"""What people of an account share a room for: who looks for a free table must see that others have taken it."""

# In brackets of their own they are asked once a statement, not once a row. Where nothing is set, asking is an error.
_ACCOUNT = "(SELECT current_setting('grandma.account')::uuid)"
_PEOPLE = "(SELECT current_setting('grandma.people'))"
_MINE = f"account_id = {_ACCOUNT}"
_MY_PEOPLE = f"({_PEOPLE} = '*' OR user_id IS NULL OR user_id = ANY (string_to_array({_PEOPLE}, ',')::uuid[]))"

_BY_NAME: Final[Mapping[str, str]] = {
    "accounts": f"id = {_ACCOUNT}",
    "users": f"{_MINE} AND ({_PEOPLE} = '*' OR id = ANY (string_to_array({_PEOPLE}, ',')::uuid[]))",
}

HOW_TO_MAKE_THE_ROLE: Final = f"CREATE ROLE {ROLE} NOLOGIN; GRANT {ROLE} TO <user of DATABASE_URL>;"

_MAKE_ROLE = f"""
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
    CREATE ROLE {ROLE} NOLOGIN;
  END IF;
  IF NOT pg_has_role(current_user, '{ROLE}', 'MEMBER') OR NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
  THEN
    EXECUTE format('GRANT {ROLE} TO %I', current_user);
  END IF;
EXCEPTION
  WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN
    NULL;  -- what is missing is said when a process starts
END $$
"""

_GRANTS = (
    f"GRANT USAGE ON SCHEMA public TO {ROLE}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}",
    f"REVOKE UPDATE, DELETE ON access_records FROM {ROLE}",  # what is recorded stays
    f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE}",
)

_STANDING = text("SELECT tablename, policyname FROM pg_policies")

_STAND = text(
    f"""
    SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}' AND NOT rolbypassrls AND NOT rolsuper)
       AND (SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = '{ROLE}')
       AND (SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass('users'))
       AND has_table_privilege('{ROLE}', 'users', 'SELECT')
    """
)


def raise_walls(connection: Connection) -> None:
    """Make the role where that is allowed, and bring every table's policy up to what the models say."""
    connection.exec_driver_sql(_MAKE_ROLE)
    if not connection.scalar(text(f"SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}')")):
        return
    for grant in _GRANTS:
        connection.exec_driver_sql(grant)
    standing = {(row.tablename, row.policyname) for row in connection.execute(_STANDING)}
    for table, rule in rules():
        name = _name(rule)
        if (table, name) in standing:
            continue
        for other_table, other in standing:
            if other_table == table and other.startswith("tenant_"):
                connection.exec_driver_sql(f"DROP POLICY {other} ON {table}")
        connection.exec_driver_sql(f"CREATE POLICY {name} ON {table} TO {ROLE} USING ({rule}) WITH CHECK ({rule})")
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


async def walls_are_of_models(session: AsyncSession) -> bool:
    """Whether every table's policy is what the models say, so that `raise_walls` would change nothing."""
    standing = {(row.tablename, row.policyname) for row in await session.execute(_STANDING)}
    return standing >= {(table, _name(rule)) for table, rule in rules()}


async def walls_stand(database: Database) -> bool:
    """Whether transactions can be confined on this database."""
    async with database.transaction() as session:
        return bool(await session.scalar(_STAND))


def rules() -> Iterator[tuple[str, str]]:
    """Every table that is somebody's, and which of its rows a tenant sees and writes.

    Raises:
        LookupError: nothing says whose a table's rows are.
    """
    for name, table in sorted(Base.metadata.tables.items()):
        if name not in SHARED:
            yield name, _rule(table)


def _name(rule: str) -> str:
    """What a policy of this rule is called: another one where the rule differs."""
    return "tenant_" + hashlib.sha256(rule.encode()).hexdigest()[:12]


def _rule(table: Table) -> str:
    if table.name in _BY_NAME:
        return _BY_NAME[table.name]
    if "account_id" in table.c:
        is_about_people = "user_id" in table.c and table.name not in ACCOUNT_WIDE
        return f"{_MINE} AND {_MY_PEOPLE}" if is_about_people else _MINE
    return _by_parent(table)


def _by_parent(table: Table) -> str:
    """A row is there where the row that it belongs to is: the policies of that table apply inside."""
    for column, parent in (("task_id", "tasks"), ("message_id", "webhook_messages"), ("venue_id", "venues")):
        if column in table.c:
            return f"EXISTS (SELECT FROM {parent} AS parent WHERE parent.id = {table.name}.{column})"
    for key in table.foreign_keys:
        parent = key.column.table.name
        if parent not in SHARED and key.column.name == "id":
            return f"EXISTS (SELECT FROM {parent} AS parent WHERE parent.id = {table.name}.{key.parent.name})"
    raise LookupError(
        f"Whose are the rows of {table.name}? Give it account_id, or name it in SHARED (repositories/walls.py)."
    )
