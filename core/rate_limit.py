"""How many calls an account may make: a token bucket that all processes share through Redis.

A bucket holds as many calls as are allowed in a minute and is filled evenly. It is kept as one instant, the time at which
it will be full again (the generic cell rate algorithm). Where Redis is away each process counts for itself.
"""

import time
from typing import Final
from uuid import UUID

from core.errors import UnavailableError
from core.redis_client import RedisConnections

_MINUTE_SECONDS: Final = 60.0
_MOST_KNOWN: Final = 10_000

_TAKE = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local each, span = tonumber(ARGV[1]), tonumber(ARGV[2])
local full_at = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0))
local wait = full_at + each - span - now
if wait > 0 then return tostring(wait) end
redis.call('SET', KEYS[1], string.format('%.6f', full_at + each), 'PX', math.ceil(span * 1000) + 1000)
return '0'
"""


class RateLimiter:
    """Counts calls. `per_minute` 0: nothing is counted, and nobody refused."""

    def __init__(self, redis: RedisConnections, *, per_minute: int) -> None:
        self._redis = redis
        self.per_minute = per_minute
        self._full_at: dict[UUID, float] = {}

    async def take(self, account_id: UUID) -> float:
        """Count a call; answers 0, or after how many seconds the next one would be allowed if this one is not."""
        if not self.per_minute:
            return 0.0
        each = _MINUTE_SECONDS / self.per_minute
        try:
            found = await self._redis.ask(
                lambda redis: redis.eval(_TAKE, 1, f"rate:{account_id}", repr(each), repr(_MINUTE_SECONDS))
            )
        except UnavailableError:
            return self._take_here(account_id, each)
        return float(found)

    def _take_here(self, account_id: UUID, each: float) -> float:
        now = time.monotonic()
        full_at = max(now, self._full_at.get(account_id, 0.0))
        wait = full_at + each - _MINUTE_SECONDS - now
        if wait > 0:
            return wait
        if len(self._full_at) >= _MOST_KNOWN:
            self._full_at.clear()
        self._full_at[account_id] = full_at + each
        return 0.0
