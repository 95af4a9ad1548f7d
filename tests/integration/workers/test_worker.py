"""A worker over real stores: nothing lost, nothing twice, nothing left behind."""

import asyncio
import json
from collections.abc import Collection, Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from core.domain import Problem, Question, Queue, Repeat, TaskStatus, Work, WorkKind
from core.errors import PermanentError, TransientError, UnavailableError
from core.outcome import Asks, Completed, Fails, Outcome, Waits
from core.queue import GROUP, stream_key
from repositories.database import Database
from repositories.session import SessionRepository
from services import durable_work
from services.ability import TaskDetails, Wish
from services.durable_work import DurableWork
from services.effect_ledger import Response
from tests.integration.waiting import eventually
from tests.integration.workers.workshop import SLOTS, Workshop, complete
from workers.dispatcher import Dispatcher

TAKE_AWAY = text(
    "UPDATE tasks SET status = 'queued', epoch = epoch + 1, version = version + 1, lease_until = NULL, lease_owner = NULL"
)
BUSY = TransientError("Busy.", retry_after=0.01)


async def test_task_completes_and_stream_is_empty(workshop: Workshop) -> None:
    tasks = [await workshop.add_task() for _ in range(20)]
    async with workshop.working():
        for task in tasks:
            done = await workshop.wait_for(task, TaskStatus.COMPLETED)
            assert done.result == {"summary": "Done in attempt 1."}

        async def is_empty() -> bool:
            state = await workshop.queue.inspect(Queue.ACTIVITY)
            return (state.length, state.pending) == (0, 0)

        await eventually(is_empty)


async def test_completed_task_leaves_one_message_with_its_final_view(workshop: Workshop) -> None:
    task = await workshop.add_task()
    await workshop.drain()
    [message] = await workshop.messages(task)
    body = json.loads(message.body)
    assert (message.type, body["type"]) == ("task.completed", "task.completed")
    assert (body["data"]["id"], body["data"]["status"]) == (str(task.id), "completed")


async def test_task_that_never_reached_the_stream_is_swept(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable_work, "LOST_DISPATCH_AFTER", timedelta(0))
    task = await workshop.add_task(published=False)
    async with workshop.working():
        await workshop.wait_for(task, TaskStatus.COMPLETED)


async def test_flushed_redis_loses_nothing(workshop: Workshop, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable_work, "LOST_DISPATCH_AFTER", timedelta(0))
    tasks = [await workshop.add_task() for _ in range(50)]
    await redis.flushdb()  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
    async with workshop.working():
        for task in tasks:
            assert (await workshop.wait_for(task, TaskStatus.COMPLETED)).attempt == 1


async def test_waiting_backlog_is_not_multiplied_by_sweeps(workshop: Workshop) -> None:
    for _ in range(30):
        await workshop.add_task()
    dispatcher = Dispatcher(work=workshop.work())
    for _ in range(3):
        assert await dispatcher.sweep_once() == 0
    assert (await workshop.queue.inspect(Queue.ACTIVITY)).length == 30


async def test_doubled_entry_runs_once(workshop: Workshop) -> None:
    ran: list[int] = []

    async def count(wish: Wish[TaskDetails]) -> Outcome:
        ran.append(wish.task.epoch)
        return await complete(wish)

    workshop.service.script = count
    await workshop.queue.create_group(Queue.ACTIVITY)
    task = await workshop.add_task()
    for _ in range(3):
        await workshop.ring(task)
    await workshop.drain()
    assert ran == [1]


