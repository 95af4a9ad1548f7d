"""Whether the product can start over its stores: one plain line for everything that is wrong, others for what is risky.

Redis may be away when a process starts (the API accepts without it, the sweep publishes later); PostgreSQL may not.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from core.config import Environment, Settings
from core.errors import ConfigurationError, UnavailableError
from core.redis_check import RedisFacts, look_at_redis
from repositories.database import Database
from repositories.schema import find_revision, is_served, newest_revision
from repositories.server import ServerFacts, look_at_server
from repositories.unit_of_work import unit_of_work_factory
from repositories.walls import HOW_TO_MAKE_THE_ROLE, walls_stand
from services.connections import vault_of
from services.resealing import check_keys

logger = structlog.stdlib.get_logger(__name__)

OLDEST_POSTGRESQL = 15
OLDEST_REDIS = (6, 2)
NO_WALLS = (
    "Row-level security is not in force: only the queries keep accounts apart. As an administrator of the database run: "
    f"{HOW_TO_MAKE_THE_ROLE} Then once more: python -m alembic upgrade head, and start anew."
)
CLOCKS_MAY_DIFFER = timedelta(seconds=2)
CLOCKS_MUST_NOT_DIFFER = timedelta(seconds=30)


@dataclass(slots=True)
class Findings:
    """`wrong` stops the start, `risky` is logged."""

    wrong: list[str] = field(default_factory=list[str])
    risky: list[str] = field(default_factory=list[str])


async def check_stores(settings: Settings, *, logs: bool = False) -> None:
    """Whether the product can start over these settings; embedded servers are of our own making; only the keys of what they keep are asked.

    Args:
        settings: with the URLs of both servers.
        logs: whether to log what is risky and what can't be checked now.

    Raises:
        ConfigurationError: something is wrong that time does not mend; one line says what and what to do.
        UnavailableError: the database can't be reached.
    """
    findings = Findings()
    clocks: dict[str, timedelta] = {}
    if settings.database_url is not None and not settings.embedded_database:
        await _check_postgresql(settings.database_url, findings, clocks)
    if settings.database_url is not None and not findings.wrong:
        await _check_keys(settings, settings.database_url, findings)
    if settings.redis_url is not None and not settings.embedded_redis:
        await _check_redis(settings.redis_url, findings, clocks, production=_is_production(settings))
    judge_clocks(clocks, findings)
    if logs:
        for line in findings.risky:
            logger.warning("start check", found=line)
    if findings.wrong:
        raise ConfigurationError(" ".join(findings.wrong))


def judge_postgresql(facts: ServerFacts, revision: str | None, findings: Findings) -> None:
    """Version and tables."""
    if facts.version < OLDEST_POSTGRESQL * 10_000:
        findings.wrong.append(
            f"DATABASE_URL leads to PostgreSQL {facts.version // 10_000}; it should be {OLDEST_POSTGRESQL} or newer."
        )
    elif not is_served(revision):
        findings.wrong.append(
            f"The database of DATABASE_URL is at revision {revision}, this version needs {newest_revision()}. "
            "Run: python -m alembic upgrade head."
        )


def judge_redis(facts: RedisFacts, findings: Findings, *, production: bool) -> None:
    """Version, arrangement, eviction, log on disk."""
    if facts.mode == "sentinel":
        findings.wrong.append("REDIS_URL leads to a sentinel; it should be redis+sentinel://host:26379/service.")
        return
    if facts.version is not None and facts.version < OLDEST_REDIS:
        shown = ".".join(map(str, facts.version))
        findings.wrong.append(f"REDIS_URL leads to Redis {shown}; it should be 6.2 or newer, or Valkey.")
    if facts.shards > 1:
        findings.wrong.append(
            f"REDIS_URL leads to a Redis Cluster of {facts.shards} shards; it should be one server, or Sentinel."
        )
    if facts.eviction is None:
        findings.risky.append("Redis does not tell its maxmemory-policy; it must be noeviction.")
    elif facts.eviction != "noeviction":
        line = f"maxmemory-policy of Redis is {facts.eviction}; it should be noeviction, or queued work is evicted."
        (findings.wrong if production else findings.risky).append(line)
    if facts.appends is False:
        findings.risky.append(
            "Redis keeps no log (appendonly no): after its restart all queued work is published anew."
        )


def judge_clocks(clocks: dict[str, timedelta], findings: Findings) -> None:
    """How far the servers' clocks are from each other and from this machine's, given how far ahead of it each is."""
    ahead = {"this machine": timedelta(0), **clocks}
    first, last = min(ahead, key=ahead.__getitem__), max(ahead, key=ahead.__getitem__)
    apart = ahead[last] - ahead[first]
    line = f"The clock of {last} is {apart.total_seconds():.0f} s ahead of that of {first}; set both by NTP."
    if apart > CLOCKS_MUST_NOT_DIFFER:
        findings.wrong.append(line)
    elif apart > CLOCKS_MAY_DIFFER:
        findings.risky.append(line)


async def _check_keys(settings: Settings, url: str, findings: Findings) -> None:
    """Whether every key is there that stored data was sealed with."""
    database = Database(url, pool_size=1)
    try:
        async with unit_of_work_factory(database)() as unit:
            needed = await unit.encryption_keys.list_needed()
        check_keys(needed, vault_of(settings))
    except ConfigurationError as error:
        findings.wrong.append(error.detail)
    finally:
        await database.close()


async def _check_postgresql(url: str, findings: Findings, clocks: dict[str, timedelta]) -> None:
    database = Database(url, pool_size=1)
    try:
        revision = await find_revision(database)
        began = time.time()
        facts = await look_at_server(database)
        clocks["PostgreSQL"] = _ahead(facts.now, began)
        if is_served(revision) and not await walls_stand(database):
            findings.risky.append(NO_WALLS)
    finally:
        await database.close()
    judge_postgresql(facts, revision, findings)


async def _check_redis(url: str, findings: Findings, clocks: dict[str, timedelta], *, production: bool) -> None:
    began = time.time()
    try:
        facts = await look_at_redis(url)
    except UnavailableError:
        findings.risky.append("Redis can't be reached now; work is accepted and waits in PostgreSQL until it can.")
    except ConfigurationError as error:
        findings.wrong.append(error.detail)
    else:
        if facts.now is not None:
            clocks["Redis"] = _ahead(facts.now, began)
        judge_redis(facts, findings, production=production)


def _ahead(there: datetime, began: float) -> timedelta:
    """How far ahead of ours a clock is at least, that was read at some moment since `began`."""
    if there.timestamp() < began:
        return there - datetime.fromtimestamp(began, UTC)
    return max(there - datetime.now(UTC), timedelta(0))


def _is_production(settings: Settings) -> bool:
    return settings.environment is Environment.PRODUCTION
