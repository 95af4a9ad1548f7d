"""The streams: the only file with stream commands.

PostgreSQL is the truth, a stream is a doorbell (ADR 0001): entries carry `{kind, id}` and nothing personal, a lost or
doubled entry is harmless, and everything here may be wiped at any time. Commands stay within Redis 6.2.

A queue is several streams, its lanes (ADR 0015). That is known here and nowhere above: a read serves them all in a fair
way, and the `entry_id` that it answers says which of them the entry is on.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple, Protocol, Self, cast
from uuid import UUID

import structlog
from redis.asyncio import Redis

from core.domain import Queue, WorkKind
from core.errors import UnavailableError
from core.lanes import LANES, MAIN_LANE
from core.redis_client import LONGEST_BLOCK_SECONDS, RedisConnections, RefusedError
from core.stream_scripts import ACK_AND_DELETE, ADD, DROP_CONSUMER, DROP_IDLE, HEADS, TAKE

logger = structlog.stdlib.get_logger(__name__)

GROUP = "workers"
REST_SECONDS = 3.0
"""How long nothing is published after a failure; the sweep does it later."""
_BATCH = 500
_BULK_SHARE = 8
"""One entry in so many is kept for the bulk lanes while the main lane has enough for everybody."""
_ON_LANE = "@"
_NO_GROUP = "NOGROUP"
_START = b"0-0"
_GROUP_LASTS_SECONDS = 10.0
"""A group that vanishes sooner than this after it was made is made again with a pause."""
_FIRST_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 2.0


class Entry(NamedTuple):
    """A stream entry as read; `kind` and `id` are None where it can't be understood. `entry_id` names it for
    `TaskQueue.acknowledge`, and means nothing elsewhere.
    """

    entry_id: str
    kind: WorkKind | None
    id: UUID | None


class Placed(Protocol):
    """A row that belongs on a stream."""

    @property
    def id(self) -> UUID: ...
    @property
    def queue(self) -> Queue: ...
    @property
    def lane(self) -> int: ...


class Ring(NamedTuple):
    """What to put on a stream; `lane` is that of its row."""

    queue: Queue
    kind: WorkKind
    id: UUID
    lane: int = MAIN_LANE

    @classmethod
    def of(cls, kind: WorkKind, row: Placed) -> Self:
        """What rings for this row."""
        return cls(row.queue, kind, row.id, row.lane)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamState:
    """How a stream stands. `head_at` is when the oldest undelivered entry was added, by the clock of Redis; its
    present time where nothing waits.
    """

    head_at: datetime
    now: datetime
    length: int
    pending: int

    @property
    def waiting(self) -> int:
        """Entries that no consumer has read yet."""
        return self.length - self.pending


def stream_key(queue: Queue, lane: int = MAIN_LANE) -> str:
    """The key of a lane's stream; the braces are literal, so that a cluster keeps a queue on one shard."""
    return f"queue:{{{queue}}}" if lane == MAIN_LANE else f"queue:{{{queue}}}:bulk:{lane - 1}"


def stream_keys(queue: Queue) -> list[str]:
    """The keys of all of a queue's streams, the main one first."""
    return [stream_key(queue, lane) for lane in LANES]


