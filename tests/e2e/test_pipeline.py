"""The product as processes over an external PostgreSQL and Redis: from POST to verified webhook, whatever dies."""

import signal
from collections import Counter
from collections.abc import Generator

import pytest
from grandma_client.api.health import get_liveness
from redis import Redis

from core.config import Settings
from core.domain import FINAL
from tests.e2e.calls import add_venue, code_of_readme
from tests.e2e.processes import RunningProcess
from tests.e2e.product import KEY, Product, installed, turn, wait_until

SENTENCE = "Book me a table for 4 at Olive Garden tomorrow 7pm."


@pytest.fixture(scope="module")
def installation(
    servers: Settings, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Product]:
    with installed(servers, template_database, folder=tmp_path_factory.mktemp("pipeline")) as product:
        with product.client as client:
            add_venue(client, name="The Big Hall", kind="restaurant", capacity=1000)
        yield product


@pytest.fixture
def product(installation: Product) -> Generator[Product]:
    with turn(installation) as product:
        yield product


def test_example_is_served_from_post_to_verified_webhook_by_two_workers(product: Product) -> None:
    product.start("python", "-m", "worker")
    product.start("python", "-m", "worker")
    with product.client as client:
        [task] = product.say(client, SENTENCE).tasks
        wait_until(lambda: product.received.types_by_task() == {task.id: {"task.completed"}})
        [booking] = product.bookings(client)
        assert "server" not in get_liveness.sync_detailed(client=client).headers, (
            "nobody needs to know what serves them"
        )
    [[message]] = product.received.messages.values()
    assert product.received.refused == []
    assert (booking.task_id, booking.venue, booking.party_size) == (task.id, "Olive Garden", 4)
    assert message["data"]["result"]["booking"]["reference"] == booking.reference


def test_lines_that_the_readme_of_the_client_shows_work(product: Product, capsys: pytest.CaptureFixture[str]) -> None:
    product.start("python", "-m", "worker")
    exec(code_of_readme(f"http://127.0.0.1:{product.environment['PORT']}", KEY), {})
    assert capsys.readouterr().out.startswith("completed ")


@pytest.mark.parametrize("disaster", ["worker killed", "worker frozen", "redis flushed"])
def test_disaster_loses_nothing_and_books_nothing_twice(product: Product, disaster: str) -> None:
    with product.client as client:
        words = "Book me a table for 2 at The Big Hall tomorrow 7pm."
        expected = {product.say(client, words, confirm="never").tasks[0].id for _ in range(120)}
        first = product.start("python", "-m", "worker", "--concurrency", "2")  # slow enough to be struck at work
        wait_until(lambda: len(product.bookings(client)) > 0)
        strike(product, first, disaster)
        struck_at = Counter(task.status for task in product.tasks(client))
        assert struck_at["queued"] + struck_at["running"] > 0, struck_at
        product.start("python", "-m", "worker")
        wait_until(lambda: all(task.status in FINAL for task in product.tasks(client)))
        assert {task.id: task.status for task in product.tasks(client)} == dict.fromkeys(expected, "completed")
        if disaster == "worker frozen":
            first.signal(signal.SIGCONT)
            assert first.stop() == 0
        bookings = Counter(booking.task_id for booking in product.bookings(client))
        assert bookings == dict.fromkeys(expected, 1)
        wait_until(lambda: product.received.types_by_task() == {task: {"task.completed"} for task in expected})
    assert product.received.refused == []
    assert len(product.received.messages) == len(expected)
    logs = product.read_logs()
    assert "Big Hall" not in logs, "what people say has no place in the logs"
    assert all(str(task) in logs for task in expected), "a task's id follows it from the call to the webhook"


def strike(product: Product, worker: RunningProcess, disaster: str) -> None:
    if disaster == "worker killed":
        worker.kill()
    elif disaster == "worker frozen":
        worker.signal(signal.SIGSTOP)
    else:
        with Redis.from_url(product.environment["REDIS_URL"]) as redis:  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
            redis.flushdb()  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
