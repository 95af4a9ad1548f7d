"""Processes die at each place between two things that know of the work: nothing is lost, nothing is done twice."""

import signal
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

import httpx2
import pytest
from grandma_client import AuthenticatedClient
from grandma_client.models import Request

from core.config import Environment, Settings
from core.domain import FINAL
from core.errors import ConfigurationError
from core.failpoints import Failpoint, arm
from tests.e2e.product import Product, installed, wait_until

WISHES = 6
IN_THE_API = (Failpoint.AFTER_COMMIT, Failpoint.AFTER_PUBLISH)
AT_THE_DESK = (Failpoint.AFTER_ASKED, Failpoint.AFTER_SENDING, Failpoint.AFTER_ANSWER, Failpoint.AFTER_UID)
"""Only bookings outside come by there: `make chaos-bookings`."""
IN_ANSWERS = (Failpoint.IN_ANSWER, Failpoint.AFTER_ANSWERED)
"""Only answers to due times come by there: test_answers_killed.py."""
IN_THE_WORKER = tuple(each for each in Failpoint if each not in {*IN_THE_API, *AT_THE_DESK, *IN_ANSWERS})


@dataclass
class Diary:
    """What was asked for since the installation was started: all of it is looked at again after every death."""

    tasks: set[UUID] = field(default_factory=set[UUID])
    day: int = 0


@pytest.fixture(scope="module")
def diary() -> Diary:
    return Diary()


@pytest.fixture(scope="module")
def installation(
    servers: Settings, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Product]:
    with installed(servers, template_database, folder=tmp_path_factory.mktemp("failpoints")) as product:
        yield product


@pytest.fixture
def product(installation: Product, diary: Diary) -> Generator[Product]:
    """The installation with its API, on a day with free tables; workers that are started end with the test."""
    diary.day += 1
    with ExitStack() as processes:
        yield replace(installation, processes=processes)


@pytest.mark.parametrize("point", IN_THE_WORKER)
def test_worker_that_dies_leaves_its_work_to_another(product: Product, diary: Diary, point: Failpoint) -> None:
    with product.client as client:
        for number in range(WISHES):
            diary.tasks.add(say(product, client, number, day=diary.day).tasks[0].id)
        doomed = product.start("python", "-m", "worker", environment={"FAILPOINT": point})
        assert doomed.wait_for_end() == -signal.SIGKILL
        product.start("python", "-m", "worker")
        check_each_done_once(product, client, diary.tasks)


@pytest.mark.parametrize("point", IN_THE_API)
def test_api_that_dies_before_it_has_answered_has_kept_what_was_said(
    product: Product, diary: Diary, point: Failpoint
) -> None:
    product.start("python", "-m", "worker")
    key = str(uuid4())
    with product.client as client, product.start_api({"FAILPOINT": point}) as (doomed, theirs):
        with pytest.raises(httpx2.TransportError):
            say(product, theirs, 0, day=diary.day, key=key)
        assert doomed.wait_for_end() == -signal.SIGKILL
        [task] = say(product, client, 0, day=diary.day, key=key).tasks  # the caller tries again
        diary.tasks.add(task.id)
        check_each_done_once(product, client, diary.tasks)


def say(product: Product, client: AuthenticatedClient, number: int, *, day: int, key: str = "") -> Request:
    text = f"Book me a table for {number + 2} at Olive Garden in {day} days at 7pm."
    return product.say(client, text, key=key, confirm="never")  # all these tables at the same time are wanted


def check_each_done_once(product: Product, client: AuthenticatedClient, expected: set[UUID]) -> None:
    wait_until(lambda: all(task.status in FINAL for task in product.tasks(client)))
    assert {task.id: task.status for task in product.tasks(client)} == dict.fromkeys(expected, "completed")
    assert Counter(booking.task_id for booking in product.bookings(client)) == dict.fromkeys(expected, 1)
    wait_until(lambda: product.received.types_by_task() == {task: {"task.completed"} for task in expected})
    assert len(product.received.messages) == len(expected), "a message that comes again has the same id"
    assert product.received.refused == []


def test_production_dies_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAILPOINT", "after_claim")
    with pytest.raises(ConfigurationError, match="production"):
        arm(Environment.PRODUCTION)


def test_unknown_failpoint_is_named_with_those_that_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAILPOINT", "after_lunch")
    with pytest.raises(ConfigurationError, match="after_claim"):
        arm(Environment.DEVELOPMENT)
