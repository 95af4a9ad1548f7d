"""The streams: the only file with stream commands.

PostgreSQL is the truth, a stream is a doorbell (ADR 0001): entries carry `{kind, id}` and nothing personal, a lost or
doubled entry is harmless, and everything here may be wiped at any time. Commands stay within Redis 6.2.
"""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple, cast
from uuid import UUID

import structlog
from redis.asyncio import Redis

from core.domain import Queue, WorkKind
from core.errors import UnavailableError
from core.redis_client import LONGEST_BLOCK_SECONDS, RedisConnections, RefusedError

logger = structlog.stdlib.get_logger(__name__)

GROUP = "workers"
REST_SECONDS = 3.0
"""How long nothing is published after a failure; the sweep does it later."""
_BATCH = 500
_NO_GROUP = "NOGROUP"
_START = b"0-0"
_GROUP_LASTS_SECONDS = 10.0
"""A group that vanishes sooner than this after it was made is made again with a pause."""
_FIRST_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 2.0

_ADD = """
for i = 2, #ARGV do redis.call('XADD', KEYS[1], '*', 'kind', ARGV[1], 'id', ARGV[i]) end
return #ARGV - 1
"""
# One command for many entries: making and reading a command each costs the client more than all else about them.

_ACK_AND_DELETE = """
local ids = {}
for i = 2, #ARGV do ids[#ids + 1] = ARGV[i] end
local acked = redis.call('XACK', KEYS[1], ARGV[1], unpack(ids))
redis.call('XDEL', KEYS[1], unpack(ids))
return acked
"""

_HEAD = """
local now = redis.call('TIME')
local now_ms = now[1] * 1000 + math.floor(now[2] / 1000)
if redis.call('EXISTS', KEYS[1]) == 0 then return {now_ms, now_ms, 0, 0} end
local last, pending = '0-0', 0
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local fields = {}
  for i = 1, #group, 2 do fields[group[i]] = group[i + 1] end
  if fields['name'] == ARGV[1] then last, pending = fields['last-delivered-id'], fields['pending'] end
end
local first = redis.call('XRANGE', KEYS[1], '(' .. last, '+', 'COUNT', 1)
local head_ms = now_ms
if #first > 0 then head_ms = tonumber(string.match(first[1][1], '^(%d+)')) end
return {head_ms, now_ms, redis.call('XLEN', KEYS[1]), pending}
"""

_DROP_CONSUMER = """
local consumers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
if consumers.err then return 0 end
for _, consumer in ipairs(consumers) do
  local fields = {}
  for i = 1, #consumer, 2 do fields[consumer[i]] = consumer[i + 1] end
  if fields['name'] == ARGV[2] then
    if fields['pending'] > 0 then return -1 end
    return redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
  end
end
return 0
"""

_DROP_IDLE = """
local dropped = 0
local consumers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
if consumers.err then return 0 end
for _, consumer in ipairs(consumers) do
  local fields = {}
  for i = 1, #consumer, 2 do fields[consumer[i]] = consumer[i + 1] end
  if fields['pending'] == 0 and fields['idle'] >= tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], fields['name'])
    dropped = dropped + 1
  end
end
return dropped
"""


class Entry(NamedTuple):
    """A stream entry as read; `kind` and `id` are None where it can't be understood."""

    entry_id: str
    kind: WorkKind | None
    id: UUID | None


class Ring(NamedTuple):
    """What to put on a stream."""

    queue: Queue
    kind: WorkKind
    id: UUID


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


def stream_key(queue: Queue) -> str:
    """The key of a queue's stream; the braces are literal, so that a cluster keeps a queue on one shard."""
    return f"queue:{{{queue}}}"


