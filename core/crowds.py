"""How full the systems outside are: every process writes down what it sees, in Redis, for whoever shows it.

What a process wrote is dropped once it is older than `LASTS_SECONDS`, since a dead one has no calls under way.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.redis_client import RedisConnections

LASTS_SECONDS: Final = 10

_NOW, _TURNED_AWAY = "outside:now", "outside:turned-away"

_WRITE = """
redis.call('HSET', KEYS[1], ARGV[1], redis.call('TIME')[1] .. ' ' .. ARGV[2])
for number = 3, #ARGV, 2 do redis.call('HINCRBY', KEYS[2], ARGV[number], ARGV[number + 1]) end
redis.call('EXPIRE', KEYS[1], 3600)
redis.call('EXPIRE', KEYS[2], 2592000)
"""
# Nothing stays in Redis for ever, be it that nobody writes any more.
_READ = """
local now, seen = tonumber(redis.call('TIME')[1]), {}
local found = redis.call('HGETALL', KEYS[1])
for number = 1, #found, 2 do
  local at, said = string.match(found[number + 1], '^(%d+) (.*)$')
  if now - tonumber(at) > tonumber(ARGV[1]) then redis.call('HDEL', KEYS[1], found[number])
  else table.insert(seen, said) end
end
return {seen, redis.call('HGETALL', KEYS[2])}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """How full the systems of one kind are.

    Attributes:
        under_way: calls at this moment.
        full: how many systems have no room; one counts for each process that sees it so.
        turned_away: how often somebody found no room.
    """

    under_way: int = 0
    full: int = 0
    turned_away: int = 0


class CrowdBoard:
    """What all processes see. Raises UnavailableError while Redis is away."""

    def __init__(self, redis: RedisConnections) -> None:
        self._redis = redis

    async def write(self, process: str, crowds: Mapping[str, Crowd]) -> None:
        """Put down what a process sees by kind of system; `turned_away` counts from its last writing on."""
        seen = json.dumps({kind: [crowd.under_way, crowd.full] for kind, crowd in crowds.items()})
        added = [word for kind, crowd in crowds.items() for word in (kind, str(crowd.turned_away))]
        await self._redis.ask(lambda redis: redis.eval(_WRITE, 2, _NOW, _TURNED_AWAY, process, seen, *added))

    async def read(self) -> Mapping[str, Crowd]:
        """The sums over all processes by kind of system, of everything that was ever written down."""
        said, counted = await self._redis.ask(lambda redis: redis.eval(_READ, 2, _NOW, _TURNED_AWAY, LASTS_SECONDS))
        under_way, full = Counter[str](), Counter[str]()
        for seen in said:
            for kind, (calls, systems) in json.loads(seen).items():
                under_way[kind] += calls
                full[kind] += systems
        words = iter(_to_text(word) for word in counted)
        return {
            kind: Crowd(under_way=under_way[kind], full=full[kind], turned_away=int(times))
            for kind, times in zip(words, words, strict=True)
        }


def _to_text(word: str | bytes) -> str:
    return word.decode() if isinstance(word, bytes) else word
