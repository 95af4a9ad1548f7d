"""The streams, on a real Redis."""

import asyncio
import time
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
import structlog
from redis.asyncio import Redis

from core.domain import Queue, WorkKind
from core.errors import UnavailableError
from core.ids import make_id
from core.lanes import LANES, MAIN_LANE
from core.queue import GROUP, Ring, TaskQueue, stream_key, stream_keys
from core.redis_client import ANSWER_WITHIN_SECONDS, open_redis
from tests.integration.waiting import eventually
from tests.redis_servers import find_programs, guarded, running

SHORTLY = timedelta(milliseconds=20)


@dataclass(frozen=True)
class Place:
    """A server to test on; `url` is what REDIS_URL would be, `master_url` leads straight to it."""

    url: str
    master_url: str


@pytest.fixture(
    scope="module",
    params=[(program, arrangement) for program in find_programs() for arrangement in ("alone", "sentinel")],
    ids=lambda param: f"{param[0].name.replace(' ', '-')}-{param[1]}",
)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    """Every server there is, by itself and behind Sentinel."""
    program, arrangement = request.param
    folder = tmp_path_factory.mktemp("redis")
    if arrangement == "alone":
        with running(program, folder) as server:
            yield Place(server.url, server.url)
    else:
        with guarded(program, folder) as trio:
            yield Place(trio.url, trio.master.url)


@pytest.fixture
async def redis(place: Place) -> AsyncGenerator[Redis]:
    """A plain client on it, which finds it empty."""
    client = Redis.from_url(place.master_url, protocol=2)  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
    await client.flushdb()  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
    yield client
    await client.aclose()


@pytest.fixture
def redis_url(place: Place, redis: Redis) -> str:
    return place.url


@pytest.fixture
async def queue(redis_url: str) -> AsyncGenerator[TaskQueue]:
    queue = TaskQueue(open_redis(redis_url))
    yield queue
    await queue.close()


def ring(lane: int = MAIN_LANE) -> Ring:
    return Ring(Queue.BOOKING, WorkKind.TASK, make_id(), lane)


async def read_ids(queue: TaskQueue, *, count: int) -> set[UUID | None]:
    return {entry.id for entry in await queue.read(Queue.BOOKING, consumer="a", count=count, block=SHORTLY)}


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


async def test_group_that_is_lost_with_the_stream_kept_is_read_again_from_the_start(
    queue: TaskQueue, redis: Redis
) -> None:
    await queue.create_group(Queue.BOOKING)
    await queue.publish([ring(), ring()])
    assert len(await queue.read(Queue.BOOKING, consumer="a", count=10, block=SHORTLY)) == 2
    await redis.xgroup_destroy(stream_key(Queue.BOOKING), GROUP)
    assert await queue.read(Queue.BOOKING, consumer="a", count=10, block=SHORTLY) == []
    assert len(await queue.read(Queue.BOOKING, consumer="a", count=10, block=SHORTLY)) == 2


async def test_group_that_vanishes_again_and_again_is_made_ever_more_slowly(
    queue: TaskQueue, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    here, sleep = asyncio.current_task(), asyncio.sleep

    async def pause(seconds: float) -> None:
        """Others of this loop rest as they mean to: without a pause they would keep it for ever."""
        if asyncio.current_task() is here:
            pauses.append(seconds)
        else:
            await sleep(seconds)

    monkeypatch.setattr("core.queue.asyncio.sleep", pause)
    with structlog.testing.capture_logs() as logs:
        for _ in range(8):
            await redis.flushdb()  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
            assert await queue.read(Queue.BOOKING, consumer="a", count=1, block=SHORTLY) == []
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0]
    assert [line["event"] for line in logs] == ["stream made anew"]


async def test_reclaiming_goes_past_entries_that_are_not_idle(queue: TaskQueue) -> None:
    await queue.create_group(Queue.BOOKING)
    await queue.publish([ring() for _ in range(40)])
    old = await queue.read(Queue.BOOKING, consumer="dead", count=40, block=SHORTLY)
    taken = await queue.reclaim(Queue.BOOKING, consumer="b", idle=timedelta(0), count=100)
    assert [entry.entry_id for entry in taken] == [entry.entry_id for entry in old]


async def test_names_that_nobody_uses_are_removed_unless_entries_are_pending_under_them(
    queue: TaskQueue, redis: Redis
) -> None:
    await queue.create_group(Queue.BOOKING)
    await queue.publish([ring()])
    [entry] = await queue.read(Queue.BOOKING, consumer="busy", count=1, block=SHORTLY)
    await redis.xgroup_createconsumer(stream_key(Queue.BOOKING), GROUP, "gone")
    assert await queue.drop_idle_consumers(Queue.BOOKING, idle=timedelta(hours=1)) == 0
    assert await queue.drop_idle_consumers(Queue.BOOKING, idle=timedelta(0)) == 1
    assert [each["name"] for each in await redis.xinfo_consumers(stream_key(Queue.BOOKING), GROUP)] == [b"busy"]
    await queue.acknowledge(Queue.BOOKING, [entry.entry_id])
    assert await queue.drop_idle_consumers(Queue.BOOKING, idle=timedelta(0)) == 1