class TaskQueue:
    """Every queue of one Redis. Commands that fail raise UnavailableError."""

    def __init__(self, redis: RedisConnections) -> None:
        self._redis = redis
        self._rests_until = 0.0
        self._renewals: dict[str, _Renewal] = {}

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

        Where the stream or its group is gone (a flush, a failover, an eviction) it is made anew and nothing is
        answered, the later the more often that happens.
        """
        key = stream_key(queue)
        milliseconds = max(1, int(min(block.total_seconds(), LONGEST_BLOCK_SECONDS) * 1000))
        try:
            reply = await self._redis.wait(
                lambda redis: redis.xreadgroup(GROUP, consumer, {key: ">"}, count=count, block=milliseconds)
            )
        except RefusedError as error:
            if error.code != _NO_GROUP:
                raise
            await self._renew_group(queue)
            return []
        return [entry for _, entries in cast("list[Any]", reply or []) for entry in map(_to_entry, entries)]

    async def create_group(self, queue: Queue) -> None:
        """Make the stream and its group, from the very first entry on; fine where they exist."""
        try:
            await self._redis.ask(lambda redis: redis.xgroup_create(stream_key(queue), GROUP, id="0", mkstream=True))
        except RefusedError as error:
            if error.code != "BUSYGROUP":
                raise

    async def reclaim(self, queue: Queue, *, consumer: str, idle: timedelta, count: int = 100) -> list[Entry]:
        """Take over up to `count` entries that another consumer has left lying; deleted ones are skipped."""
        taken: list[Entry] = []
        cursor = _START
        while len(taken) < count:
            claim = partial(_claim_idle, stream_key(queue), consumer, idle, cursor, count - len(taken))
            try:
                reply = cast("list[Any]", await self._redis.ask(claim))
            except RefusedError as error:
                if error.code != _NO_GROUP:
                    raise
                break
            taken += [_to_entry(entry) for entry in reply[1] if entry and entry[0] is not None]
            cursor = reply[0]
            if cursor == _START:
                break
        return taken

    async def acknowledge(self, queue: Queue, entry_ids: Sequence[str]) -> None:
        """Acknowledge and delete, atomically; entries that are gone already don't matter."""
        if entry_ids:
            await self._evaluate(_ACK_AND_DELETE, queue, *entry_ids)

    async def inspect(self, queue: Queue) -> StreamState:
        """How the stream stands now."""
        head, now, length, pending = await self._evaluate(_HEAD, queue)
        return StreamState(head_at=_instant(head), now=_instant(now), length=length, pending=pending)

    async def drop_consumer(self, queue: Queue, *, consumer: str) -> bool:
        """Remove a consumer's name, unless entries are still pending under it."""
        try:
            return int(await self._evaluate(_DROP_CONSUMER, queue, consumer)) >= 0
        except UnavailableError:
            return False

    async def drop_idle_consumers(self, queue: Queue, *, idle: timedelta) -> int:
        """Remove the names that nobody used for so long and under which nothing is pending; answers how many.

        The name of a worker that lives comes back with its next read, so it does no harm that before Redis 7.2 a
        read which finds nothing does not count as use.
        """
        return int(await self._evaluate(_DROP_IDLE, queue, int(idle.total_seconds() * 1000)))

    async def ping(self) -> None:
        """Ask Redis for a sign of life."""
        await self._redis.ask(lambda redis: redis.execute_command("PING"))  # pyright: ignore[reportUnknownMemberType, reportUnknownLambdaType] - untyped in redis-py

    async def close(self) -> None:
        """Close every connection."""
        await self._redis.close()

    async def _evaluate(self, script: str, queue: Queue, *arguments: str | int) -> Any:
        return await self._redis.ask(lambda redis: redis.eval(script, 1, stream_key(queue), GROUP, *arguments))

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
    together: dict[tuple[Queue, WorkKind], list[str]] = {}
    for ring in rings:
        together.setdefault((ring.queue, ring.kind), []).append(str(ring.id))
    pipeline = redis.pipeline(transaction=False)
    for (queue, kind), ids in together.items():
        pipeline.eval(_ADD, 1, stream_key(queue), str(kind), *ids)
    return pipeline.execute()


def _claim_idle(key: str, consumer: str, idle: timedelta, cursor: bytes, count: int, redis: Redis) -> Awaitable[Any]:
    return redis.xautoclaim(key, GROUP, consumer, int(idle.total_seconds() * 1000), start_id=cursor, count=count)


def _to_entry(raw: tuple[bytes, Mapping[bytes, bytes]]) -> Entry:
    entry_id, fields = raw
    try:
        return Entry(entry_id.decode(), WorkKind(fields[b"kind"].decode()), UUID(fields[b"id"].decode()))
    except (KeyError, ValueError, TypeError):
        return Entry(entry_id.decode(), None, None)


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
