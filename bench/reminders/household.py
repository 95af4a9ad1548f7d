"""Very many people with reminders, written as rows: 100,000 through the API would take longer than the run."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from repositories.database import Database

ACCOUNTS, PEOPLE, EACH = 20, 10_000, 10
"""Accounts, people in all, reminders of each."""
HOSTS = 200
"""On so many servers people have their push services; no one of them gets all that is due at eight in the morning."""

_ACCOUNTS = """
INSERT INTO accounts (id, name, default_user_id, signing_secret)
SELECT gen_random_uuid(), 'home ' || n, gen_random_uuid(), CAST(:secret AS text) FROM generate_series(1, :accounts) n"""

_PEOPLE = """
INSERT INTO users (id, account_id, name, timezone, locale, channels)
SELECT gen_random_uuid(), homes.id, 'Person ' || n, 'UTC', 'en-GB', jsonb_build_array(
    replace(CAST(:channel AS text), '127.0.0.1', '127.0.1.' || (1 + n % CAST(:hosts AS int))))
FROM generate_series(1, :people) n
JOIN (SELECT id, row_number() OVER (ORDER BY name) AS place FROM accounts WHERE name LIKE 'home %') homes
  ON homes.place = 1 + n % :accounts"""

_REMINDERS = """
INSERT INTO reminders (id, account_id, user_id, kind, subject, timezone, times, recurrence, starts_on, status, planned_until)
SELECT gen_random_uuid(), account_id, id, 'medicine', 'pills', 'UTC', jsonb_build_array(CAST(:time AS text)), 'FREQ=DAILY', current_date - 30, 'active',
    now() + interval '24 hours 1 minute' + random() * interval '24 hours'
FROM users WHERE name LIKE 'Person %'"""

_PLANNED = """
INSERT INTO occurrences (id, account_id, user_id, reminder_id, queue, status, max_attempts, local_date, slot, scheduled_for,
    due_at)
SELECT gen_random_uuid(), account_id, user_id, id, 'reminder', 'scheduled', 20, current_date + day, times ->> 0, comes_at, comes_at
FROM (SELECT *, now() + interval '3 hours' + random() * interval '20 hours' + day * interval '1 day' AS comes_at
      FROM reminders, generate_series(0, 1) day WHERE times ->> 0 = CAST(:time AS text)) planned"""

_DUE_REMINDERS = """
INSERT INTO reminders (id, account_id, user_id, kind, subject, timezone, starts_on, at, status, critical)
SELECT gen_random_uuid(), account_id, id, 'medicine', CAST(:name AS text) || ' ' || (place - 1), 'UTC', current_date,
    CAST(:first AS timestamptz) + (place - 1) * CAST(:apart AS float) * interval '1 second', 'active',
    (place - 1) % 20 = 19 AND CAST(:criticals AS boolean)
FROM (SELECT *, row_number() OVER (ORDER BY md5(CAST(id AS text) || CAST(:name AS text))) AS place
      FROM users WHERE name LIKE 'Person %') people
WHERE place <= :count"""

_DUE = """
INSERT INTO occurrences (id, account_id, user_id, reminder_id, queue, status, max_attempts, local_date, slot, scheduled_for,
    due_at, critical)
SELECT gen_random_uuid(), account_id, user_id, id, 'reminder', 'scheduled', 20, current_date, 'at', at, at, critical
FROM reminders WHERE subject LIKE CAST(:name AS text) || ' %'"""


class Household:
    """The people of a measurement."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def fill(self, *, channel: str, secret: str) -> int:
        """People with their everyday reminders; answers how many of those are active. `secret`: of each account, encrypted."""
        await self._run(_ACCOUNTS, accounts=ACCOUNTS, secret=secret)
        await self._run(_PEOPLE, accounts=ACCOUNTS, people=PEOPLE, channel=channel, hosts=HOSTS)
        for number in range(EACH):  # one statement for all would take longer than a statement may
            for statement in (_REMINDERS, _PLANNED):
                await self._run(statement, time=f"{2 * number:02}:00")
        async with self._database.transaction() as session:
            await session.execute(text("SET LOCAL statement_timeout = 0"))
            await session.execute(text("ANALYZE"))
            counted = await session.execute(text("SELECT count(*) FROM reminders WHERE status = 'active'"))
            return int(counted.scalar_one())

    async def make_due(self, name: str, *, first: datetime, apart: float, count: int, criticals: bool = False) -> None:
        """So many doses of as many people, due one after the other or all at once; every 20th critical, if asked for."""
        await self._run(_DUE_REMINDERS, name=name, first=first, apart=apart, count=count, criticals=criticals)
        await self._run(_DUE, name=name)

    async def count_claims(self, name: str) -> float:
        """How often a message of these doses was claimed, on an average."""
        counted = text(
            "SELECT avg(n.epoch) FROM notifications n JOIN occurrences o ON o.id = n.occurrence_id "
            "JOIN reminders r ON r.id = o.reminder_id WHERE r.subject LIKE :subject"
        )
        async with self._database.transaction() as session:
            return float(await session.scalar(counted, {"subject": f"{name} %"}) or 0)

    async def _run(self, statement: str, **given: Any) -> None:
        async with self._database.transaction() as session:
            await session.execute(text("SET LOCAL statement_timeout = 0"))
            await session.execute(text(statement), given)