async def test_what_a_dead_worker_left_takes_no_more_slots_than_there_are(workshop: Workshop, redis: Redis) -> None:
    under_way = most = 0

    async def count(wish: Wish[TaskDetails]) -> Outcome:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.05)
        under_way -= 1
        return await complete(wish)

    workshop.service.script = count
    await workshop.queue.create_group(Queue.ACTIVITY)
    tasks = [await workshop.add_task() for _ in range(2 * SLOTS)]
    left = await workshop.queue.read(Queue.ACTIVITY, consumer="dead", count=SLOTS, block=timedelta(milliseconds=1))
    for entry in left:
        await redis.xclaim(stream_key(Queue.ACTIVITY), GROUP, "dead", 0, [entry.entry_id], idle=600_000)
    async with workshop.working():
        for task in tasks:
            await workshop.wait_for(task, TaskStatus.COMPLETED)
    assert (len(left), most) == (SLOTS, SLOTS)


async def test_unreadable_entry_is_removed_and_the_next_one_served(workshop: Workshop, redis: Redis) -> None:
    await redis.xadd(stream_key(Queue.ACTIVITY), {"kind": "?", "id": "?"})
    task = await workshop.add_task()
    async with workshop.working():
        await workshop.wait_for(task, TaskStatus.COMPLETED)
    assert (await workshop.queue.inspect(Queue.ACTIVITY)).length == 0


async def test_transient_error_is_retried_until_it_works(workshop: Workshop) -> None:
    async def fail_twice(wish: Wish[TaskDetails]) -> Outcome:
        if wish.task.attempt < 3:
            raise BUSY
        return await complete(wish)

    workshop.service.script = fail_twice
    task = await workshop.add_task()
    async with workshop.working():
        done = await workshop.wait_for(task, TaskStatus.COMPLETED)
    assert (done.attempt, done.error) == (3, None)


async def test_spent_attempts_make_a_dead_letter_that_says_why(workshop: Workshop) -> None:
    async def fail(_: Wish[TaskDetails]) -> Outcome:
        raise BUSY

    workshop.service.script = fail
    task = await workshop.add_task(max_attempts=2)
    async with workshop.working():
        failed = await workshop.wait_for(task, TaskStatus.FAILED)
    assert failed.attempt == 2
    assert failed.error is not None
    assert failed.error.detail == "Busy."
    assert [message.type for message in await workshop.messages(task)] == ["task.failed"]


async def test_poison_takes_nobody_along_that_runs_beside_it(
    workshop: Workshop, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable_work, "LOST_DISPATCH_AFTER", timedelta(0))
    tasks = [await workshop.add_task(webhook_url=None) for _ in range(5)]
    poison = tasks[2]

    async def live_and_die() -> bool:
        """A process reads and claims; with the poison among it, it dies of it, else it settles. Another one sweeps."""
        work = workshop.work()
        entries = await workshop.queue.read(
            Queue.ACTIVITY, consumer="any", count=SLOTS, block=timedelta(milliseconds=1)
        )
        claimed = await work.claim({WorkKind.TASK: {entry.id for entry in entries if entry.id}})
        if poison.id not in {each.id for _, each in claimed}:
            await work.settle([done for kind, each in claimed if (done := await work.run(kind, each))])
        async with database.transaction() as session:
            await session.execute(
                text("UPDATE tasks SET lease_until = now() - interval '1 s' WHERE status = 'running'")
            )
        for sweep in work.list_sweeps():
            await sweep()
        return all([(await workshop.load(task)).completed_at for task in tasks])

    await eventually(live_and_die)
    ended = {task.id: (await workshop.load(task)).status for task in tasks}
    assert ended == {**dict.fromkeys(ended, TaskStatus.COMPLETED), poison.id: TaskStatus.FAILED}


async def test_permanent_error_fails_at_once(workshop: Workshop) -> None:
    async def refuse(_: Wish[TaskDetails]) -> Outcome:
        raise PermanentError("Never.")

    workshop.service.script = refuse
    task = await workshop.add_task()
    await workshop.drain()
    assert (await workshop.load(task)).attempt == 1
    assert (await workshop.load(task)).status is TaskStatus.FAILED


