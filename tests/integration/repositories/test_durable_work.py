"""The one mechanism over the table of tasks: who wins, who is refused, what is recorded."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from core.domain import (
    TRANSITIONS,
    Queue,
    Settlement,
    Task,
    TaskStatus,
)
from repositories.database import Database
from repositories.durable_work import Renewal
from tests.integration.house import House

LEASE = timedelta(minutes=5)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


async def claim(house: House, *tasks: Task, owner: str = "other") -> list[Task]:
    async with house.unit_of_work() as unit:
        return await unit.tasks.claim_many([task.id for task in tasks], owner=owner, lease=LEASE)


async def settle(house: House, *settlements: Settlement) -> list[Task]:
    async with house.unit_of_work() as unit:
        return await unit.tasks.settle_many(settlements)


async def load(house: House, task: Task) -> Task:
    async with house.unit_of_work() as unit:
        return await unit.tasks.get(task.id, account_id=house.account_id)


async def end_lease(database: Database, task: Task) -> None:
    async with database.transaction() as session:
        await session.execute(
            text("UPDATE tasks SET lease_until = now() - interval '1 s' WHERE id = :id"), {"id": task.id}
        )


async def test_claim_raises_epoch_and_attempt(house: House) -> None:
    task = await house.add_task()
    [claimed] = await claim(house, task)
    assert (claimed.status, claimed.epoch, claimed.attempt) == (TaskStatus.RUNNING, 1, 1)


async def test_only_one_of_many_claims_wins(house: House) -> None:
    tasks = [await house.add_task() for _ in range(5)]
    won = await asyncio.gather(*(claim(house, *tasks, owner=f"worker {number}") for number in range(8)))
    assert sorted(task.id for each in won for task in each) == sorted(task.id for task in tasks)


@pytest.mark.parametrize("status", [TaskStatus.NEEDS_INPUT, TaskStatus.AWAITING_CONFIRMATION])
async def test_resting_task_is_not_claimed(house: House, status: TaskStatus) -> None:
    assert await claim(house, await house.add_task(status=status)) == []


async def test_zombie_settles_nothing(house: House, database: Database) -> None:
    old = await house.claim_task()
    await end_lease(database, old)
    async with house.unit_of_work() as unit:
        await unit.tasks.queue_lost_leases(limit=10)
    [new] = await claim(house, old)
    assert await settle(house, Settlement(id=old.id, epoch=old.epoch, status=TaskStatus.COMPLETED)) == []
    [done] = await settle(house, Settlement(id=new.id, epoch=new.epoch, status=TaskStatus.COMPLETED))
    assert done.status is TaskStatus.COMPLETED
    assert new.epoch > old.epoch


async def test_settling_writes_result_and_clears_lease(house: House) -> None:
    task = await house.claim_task()
    result = {"summary": "Done.", "number": 3}
    [done] = await settle(house, Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.COMPLETED, result=result))
    assert done.result == result
    assert done.completed_at is not None
    assert done.version == task.version + 1


async def test_batch_settles_each_row_its_own_way(house: House) -> None:
    first, second = await house.claim_task(), await house.claim_task()
    moved = await settle(
        house,
        Settlement(id=first.id, epoch=first.epoch, status=TaskStatus.COMPLETED, result={"summary": "A"}),
        Settlement(id=second.id, epoch=second.epoch, status=TaskStatus.RETRYING, delay=timedelta(seconds=0)),
    )
    assert {task.id: task.status for task in moved} == {
        first.id: TaskStatus.COMPLETED,
        second.id: TaskStatus.RETRYING,
    }


async def test_asking_costs_no_attempt(house: House) -> None:
    task = await house.claim_task()
    [asked] = await settle(
        house, Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.NEEDS_INPUT, keeps_attempt=False)
    )
    assert asked.attempt == 0


async def test_retry_waits_until_it_is_due(house: House) -> None:
    soon, later = await house.claim_task(), await house.claim_task()
    await settle(
        house,
        Settlement(
            id=soon.id,
            epoch=soon.epoch,
            status=TaskStatus.RETRYING,
            delay=timedelta(0),
            due_at=datetime(2020, 1, 1, tzinfo=UTC),
        ),
        Settlement(id=later.id, epoch=later.epoch, status=TaskStatus.RETRYING, delay=timedelta(hours=1)),
    )
    async with house.unit_of_work() as unit:
        queued = await unit.tasks.queue_due(limit=10)
    assert [task.id for task in queued] == [soon.id]


async def test_lost_lease_is_queued_under_new_epoch(house: House, database: Database) -> None:
    task = await house.claim_task()
    await end_lease(database, task)
    async with house.unit_of_work() as unit:
        [queued] = await unit.tasks.queue_lost_leases(limit=10)
    assert (queued.status, queued.epoch, queued.lost_leases) == (TaskStatus.QUEUED, task.epoch + 1, 1)


async def test_live_lease_is_left_alone(house: House) -> None:
    await house.claim_task()
    async with house.unit_of_work() as unit:
        assert await unit.tasks.queue_lost_leases(limit=10) == []
        assert await unit.tasks.claim_exhausted(owner="sweeper", lease=LEASE, limit=10) == []


async def test_poison_task_is_taken_after_three_lost_leases(house: House, database: Database) -> None:
    task = await house.claim_task()
    for _ in range(Task.most_lost_leases - 1):
        await end_lease(database, task)
        async with house.unit_of_work() as unit:
            await unit.tasks.queue_lost_leases(limit=10)
        [task] = await claim(house, task)
    await end_lease(database, task)
    async with house.unit_of_work() as unit:
        assert await unit.tasks.queue_lost_leases(limit=10) == []
        [taken] = await unit.tasks.claim_exhausted(owner="sweeper", lease=LEASE, limit=10)
    assert (taken.epoch, taken.lost_leases) == (task.epoch + 1, Task.most_lost_leases)


async def test_renewal_answers_only_what_is_still_held(house: House, database: Database) -> None:
    kept, lost = await house.claim_task(), await house.claim_task()
    async with house.unit_of_work() as unit:
        answer = await unit.tasks.renew_many({kept.id: kept.epoch, lost.id: lost.epoch - 1}, owner="test", lease=LEASE)
    assert answer == Renewal({kept.id}, set())


async def test_renewal_waits_for_nobody_and_says_whose_rows_are_being_written(house: House, database: Database) -> None:
    task = await house.claim_task()
    async with database.transaction() as session, house.unit_of_work() as unit:
        await session.execute(text("SELECT 1 FROM tasks FOR UPDATE"))
        answer = await unit.tasks.renew_many({task.id: task.epoch}, owner="test", lease=LEASE)
    assert answer == Renewal(set(), {task.id})


async def test_renewal_without_an_epoch_is_for_the_owner_alone(house: House) -> None:
    ours, foreign = await house.claim_task(), await house.add_task()
    await claim(house, foreign, owner="other")
    async with house.unit_of_work() as unit:
        answer = await unit.tasks.renew_many({ours.id: None, foreign.id: None}, owner="test", lease=LEASE)
    assert answer == Renewal({ours.id}, set())


async def test_handing_back_costs_no_attempt(house: House) -> None:
    task = await house.claim_task()
    async with house.unit_of_work() as unit:
        [returned] = await unit.tasks.hand_back_many({task.id: task.epoch})
    assert (returned.status, returned.attempt, returned.epoch) == (TaskStatus.QUEUED, 0, task.epoch + 1)


async def test_dispatch_older_than_stream_head_is_lost(house: House) -> None:
    task = await house.add_task()
    hour = timedelta(hours=1)
    now = datetime.now(UTC)
    async with house.unit_of_work() as unit:
        assert await unit.tasks.queue_lost_dispatches({(Queue.BOOKING, 0): now - hour}, limit=10) == []
        assert await unit.tasks.queue_lost_dispatches({(Queue.REMINDER, 0): now + hour}, limit=10) == []
        assert await unit.tasks.queue_lost_dispatches({(Queue.BOOKING, 1): now + hour}, limit=10) == []
        [lost] = await unit.tasks.queue_lost_dispatches({(Queue.BOOKING, 0): now + hour}, limit=10)
    assert lost.id == task.id


async def test_forgotten_dispatch_is_lost_at_once(house: House) -> None:
    task = await house.add_task()
    async with house.unit_of_work() as unit:
        await unit.tasks.forget_dispatches([task.id])
    async with house.unit_of_work() as unit:
        [lost] = await unit.tasks.queue_lost_dispatches({(Queue.BOOKING, 0): LONG_AGO}, limit=10)
    assert lost.id == task.id


async def test_two_sweeps_at_once_share_the_work(house: House) -> None:
    tasks = [await house.add_task() for _ in range(20)]
    future = datetime.now(UTC) + timedelta(hours=1)

    async def sweep() -> list[str]:
        async with house.unit_of_work() as unit:
            found = await unit.tasks.queue_lost_dispatches({(Queue.BOOKING, 0): future}, limit=10)
            await asyncio.sleep(0.05)
            return [str(each.id) for each in found]

    first, second = await asyncio.gather(sweep(), sweep())
    assert sorted(first + second) == sorted(str(task.id) for task in tasks)


async def test_unanswered_question_expires(house: House, database: Database) -> None:
    task = await house.add_task(status=TaskStatus.NEEDS_INPUT, expires_in=timedelta(hours=1))
    async with house.unit_of_work() as unit:
        assert await unit.tasks.expire_many(limit=10) == []
    async with database.transaction() as session:
        await session.execute(text("UPDATE tasks SET expires_at = now() WHERE id = :id"), {"id": task.id})
    async with house.unit_of_work() as unit:
        [expired] = await unit.tasks.expire_many(limit=10)
    assert expired.status is TaskStatus.EXPIRED


async def test_unanswered_question_of_a_task_that_may_have_done_something_goes_to_a_person(
    house: House, database: Database
) -> None:
    task = await house.add_task(status=TaskStatus.NEEDS_INPUT, expires_in=timedelta(hours=1))
    async with house.unit_of_work() as unit:
        await unit.effects.add_intent("task:book", task_id=task.id, epoch=task.epoch)
    async with database.transaction() as session:
        await session.execute(text("UPDATE tasks SET expires_at = now() WHERE id = :id"), {"id": task.id})
    async with house.unit_of_work() as unit:
        [moved] = await unit.tasks.expire_many(limit=10)
        assert await unit.tasks.expire_many(limit=10) == []
    assert (moved.status, moved.completed_at) == (TaskStatus.NEEDS_PERSON, None)


async def test_move_of_stale_view_is_refused(house: House) -> None:
    task = await house.add_task(status=TaskStatus.NEEDS_INPUT)
    settlement = Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.QUEUED)
    async with house.unit_of_work() as unit:
        assert await unit.tasks.move_seen(task, settlement) is not None
        assert await unit.tasks.move_seen(task, settlement) is None


async def test_every_move_is_recorded_once_and_legal(house: House, database: Database) -> None:
    task = await house.claim_task()
    await settle(
        house,
        Settlement(
            id=task.id,
            epoch=task.epoch,
            status=TaskStatus.RETRYING,
            due_at=datetime(2020, 1, 1, tzinfo=UTC),
            reason="busy",
        ),
    )
    async with house.unit_of_work() as unit:
        await unit.tasks.queue_due(limit=10)
    [task] = await claim(house, task)
    await settle(house, Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.COMPLETED))
    async with house.unit_of_work() as unit:
        events = await unit.tasks.list_events(task.id)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.to_status.value for event in events] == [
        "queued",
        "running",
        "retrying",
        "queued",
        "running",
        "completed",
    ]
    assert all(event.to_status in TRANSITIONS[event.from_status] for event in events if event.from_status)
    assert events[2].reason == "busy"


async def test_completing_many_writes_what_settling_would(house: House) -> None:
    tasks = [await house.claim_task() for _ in range(2)]
    ends = [
        Settlement(
            id=task.id,
            epoch=task.epoch,
            status=TaskStatus.COMPLETED,
            result={"summary": "Done.", "big": 10**30, "list": [1, None, "ä"]},
            scheduled_for=datetime(2026, 12, 24, 18, tzinfo=UTC),
        )
        for task in tasks
    ]
    [loud] = await settle(house, ends[0])
    async with house.unit_of_work() as unit:
        assert await unit.tasks.complete_many(ends[1:]) == {tasks[1].id}
    quiet = await load(house, tasks[1])
    own = {"id", "request_id", "created_at", "updated_at", "completed_at"}
    assert {name: value for name, value in asdict(quiet).items() if name not in own} == {
        name: value for name, value in asdict(loud).items() if name not in own
    }
    assert quiet.completed_at == quiet.updated_at


async def test_zombie_completes_nothing(house: House, database: Database) -> None:
    old = await house.claim_task()
    await end_lease(database, old)
    async with house.unit_of_work() as unit:
        await unit.tasks.queue_lost_leases(limit=10)
        assert await unit.tasks.complete_many([_completed(old)]) == set()
    [new] = await claim(house, old)
    async with house.unit_of_work() as unit:
        assert await unit.tasks.complete_many([_completed(old), _completed(new)]) == {new.id}


def _completed(task: Task) -> Settlement:
    return Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.COMPLETED, result={"summary": "Done."})


async def test_task_not_begun_in_time_is_not_begun_any_more_and_expires(house: House) -> None:
    late, early, lasting = [
        await house.add_task(start_by=instant) for instant in (LONG_AGO, datetime.now(UTC) + timedelta(hours=1), None)
    ]
    async with house.unit_of_work() as unit:
        claimed = await unit.tasks.claim_many([late.id, early.id, lasting.id], owner="test", lease=timedelta(minutes=5))
        [expired] = await unit.tasks.expire_many(limit=10)
        [*_, event] = await unit.tasks.list_events(late.id)
    assert {task.id for task in claimed} == {early.id, lasting.id}
    assert (expired.id, expired.status, event.reason) == (late.id, TaskStatus.EXPIRED, "not begun in time")


async def test_deadline_holds_through_a_question_but_not_for_what_was_begun(house: House, database: Database) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    begun = await house.claim_task(start_by=soon)
    asked = await house.add_task(start_by=soon, status=TaskStatus.NEEDS_INPUT, expires_in=timedelta(days=1))
    replied = await house.add_task(start_by=soon, status=TaskStatus.NEEDS_INPUT, expires_in=timedelta(days=1))
    async with house.unit_of_work() as unit:
        await unit.tasks.hand_back_many({begun.id: begun.epoch})
        await unit.tasks.move_seen(replied, Settlement(id=replied.id, epoch=0, status=TaskStatus.QUEUED))
        assert await unit.tasks.expire_many(limit=10) == []
    async with database.transaction() as session:
        await session.execute(text("UPDATE tasks SET expires_at = expires_at - interval '2 hours'"))
    async with house.unit_of_work() as unit:
        expired = await unit.tasks.expire_many(limit=10)
    assert {task.id for task in expired} == {asked.id, replied.id}
    assert await claim(house, begun)
