"""What was over long ago goes, with all that hangs on it; what is young, goes on, is needed or is locked stays."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from core.config import Settings
from core.retention import HISTORY, PURGED_TABLES
from repositories.database import Database
from repositories.models import Base
from services.factory import open_services
from services.retention import OTHERS_SECONDS
from tests.integration.house import House
from tests.integration.services.archive import TABLES, Archive, id_from

NOTHING = dict.fromkeys(TABLES, 0)
NO_HISTORY = dict.fromkeys(HISTORY, 0)
YOUNG = timedelta(days=80)
WHAT_KEEPS = {
    "task that goes on": "UPDATE tasks SET status = 'scheduled', completed_at = NULL WHERE id = :id",
    "task that ended late": "UPDATE tasks SET completed_at = now() - interval '80 days' WHERE id = :id",
    "request that ended late": (
        "UPDATE requests SET completed_at = now() - interval '80 days' "
        "FROM tasks WHERE tasks.id = :id AND requests.id = tasks.request_id"
    ),
    "webhook under way": "UPDATE webhook_messages SET status = 'queued', completed_at = NULL WHERE task_id = :id",
    "message under way": "UPDATE notifications SET status = 'queued', completed_at = NULL WHERE task_id = :id",
    "reminder that goes on": (
        "INSERT INTO reminders (id, account_id, user_id, task_id, kind, subject, timezone, starts_on, at, status) "
        "SELECT id, account_id, user_id, id, 'reminder', 'tea', 'UTC', now(), now(), 'paused' FROM tasks WHERE id = :id"
    ),
    "booking to come": (
        "INSERT INTO bookings (id, account_id, user_id, venue_id, task_id, effect_key, reference, status, party_size, "
        "starts_at, ends_at) SELECT tasks.id, tasks.account_id, user_id, venues.id, tasks.id, 'key', 'R', 'confirmed', 2, "
        "now(), now() + interval '2 hours' FROM tasks, venues WHERE tasks.id = :id"
    ),
    "task that undoes it": "UPDATE tasks SET undo_of = :id WHERE id = (SELECT id FROM tasks WHERE completed_at IS NULL LIMIT 1)",
}
DUE_TIME = (
    "INSERT INTO occurrences (id, account_id, user_id, queue, status, max_attempts, reminder_id, local_date, slot, "
    "scheduled_for) SELECT id, account_id, user_id, 'reminder', 'needs_person', 5, id, now(), 'at', now() FROM reminders "
    "WHERE id = :id",
    "UPDATE notifications SET occurrence_id = task_id, task_id = NULL WHERE task_id = :id",
)
INCOMING = (
    "INSERT INTO incoming_messages (id, account_id, user_id, sender, text, via, provider_id) "
    "VALUES (:id, :account, :user, 'tel:+442079460000', 'hello', 'sms', :own)"
)
KEY = (
    "INSERT INTO idempotency_keys (account_id, scope, key, fingerprint, resource_id, open_until, created_at) "
    "VALUES (:account, :scope, :key, 'f', :id, {open_until}, now() - CAST(:age AS interval))"
)
WHAT_STAYS = (
    WHAT_KEEPS["reminder that goes on"].replace("'paused'", "'ended'"),
    WHAT_KEEPS["booking to come"].replace("now(), now() + interval '2 hours'", "now() - interval '2 hours', now()"),
    "INSERT INTO notes (id, account_id, user_id, task_id, kind, text) "
    "SELECT id, account_id, user_id, id, 'activity', 'a walk' FROM tasks WHERE id = :id",
)


@pytest.fixture
async def archive(house: House, database: Database) -> Archive:
    """Its final rows may be changed: these tests write the past anew."""
    for table in ("requests", "tasks", "webhook_messages", "notifications"):
        async with database.transaction() as session:
            await session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER guard_moves"))
    return Archive(house, database)


async def test_old_work_goes_with_all_that_hangs_on_it(archive: Archive) -> None:
    await archive.add(age=YOUNG)
    young = await archive.count()
    await archive.add(tasks=2)
    both = await archive.count()
    assert [table for table in TABLES if not both[table] > young[table] > 0] == []
    await archive.purge()
    assert await archive.count() == young


async def test_request_stays_whole_as_long_as_something_goes_on(archive: Archive) -> None:
    await archive.house.add_venue()
    kept = {what: (await archive.add(tasks=2))[0] for what in WHAT_KEEPS}
    for what, task in kept.items():
        await archive.run(WHAT_KEEPS[what], id=task.id)
    await archive.add()
    before = await archive.count()
    await archive.purge()
    after = await archive.count()
    left = await archive.list_ids("SELECT DISTINCT request_id FROM tasks")
    assert [what for what, task in kept.items() if task.request_id not in left] == []
    assert after["requests"] == after["idempotency_keys"] == len(kept) == before["requests"] - 1
    assert after["task_effects"] == after["tasks"] == before["tasks"] - 1


async def test_messages_stay_as_long_as_their_task_looks_at_them(archive: Archive) -> None:
    [task] = await archive.add()
    await archive.run(WHAT_KEEPS["task that goes on"], id=task.id)
    await archive.purge()
    left = await archive.count()
    assert (left["notifications"], left["webhook_messages"]) == (1, 0)
    await archive.end("tasks", task.id)
    await archive.purge()
    assert await archive.count() == NOTHING


async def test_what_people_wrote_goes_too(archive: Archive) -> None:
    for age, provider_id in ((YOUNG, "young"), (timedelta(days=100), "old")):
        values = {
            "id": id_from(age),
            "account": archive.house.account_id,
            "user": archive.house.user_id,
            "own": provider_id,
        }
        async with archive.database.transaction() as session:
            await session.execute(text(INCOMING), values)
    await archive.purge()
    assert await archive.ask("SELECT string_agg(provider_id, ',') FROM incoming_messages") == "young"


async def test_messages_of_a_due_time_stay_until_it_is_over(archive: Archive) -> None:
    [task] = await archive.add()
    for statement in (WHAT_KEEPS["reminder that goes on"], *DUE_TIME):
        await archive.run(statement, id=task.id)
    await archive.purge()
    assert (await archive.count())["notifications"] == 1
    await archive.end("occurrences", task.id)
    await archive.purge()
    assert (await archive.count())["notifications"] == 0
    assert await archive.ask("SELECT count(*) FROM occurrences") == 1


async def test_history_of_the_person_stays_when_its_task_goes(archive: Archive) -> None:
    await archive.house.add_venue()
    [task] = await archive.add()
    for statement in WHAT_STAYS:
        await archive.run(statement, id=task.id)
    await archive.purge()
    assert await archive.count() == NOTHING
    for table in ("reminders", "bookings", "notes"):
        assert await archive.ask(f"SELECT count(*) FROM {table} WHERE task_id IS NULL") == 1


async def test_batches_are_small(archive: Archive) -> None:
    for _ in range(4):
        await archive.add()
    assert await archive.purge(batch=3) == 9  # three and one of each of four tables; keys go with their requests
    assert await archive.count() == NOTHING


async def test_locked_rows_are_not_waited_for(archive: Archive) -> None:
    for table in ("webhook_messages", "notifications", "tasks", "requests"):
        await archive.add()
        async with archive.database.transaction() as session:
            await session.execute(text(f"SELECT id FROM {table} FOR UPDATE"))
            await archive.purge()
            left = await archive.count()
        assert (left[table], left["requests"], left["tasks"]) == (1, 1, 1)
        await archive.purge()
        assert await archive.count() == NOTHING


async def test_only_one_purges_at_a_time_and_not_before_its_pause_is_over(archive: Archive) -> None:
    await archive.add()
    async with archive.house.unit_of_work() as unit:
        assert await unit.retention.take_turn() is not None
        assert await archive.retention().purge_batch() == OTHERS_SECONDS
    await archive.run("UPDATE retention SET due_at = now() + interval '20 seconds'")
    assert 15 < await archive.retention().purge_batch() <= 20
    assert (await archive.count())["webhook_messages"] == 1


async def test_several_that_purge_at_once_delete_and_count_every_row_once(archive: Archive) -> None:
    for _ in range(4):
        await archive.add()
    while any((await archive.count()).values()):
        await archive.make_due()
        await asyncio.gather(*(archive.retention(batch=2).purge_batch() for _ in range(3)))
    async with archive.house.unit_of_work() as unit:
        assert await unit.retention.count_purged() == dict.fromkeys(PURGED_TABLES, 4) | NO_HISTORY


async def test_batch_that_dies_before_its_commit_has_deleted_nothing(archive: Archive) -> None:
    await archive.add()
    before = await archive.count()
    assert await archive.die_purging() == dict.fromkeys(PURGED_TABLES, 1) | NO_HISTORY
    assert await archive.count() == before
    await archive.purge()
    assert await archive.count() == NOTHING


async def test_id_that_lies_about_its_age_takes_nothing_along(archive: Archive) -> None:
    [task] = await archive.house.add_tasks(1, request_id=id_from(timedelta(days=900)))
    await archive.end("tasks", task.id, age=timedelta(0))
    await archive.purge()
    assert (await archive.count())["requests"] == 1


async def test_keys_of_things_and_kept_answers_go_when_nobody_asks_for_them(archive: Archive) -> None:
    made, answered = ("POST /v1/users", "NULL"), ("PATCH /v1/users", "now() - interval '{} hours'")
    for scope, open_until, key, age in (
        (made[0], made[1], "young", YOUNG),
        (made[0], made[1], "old", timedelta(days=100)),
        ("POST /v1/requests", "NULL", "of a request", timedelta(days=100)),
        (answered[0], answered[1].format(23), "answered today", timedelta(hours=23)),
        (answered[0], answered[1].format(25), "answered yesterday", timedelta(hours=25)),
    ):
        statement = KEY.format(open_until=open_until)
        values = {"account": archive.house.account_id, "id": id_from(age), "age": age}
        await archive.run(statement, scope=scope, key=key, **values)
    await archive.purge(batch=1)
    left = "SELECT string_agg(key, ', ' ORDER BY key) FROM idempotency_keys"
    assert await archive.ask(left) == "answered today, of a request, young"


async def test_records_of_accesses_have_a_time_of_their_own(archive: Archive) -> None:
    for age in (YOUNG, timedelta(days=100), timedelta(days=400)):
        await archive.add(age=age)
    await archive.purge(keep_records=timedelta(days=365))
    left = await archive.count()
    assert (left["access_records"], left["requests"]) == (2, 1)
    await archive.purge(keep_records=timedelta.max)
    assert (await archive.count())["access_records"] == 2


async def test_zero_keeps_everything(settings: Settings) -> None:
    forever = {"retention_days": 0, "access_log_days": 0}
    async with open_services(settings.model_copy(update=forever), owner="test") as services:
        assert services.retention is None
    async with open_services(settings.model_copy(update={"retention_days": 0}), owner="test") as services:
        assert services.retention is not None


def test_every_table_has_its_line_among_what_is_kept_and_how_long() -> None:
    """A new table: say in docs/retention.md when its rows go."""
    page = (Path(__file__).parents[3] / "docs" / "retention.md").read_text(encoding="utf-8")
    told = {name for line in page.splitlines() if line.startswith("| ") for name in re.findall(r"`(\w+)`", line)}
    assert Base.metadata.tables.keys() - told == set()