async def test_reader_whose_name_is_removed_meanwhile_gets_its_entry(queue: TaskQueue, redis: Redis) -> None:
    await queue.create_group(Queue.BOOKING)
    await redis.xgroup_createconsumer(stream_key(Queue.BOOKING), GROUP, "a")
    reading = asyncio.create_task(queue.read(Queue.BOOKING, consumer="a", count=1, block=timedelta(seconds=4)))

    async def waiting() -> bool:
        return (await redis.info("clients"))["blocked_clients"] == 1  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py

    await eventually(waiting)
    assert await queue.drop_idle_consumers(Queue.BOOKING, idle=timedelta(0)) == 1
    rings = [ring()]
    await queue.publish(rings)
    [entry] = await reading
    assert entry.id == rings[0].id
    assert (await queue.inspect(Queue.BOOKING)).pending == 1


async def test_no_name_is_removed_where_there_is_no_stream(queue: TaskQueue) -> None:
    assert await queue.drop_idle_consumers(Queue.BOOKING, idle=timedelta(0)) == 0
    assert await queue.reclaim(Queue.BOOKING, consumer="a", idle=timedelta(0)) == []


async def test_main_lane_comes_first_and_the_rest_is_shared(queue: TaskQueue) -> None:
    await queue.create_group(Queue.BOOKING)
    main, noisy, other = ([ring(lane) for _ in range(40)] for lane in (0, 1, 2))
    await queue.publish([*noisy, *other, *main[:16]])
    read = await read_ids(queue, count=24)
    assert {each.id for each in main[:16]} <= read
    assert [len(read & {each.id for each in lane}) for lane in (noisy, other)] == [4, 4]


async def test_full_main_lane_leaves_an_eighth_to_the_bulk_lanes(queue: TaskQueue) -> None:
    await queue.create_group(Queue.BOOKING)
    noisy = [ring(3) for _ in range(40)]
    await queue.publish([*noisy, *(ring() for _ in range(40))])
    assert len(await read_ids(queue, count=16) & {each.id for each in noisy}) == 2


async def test_single_slot_serves_the_bulk_lanes_too(queue: TaskQueue) -> None:
    await queue.create_group(Queue.BOOKING)
    noisy = [ring(4) for _ in range(2)]
    await queue.publish([*noisy, *(ring() for _ in range(40))])
    read = [await read_ids(queue, count=1) for _ in range(16)]
    assert sum(bool(each & {ring.id for ring in noisy}) for each in read) == 2


@pytest.mark.parametrize("lane", [0, 4])
async def test_lane_that_is_alone_gets_everything(queue: TaskQueue, lane: int) -> None:
    await queue.create_group(Queue.BOOKING)
    await queue.publish([ring(lane) for _ in range(40)])
    assert len(await read_ids(queue, count=33)) == 33


async def test_entry_on_any_lane_ends_the_wait(queue: TaskQueue) -> None:
    await queue.create_group(Queue.BOOKING)
    waiting = asyncio.create_task(queue.read(Queue.BOOKING, consumer="a", count=5, block=timedelta(seconds=10)))
    await asyncio.sleep(0)
    late = ring(2)
    await queue.publish([late])
    assert [entry.id for entry in await waiting] == [late.id]


async def test_lost_group_of_one_lane_loses_no_entry_of_another(queue: TaskQueue, redis: Redis) -> None:
    await queue.create_group(Queue.BOOKING)
    await redis.delete(stream_key(Queue.BOOKING, 2))
    rings = [ring(), ring(1), ring(2)]
    await queue.publish(rings)
    assert await read_ids(queue, count=5) | await read_ids(queue, count=5) == {each.id for each in rings}


async def test_entries_of_all_lanes_are_acknowledged_reclaimed_and_counted(queue: TaskQueue, redis: Redis) -> None:
    await queue.create_group(Queue.BOOKING)
    await queue.publish([ring(lane) for lane in LANES])
    entries = await queue.read(Queue.BOOKING, consumer="dead", count=10, block=SHORTLY)
    assert not await queue.drop_consumer(Queue.BOOKING, consumer="dead")
    assert [state.pending for state in await queue.inspect_lanes(Queue.BOOKING)] == [1] * len(LANES)
    taken = await queue.reclaim(Queue.BOOKING, consumer="b", idle=timedelta(0))
    assert sorted(taken) == sorted(entries)
    await queue.acknowledge(Queue.BOOKING, [entry.entry_id for entry in taken])
    assert {state.length for state in await queue.inspect_lanes(Queue.BOOKING)} == {0}
    assert await queue.drop_consumer(Queue.BOOKING, consumer="b")
    consumers = [await redis.xinfo_consumers(key, GROUP) for key in stream_keys(Queue.BOOKING)]
    assert [len(each) for each in consumers] == [1] * len(LANES)  # the dead one has nothing pending any more


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
