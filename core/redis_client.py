"""Connections to Redis: the only file that opens them, and the one that knows what the client's exceptions mean.

```
 publish, acknowledge, inspect ──► commands: answer at once, short time-outs ─┐
 XREADGROUP … BLOCK            ──► reads: wait on the server, longer time-out ├─► Redis, or Sentinel first
```
Neither takes the other's connections, and nothing is tried twice in here: callers pause and try again, the rows decide
what was lost. Whatever hints that the server at the other end is the wrong one (demoted, loading, frozen, gone) retires
the pool that found out: the next command connects anew, and so asks Sentinel or the name server anew; what is still under
way on the old connections ends by itself.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from core.addresses import is_sentinel_url, parse_sentinel_url
from core.errors import UnavailableError

ANSWER_WITHIN_SECONDS: Final = 1.5
"""How long Redis may take for anything but a blocking read: a frozen one must hold up neither callers nor settling."""
LONGEST_BLOCK_SECONDS: Final = 5.0
"""What a read may ask the server to wait."""

_CONNECT_SECONDS: Final = 1.0
_READ_SECONDS: Final = LONGEST_BLOCK_SECONDS + 3.0
_SENTINEL_SECONDS: Final = 0.4
"""Short: one that hangs must leave time for the next one."""
_MOST_COMMANDS: Final = 32
_MOST_READS: Final = 16
"""Above the number of consumers in a process, each of which waits on one read at a time."""

_ELSEWHERE: Final = ("READONLY", "UNBLOCKED", "LOADING", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN")
"""Words of a server that is not, or not yet, the one to speak to. Looked for anywhere in the text: before 7.0 an error
inside a script begins with words about the script."""

Command = Callable[[Redis], Awaitable[Any]]


class RefusedError(UnavailableError):
    """Redis understood and refused; `code` is the first word of what it said, such as NOGROUP."""

    def __init__(self, error: ResponseError) -> None:
        super().__init__("The queue refused a command.")
        self.code = str(getattr(error, "status_code", None) or str(error).partition(" ")[0])


class RedisConnections:
    """Connections to the Redis of one URL. Whatever goes wrong is an UnavailableError."""

    def __init__(self, url: str) -> None:
        opener = _SentinelOpener(url) if is_sentinel_url(url) else _UrlOpener(url)
        self._opener = opener
        self._commands = _Pool(
            lambda: opener.open(socket_timeout=ANSWER_WITHIN_SECONDS, health_check_interval=15),
            most=_MOST_COMMANDS,
            within=ANSWER_WITHIN_SECONDS,
        )
        self._reads = _Pool(lambda: opener.open(socket_timeout=_READ_SECONDS), most=_MOST_READS, within=None)

    async def ask(self, command: Command) -> Any:
        """The answer to a command that does not wait."""
        return await self._commands.run(command)

    async def wait(self, command: Command) -> Any:
        """The answer to a command that waits on the server, for at most LONGEST_BLOCK_SECONDS."""
        return await self._reads.run(command)

    async def is_known(self) -> bool:
        """Whether the sentinels know the service, where there are any."""
        return await self._opener.is_known()

    async def close(self) -> None:
        """Close every connection."""
        await self._commands.close()
        await self._reads.close()
        await self._opener.close()


class _Pool:
    """A client with its connections, replaced as a whole once the server behind it is found to be the wrong one."""

    def __init__(self, make: Callable[[], Redis], *, most: int, within: float | None) -> None:
        self._make = make
        self._within = within
        self._redis = make()
        self._slots = asyncio.Semaphore(most)
        self._users: Counter[Redis] = Counter()
        self._closing: set[asyncio.Task[None]] = set()

    async def run(self, command: Command) -> Any:
        redis = self._redis
        self._users[redis] += 1
        try:
            async with asyncio.timeout(self._within), self._slots:
                return await command(redis)
        except ResponseError as error:
            if not any(word in str(error) or word == error.status_code for word in _ELSEWHERE):
                raise RefusedError(error) from error
            self._retire(redis)
            raise UnavailableError("The queue is moving to another server.") from error
        except (TimeoutError, RedisError, OSError) as error:
            self._retire(redis)
            raise UnavailableError("The queue can't be reached at the moment.") from error
        finally:
            self._leave(redis)

    async def close(self) -> None:
        await asyncio.gather(_close(self._redis), *self._closing)

    def _retire(self, redis: Redis) -> None:
        if redis is self._redis:  # and not another one, that was opened since
            self._redis = self._make()

    def _leave(self, redis: Redis) -> None:
        self._users[redis] -= 1
        if self._users[redis] == 0:
            del self._users[redis]
            if redis is not self._redis:
                closing = asyncio.create_task(_close(redis))
                self._closing.add(closing)
                closing.add_done_callback(self._closing.discard)


class _UrlOpener:
    """One server, or a name behind which the present master is found."""

    def __init__(self, url: str) -> None:
        self._url = url

    def open(self, **options: Any) -> Redis:
        return Redis.from_url(self._url, **_options(**options))  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py

    async def is_known(self) -> bool:
        return True

    async def close(self) -> None:
        """Nothing is open but the clients themselves."""


class _SentinelOpener:
    """The master of a service, as the sentinels see it whenever a connection is made."""

    def __init__(self, url: str) -> None:
        self._address = parse_sentinel_url(url)
        self._sentinel = Sentinel(
            [tuple(host) for host in self._address.sentinels],
            sentinel_kwargs=_options(socket_timeout=_SENTINEL_SECONDS, socket_connect_timeout=_SENTINEL_SECONDS),
        )

    def open(self, **options: Any) -> Redis:
        address = self._address
        password = address.password.get_secret_value() if address.password else None
        return self._sentinel.master_for(  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
            address.service, db=address.database, username=address.username, password=password, **_options(**options)
        )

    async def is_known(self) -> bool:
        """False only where a sentinel was reached and none of those that were knows the service."""
        reached = False
        for sentinel in self._sentinel.sentinels:
            with suppress(RedisError, OSError):
                masters = await sentinel.sentinel_masters()
                if self._address.service in masters:
                    return True
                reached = True
        return not reached

    async def close(self) -> None:
        with suppress(RedisError, OSError):
            await self._sentinel.aclose()


def _options(**options: Any) -> dict[str, Any]:
    """What every connection has: replies of one shape on every server, no retries of the client's own (by default
    they go on for a minute), no greetings that old servers answer with an error.
    """
    always = {"protocol": 2, "retry": Retry(NoBackoff(), 0), "driver_info": None}
    return {"socket_connect_timeout": _CONNECT_SECONDS, **always, **options}


async def _close(redis: Redis) -> None:
    with suppress(RedisError, OSError):
        await redis.aclose()


def open_redis(url: str) -> RedisConnections:
    """Connections for this URL; they are made when they are needed."""
    return RedisConnections(url)
