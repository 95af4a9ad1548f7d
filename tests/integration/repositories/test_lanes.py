"""Lanes in the rows: where what falls due goes, and how much is queued."""

from datetime import UTC, datetime, timedelta

from core.domain import Queue, Settlement, TaskStatus
from core.ids import make_id
from core.lanes import MAIN_LANE, bulk_lane_of
from repositories.unit_of_work import UnitOfWorkFactory
from tests.integration.house import House


async def make_due(house: House) -> None:
    task = await house.claim_task()
    past = datetime.now(UTC) - timedelta(minutes=1)
    async with house.unit_of_work() as unit:
        settlement = Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.SCHEDULED, due_at=past)
        assert await unit.tasks.settle_many([settlement])


async def test_what_falls_due_goes_on_the_bulk_lane_of_noisy_accounts_only(unit_of_work: UnitOfWorkFactory) -> None:
    houses = [await House.build(unit_of_work) for _ in range(6)]
    for house in houses:
        await make_due(house)
    noisy = [(Queue.BOOKING, house.account_id) for house in houses[:4]]
    async with unit_of_work() as unit:
        queued = await unit.tasks.queue_due(limit=10, noisy=[*noisy, (Queue.REMINDER, houses[5].account_id)])
    lanes = {task.account_id: task.lane for task in queued}
    assert [lanes[house.account_id] for house in houses[:4]] == [bulk_lane_of(each.account_id) for each in houses[:4]]
    assert [lanes[house.account_id] for house in houses[4:]] == [MAIN_LANE, MAIN_LANE]


async def test_very_many_accounts_may_be_noisy(unit_of_work: UnitOfWorkFactory) -> None:
    house = await House.build(unit_of_work)
    await make_due(house)
    others = [(Queue.BOOKING, make_id()) for _ in range(20_000)]
    async with unit_of_work() as unit:
        [task] = await unit.tasks.queue_due(limit=10, noisy=[*others, (Queue.BOOKING, house.account_id)])
    assert task.lane == bulk_lane_of(house.account_id)


async def test_queued_rows_are_counted_by_queue_and_account(unit_of_work: UnitOfWorkFactory) -> None:
    deep, shallow = await House.build(unit_of_work), await House.build(unit_of_work)
    for _ in range(3):
        await deep.add_task()
    await deep.add_task(queue=Queue.REMINDER)
    await shallow.add_task()
    await shallow.claim_task()
    async with unit_of_work() as unit:
        depths = await unit.depths.sample(at_least=2)
    assert (depths.total, depths.by_share) == (5, {(Queue.BOOKING, deep.account_id): 3})


async def test_nothing_queued_is_counted_as_nothing(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as unit:
        depths = await unit.depths.sample(at_least=1)
    assert (depths.total, depths.by_share) == (0, {})


async def test_of_much_that_falls_due_at_once_the_rest_goes_on_the_bulk_lane(unit_of_work: UnitOfWorkFactory) -> None:
    much, little = await House.build(unit_of_work), await House.build(unit_of_work)
    for _ in range(3):
        await make_due(much)
    await make_due(little)
    async with unit_of_work() as unit:
        queued = await unit.tasks.queue_due(limit=10, noisy_above=2)
    of_much = [task.lane for task in queued if task.account_id == much.account_id]
    assert sorted(of_much) == [MAIN_LANE, MAIN_LANE, bulk_lane_of(much.account_id)]
    assert [task.lane for task in queued if task.account_id == little.account_id] == [MAIN_LANE]
