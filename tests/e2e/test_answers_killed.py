"""Processes die at each step of an answer: it is recorded once, whoever tries again, and nothing of it is half there."""

import signal
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from core.config import Settings
from core.failpoints import Failpoint
from tests.e2e.product import Product, installed, turn, wait_until

POINTS = (Failpoint.IN_ANSWER, Failpoint.AFTER_ANSWERED)


@pytest.fixture(scope="module")
def installation(
    servers: Settings, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Product]:
    with installed(servers, template_database, folder=tmp_path_factory.mktemp("answers_killed")) as product:
        yield product


@pytest.fixture
def product(installation: Product) -> Generator[Product]:
    with turn(installation) as product:
        yield product


@pytest.mark.parametrize("point", POINTS)
def test_api_that_dies_in_an_answer_records_it_once(product: Product, point: Failpoint) -> None:
    with product.client as client:
        dose = add_dose(client, product.user_id)
        with product.start_api({"FAILPOINT": point}) as (doomed, base_url):
            with pytest.raises(httpx2.TransportError):
                client.post(f"{base_url}/v1/occurrences/{dose}/taken")
            assert doomed.wait_for_end() == -signal.SIGKILL
        is_kept = point is Failpoint.AFTER_ANSWERED
        assert status_of(client, dose) == ("taken" if is_kept else "planned")
        assert len(history_of(client, dose)) == int(is_kept)
        answer = client.post(f"/v1/occurrences/{dose}/taken")  # the caller tries again
        assert answer.json()["status"] == "taken"
        assert len(history_of(client, dose)) == 1


def test_worker_that_dies_in_an_answer_by_words_records_it_once(product: Product) -> None:
    with product.client as client:
        dose = add_dose(client, product.user_id)
        product.say(client, "I took my aspirin.")
        doomed = product.start("python", "-m", "worker", environment={"FAILPOINT": Failpoint.IN_ANSWER})
        assert doomed.wait_for_end() == -signal.SIGKILL
        assert history_of(client, dose) == []
        product.start("python", "-m", "worker")
        wait_until(lambda: status_of(client, dose) == "taken")
        assert [each["answered_via"] for each in history_of(client, dose)] == ["words"]


def add_dose(client: httpx2.Client, user_id: str | None) -> str:
    at = (datetime.now(UTC) + timedelta(minutes=30)).isoformat()
    reminder = {"kind": "medicine", "subject": "aspirin", "at": at, "user_id": user_id}
    made = client.post("/v1/reminders", json=reminder)
    assert made.status_code == 201, made.text
    [dose] = client.get("/v1/occurrences", params={"reminder_id": made.json()["id"]}).json()["items"]
    return dose["id"]


def status_of(client: httpx2.Client, dose: str) -> str:
    return client.get(f"/v1/occurrences/{dose}").json()["status"]


def history_of(client: httpx2.Client, dose: str) -> list[dict[str, Any]]:
    return client.get(f"/v1/occurrences/{dose}/answers").json()["items"]