@pytest.mark.parametrize(("intent", "details"), [("unheard_of", {}), ("scripted", {"unheard_of": 1})])
async def test_what_a_newer_version_has_stored_waits_for_a_worker_that_can_read_it(
    workshop: Workshop, intent: str, details: Mapping[str, Any]
) -> None:
    task = await workshop.house.add_task(details, intent=intent, queue=Queue.ACTIVITY)
    await workshop.ring(task)
    await workshop.drain()
    left = await workshop.load(task)
    assert (left.status, left.attempt) == (TaskStatus.RETRYING, 1)


async def test_crash_of_a_service_is_retried_and_shows_no_traceback(workshop: Workshop) -> None:
    async def crash(_: Wish[TaskDetails]) -> Outcome:
        raise ZeroDivisionError("secret words")

    workshop.service.script = crash
    task = await workshop.add_task(max_attempts=1)
    await workshop.drain()
    failed = await workshop.load(task)
    assert failed.status is TaskStatus.FAILED
    assert "secret words" not in str(failed.error)


async def test_absent_database_costs_no_attempt(workshop: Workshop) -> None:
    async def miss_database(_: Wish[TaskDetails]) -> Outcome:
        raise UnavailableError("Away.")

    workshop.service.script = miss_database
    task = await workshop.add_task(max_attempts=1)
    async with workshop.working():
        waiting = await workshop.wait_for(task, TaskStatus.RETRYING)
    assert waiting.attempt == 0


async def test_question_rests_and_costs_no_attempt(workshop: Workshop) -> None:
    async def ask(_: Wish[TaskDetails]) -> Outcome:
        return Asks(question=Question(text="Which one?", slot="which", options=("this", "that")))

    workshop.service.script = ask
    task = await workshop.add_task()
    await workshop.drain()
    asked = await workshop.load(task)
    assert (asked.status, asked.attempt) == (TaskStatus.NEEDS_INPUT, 0)
    assert asked.question == Question(text="Which one?", slot="which", options=("this", "that"))


async def test_waiting_for_the_other_side_comes_back_when_due(workshop: Workshop) -> None:
    async def wait_once(wish: Wish[TaskDetails]) -> Outcome:
        return Waits(until=wish.now + timedelta(seconds=0.2)) if wish.task.epoch == 1 else await complete(wish)

    workshop.service.script = wait_once
    task = await workshop.add_task()
    async with workshop.working():
        done = await workshop.wait_for(task, TaskStatus.COMPLETED)
    assert (done.epoch, done.attempt) == (2, 1)


async def test_failure_while_an_effect_may_stand_needs_a_person(workshop: Workshop) -> None:
    async def lose_the_answer(wish: Wish[TaskDetails]) -> Outcome:
        async def call(_: str) -> Response:
            raise TransientError("The line broke.")

        await wish.effects.once("book", call, find=None, repeat=Repeat.NEVER)
        return await complete(wish)

    workshop.service.script = lose_the_answer
    task = await workshop.add_task(max_attempts=1)
    await workshop.drain()
    assert (await workshop.load(task)).status is TaskStatus.NEEDS_PERSON
    assert [message.type for message in await workshop.messages(task)] == ["task.needs_person"]


async def test_failure_after_a_done_effect_needs_a_person_lest_a_redrive_repeats_it(workshop: Workshop) -> None:
    async def crash_after_booking(wish: Wish[TaskDetails]) -> Outcome:
        async def call(_: str) -> Response:
            return {"booked": True}

        await wish.effects.once("book", call, find=None, repeat=Repeat.NEVER)
        raise ZeroDivisionError

    workshop.service.script = crash_after_booking
    task = await workshop.add_task(max_attempts=1)
    await workshop.drain()
    assert (await workshop.load(task)).status is TaskStatus.NEEDS_PERSON


