"""One installation of the product as processes, over an external PostgreSQL and Redis."""

import asyncio
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
from grandma_client import AuthenticatedClient
from grandma_client.models import Booking, Request, Task

from core.config import Settings
from tests.conftest import empty_redis, execute, with_database
from tests.e2e import calls
from tests.e2e.processes import RunningProcess, find_free_port, running
from tests.e2e.receiver import Received, receiving

KEY = "e2e-key"


@dataclass
class Product:
    """One installation: its environment, its processes, its receiver, and whom it is spoken to for."""

    environment: dict[str, str]
    folder: Path
    received: Received
    processes: ExitStack = field(default_factory=ExitStack)
    user_id: UUID | None = None
    """Nobody by name: everybody's tasks and bookings are listed."""
    numbers: Iterator[int] = field(default_factory=count)
    """Of the logs."""

    @property
    def client(self) -> AuthenticatedClient:
        """The client of the API's users; a context manager."""
        return _client_of(self.environment["PORT"])

    def start(self, *command: str, environment: Mapping[str, str] | None = None) -> RunningProcess:
        """Start a process; `environment` goes before the installation's own."""
        process = self.processes.enter_context(self._running(command, environment or {}))
        if "run_server" in command:
            process.wait_until_ready(f"http://127.0.0.1:{self.environment['PORT']}")
        return process

    @contextmanager
    def start_api(self, environment: Mapping[str, str]) -> Generator[tuple[RunningProcess, AuthenticatedClient]]:
        """A second API beside the first, and a client of it."""
        port = str(find_free_port())
        with self._running(("python", "-m", "run_server"), {**environment, "PORT": port}) as process:
            process.wait_until_ready(f"http://127.0.0.1:{port}")
            with _client_of(port) as client:
                yield process, client

    def _running(
        self, command: Sequence[str], environment: Mapping[str, str]
    ) -> AbstractContextManager[RunningProcess]:
        log = self.folder / f"{next(self.numbers)}.log"
        return running(command, environment={**self.environment, **environment}, log=log, is_imported=True)

    def read_logs(self) -> str:
        return "".join(log.read_text() for log in self.folder.glob("*.log"))

    def say(self, client: AuthenticatedClient, text: str, *, key: str = "", **more: Any) -> Request:
        """A sentence of this person, whose webhooks come to the receiver."""
        whose = {"user_id": str(self.user_id)} if self.user_id else {}
        return calls.say(client, key=key, **{"text": text, "webhook_url": self.received.url, **whose, **more})

    def tasks(self, client: AuthenticatedClient) -> list[Task]:
        return calls.tasks(client, self.user_id)

    def bookings(self, client: AuthenticatedClient) -> list[Booking]:
        return calls.bookings(client, self.user_id)


def _client_of(port: str) -> AuthenticatedClient:
    return AuthenticatedClient(base_url=f"http://127.0.0.1:{port}", token=KEY, timeout=httpx2.Timeout(30))


@contextmanager
def new_database(servers: Settings, template_database: str) -> Generator[str]:
    """The address of a migrated database, which is gone after the block."""
    assert servers.database_url is not None
    name = f"e2e_{time.time_ns()}"
    asyncio.run(
        execute(servers.database_url, f"CREATE DATABASE {name} TEMPLATE {template_database} STRATEGY FILE_COPY")
    )
    yield with_database(servers.database_url, name)
    asyncio.run(execute(servers.database_url, f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def installed(servers: Settings, template_database: str, *, folder: Path, **settings: str) -> Generator[Product]:
    """A migrated installation with a running API and no worker yet; `settings` are added to its environment."""
    with (
        new_database(servers, template_database) as database_url,
        empty_redis(servers) as redis_url,
        receiving() as received,
    ):
        environment = {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "DATA_DIR": str(folder / "data"),
            "DEV_AUTH_TOKEN": KEY,
            "PORT": str(find_free_port()),
            "WEBHOOK_ALLOW_PRIVATE": "1",
            "FAMILY_GRACE_SECONDS": "0",
            "LEASE_SECONDS": "1",
            **settings,
        }
        product = Product(environment, folder, received)
        with product.processes:
            product.start("python", "-m", "run_server")
            with product.client as client:
                received.secret = calls.signing_secret(client)
            yield product


@contextmanager
def turn(installation: Product) -> Generator[Product]:
    """An installation that several tests share, for one of them: a person and a receiver of its own, and no workers
    but those that it starts, which end with it."""
    with installation.client as client:
        user = calls.add_user(client, name="Rose", timezone="UTC")
    with receiving() as received, ExitStack() as processes:
        received.secret = installation.received.secret
        yield replace(installation, received=received, processes=processes, user_id=user.id)


def wait_until(is_true: Callable[[], bool], *, within: float = 120.0) -> None:
    """Ask until it is so; for as long as asking took twice, nothing is asked, or the questions would be the load."""
    end = time.monotonic() + within
    while True:
        asked_at = time.monotonic()
        if is_true():
            return
        now = time.monotonic()
        assert now < end, f"still not so after {within} s"
        time.sleep(max(0.02, 2 * (now - asked_at)))
