"""What the Redis of REDIS_URL says about itself when a process starts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from redis.exceptions import AuthenticationError, InvalidResponse, NoPermissionError, ResponseError

from core.addresses import is_sentinel_url
from core.errors import ConfigurationError, UnavailableError
from core.redis_client import RedisConnections, RefusedError, open_redis


@dataclass(frozen=True, slots=True, kw_only=True)
class RedisFacts:
    """None where the server does not tell."""

    version: tuple[int, ...] | None = None
    mode: str | None = None
    shards: int = 1
    eviction: str | None = None
    appends: bool | None = None
    now: datetime | None = None


async def look_at_redis(url: str) -> RedisFacts:
    """Ask it.

    Raises:
        ConfigurationError: it will never serve us: a wrong password, database, user or option, or no Redis at all.
        UnavailableError: it can't be reached at the moment.
    """
    try:
        connections = open_redis(url)
    except ValueError as error:
        raise ConfigurationError(f"REDIS_URL can't be read: {error}") from error
    try:
        if is_sentinel_url(url) and not await connections.is_known():
            raise ConfigurationError("REDIS_URL names a service that its sentinels don't know.")
        facts = await _ask(connections)
    except (UnavailableError, TypeError) as error:
        wrong = _explain(error.__cause__ or error)
        if wrong is None:
            raise
        raise ConfigurationError(f"REDIS_URL {wrong}.") from error
    finally:
        await connections.close()
    return facts


async def _ask(connections: RedisConnections) -> RedisFacts:
    seconds, microseconds = await connections.ask(lambda redis: redis.time())  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
    try:
        told: Mapping[str, Any] = await connections.ask(lambda redis: redis.info("everything"))  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
    except RefusedError as error:
        if not isinstance(error.__cause__, NoPermissionError):
            raise
        told = {}
    version = re.match(r"(\d+)\.(\d+)", str(told.get("redis_version", "")))
    mode = told.get("redis_mode") or told.get("server_mode")  # as Redis and as Valkey call it
    return RedisFacts(
        version=tuple(map(int, version.groups())) if version else None,
        mode=mode,
        shards=await _count_shards(connections) if mode == "cluster" else 1,
        eviction=told.get("maxmemory_policy"),
        appends=bool(told["aof_enabled"]) if "aof_enabled" in told else None,
        now=datetime.fromtimestamp(seconds + microseconds / 1_000_000, UTC),
    )


async def _count_shards(connections: RedisConnections) -> int:
    told = cast("bytes", await connections.ask(lambda redis: redis.execute_command("CLUSTER INFO", NEVER_DECODE=True)))  # pyright: ignore[reportUnknownMemberType, reportUnknownLambdaType] - untyped in redis-py
    size = re.search(rb"cluster_size:(\d+)", told)
    return int(size[1]) if size else 1


def _explain(error: BaseException) -> str | None:
    """What is wrong with the setting; None where time may help."""
    if isinstance(error, AuthenticationError):
        return "has a user or password that Redis does not take (or lacks one)"
    if isinstance(error, NoPermissionError):
        return f"has a user who may do too little in Redis: {error}"
    if isinstance(error, InvalidResponse):
        return "leads to something that is not Redis"
    if isinstance(error, TypeError):
        return f"has an option that there is not ({error})"
    if isinstance(error, ResponseError) and re.search(r"DB index|SELECT is not allowed", str(error)):
        return "names a database that this Redis does not have"
    if isinstance(error, ResponseError) and "unknown command" in str(error):
        return "leads to a server that lacks needed commands (for Sentinel write redis+sentinel://host:26379/service)"
    return None