async def test_plain_failure_of_a_service_is_failed(workshop: Workshop) -> None:
    async def fail(_: Wish[TaskDetails]) -> Outcome:
        return Fails(problem=Problem(type="urn:x", title="No", detail="Not today."))

    workshop.service.script = fail
    task = await workshop.add_task()
    await workshop.drain()
    failed = await workshop.load(task)
    assert (failed.status, failed.error and failed.error.detail) == (TaskStatus.FAILED, "Not today.")


async def test_long_attempt_keeps_its_lease(workshop: Workshop) -> None:
    async def take_long(wish: Wish[TaskDetails]) -> Outcome:
        await asyncio.sleep(workshop.lease.total_seconds() * 2.5)
        return await complete(wish)

    workshop.service.script = take_long
    task = await workshop.add_task()
    async with workshop.working(), workshop.working():
        done = await workshop.wait_for(task, TaskStatus.COMPLETED)
    assert (done.epoch, done.lost_leases) == (1, 0)


async def test_attempt_whose_lease_was_lost_is_stopped(workshop: Workshop, database: Database) -> None:
    stopped = asyncio.Event()

    async def hang_first(wish: Wish[TaskDetails]) -> Outcome:
        if wish.task.epoch > 1:
            return await complete(wish)
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        raise AssertionError

    workshop.service.script = hang_first
    task = await workshop.add_task()
    async with workshop.working():
        await workshop.wait_for(task, TaskStatus.RUNNING)
        async with database.transaction() as session:
            await session.execute(TAKE_AWAY)
        await workshop.ring(task)
        done = await workshop.wait_for(task, TaskStatus.COMPLETED)
        async with asyncio.timeout(10):
            await stopped.wait()
    assert (done.attempt, done.epoch) == (2, 3)


async def test_stopping_worker_finishes_what_it_began(workshop: Workshop) -> None:
    begun = asyncio.Event()

    async def take_a_moment(wish: Wish[TaskDetails]) -> Outcome:
        begun.set()
        await asyncio.sleep(0.3)
        return await complete(wish)

    workshop.service.script = take_a_moment
    task = await workshop.add_task()
    async with workshop.working():
        await begun.wait()
    assert (await workshop.load(task)).status is TaskStatus.COMPLETED


async def test_stopping_worker_hands_back_what_takes_too_long(workshop: Workshop) -> None:
    begun = asyncio.Event()

    async def hang(_: Wish[TaskDetails]) -> Outcome:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    workshop.service.script = hang
    task = await workshop.add_task()
    async with workshop.working(grace=timedelta(seconds=0.1)):
        await begun.wait()
    returned = await workshop.load(task)
    assert (returned.status, returned.attempt) == (TaskStatus.QUEUED, 0)
    workshop.service.script = complete
    await workshop.drain()
    assert (await workshop.load(task)).status is TaskStatus.COMPLETED


async def test_rolling_restart_of_all_workers_under_load_costs_no_attempt(workshop: Workshop) -> None:
    begun = 0

    async def take_a_moment(wish: Wish[TaskDetails]) -> Outcome:
        nonlocal begun
        begun += 1
        await asyncio.sleep(0.6 if wish.task.epoch == 1 else 0.05)
        return await complete(wish)

    async def are_all_slots_taken() -> bool:
        return begun >= 3 * SLOTS

    workshop.lease = timedelta(seconds=5)
    workshop.service.script = take_a_moment
    tasks = [await workshop.add_task(webhook_url=None) for _ in range(5 * SLOTS)]
    async with AsyncExitStack() as workers:
        old = [await workers.enter_async_context(AsyncExitStack()) for _ in range(3)]
        for each in old:
            await each.enter_async_context(workshop.working(grace=timedelta(seconds=0.05)))
        await eventually(are_all_slots_taken)
        for each in old:
            await workers.enter_async_context(workshop.working())
            await each.aclose()
        done = [await workshop.wait_for(task, TaskStatus.COMPLETED) for task in tasks]
    assert {(task.attempt, task.lost_leases) for task in done} == {(1, 0)}
    assert any(task.epoch > 1 for task in done), "nothing was handed back, so this shows nothing"


