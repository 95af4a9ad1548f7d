"""`python -m bench.records`: how long it takes to count what became of a person's doses, among a million of all people.

500 people with four doses a day for 500 days, in a database of its own that is thrown away. Prints a line for each question.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from core.adherence import DoseFilter
from core.config import Settings, load_settings
from core.embedded import embedded_servers
from core.ids import make_id
from repositories.database import Database
from repositories.schema import upgrade_schema
from repositories.unit_of_work import unit_of_work_factory

PEOPLE, DAYS, A_DAY = 500, 500, 4
_ROUNDS = 100
_END = datetime(2026, 11, 20, tzinfo=UTC)
_FILL = (
    "INSERT INTO accounts (id, name, default_user_id, signing_secret) VALUES (:account, 'bench', :account, 'sealed')",
    """INSERT INTO users (id, account_id, name, timezone, locale)
       SELECT gen_random_uuid(), :account, 'Person ' || n, 'Europe/London', 'en-GB' FROM generate_series(1, :people) AS n""",
    """INSERT INTO reminders (id, account_id, user_id, kind, subject, timezone, times, recurrence, starts_on, status)
       SELECT gen_random_uuid(), account_id, id, 'medicine', 'medicine ' || n, 'Europe/London', '["08:00"]', 'FREQ=DAILY',
              '2025-01-01', 'active' FROM users, generate_series(1, :a_day) AS n""",
    """INSERT INTO occurrences (id, account_id, user_id, reminder_id, queue, status, max_attempts, local_date, slot,
                                scheduled_for, told_at, outcome, completed_at)
       SELECT gen_random_uuid(), account_id, user_id, id, 'reminder',
              CASE WHEN n % 10 = 0 THEN 'expired' ELSE 'completed' END, 20, CAST(:ends_at AS date) - n, '08:00',
              CAST(:ends_at AS timestamptz) - n * interval '1 day', CAST(:ends_at AS timestamptz) - n * interval '1 day',
              CASE WHEN n % 10 = 0 THEN 'missed' ELSE 'taken' END, CAST(:ends_at AS timestamptz) - n * interval '1 day'
       FROM generate_series(CAST(:day AS int), CAST(:day AS int) + 24) AS n, reminders""",
    "ANALYZE",
)


async def fill(database: Database) -> list[UUID]:
    """A million doses; answers whose they are."""
    values = {"account": make_id(), "people": PEOPLE, "a_day": A_DAY, "ends_at": _END}
    for statement in _FILL:
        bound = {name: value for name, value in values.items() if f":{name}" in statement}
        for day in range(1, DAYS + 1, 25) if ":day" in statement else [0]:
            async with database.transaction() as session:
                await session.execute(text(statement), bound | ({"day": day} if day else {}))
    async with database.transaction() as session:
        return list(await session.scalars(text("SELECT id FROM users ORDER BY id")))


async def measure(ask: Callable[[UUID], Awaitable[object]], people: list[UUID]) -> list[float]:
    """Milliseconds, sorted, of one question for one person after the other."""
    took: list[float] = []
    for person in people[:_ROUNDS]:
        began = time.perf_counter()
        await ask(person)
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)


async def run(url: str) -> None:
    """Fill, ask, print."""
    database = Database(url)
    units = unit_of_work_factory(database)
    try:
        people = await fill(database)
        async with units() as unit:
            account_id = (await unit.users.list_with_names(people[:1]))[0][0].account_id

        async def count(person: UUID, days: int) -> None:
            which = DoseFilter(user_id=person, account_id=account_id, since=_END - timedelta(days=days), until=_END)
            async with units() as unit:
                counted = await unit.adherence.count(which)
            assert sum(each.number for each in counted) == days * A_DAY

        for days in (7, 30, 365):
            took = await measure(lambda person, days=days: count(person, days), people)
            print(
                f"adherence over {days:3} days, {days * A_DAY:5} doses of {PEOPLE * A_DAY * DAYS:,}: "
                f"median {statistics.median(took):.1f} ms, slowest {took[-1]:.1f} ms"
            )
    finally:
        await database.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="grandma-bench-") as folder:
        blank = dict.fromkeys(Settings.model_fields, "")
        settings = load_settings(env_file=None, **{**blank, "data_dir": f"{folder}/data"})
        with embedded_servers(settings) as running:
            upgrade_schema(running.database_url or "")
            asyncio.run(run(running.database_url or ""))
