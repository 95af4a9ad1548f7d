"""The streams, on a real Redis."""

import asyncio
import time
from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from core.domain import Queue, WorkKind
from core.errors import UnavailableError
from core.ids import make_id
from core.queue import ANSWER_WITHIN_SECONDS, GROUP, Ring, TaskQueue, open_redis, stream_key

SHORTLY = timedelta(milliseconds=20)


@pytest.fixture
async def redis(redis_url: str) -> AsyncGenerator[Redis]:
    client = open_redis(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
def queue(redis: Redis) -> TaskQueue:
    return TaskQueue(redis)


def ring() -> Ring:
    return Ring(Queue.BOOKING, WorkKind.TASK, make_id())


async def test_what_is_published_is_read_once(queue: TaskQueue) -> None:
    rings = [ring() for _ in range(3)]
    await queue.publish(rings)
    await queue.read(Queue.BOOKING, consumer="a", count=1, block=SHORTLY)  # makes the group
    entries = await queue.read(Queue.BOOKING, consumer="a", count=10, block=SHORTLY)
    assert [entry.id for entry in entries] == [each.id for each in rings]
    assert await queue.read(Queue.BOOKING, consumer="b", count=10, block=SHORTLY) == []


async def test_entries_from_before_the_group_are_read_too(queue: TaskQueue) -> None:
    await queue.publish([ring()])
    await queue.create_group(Queue.BOOKING)
    await queue.create_group(Queue.BOOKING)
    assert len(await queue.read(Queue.BOOKING, consumer="a", count=10, block=SHORTLY)) == 1


async def test_acknowledged_entries_leave_nothing_behind(queue: TaskQueue) -> None:
    await queue.create_group(Queue.BOOKING)
    await queue.publish([ring(), ring()])
    entries = await queue.read(Queue.BOOKING, consumer="a", count=10, block=SHORTLY)
    await queue.acknowledge(Queue.BOOKING, [entry.entry_id for entry in entries])
    await queue.acknowledge(Queue.BOOKING, [entry.entry_id for entry in entries])
    state = await queue.inspect(Queue.BOOKING)
    assert (state.length, state.pending) == (0, 0)


async def test_state_tells_waiting_from_pending(queue: TaskQueue) -> None:
    await queue.create_group(Queue.BOOKING)
    await queue.publish([ring(), ring(), ring()])
    await queue.read(Queue.BOOKING, consumer="a", count=1, block=SHORTLY)
    state = await queue.inspect(Queue.BOOKING)
    assert (state.waiting, state.pending) == (2, 1)
    assert state.head_at <= state.now


async def test_missing_stream_has_its_head_now(queue: TaskQueue) -> None:
    state = await queue.inspect(Queue.REMINDER)
    assert (state.length, state.pending, state.head_at) == (0, 0, state.now)


async def test_unreadable_entry_is_shown_as_such(queue: TaskQueue, redis: Redis) -> None:
    await queue.create_group(Queue.BOOKING)
    await redis.xadd(stream_key(Queue.BOOKING), {"kind": "nonsense", "id": "7"})
    [entry] = await queue.read(Queue.BOOKING, consumer="a", count=10, block=SHORTLY)
    assert (entry.kind, entry.id) == (None, None)


async def test_idle_entry_is_taken_over(queue: TaskQueue) -> None:
    await queue.create_group(Queue.BOOKING)
    await queue.publish([ring()])
    [entry] = await queue.read(Queue.BOOKING, consumer="dead", count=10, block=SHORTLY)
    assert await queue.reclaim(Queue.BOOKING, consumer="b", idle=timedelta(hours=1)) == []
    assert await queue.reclaim(Queue.BOOKING, consumer="b", idle=timedelta(0)) == [entry]


async def test_entry_deleted_behind_our_back_is_skipped_when_reclaimed(queue: TaskQueue, redis: Redis) -> None:
    await queue.create_group(Queue.BOOKING)
    await queue.publish([ring()])
    [entry] = await queue.read(Queue.BOOKING, consumer="dead", count=10, block=SHORTLY)
    await redis.xdel(stream_key(Queue.BOOKING), entry.entry_id)
    assert await queue.reclaim(Queue.BOOKING, consumer="b", idle=timedelta(0)) == []


async def test_reading_survives_flushall(queue: TaskQueue, redis: Redis) -> None:
    await queue.create_group(Queue.BOOKING)
    await redis.flushdb()  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
    assert await queue.read(Queue.BOOKING, consumer="a", count=10, block=SHORTLY) == []
    await queue.publish([ring()])
    assert len(await queue.read(Queue.BOOKING, consumer="a", count=10, block=SHORTLY)) == 1


async def test_consumer_with_pending_entries_keeps_its_name(queue: TaskQueue, redis: Redis) -> None:
    await queue.create_group(Queue.BOOKING)
    await queue.publish([ring()])
    [entry] = await queue.read(Queue.BOOKING, consumer="a", count=10, block=SHORTLY)
    assert not await queue.drop_consumer(Queue.BOOKING, consumer="a")
    await queue.acknowledge(Queue.BOOKING, [entry.entry_id])
    assert await queue.drop_consumer(Queue.BOOKING, consumer="a")
    assert await redis.xinfo_consumers(stream_key(Queue.BOOKING), GROUP) == []


async def test_missing_server_is_said_in_our_words() -> None:
    queue = TaskQueue(open_redis("redis://127.0.0.1:1/0"))
    with pytest.raises(UnavailableError):
        await queue.ping()
    await queue.close()


async def test_server_that_never_answers_is_given_up_soon_and_then_left_in_peace() -> None:
    over = asyncio.Event()

    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    queue = TaskQueue(open_redis(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0"))
    started = time.monotonic()
    for _ in range(3):
        with pytest.raises(UnavailableError):
            await queue.publish([ring()])
    assert time.monotonic() - started < 2 * ANSWER_WITHIN_SECONDS
    over.set()
    await queue.close()
    server.close()
