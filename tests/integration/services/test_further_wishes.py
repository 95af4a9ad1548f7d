"""A reply that wishes something besides: nothing of it is lost, and nothing is taken for the answer."""

import asyncio

import pytest

from core.domain import Task, TaskStatus
from core.people import Account
from repositories.unit_of_work import UnitOfWorkFactory
from services.services import Services
from services.task_refusals import TaskBusyError, TaskNotAskingError
from tests.integration.services.test_task_control import account, add_contact, say

__all__ = ["account"]

TABLE = "Book me a table for 4 at Olive Garden tomorrow at 7."
DRESS = "remind me at 6 in the evening to get dressed"


async def all_tasks(services: Services, task: Task) -> list[Task]:
    state = await services.requests.get(task.request_id, account_id=task.account_id)
    return [*state.tasks]


async def test_yes_confirms_and_the_further_wish_is_a_task_of_the_same_request(
    services: Services, account: Account
) -> None:
    asked = await say(services, account, TABLE)
    moved = await services.tasks.reply(asked.id, f"yes, and also {DRESS}", account_id=account.id)
    assert (moved.id, moved.status, moved.details) == (asked.id, TaskStatus.QUEUED, asked.details)
    table, reminder = await all_tasks(services, asked)
    assert (table.id, reminder.intent, reminder.status) == (asked.id, "reminder", TaskStatus.QUEUED)
    assert (reminder.details["subject"], reminder.details["time"]) == ("get dressed", "18:00")


async def test_correction_is_read_back_and_the_daughter_is_to_hear_of_it(
    services: Services, account: Account, unit_of_work: UnitOfWorkFactory
) -> None:
    await add_contact(unit_of_work, account, "Anna")
    asked = await say(services, account, TABLE)
    moved = await services.tasks.reply(asked.id, "no, make it eight, and tell Anna what time", account_id=account.id)
    assert (moved.status, moved.details["time"]) == (TaskStatus.AWAITING_CONFIRMATION, "20:00")
    _, told = await all_tasks(services, asked)
    assert (told.intent, told.details) == ("family_notification", {"recipient": "Anna", "about": str(asked.id)})


async def test_no_stops_and_the_further_wish_stands(services: Services, account: Account) -> None:
    asked = await say(services, account, TABLE)
    moved = await services.tasks.reply(asked.id, f"no, and {DRESS}", account_id=account.id)
    assert moved.status is TaskStatus.CANCELLED
    assert [task.intent for task in await all_tasks(services, asked)] == ["restaurant_booking", "reminder"]


@pytest.mark.parametrize("text", [DRESS, f"thank you, and {DRESS}"])
async def test_question_is_asked_again_where_only_something_else_was_wished(
    services: Services, account: Account, text: str
) -> None:
    asked = await say(services, account, "Book a table at Olive Garden tomorrow at 7pm")
    moved = await services.tasks.reply(asked.id, text, account_id=account.id)
    assert (moved.status, moved.question, moved.details) == (TaskStatus.NEEDS_INPUT, asked.question, asked.details)
    assert [task.intent for task in await all_tasks(services, asked)] == ["restaurant_booking", "reminder"]


async def test_further_wish_of_a_reply_that_came_too_late_is_not_stored(services: Services, account: Account) -> None:
    asked = await say(services, account, TABLE)
    replies = [services.tasks.reply(asked.id, f"yes, and {DRESS}", account_id=account.id) for _ in range(2)]
    ended = await asyncio.gather(*replies, return_exceptions=True)
    assert sum(isinstance(each, (TaskBusyError, TaskNotAskingError)) for each in ended) == 1
    assert len(await all_tasks(services, asked)) == 2


async def test_proposal_that_is_not_wanted_is_not_proposed_again(services: Services, account: Account) -> None:
    asked = await say(services, account, "Remind me to take my aspirin after breakfast every day")
    assert asked.question is not None
    assert asked.question.text.endswith("Shall it be 8:30 in the morning?")
    moved = await services.tasks.reply(asked.id, "no", account_id=account.id)
    assert moved.question is not None
    assert (moved.question.text, moved.question.options) == ("At what times?", ())
