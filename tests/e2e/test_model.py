"""The product as processes with a model in front: what was said outlives the API that was asking the model."""

import contextlib
import threading
from collections.abc import Generator, Mapping
from typing import Any

import httpx2
import pytest
from grandma_client import AuthenticatedClient

from core.config import Settings
from deploy.demo.model import ScriptedModel, running_model
from tests.e2e.product import Product, installed, turn, wait_until

SENTENCE = "Could you sort us something at Olive Garden tomorrow at 7pm, we will be four"
WISH = {
    "intent": "restaurant_booking",
    "words": SENTENCE,
    "slots": {"party_size": "four", "date": "tomorrow", "time": "7pm", "venue": "Olive Garden"},
}


class HesitatingModel:
    """Keeps its first answer back until it is told to go on."""

    def __init__(self, model: ScriptedModel) -> None:
        self.is_asked, self.goes_on = threading.Event(), threading.Event()
        self._answer = model.answer

    def answer(self, call: Mapping[str, Any]) -> dict[str, Any]:
        if not self.is_asked.is_set():
            self.is_asked.set()
            self.goes_on.wait(20)
        return self._answer(call)


@pytest.fixture(scope="module")
def model() -> Generator[ScriptedModel]:
    with running_model({SENTENCE: [WISH]}) as running:
        yield running


@pytest.fixture(scope="module")
def installation(
    servers: Settings, template_database: str, tmp_path_factory: pytest.TempPathFactory, model: ScriptedModel
) -> Generator[Product]:
    settings = {"LLM_PROVIDER": "openai", "OPENAI_BASE_URL": model.url, "OPENAI_MODEL": "m", "LEASE_SECONDS": "3"}
    with installed(servers, template_database, folder=tmp_path_factory.mktemp("model"), **settings) as product:
        yield product


@pytest.fixture
def product(installation: Product) -> Generator[Product]:
    with turn(installation) as product:
        yield product


def test_sentence_is_booked_through_the_model_to_the_verified_webhook(product: Product, model: ScriptedModel) -> None:
    before = len(model.asked)
    product.start("python", "-m", "worker")
    with product.client as client:
        [task] = product.say(client, SENTENCE).tasks
        wait_until(lambda: product.received.types_by_task() == {task.id: {"task.completed"}})
    assert (task.provider, task.degraded) == ("openai", False)
    assert [asked.demands_form for asked in model.asked[before:]] == [True]
    assert SENTENCE not in product.read_logs(), "what people say has no place in the logs"


def test_request_outlives_the_api_that_was_asking(
    product: Product, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    hesitating = HesitatingModel(model)
    monkeypatch.setattr(model, "answer", hesitating.answer)
    with product.start_api({}) as (dying, client):
        caller = threading.Thread(target=say_in_vain, args=(product, client))
        caller.start()
        assert hesitating.is_asked.wait(20)
        dying.kill()
        caller.join()
    hesitating.goes_on.set()
    product.start("python", "-m", "worker")
    with product.client as client:
        wait_until(lambda: [task.status for task in product.tasks(client)] == ["completed"])
        [task], bookings = product.tasks(client), product.bookings(client)
    assert (task.provider, len(bookings)) == ("openai", 1)


def say_in_vain(product: Product, client: AuthenticatedClient) -> None:
    """Nobody lives to answer this."""
    with contextlib.suppress(httpx2.HTTPError):
        product.say(client, SENTENCE)
