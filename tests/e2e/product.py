"""One installation of the product as processes, over an external PostgreSQL and Redis."""

import asyncio
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from core.config import Settings
from tests.conftest import execute, with_database
from tests.e2e.processes import RunningProcess, find_free_port, running
from tests.e2e.receiver import Received, receiving

KEY = "e2e-key"


@dataclass
class Product:
    """One installation: its environment, its processes, its receiver."""

    environment: dict[str, str]
    folder: Path
    received: Received
    processes: ExitStack = field(default_factory=ExitStack)
    started: int = 0

    @property
    def client(self) -> httpx2.Client:
        base_url = f"http://127.0.0.1:{self.environment['PORT']}"
        return httpx2.Client(base_url=base_url, headers={"Authorization": f"Bearer {KEY}"}, timeout=30)

    def start(self, *command: str, environment: Mapping[str, str] | None = None) -> RunningProcess:
        """Start a process; `environment` goes before the installation's own."""
        process = self.processes.enter_context(self._running(command, environment or {}))
        if "run_server" in command:
            process.wait_until_ready(f"http://127.0.0.1:{self.environment['PORT']}")
        return process

    @contextmanager
    def start_api(self, environment: Mapping[str, str]) -> Generator[tuple[RunningProcess, str]]:
        """A second API beside the first, and its address."""
        port = str(find_free_port())
        with self._running(("python", "-m", "run_server"), {**environment, "PORT": port}) as process:
            base_url = f"http://127.0.0.1:{port}"
            process.wait_until_ready(base_url)
            yield process, base_url

    def _running(
        self, command: Sequence[str], environment: Mapping[str, str]
    ) -> AbstractContextManager[RunningProcess]:
        self.started += 1
        log = self.folder / f"{self.started}.log"
        return running(command, environment={**self.environment, **environment}, log=log)

    def read_logs(self) -> str:
        return "".join(log.read_text() for log in self.folder.glob("*.log"))

    def say(self, client: httpx2.Client, text: str, **more: Any) -> dict[str, Any]:
        answer = client.post("/v1/requests", json={"text": text, "webhook_url": self.received.url, **more})
        assert answer.status_code == 202, answer.text
        return answer.json()

    def tasks(self, client: httpx2.Client) -> list[dict[str, Any]]:
        return client.get("/v1/tasks", params={"limit": 200}).json()["items"]

    def bookings(self, client: httpx2.Client) -> list[dict[str, Any]]:
        return client.get("/v1/bookings", params={"limit": 200}).json()["items"]


@contextmanager
def installed(
    servers: Settings, template_database: str, *, redis_url: str, folder: Path, **settings: str
) -> Generator[Product]:
    """A migrated installation with a running API and no worker yet; `settings` are added to its environment."""
    assert servers.database_url is not None
    name = f"e2e_{time.time_ns()}"
    asyncio.run(
        execute(servers.database_url, f"CREATE DATABASE {name} TEMPLATE {template_database} STRATEGY FILE_COPY")
    )
    environment = {
        "DATABASE_URL": with_database(servers.database_url, name),
        "REDIS_URL": redis_url,
        "DATA_DIR": str(folder / "data"),
        "DEV_AUTH_TOKEN": KEY,
        "PORT": str(find_free_port()),
        "WEBHOOK_ALLOW_PRIVATE": "1",
        "FAMILY_GRACE_SECONDS": "0",
        "LEASE_SECONDS": "1",
        **settings,
    }
    with receiving() as received:
        product = Product(environment, folder, received)
        with product.processes:
            product.start("python", "-m", "run_server")
            with product.client as client:
                received.secret = client.get("/v1/webhooks/signing-secret").json()["secret"]
            yield product
    asyncio.run(execute(servers.database_url, f"DROP DATABASE {name} WITH (FORCE)"))


def wait_until(is_true: Callable[[], bool], *, within: float = 40.0) -> None:
    end = time.monotonic() + within
    while not is_true():
        assert time.monotonic() < end, f"still not so after {within} s"
        time.sleep(0.02)
