"""The streams: the only file with stream commands.

PostgreSQL is the truth, a stream is a doorbell (ADR 0001): entries carry `{kind, id}` and nothing personal, a lost or
doubled entry is harmless, and everything here may be wiped at any time. Commands stay within Redis 6.2.
"""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID

from redis.asyncio import Redis
from redis.asyncio.sentinel import Sentinel
from redis.exceptions import RedisError, ResponseError

from core.addresses import is_sentinel_url, parse_sentinel_url
from core.domain import Queue, WorkKind
from core.errors import UnavailableError

GROUP = "workers"
ANSWER_WITHIN_SECONDS = 1.5
"""How long Redis may take for anything but a blocking read: a frozen one must hold up neither callers nor settling."""
REST_SECONDS = 3.0
"""How long nothing is published after a failure; the sweep does it later."""
_BATCH = 500

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
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local fields = {}
  for i = 1, #consumer, 2 do fields[consumer[i]] = consumer[i + 1] end
  if fields['name'] == ARGV[2] then
    if fields['pending'] > 0 then return -1 end
    return redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
  end
end
return 0
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

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._rests_until = 0.0

    async def publish(self, rings: Iterable[Ring]) -> None:
        """Put entries on their streams, in one round trip a batch."""
        waiting = list(rings)
        if asyncio.get_running_loop().time() < self._rests_until:
            raise UnavailableError("The queue could not be reached a moment ago.")
        for start in range(0, len(waiting), _BATCH):
            pipeline = self._redis.pipeline(transaction=False)
            for ring in waiting[start : start + _BATCH]:
                pipeline.xadd(stream_key(ring.queue), {"kind": str(ring.kind), "id": str(ring.id)})
            try:
                await _guarded(pipeline.execute())
            except UnavailableError:
                self._rests_until = asyncio.get_running_loop().time() + REST_SECONDS
                raise

    async def read(self, queue: Queue, *, consumer: str, count: int, block: timedelta) -> list[Entry]:
        """Up to `count` new entries, waiting up to `block` for the first; creates the group where it is missing."""
        try:
            reply = await _guarded(
                self._redis.xreadgroup(
                    GROUP,
                    consumer,
                    {stream_key(queue): ">"},
                    count=count,
                    block=max(1, int(block.total_seconds() * 1000)),
                ),
                within=None,
            )
        except _NoGroupError:
            await self.create_group(queue)
            return []
        return [entry for _, entries in cast("list[Any]", reply or []) for entry in map(_to_entry, entries)]

    async def create_group(self, queue: Queue) -> None:
        """Make the stream and its group, from the very first entry on; fine where they exist."""
        try:
            await _guarded(self._redis.xgroup_create(stream_key(queue), GROUP, id="0", mkstream=True))
        except UnavailableError as error:
            if "BUSYGROUP" not in str(error.__cause__):
                raise

    async def reclaim(self, queue: Queue, *, consumer: str, idle: timedelta, count: int = 100) -> list[Entry]:
        """Take over entries that another consumer has left lying; deleted ones are skipped."""
        try:
            reply = await _guarded(
                self._redis.xautoclaim(
                    stream_key(queue), GROUP, consumer, int(idle.total_seconds() * 1000), start_id="0-0", count=count
                )
            )
        except _NoGroupError:
            return []
        entries = cast("list[Any]", reply)[1]
        return [_to_entry(entry) for entry in entries if entry and entry[0] is not None]

    async def acknowledge(self, queue: Queue, entry_ids: Sequence[str]) -> None:
        """Acknowledge and delete, atomically; entries that are gone already don't matter."""
        if entry_ids:
            await _guarded(self._redis.eval(_ACK_AND_DELETE, 1, stream_key(queue), GROUP, *entry_ids))

    async def inspect(self, queue: Queue) -> StreamState:
        """How the stream stands now."""
        head, now, length, pending = await _guarded(self._redis.eval(_HEAD, 1, stream_key(queue), GROUP))
        return StreamState(head_at=_instant(head), now=_instant(now), length=length, pending=pending)

    async def drop_consumer(self, queue: Queue, *, consumer: str) -> bool:
        """Remove a consumer's name, unless entries are still pending under it."""
        try:
            dropped = await _guarded(self._redis.eval(_DROP_CONSUMER, 1, stream_key(queue), GROUP, consumer))
        except UnavailableError:
            return False
        return int(dropped) >= 0

    async def ping(self) -> None:
        """Ask Redis for a sign of life."""
        await _guarded(self._redis.execute_command("PING"))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - untyped in redis-py

    async def close(self) -> None:
        """Close every connection."""
        await self._redis.aclose()


class _NoGroupError(UnavailableError):
    """The stream or its group is gone."""


async def _guarded(reply: Awaitable[Any] | Any, *, within: float | None = ANSWER_WITHIN_SECONDS) -> Any:
    try:
        async with asyncio.timeout(within):
            return await reply
    except ResponseError as error:
        if "NOGROUP" in str(error):
            raise _NoGroupError("The stream's group is missing.") from error
        raise UnavailableError("The queue refused a command.") from error
    except (TimeoutError, RedisError, OSError) as error:
        raise UnavailableError("The queue can't be reached at the moment.") from error


def _to_entry(raw: tuple[bytes, Mapping[bytes, bytes]]) -> Entry:
    entry_id, fields = raw
    try:
        return Entry(entry_id.decode(), WorkKind(fields[b"kind"].decode()), UUID(fields[b"id"].decode()))
    except (KeyError, ValueError, TypeError):
        return Entry(entry_id.decode(), None, None)


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def open_redis(url: str) -> Redis:
    """A client for this URL, made for blocking reads: `BLOCK` stays well below the socket's time-out, and protocol 2
    keeps the replies' shapes the same for every server.
    """
    options: dict[str, Any] = {
        "protocol": 2,
        "socket_timeout": 10.0,
        "socket_connect_timeout": 3.0,
        "health_check_interval": 15,
    }
    if not is_sentinel_url(url):
        return Redis.from_url(url, **options)  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
    address = parse_sentinel_url(url)
    sentinel = Sentinel([tuple(host) for host in address.sentinels], sentinel_kwargs={"socket_timeout": 3.0})
    password = address.password.get_secret_value() if address.password else None
    return sentinel.master_for(  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
        address.service, db=address.database, username=address.username, password=password, **options
    )
