"""The restaurant that the settings name: a sentence books it in its own system; while it hangs, nothing else waits."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from pydantic import SecretStr

from core.config import Settings
from core.domain import ConfirmPolicy, Task, TaskStatus
from core.people import Account
from services.factory import open_services
from services.request_service import Submission
from services.services import Services
from tests.integration.waiting import eventually
from tests.integration.worker import running_worker
from tests.outside.loopback import Trouble, running
from tests.outside.resdiary import TOKEN, ResDiaryServer

NAME = "TheHungryUnicorn"


class Town(NamedTuple):
    """The product at work, and the restaurant."""

    services: Services
    account: Account
    restaurant: ResDiaryServer

    async def say(self, text: str) -> UUID:
        said = Submission(text=text, confirm=ConfirmPolicy.NEVER, metadata={})
        return (await self.services.requests.submit(said, account=self.account)).tasks[0].id

    async def get(self, task_id: UUID) -> Task:
        return await self.services.tasks.get(task_id, account_id=self.account.id)

    async def status_of(self, task_id: UUID, *wanted: TaskStatus) -> bool:
        return (await self.get(task_id)).status in wanted


@asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[Town]:
    async with running(ResDiaryServer(name=NAME, today=datetime.now(UTC).date())) as restaurant:
        given = {
            "restaurant_api_base_url": restaurant.url,
            "restaurant_api_token": SecretStr(TOKEN),
            "restaurant_name": NAME,
        }
        settings = settings.model_copy(update=given)
        async with open_services(settings, owner="test") as services, running_worker(services, settings):
            yield Town(services, await services.accounts.ensure_default(), restaurant)
            restaurant.end()


@pytest.fixture
async def town(settings: Settings) -> AsyncGenerator[Town]:
    async with opened(settings) as town:
        yield town


def tomorrow() -> str:
    return f"{datetime.now(UTC).date() + timedelta(days=1):%d %B %Y}"


async def test_sentence_books_it_in_its_own_system(town: Town) -> None:
    task_id = await town.say(f"Book a table for 2 at The Hungry Unicorn on {tomorrow()} at 19:30.")
    await eventually(lambda: town.status_of(task_id, TaskStatus.COMPLETED))
    [entry] = town.restaurant.standing
    assert (entry.visit_time, entry.party_size) == ("19:30:00", 2)
    booking = ((await town.get(task_id)).result or {})["booking"]
    assert isinstance(booking, dict)
    assert booking["reference"] == entry.reference


async def test_while_it_hangs_other_restaurants_and_reminders_do_not_wait(town: Town) -> None:
    town.restaurant.trouble("search", *[Trouble.SILENT_BEFORE] * 1000)
    stuck = [
        await town.say(f"Book a table for {2 + n} at The Hungry Unicorn on {tomorrow()} at 19:30.") for n in range(40)
    ]
    await eventually(lambda: _is_asked(town))
    other = await town.say(f"Book a table for 2 at Olive Garden on {tomorrow()} at 19:30.")
    reminder = await town.say("Remind me to water the plants tomorrow at 9 in the morning.")
    for task_id in (other, reminder):
        await eventually(lambda task_id=task_id: town.status_of(task_id, TaskStatus.COMPLETED), within=5)
    assert all([(await town.get(each)).status is not TaskStatus.COMPLETED for each in stuck])


async def _is_asked(town: Town) -> bool:
    return town.restaurant.count("search") > 0


async def test_lost_answer_is_shown_to_a_person(town: Town) -> None:
    town.restaurant.trouble("create", Trouble.ERROR_AFTER)
    task_id = await town.say(f"Book a table for 2 at The Hungry Unicorn on {tomorrow()} at 19:30.")
    await eventually(lambda: town.status_of(task_id, TaskStatus.NEEDS_PERSON))
    error = (await town.get(task_id)).error
    assert error is not None
    assert "probably made" in error.detail
    assert town.restaurant.count("create") == 1
