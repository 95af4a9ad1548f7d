"""What people look back on goes when it was over for so long; what may still be told, answered or moved stays."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from core.config import Settings
from core.ids import make_id
from core.regimen import Interval, Since
from core.reminder import ReminderKind
from core.retention import HISTORY
from repositories.database import Database
from repositories.models import Base
from services.booking.visits import follow_visit
from services.factory import open_services
from services.reminder.reminder_service import NewPlan, ReminderService
from tests.integration.house import House
from tests.integration.services.archive import Archive, id_from
from tests.integration.services.past import KEEP_HISTORY, LONG_AGO, Past, ago

MOMENT = timedelta(minutes=30)
OLDER, YOUNGER = KEEP_HISTORY + MOMENT, KEEP_HISTORY - MOMENT
LATELY = timedelta(days=100)
WHAT_KEEPS_A_DOSE = {
    "it needs a person": "UPDATE occurrences SET status = 'needs_person', completed_at = NULL WHERE id = :id",
    "it ended lately": "UPDATE occurrences SET completed_at = now() - interval '1 day' WHERE id = :id",
    "it was answered lately": "UPDATE occurrences SET answered_at = now() - interval '1 day' WHERE id = :id",
    "it was corrected lately": "UPDATE occurrences SET updated_at = now() - interval '1 day' WHERE id = :id",
    "it stands for one to come": "UPDATE occurrences SET scheduled_for = now() + interval '1 day' WHERE id = :id",
    "it is the newest of what goes on": (
        "UPDATE reminders SET status = 'paused' FROM occurrences WHERE occurrences.id = :id AND reminders.id = reminder_id"
    ),
}
HANGS_ON = {
    "occurrences": {"occurrence_answers", "notifications"},
    "reminders": {"occurrences", "care_edits"},
    "bookings": {"reminders", "webhook_messages"},
    "venues": {"bookings", "holds", "venue_secrets"},
    "notes": set[str](),
}
WHAT_KEEPS_A_REMINDER: Mapping[str, Mapping[str, Any]] = {
    "it is paused": {"status": "paused"},
    "it was stopped lately": {"updated_at": ago(timedelta(days=1))},
    "its course ended lately": {"ends_on": ago(timedelta(days=364)).date()},
    "it came lately": {"at": ago(timedelta(days=1)), "times": "[]"},
    "a dose since taken came lately": {"chain_at": ago(timedelta(days=1))},
    "it is planned": {"planned_until": ago(timedelta(days=1))},
}
WHAT_KEEPS_A_BOOKING: Mapping[str, Mapping[str, Any]] = {
    "it is looked at": {"look_at": ago(timedelta(days=300))},
    "the person has to hear of it": {"known_status": "confirmed"},
    "it is being changed": {"changing_until": ago(timedelta(0))},
    "it was changed lately": {"updated_at": ago(timedelta(days=1))},
}


class Shifted:
    """The clock of so long ago."""

    def __init__(self, back: timedelta) -> None:
        self.back = back

    def now(self) -> datetime:
        return datetime.now(UTC) - self.back


@pytest.fixture
async def past(house: House, database: Database) -> Past:
    async with database.transaction() as session:
        for table in ("occurrences", "tasks", "requests", "notifications", "webhook_messages"):
            await session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER guard_moves"))
    return Past(Archive(house, database))


async def add_one_of_each(past: Past, *, age: timedelta) -> dict[str, UUID]:
    """A dose, a reminder, a booking, a note and a venue, none of which needs another."""
    reminder_of_dose = await past.add_reminder(status="cancelled", age=timedelta(days=1))
    standing = (await past.archive.house.add_venue(name=make_id().hex)).id
    return {
        "occurrences": await past.add_dose(reminder_of_dose, age=age),
        "reminders": await past.add_reminder(age=age),
        "bookings": await past.add_booking(standing, age=age),
        "notes": await past.add_note(age=age),
        "venues": await past.add_venue(age=age),
    }


async def test_history_goes_when_it_was_over_for_so_long_and_not_before(past: Past) -> None:
    older, younger = await add_one_of_each(past, age=OLDER), await add_one_of_each(past, age=YOUNGER)
    before = await past.count()
    await past.archive.purge()
    assert await past.count() == before  # kept as long as the person
    await past.purge()
    left = {table: await past.ids(table) for table in HISTORY}
    assert [table for table in HISTORY if older[table] in left[table] or younger[table] not in left[table]] == []
    assert await past.count() == {table: number - 1 for table, number in before.items()}
    assert await past.archive.ask("SELECT count(*) FROM occurrence_answers") == 1
    async with past.archive.house.unit_of_work() as unit:
        purged = await unit.retention.count_purged()
    assert [purged[table] for table in HISTORY] == [1] * len(HISTORY)


async def test_dose_stays_as_long_as_anything_may_come_of_it(past: Past) -> None:
    kept: dict[str, UUID] = {}
    for why, statement in WHAT_KEEPS_A_DOSE.items():
        kept[why] = await past.add_dose(await past.add_reminder())
        await past.archive.run(statement, id=kept[why])
    told = await past.add_dose(await past.add_reminder())
    await past.add_message(occurrence_id=told)
    living = await past.add_reminder(status="active", planned_until=ago(timedelta(0)))
    newest = [await past.add_dose(living, age=LONG_AGO - timedelta(days=days)) for days in range(3)][-1]
    await past.add_dose(living, age=LONG_AGO - timedelta(days=5), status="cancelled", outcome=None)
    behind = await past.add_reminder(status="active", planned_until=ago(LONG_AGO + timedelta(days=9)))
    unpassed = {await past.add_dose(behind, age=LONG_AGO + timedelta(days=days)) for days in (8, 1)}
    await past.add_dose(behind, age=LONG_AGO + timedelta(days=10))
    moved, day = await past.add_reminder(status="active", planned_until=ago(timedelta(0))), ago(LONG_AGO).date()
    west = await past.add_dose(moved, local_date=day)
    east = await past.add_dose(moved, age=LONG_AGO + MOMENT, local_date=day + timedelta(days=1))
    await past.purge()
    left = await past.ids("occurrences")
    assert [why for why, dose in kept.items() if dose not in left] == []
    assert left == {*kept.values(), told, newest, *unpassed, west, east}
    for statement in (
        "UPDATE notifications SET completed_at = now() - interval '91 days'",
        "UPDATE notifications SET id = '00000000-0000-7000-8000-000000000001'",
        "UPDATE reminders SET status = 'ended'",
    ):
        await past.archive.run(statement)
    await past.purge()
    assert await past.ids("occurrences") == set(list(kept.values())[:5])


async def test_reminder_stays_until_it_and_all_its_doses_are_over(past: Past) -> None:
    [task] = await past.archive.add(age=timedelta(days=1))
    kept = {why: await past.add_reminder(**columns) for why, columns in WHAT_KEEPS_A_REMINDER.items()}
    kept["its request is there"] = await past.add_reminder(task_id=task.id)
    kept["a dose of it is there"] = await past.add_reminder()
    await past.add_dose(kept["a dose of it is there"], age=LATELY)
    await past.add_dose(await past.add_reminder())
    await past.purge()
    left = await past.ids("reminders")
    assert [why for why, reminder in kept.items() if reminder not in left] == []
    assert left == set(kept.values())


async def test_booking_stays_as_long_as_anything_hangs_on_it(past: Past) -> None:
    [task] = await past.archive.add(age=timedelta(days=1))
    venue = (await past.archive.house.add_venue()).id
    kept = {why: await past.add_booking(venue, **columns) for why, columns in WHAT_KEEPS_A_BOOKING.items()}
    kept["its request is there"] = await past.add_booking(venue, task_id=task.id)
    kept["a caller is told of it"] = await past.add_booking(venue)
    await past.add_message(table="webhook_messages", booking_id=kept["a caller is told of it"])
    kept["a reminder of it was told lately"] = await past.add_booking(venue)
    visit = await past.add_reminder(kind="visit", booking_id=kept["a reminder of it was told lately"])
    await past.add_dose(visit, age=LATELY)
    await past.add_booking(venue)
    await past.purge()
    left = await past.ids("bookings")
    assert [why for why, booking in kept.items() if booking not in left] == []
    assert left == set(kept.values())


async def test_bookings_of_somebody_stay_as_long_as_a_task_of_theirs_waits_since_then(past: Past) -> None:
    venue = (await past.archive.house.add_venue()).id
    booking = await past.add_booking(venue)
    [task] = await past.archive.add(age=LONG_AGO)
    await past.archive.run(
        "UPDATE tasks SET status = 'needs_person', completed_at = NULL, created_at = now() - interval '400 days' "
        "WHERE id = :id",
        id=task.id,
    )
    await past.purge()
    assert await past.ids("bookings") == {booking}
    await past.archive.run("UPDATE tasks SET created_at = now() WHERE id = :id", id=task.id)
    await past.purge()
    assert await past.ids("bookings") == set()


async def test_what_is_to_be_bought_and_where_somebody_is_booked_stays(past: Past) -> None:
    [task] = await past.archive.add(age=timedelta(days=1))
    notes = {await past.add_note(kind="shopping"), await past.add_note(task_id=task.id)}
    booked, held = await past.add_venue(), await past.add_venue()
    await past.add_booking(booked, age=LATELY)
    times = {name: ago(timedelta(0)) for name in ("starts_at", "expires_at")}
    times["ends_at"] = times["starts_at"] + MOMENT
    await past.insert("holds", timedelta(0), venue_id=held, key="k", party_size=2, **times)
    await past.add_venue()
    await past.purge()
    assert await past.ids("notes") == notes
    assert await past.ids("venues") == {booked, held}


async def test_visit_that_somebody_wanted_no_reminder_of_is_not_reminded_of_again(past: Past) -> None:
    house = past.archive.house
    venue = (await house.add_venue()).id
    at = datetime.now(UTC) + timedelta(days=5)
    booking_id = await past.add_booking(venue, starts_at=at, ends_at=at + timedelta(hours=2))
    stopped = await past.add_reminder(
        kind="visit", booking_id=booking_id, times="[]", at=ago(LONG_AGO), status="cancelled"
    )
    await past.purge()
    async with house.unit_of_work() as unit:
        await follow_visit(unit, await unit.bookings.get(booking_id, account_id=house.account_id))
    assert await past.ids("reminders") == {stopped}
    assert await past.ids("occurrences") == set()
    await past.archive.run(
        "UPDATE bookings SET starts_at = starts_at - interval '500 days', ends_at = now() - interval '400 days'"
    )
    await past.purge()
    assert (await past.ids("bookings"), await past.ids("reminders")) == (set(), set())


PLANS: Mapping[str, Mapping[str, Any]] = {
    "daily": {"times": ("08:00", "20:00"), "recurrence": "FREQ=DAILY"},
    "since taken": {"times": ("08:00",), "interval": Interval(minutes=6000, since=Since.TAKEN)},
}
MADE_LONG_AGO = (
    "UPDATE occurrences SET id = CAST(overlay(CAST(id AS text) PLACING :head FROM 1 FOR 13) AS uuid), "
    "status = 'completed', outcome = 'missed', completed_at = scheduled_for, updated_at = scheduled_for"
)


@pytest.mark.parametrize("plan", PLANS)
async def test_planner_goes_on_behind_what_was_purged(past: Past, plan: str) -> None:
    house, clock = past.archive.house, Shifted(LONG_AGO)
    whose = {"account_id": house.account_id, "user_id": house.user_id}
    service = ReminderService(unit_of_work=house.unit_of_work, clock=clock)
    wanted = NewPlan(
        id=id_from(LONG_AGO), **whose, kind=ReminderKind.MEDICINE, subject="aspirin", timezone="UTC", **PLANS[plan]
    )
    reminder = await service.create(wanted)
    await past.archive.run(MADE_LONG_AGO, head=str(id_from(LONG_AGO))[:13])
    await past.add_dose(reminder.id, age=LONG_AGO + timedelta(days=10))
    last = await past.archive.ask("SELECT max(scheduled_for) FROM occurrences")
    await past.purge()
    days = await past.archive.ask("SELECT array_agg(DISTINCT local_date) FROM occurrences")
    assert days == [last.date()]
    clock.back -= timedelta(days=3)
    for _ in range(2):
        await service.planner.plan_batch()
    first = await past.archive.ask("SELECT min(scheduled_for) FROM occurrences WHERE status = 'scheduled'")
    assert first - last == (timedelta(hours=12) if plan == "daily" else timedelta(minutes=6000))


async def test_small_batches_by_several_at_once_delete_every_row_once(past: Past) -> None:
    reminders = [await past.add_reminder() for _ in range(4)]
    doses = {await past.add_dose(each, age=LONG_AGO) for each in reminders}
    young = await past.add_dose(reminders[0], age=LATELY)
    while await past.ids("occurrences") & doses:
        await past.archive.make_due()
        several = (past.archive.retention(batch=3, keep_history=KEEP_HISTORY) for _ in range(3))
        await asyncio.gather(*(each.purge_batch() for each in several))
    await past.purge(batch=1)
    assert (await past.ids("occurrences"), await past.ids("reminders")) == ({young}, {reminders[0]})
    async with past.archive.house.unit_of_work() as unit:
        purged = await unit.retention.count_purged()
    assert (purged["occurrences"], purged["reminders"]) == (4, 3)
    await past.purge()
    async with past.archive.house.unit_of_work() as unit:
        assert await unit.retention.count_purged() == purged


async def test_history_that_somebody_holds_is_not_waited_for(past: Past) -> None:
    kept = await add_one_of_each(past, age=LONG_AGO)
    async with past.archive.database.transaction() as session:
        for table in HISTORY:
            await session.execute(text(f"SELECT id FROM {table} FOR UPDATE"))
        await past.purge()
        assert all([kept[table] in await past.ids(table) for table in HISTORY])
    await past.purge()
    assert not any([kept[table] in await past.ids(table) for table in HISTORY])


@pytest.mark.parametrize(("days", "left"), [(0, 1), (365, 0)])
async def test_setting_says_how_long_history_is_kept(past: Past, settings: Settings, days: int, left: int) -> None:
    note = await past.add_note()
    changed = settings.model_copy(update={"history_days": days})
    async with open_services(changed, owner="test") as services:
        assert services.retention is not None
        await past.archive.purge_with(services.retention)
    assert len(await past.ids("notes") & {note}) == left


def test_whatever_hangs_on_history_is_known() -> None:
    """A new foreign key: let its rows hold back what they point at, or say that they go along (repositories/history.py)."""
    found = {stage.value: set[str]() for stage in HISTORY}
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name in found:
                found[key.column.table.name].add(table.name)
    assert found == HANGS_ON
