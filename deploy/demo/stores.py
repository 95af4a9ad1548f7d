"""Where the demonstration keeps its things: a folder of its own, and servers in which nothing of anybody else's is touched."""

import asyncio
import os
import shutil
import stat
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import NullPool
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from core.config import Settings, load_settings
from core.domain import Queue
from core.embedded import embedded_servers
from core.errors import ConfigurationError
from core.queue import stream_keys
from repositories.schema import upgrade_schema

_LOGICAL_DATABASES = range(1, 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """What API and workers are told, and what they will reach with it."""

    settings: dict[str, str]
    redis_url: str
    has_own_database_server: bool
    has_own_redis: bool


@contextmanager
def private_folder() -> Generator[Path]:
    """A folder for data and logs. Its data is gone afterwards; after an error its logs stay."""
    folder = Path(tempfile.mkdtemp(prefix="grandma-demo-", dir=_choose_base()))
    folder.chmod(0o711)  # started by root, PostgreSQL runs as somebody else, who must pass
    gone_wrong = False
    try:
        yield folder
    except Exception:
        gone_wrong = True
        raise
    finally:
        if gone_wrong:
            _keep_logs(folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def open_stores(folder: Path) -> Generator[Stores]:
    """PostgreSQL and Redis: private ones, or where DATABASE_URL or REDIS_URL are set, an empty corner of those.

    Raises:
        ConfigurationError: one of them can't be used; one line says why.
    """
    blank = dict.fromkeys(Settings.model_fields, "")
    given = {
        name: os.environ[name.upper()]
        for name in ("database_url", "redis_url", "redis_server")
        if os.environ.get(name.upper(), "").strip()
    }
    with ExitStack() as stack:
        if "database_url" in given:
            url = load_settings(env_file=None, **{**blank, **given}).database_url or ""
            given["database_url"] = stack.enter_context(_database_beside(url))
        if "redis_url" in given:
            given["redis_url"] = stack.enter_context(_empty_logical_database(given["redis_url"]))
        settings = load_settings(env_file=None, **{**blank, **given, "data_dir": str(folder / "data")})
        with embedded_servers(settings) as running:
            yield Stores(
                settings={name.upper(): value for name, value in given.items()} | {"DATA_DIR": str(folder / "data")},
                redis_url=running.redis_url or "",
                has_own_database_server=running.embedded_database,
                has_own_redis=running.embedded_redis,
            )


def _choose_base() -> Path:
    usual = Path(tempfile.gettempdir()).resolve()
    bases = (usual, Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - mkdtemp makes a private folder in it
    return usual if os.geteuid() != 0 else next((base for base in bases if _lets_others_pass(base)), usual)


def _lets_others_pass(path: Path) -> bool:
    return path.is_dir() and all(each.stat().st_mode & stat.S_IXOTH for each in (path, *path.parents))


def _keep_logs(folder: Path) -> None:
    for log in (folder / "data" / "servers").glob("*.log"):
        shutil.copy(log, folder)
    shutil.rmtree(folder / "data", ignore_errors=True)
    with suppress(OSError):
        folder.rmdir()  # where nothing had begun there are no logs


@contextmanager
def _database_beside(url: str) -> Generator[str]:
    """A migrated database of our own in that server, dropped afterwards."""
    name = f"grandma_demo_{uuid4().hex}"
    _execute(url, f"CREATE DATABASE {name}")
    try:
        ours = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        upgrade_schema(ours)
        yield ours
    finally:
        _execute(url, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(url: str, statement: str) -> None:
    async def run() -> None:
        engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.exec_driver_sql(statement)
        await engine.dispose()

    try:
        asyncio.run(run())
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise ConfigurationError(
            f"DATABASE_URL: the demonstration needs a database of its own there: {reason}"
        ) from error


@contextmanager
def _empty_logical_database(url: str) -> Generator[str]:
    """A logical database of that Redis in which nothing was; our streams are taken out again."""
    ours = _find_empty(url)
    try:
        yield ours
    finally:
        with Redis.from_url(ours) as redis:  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
            redis.delete(*(key for queue in Queue for key in stream_keys(queue)))


def _find_empty(url: str) -> str:
    try:
        for ours in (_with_number(url, number) for number in _LOGICAL_DATABASES):
            with Redis.from_url(ours) as redis:  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
                if redis.dbsize() == 0:  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
                    return ours
    except (RedisError, ValueError) as error:
        raise ConfigurationError(f"REDIS_URL: the demonstration can't use that server: {error}") from error
    raise ConfigurationError("REDIS_URL: none of its logical databases 1 to 15 is empty, so there is no room.")


def _with_number(url: str, number: int) -> str:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))
