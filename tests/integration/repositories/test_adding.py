"""What storing answers is what reading answers afterwards."""

from datetime import UTC, datetime, timedelta

import pytest

from core.domain import Question, TaskStatus
from core.ids import make_id
from repositories.unit_of_work import UnitOfWorkFactory
from tests.integration.house import NOW, House

ODD = {"b": [1, 2.5, None, {"ü": "😀"}], "a": -0.25, "long": 2**63 - 1, "": True}


@pytest.mark.parametrize("status", [TaskStatus.QUEUED, TaskStatus.NEEDS_INPUT])
async def test_task_is_answered_as_it_is_stored(unit_of_work: UnitOfWorkFactory, status: TaskStatus) -> None:
    house = await House.build(unit_of_work)
    added = await house.add_task(
        {"time": "19:00", "party_size": 4, **ODD},
        status=status,
        question=Question(text="For how many?", slot="party_size", options=("2", "4")),
        confidence=0.1 + 0.2,
        inferred=("time", "date"),
        clock_offset=timedelta(days=-400, microseconds=1),
        expires_in=timedelta(hours=1),
        scheduled_for=datetime(2026, 11, 20, 9, 30, 0, 1, tzinfo=UTC),
        webhook_url="https://example.com/hooks",
        metadata=ODD,
    )
    async with unit_of_work() as unit:
        assert await unit.tasks.get(added.id, account_id=house.account_id) == added


async def test_requests_are_answered_as_they_are_stored(unit_of_work: UnitOfWorkFactory) -> None:
    house = await House.build(unit_of_work)
    new = [house.new_request(make_id(), text=f"Good morning {number}! 😀", metadata=ODD) for number in range(3)]
    async with unit_of_work() as unit:
        added = await unit.requests.add_many([(each, number == 1) for number, each in enumerate(new)])
    async with unit_of_work() as unit:
        assert [await unit.requests.get(each.id, account_id=house.account_id) for each in new] == added
    statuses = [TaskStatus.QUEUED, TaskStatus.COMPLETED, TaskStatus.QUEUED]
    assert [request.status for request in added] == statuses
    assert added[0].spoken_at == NOW


async def test_question_expires_by_the_clock_of_the_database(unit_of_work: UnitOfWorkFactory) -> None:
    house = await House.build(unit_of_work)
    waiting = await house.add_task(status=TaskStatus.NEEDS_INPUT, expires_in=timedelta(0))
    lasting = await house.add_task(status=TaskStatus.NEEDS_INPUT, expires_in=timedelta(hours=1))
    async with unit_of_work() as unit:
        expired = await unit.tasks.expire_many(limit=10)
    assert [task.id for task in expired] == [waiting.id]
    assert lasting.status is TaskStatus.NEEDS_INPUT
