"""Processes die at each step of an answer: it is recorded once, whoever tries again, and nothing of it is half there."""

import signal
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx2
import pytest
from grandma_client import AuthenticatedClient
from grandma_client.api.reminders import (
    create_reminder,
    get_occurrence,
    list_answers,
    list_occurrences,
    take_occurrence,
)
from grandma_client.models import GivenAnswer, GivenAnswers, Occurrence, OccurrencePage, Reminder, ReminderBody
from grandma_client.types import UNSET

from core.config import Settings
from core.failpoints import Failpoint
from tests.e2e.calls import expect
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
        with product.start_api({"FAILPOINT": point}) as (doomed, theirs):
            with pytest.raises(httpx2.TransportError):
                take_occurrence.sync(dose, client=theirs)
            assert doomed.wait_for_end() == -signal.SIGKILL
        is_kept = point is Failpoint.AFTER_ANSWERED
        assert status_of(client, dose) == ("taken" if is_kept else "planned")
        assert len(history_of(client, dose)) == int(is_kept)
        again = take_occurrence.sync(dose, client=client)  # the caller tries again
        assert expect(Occurrence, again).status == "taken"
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
        assert [each.answered_via for each in history_of(client, dose)] == ["words"]


def add_dose(client: AuthenticatedClient, user_id: UUID | None) -> UUID:
    at = datetime.now(UTC) + timedelta(minutes=30)
    body = ReminderBody(kind="medicine", subject="aspirin", at=at, user_id=user_id or UNSET)
    reminder = expect(Reminder, create_reminder.sync(client=client, body=body))
    [dose] = expect(OccurrencePage, list_occurrences.sync(client=client, reminder_id=reminder.id)).items
    return dose.id


def status_of(client: AuthenticatedClient, dose: UUID) -> str:
    return expect(Occurrence, get_occurrence.sync(dose, client=client)).status


def history_of(client: AuthenticatedClient, dose: UUID) -> list[GivenAnswer]:
    return expect(GivenAnswers, list_answers.sync(dose, client=client)).items
