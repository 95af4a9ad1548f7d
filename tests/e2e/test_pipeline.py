"""The product as processes over an external PostgreSQL and Redis: from POST to verified webhook, whatever dies."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from redis import Redis

from core.config import Settings
from core.domain import FINAL
from tests.conftest import execute, with_database
from tests.e2e.processes import RunningProcess, find_free_port, running
from tests.e2e.receiver import Received, receiving

KEY = "e2e-key"
SENTENCE = "Book me a table for 4 at Olive Garden tomorrow 7pm."


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

    def start(self, *command: str) -> RunningProcess:
        self.started += 1
        log = self.folder / f"{self.started}.log"
        process = self.processes.enter_context(running(command, environment=self.environment, log=log))
        if "run_server" in command:
            process.wait_until_ready(f"http://127.0.0.1:{self.environment['PORT']}")
        return process

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


@pytest.fixture
def product(servers: Settings, redis_url: str, tmp_path: Path) -> Generator[Product]:
    """A migrated installation with a running API and no worker yet."""
    assert servers.database_url is not None
    name = f"e2e_{time.time_ns()}"
    asyncio.run(execute(servers.database_url, f"CREATE DATABASE {name}"))
    environment = {
        "DATABASE_URL": with_database(servers.database_url, name),
        "REDIS_URL": redis_url,
        "DATA_DIR": str(tmp_path / "data"),
        "DEV_AUTH_TOKEN": KEY,
        "PORT": str(find_free_port()),
        "WEBHOOK_ALLOW_PRIVATE": "1",
        "LEASE_SECONDS": "1",
    }
    with receiving() as received:
        product = Product(environment, tmp_path, received)
        with product.processes:
            assert product.start("python", "-m", "alembic", "upgrade", "head").wait_for_end() == 0
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


def test_example_is_served_from_post_to_verified_webhook_by_two_workers(product: Product) -> None:
    product.start("python", "-m", "worker")
    product.start("python", "-m", "worker")
    with product.client as client:
        request = product.say(client, SENTENCE)
        [task] = request["tasks"]
        wait_until(lambda: product.received.types_by_task() == {task["id"]: {"task.completed"}})
        [booking] = product.bookings(client)
    [[message]] = product.received.messages.values()
    assert product.received.refused == []
    assert (booking["task_id"], booking["venue"], booking["party_size"]) == (task["id"], "Olive Garden", 4)
    assert message["data"]["result"]["booking"]["reference"] == booking["reference"]


@pytest.mark.parametrize("disaster", ["worker killed", "worker frozen", "redis flushed"])
def test_disaster_loses_nothing_and_books_nothing_twice(product: Product, disaster: str) -> None:
    with product.client as client:
        venue = {"name": "The Big Hall", "kind": "restaurant", "capacity": 1000}
        assert client.post("/v1/venues", json=venue).status_code == 201
        expected = {
            product.say(client, "Book me a table for 2 at The Big Hall tomorrow 7pm.")["tasks"][0]["id"]
            for _ in range(120)
        }
        first = product.start("python", "-m", "worker", "--concurrency", "2")  # slow enough to be struck at work
        wait_until(lambda: len(product.bookings(client)) > 0)
        strike(product, first, disaster)
        struck_at = Counter(task["status"] for task in product.tasks(client))
        assert struck_at["queued"] + struck_at["running"] > 0, struck_at
        product.start("python", "-m", "worker")
        wait_until(lambda: all(task["status"] in FINAL for task in product.tasks(client)))
        assert {task["id"]: task["status"] for task in product.tasks(client)} == dict.fromkeys(expected, "completed")
        if disaster == "worker frozen":
            first.signal(signal.SIGCONT)
            assert first.stop() == 0
        bookings = Counter(booking["task_id"] for booking in product.bookings(client))
        assert bookings == dict.fromkeys(expected, 1)
        wait_until(lambda: product.received.types_by_task() == {task: {"task.completed"} for task in expected})
    assert product.received.refused == []
    assert len(product.received.messages) == len(expected)
    logs = product.read_logs()
    assert "Big Hall" not in logs, "what people say has no place in the logs"
    assert all(task in logs for task in expected), "a task's id follows it from the call to the webhook"


def strike(product: Product, worker: RunningProcess, disaster: str) -> None:
    if disaster == "worker killed":
        worker.kill()
    elif disaster == "worker frozen":
        worker.signal(signal.SIGSTOP)
    else:
        with Redis.from_url(product.environment["REDIS_URL"]) as redis:  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
            redis.flushdb()  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
