"""Starts that can't succeed end at once, with one plain line and no traceback."""

import asyncio
import time
from collections.abc import Generator, Mapping
from pathlib import Path

import pytest

from core.config import Settings
from services.services import Services
from tests.conftest import execute, with_database
from tests.e2e.processes import find_free_port, running
from tests.redis_servers import find_programs
from tests.redis_servers import running as redis_running

COMMANDS = (("python", "-m", "run_server"), ("python", "-m", "worker"))


@pytest.fixture
def empty_database(servers: Settings) -> Generator[str]:
    assert servers.database_url is not None
    name = f"empty_{time.time_ns()}"
    asyncio.run(execute(servers.database_url, f"CREATE DATABASE {name}"))
    yield with_database(servers.database_url, name)
    asyncio.run(execute(servers.database_url, f"DROP DATABASE {name} WITH (FORCE)"))


def start(command: tuple[str, ...], folder: Path, **settings: str) -> tuple[int, str]:
    """How a start ends that needs not import the product anew."""
    return see_end(command, folder, settings, is_imported=True)


def see_end(
    command: tuple[str, ...], folder: Path, settings: Mapping[str, str], *, is_imported: bool = False
) -> tuple[int, str]:
    environment = {"DATA_DIR": str(folder / "data"), "PORT": str(find_free_port()), **settings}
    with running(command, environment=environment, log=folder / "log", is_imported=is_imported) as process:
        return process.wait_for_end(), process.read_log()


@pytest.mark.parametrize("command", COMMANDS)
def test_database_without_tables_is_named_with_the_command_that_makes_them(
    command: tuple[str, ...], empty_database: str, redis_url: str, tmp_path: Path
) -> None:
    status, said = start(command, tmp_path, DATABASE_URL=empty_database, REDIS_URL=redis_url)
    assert (status, said.count("\n")) == (2, 1), said
    assert "python -m alembic upgrade head" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_database_that_is_not_there_is_named(command: tuple[str, ...], redis_url: str, tmp_path: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:1/nothing"
    status, said = start(command, tmp_path, DATABASE_URL=url, REDIS_URL=redis_url)
    assert (status, said.count("\n")) == (2, 1), said
    assert "database" in said


def test_database_that_does_not_exist_is_named(servers: Settings, redis_url: str, tmp_path: Path) -> None:
    assert servers.database_url is not None
    url = with_database(servers.database_url, "no_such_database")
    status, said = start(("python", "-m", "worker"), tmp_path, DATABASE_URL=url, REDIS_URL=redis_url)
    assert (status, said.count("\n")) == (2, 1), said
    assert "no_such_database" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_redis_that_will_never_serve_is_named(
    command: tuple[str, ...], servers: Settings, template_database: str, tmp_path: Path
) -> None:
    assert servers.database_url is not None
    with redis_running(find_programs()[0], tmp_path / "redis", "--requirepass", "unguessable") as redis:
        status, said = start(
            command,
            tmp_path,
            DATABASE_URL=with_database(servers.database_url, template_database),
            REDIS_URL=redis.url.replace("//", "//:guessed@"),
        )
    assert (status, said.count("\n")) == (2, 1), said
    assert "REDIS_URL has a user or password" in said
    assert "guessed" not in said


@pytest.mark.parametrize("command", COMMANDS)
def test_wrong_setting_is_named(command: tuple[str, ...], tmp_path: Path) -> None:
    # As a real command: importing has nothing to say either.
    status, said = see_end(command, tmp_path, {"LEASE_SECONDS": "soon", "DEFAULT_TIMEZONE": "Nowhere/At_All"})
    assert (status, said.count("\n")) == (2, 1), said
    assert "LEASE_SECONDS" in said
    assert "DEFAULT_TIMEZONE" in said


def test_worker_with_unknown_queue_says_which_there_are(tmp_path: Path) -> None:
    status, said = start(("python", "-m", "worker", "--queues", "cooking"), tmp_path)
    assert status == 2
    assert "booking, reminder, notification, activity, webhook" in said


@pytest.mark.parametrize("flags", [(), ("--operator",)])
async def test_first_key_is_made_by_command_and_opens_what_it_says(
    services: Services, settings: Settings, tmp_path: Path, flags: tuple[str, ...]
) -> None:
    stores = {
        "DATABASE_URL": settings.database_url or "",
        "REDIS_URL": settings.redis_url or "",
        "ENCRYPTION_KEYS": ",".join(key.get_secret_value() for key in settings.encryption_keys),
    }
    command = ("python", "-m", "run_server", "--make-key", "my laptop", *flags)
    status, said = await asyncio.to_thread(start, command, tmp_path, **stores)
    assert status == 0, said
    [key] = [line for line in said.splitlines() if line.startswith("grandma_live_")]
    caller = await services.accounts.authenticate(key)
    assert caller.account == await services.accounts.ensure_default()
    assert caller.is_operator is bool(flags)