class TaskQueue:
    """Every queue of one Redis. Commands that fail raise UnavailableError."""

    def __init__(self, redis: RedisConnections) -> None:
        self._redis = redis
        self._rests_until = 0.0
        self._renewals: dict[str, _Renewal] = {}
        self._reads = 0
        self._owed: dict[Queue, int] = defaultdict(int)

    async def publish(self, rings: Iterable[Ring]) -> None:
        """Put entries on their streams, in one round trip a batch."""
        waiting = list(rings)
        if asyncio.get_running_loop().time() < self._rests_until:
            raise UnavailableError("The queue could not be reached a moment ago.")
        for start in range(0, len(waiting), _BATCH):
            try:
                await self._redis.ask(partial(_add_all, waiting[start : start + _BATCH]))
            except UnavailableError:
                self._rests_until = asyncio.get_running_loop().time() + REST_SECONDS
                raise

    async def read(self, queue: Queue, *, consumer: str, count: int, block: timedelta) -> list[Entry]:
        """Up to `count` new entries, waiting up to `block` for the first.

        The main lane comes first, then the bulk lanes in equal shares; an eighth is kept for them. What one lane does
        not use goes to the others. After a wait there may be an entry for each lane, whatever `count` says.

        Where a stream or its group is gone (a flush, a failover, an eviction) it is made anew and only what was read of
        the others is answered, the later the more often that happens.
        """
        self._reads += 1
        # What is too little for a whole entry is owed to them, lest the main lane starve them where few are read at once.
        reserved, self._owed[queue] = divmod(self._owed[queue] + count, _BULK_SHARE)
        *lanes, is_gone = await self._evaluate(TAKE, queue, consumer, count, reserved, self._reads)
        entries = [_to_entry(each, lane) for lane, found in zip(LANES, lanes, strict=True) for each in found]
        if is_gone:
            await self._renew_group(queue)
        elif not entries:
            return await self._wait(queue, consumer=consumer, count=count, block=block)
        return entries

    async def create_group(self, queue: Queue) -> None:
        """Make the streams and their groups, from the very first entry on; fine where they exist."""
        for key in stream_keys(queue):
            try:
                await self._redis.ask(partial(_make_group, key))
            except RefusedError as error:
                if error.code != "BUSYGROUP":
                    raise

    async def reclaim(self, queue: Queue, *, consumer: str, idle: timedelta, count: int = 100) -> list[Entry]:
        """Take over up to `count` entries that another consumer has left lying; deleted ones are skipped."""
        taken: list[Entry] = []
        for lane in LANES:
            if len(taken) < count:
                taken += await self._reclaim(queue, lane, consumer=consumer, idle=idle, count=count - len(taken))
        return taken

    async def acknowledge(self, queue: Queue, entry_ids: Sequence[str]) -> None:
        """Acknowledge and delete, atomically for each lane; entries that are gone already don't matter."""
        by_lane: dict[str, list[str]] = defaultdict(list)
        for name in entry_ids:
            entry_id, _, lane = name.partition(_ON_LANE)
            by_lane[lane].append(entry_id)
        for lane, ids in by_lane.items():
            key = stream_key(queue, int(lane or MAIN_LANE))
            await self._redis.ask(partial(_evaluate, ACK_AND_DELETE, [key], ids))

    async def inspect(self, queue: Queue, lane: int = MAIN_LANE) -> StreamState:
        """How a lane's stream stands now."""
        return (await self.inspect_lanes(queue))[lane]

    async def inspect_lanes(self, queue: Queue) -> list[StreamState]:
        """How the streams of all lanes stand now, by lane."""
        return [
            StreamState(head_at=_instant(head), now=_instant(now), length=length, pending=pending)
            for head, now, length, pending in await self._evaluate(HEADS, queue)
        ]

    async def drop_consumer(self, queue: Queue, *, consumer: str) -> bool:
        """Remove a consumer's name, unless entries are still pending under it."""
        try:
            return int(await self._evaluate(DROP_CONSUMER, queue, consumer)) == 0
        except UnavailableError:
            return False

    async def drop_idle_consumers(self, queue: Queue, *, idle: timedelta) -> int:
        """Remove the names that nobody used for so long and under which nothing is pending; answers how many.

        The name of a worker that lives comes back with its next read, so it does no harm that before Redis 7.2 a
        read which finds nothing does not count as use.
        """
        return len(set(await self._evaluate(DROP_IDLE, queue, int(idle.total_seconds() * 1000))))

    async def ping(self) -> None:
        """Ask Redis for a sign of life."""
        await self._redis.ask(lambda redis: redis.execute_command("PING"))  # pyright: ignore[reportUnknownMemberType, reportUnknownLambdaType] - untyped in redis-py

    async def close(self) -> None:
        """Close every connection."""
        await self._redis.close()

    # -------------------------------------------------------------- inside

    async def _evaluate(self, script: str, queue: Queue, *arguments: str | int) -> Any:
        return await self._redis.ask(partial(_evaluate, script, stream_keys(queue), arguments))

    async def _wait(self, queue: Queue, *, consumer: str, count: int, block: timedelta) -> list[Entry]:
        keys = stream_keys(queue)
        milliseconds = max(1, int(min(block.total_seconds(), LONGEST_BLOCK_SECONDS) * 1000))
        each = max(1, count // len(keys))
        try:
            reply = await self._redis.wait(
                lambda redis: redis.xreadgroup(
                    GROUP, consumer, dict.fromkeys(keys, ">"), count=each, block=milliseconds
                )
            )
        except RefusedError as error:
            if error.code != _NO_GROUP:
                raise
            await self._renew_group(queue)
            return []
        found = {key.decode(): entries for key, entries in cast("list[Any]", reply or [])}
        return [_to_entry(each, lane) for lane, key in zip(LANES, keys, strict=True) for each in found.get(key, ())]

    async def _reclaim(self, queue: Queue, lane: int, *, consumer: str, idle: timedelta, count: int) -> list[Entry]:
        taken: list[Entry] = []
        cursor = _START
        while len(taken) < count:
            claim = partial(_claim_idle, stream_key(queue, lane), consumer, idle, cursor, count - len(taken))
            try:
                reply = cast("list[Any]", await self._redis.ask(claim))
            except RefusedError as error:
                if error.code != _NO_GROUP:
                    raise
                break
            taken += [_to_entry(entry, lane) for entry in reply[1] if entry and entry[0] is not None]
            cursor = reply[0]
            if cursor == _START:
                break
        return taken

    async def _renew_group(self, queue: Queue) -> None:
        """Make the group, after a pause that grows while it keeps vanishing; the row of renewals is logged once."""
        renewal = self._renewals.setdefault(queue, _Renewal())
        pause = renewal.next_pause(asyncio.get_running_loop().time())
        if pause:
            await asyncio.sleep(pause)
        await self.create_group(queue)
        if not pause:
            logger.info("stream made anew", queue=queue)


class _Renewal:
    """How long to wait before a group is made again: nothing the first time, then up to two seconds."""

    def __init__(self) -> None:
        self._pause = 0.0
        self._last = float("-inf")

    def next_pause(self, now: float) -> float:
        again = now - self._last < _GROUP_LASTS_SECONDS + self._pause
        self._pause = min(2 * self._pause or _FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS) if again else 0.0
        self._last = now
        return self._pause


def _add_all(rings: Sequence[Ring], redis: Redis) -> Awaitable[Any]:
    together: dict[tuple[str, WorkKind], list[str]] = {}
    for ring in rings:
        together.setdefault((stream_key(ring.queue, ring.lane), ring.kind), []).append(str(ring.id))
    pipeline = redis.pipeline(transaction=False)
    for (key, kind), ids in together.items():
        pipeline.eval(ADD, 1, key, str(kind), *ids)
    return pipeline.execute()


def _evaluate(script: str, keys: Sequence[str], arguments: Sequence[str | int], redis: Redis) -> Awaitable[Any]:
    return redis.eval(script, len(keys), *keys, GROUP, *arguments)


def _make_group(key: str, redis: Redis) -> Awaitable[Any]:
    return redis.xgroup_create(key, GROUP, id="0", mkstream=True)


def _claim_idle(key: str, consumer: str, idle: timedelta, cursor: bytes, count: int, redis: Redis) -> Awaitable[Any]:
    return redis.xautoclaim(key, GROUP, consumer, int(idle.total_seconds() * 1000), start_id=cursor, count=count)


def _to_entry(raw: tuple[bytes, Mapping[bytes, bytes] | Sequence[bytes]], lane: int) -> Entry:
    entry_id, found = raw
    name = entry_id.decode() + (f"{_ON_LANE}{lane}" if lane else "")
    fields = found if isinstance(found, Mapping) else dict(zip(found[::2], found[1::2], strict=True))
    try:
        return Entry(name, WorkKind(fields[b"kind"].decode()), UUID(fields[b"id"].decode()))
    except (KeyError, ValueError, TypeError):
        return Entry(name, None, None)


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