async def test_worker_stopped_while_it_claims_leaves_nothing_running(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    claiming = asyncio.Event()
    claim = DurableWork.claim

    async def claim_slowly(
        self: DurableWork, wanted: Mapping[WorkKind, Collection[UUID]], *, suspects: int
    ) -> list[tuple[WorkKind, Work]]:
        claimed = await claim(self, wanted, suspects=suspects)
        claiming.set()
        await asyncio.sleep(0.3)  # committed, but not begun
        return claimed

    monkeypatch.setattr(DurableWork, "claim", claim_slowly)
    task = await workshop.add_task()
    async with workshop.working():
        await claiming.wait()
    assert (await workshop.load(task)).status is TaskStatus.COMPLETED


async def test_stopped_worker_leaves_no_consumer_behind(workshop: Workshop, redis: Redis) -> None:
    task = await workshop.add_task()
    async with workshop.working():
        await workshop.wait_for(task, TaskStatus.COMPLETED)
    assert await redis.xinfo_consumers(stream_key(Queue.ACTIVITY), GROUP) == []


async def test_worker_with_once_ends_by_itself(workshop: Workshop) -> None:
    tasks = [await workshop.add_task() for _ in range(30)]
    async with asyncio.timeout(30):
        await workshop.drain()
    assert {(await workshop.load(task)).status for task in tasks} == {TaskStatus.COMPLETED}


async def test_queue_of_another_worker_is_left_alone(workshop: Workshop) -> None:
    task = await workshop.add_task(queue=Queue.REMINDER)
    await workshop.drain()
    assert (await workshop.load(task)).status is TaskStatus.QUEUED


async def test_frozen_session_is_ended_so_that_others_get_its_locks(
    workshop: Workshop, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable_work, "FROZEN_AFTER", timedelta(0))
    task = await workshop.add_task()

    async def freeze() -> None:
        async with database.transaction() as session:
            await session.execute(text("SELECT 1 FROM tasks FOR UPDATE"))
            await Dispatcher(work=workshop.work()).sweep_once()
            await session.execute(text("SELECT 1"))

    with pytest.raises(UnavailableError):
        await freeze()
    await workshop.drain()
    assert (await workshop.load(task)).status is TaskStatus.COMPLETED


async def test_failing_step_of_a_sweep_keeps_no_other_from_running(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable_work, "LOST_DISPATCH_AFTER", timedelta(0))
    task = await workshop.add_task(published=False)

    async def fail(*_: object, **__: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(SessionRepository, "end_frozen", fail)
    await workshop.drain()
    assert (await workshop.load(task)).status is TaskStatus.COMPLETED


async def test_wish_that_nobody_wants_told_completes_without_a_message(workshop: Workshop) -> None:
    tasks = [await workshop.add_task(webhook_url=None) for _ in range(3)]
    await workshop.drain()
    for task in tasks:
        done = await workshop.load(task)
        assert (done.status, done.result) == (TaskStatus.COMPLETED, {"summary": "Done in attempt 1."})
        assert await workshop.messages(task) == []


async def test_row_that_can_not_be_settled_keeps_no_other_from_it(workshop: Workshop) -> None:
    async def promise(wish: Wish[TaskDetails]) -> Outcome:
        # Half of a surrogate pair is nothing that UTF-8 can say, so this one can't be written.
        return Completed(summary="\ud800" if wish.task.id == bad.id else "Done.")

    workshop.service.script = promise
    bad, *good = [await workshop.add_task(webhook_url=None, published=False) for _ in range(4)]
    for task in (bad, *good):
        await workshop.ring(task)
    async with workshop.working():
        for task in good:
            assert (await workshop.wait_for(task, TaskStatus.COMPLETED)).attempt == 1
        await workshop.wait_for(bad, TaskStatus.FAILED)  # its leases run out, until it counts as poison
