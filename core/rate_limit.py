"""How many calls somebody may make: a token bucket that all processes share through Redis.

A bucket holds as many calls as may come at once (`burst`) and is filled evenly with what is allowed in a minute. It is kept as
one instant, the time at which it will be full again (the generic cell rate algorithm). Where Redis is away each process
counts for itself, for AWAY_SECONDS at a time: of all that call meanwhile one alone waits to hear whether it is back.
"""

import time
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from core.errors import UnavailableError
from core.grouping import Grouping
from core.redis_client import RedisConnections

_MINUTE_SECONDS: Final = 60.0
_MOST_KNOWN: Final = 10_000

_MOST_AT_ONCE: Final = 200

AWAY_SECONDS: Final = 5.0
"""How long Redis is not asked after it gave no answer: one that hangs would hold up every call."""

# Calls that come at the same time are counted in one round trip, each against its own bucket and in their order.
_TAKE = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local found = {}
for place, key in ipairs(KEYS) do
  local each, span = tonumber(ARGV[2 * place - 1]), tonumber(ARGV[2 * place])
  local full_at = math.max(now, tonumber(redis.call('GET', key) or 0))
  local over = full_at + each - span - now
  if over <= 0 then
    over, full_at = 0, full_at + each
    redis.call('SET', key, string.format('%.6f', full_at), 'PX', math.ceil(span * 1000) + 1000)
  end
  found[2 * place - 1], found[2 * place] = tostring(over), tostring(full_at - now)
end
return found
"""


class Limit(NamedTuple):
    """How many calls are allowed in a minute, and how many at once; `per_minute` 0: as many as one likes.

    `name` is what callers read of it, in `RateLimit-Policy`.
    """

    name: str
    per_minute: int
    burst: int

    @property
    def each(self) -> float:
        """Seconds in which one more call is allowed."""
        return _MINUTE_SECONDS / self.per_minute

    @property
    def span(self) -> float:
        """Seconds in which an empty bucket is full again."""
        return self.each * self.burst


class Taken(NamedTuple):
    """What came of counting a call.

    Attributes:
        wait: 0, or after how many seconds the call would be allowed.
        remaining: how many more are allowed at once.
        full_in: after how many seconds the bucket is full again.
    """

    limit: Limit
    wait: float
    remaining: int
    full_in: float


class RateLimiter:
    """Counts calls, each by the limit of whoever makes it."""

    def __init__(self, redis: RedisConnections, *, now: Callable[[], float] = time.monotonic) -> None:
        self._redis = redis
        self._now = now
        self._full_at: dict[str, float] = {}
        self._asks_from = 0.0
        self._groups: Grouping[tuple[str, Limit], Taken] = Grouping(self._take_many, most=_MOST_AT_ONCE)

    async def take(self, who: str, limit: Limit) -> Taken | None:
        """Count a call of `who`; None where nothing is counted."""
        if not limit.per_minute:
            return None
        if self._now() < self._asks_from:
            return self._take_here(who, limit)
        if self._asks_from:  # this call finds out for all
            self._asks_from = self._now() + AWAY_SECONDS
        try:
            taken = await self._groups.do((who, limit))
        except UnavailableError:
            self._asks_from = self._now() + AWAY_SECONDS
            return self._take_here(who, limit)
        self._asks_from = 0.0
        return taken

    async def _take_many(self, asked: Sequence[tuple[str, Limit]]) -> Sequence[Taken]:
        keys = [f"rate:{who}" for who, _ in asked]
        rates = [repr(number) for _, limit in asked for number in (limit.each, limit.span)]
        found = await self._redis.ask(lambda redis: redis.eval(_TAKE, len(keys), *keys, *rates))
        pairs = zip(found[::2], found[1::2], strict=True)
        limits = (limit for _, limit in asked)
        return [
            _taken(limit, wait=float(wait), full_in=float(full_in))
            for limit, (wait, full_in) in zip(limits, pairs, strict=True)
        ]

    def _take_here(self, who: str, limit: Limit) -> Taken:
        now = self._now()
        full_at = max(now, self._full_at.get(who, 0.0))
        wait = full_at + limit.each - limit.span - now
        if wait > 0:
            return _taken(limit, wait=wait, full_in=full_at - now)
        if len(self._full_at) >= _MOST_KNOWN:
            self._full_at.clear()
        self._full_at[who] = full_at + limit.each
        return _taken(limit, wait=0.0, full_in=full_at + limit.each - now)


def _taken(limit: Limit, *, wait: float, full_in: float) -> Taken:
    remaining = int((limit.span - full_in) / limit.each + 1e-6)
    return Taken(limit, wait=wait, remaining=max(0, remaining), full_in=full_in)
