"""A place that decides later: what was asked for is not called booked before it has said yes."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking import BookingStatus
from core.domain import Settlement, Task, TaskStatus
from core.outcome import Asks, Completed, Fails, Outcome, Waits
from services.ability import AnyTaskService, Tools, Wish
from services.booking.booking_change import BookingChangeService
from services.booking.salon_booking import SalonBookingService
from services.booking.waiting import next_look
from services.effect_ledger import TaskEffects
from tests.integration.house import NOW, FixedClock, House
from tests.integration.services.booking.grounds import OTHER, WANTED, CalComGround, calcom_ground
from tests.integration.services.booking.wishes import booking_of, list_all

ABILITIES: dict[str, type[AnyTaskService]] = {
    "booking_change": BookingChangeService,
    "salon_booking": SalonBookingService,
}
AGES = [timedelta(hours=hours) for hours in (0, 1, 48)]
HAIRCUT = {"venue": "Silver Scissors", "service": "haircut", "date": "2026-11-22", "time": "19:00"}


@pytest.fixture
async def ground(house: House) -> AsyncGenerator[CalComGround]:
    async with calcom_ground(house) as ground:
        ground.server.events[0] = replace(ground.server.events[0], needs_confirmation=True)
        yield ground


async def claim(ground: CalComGround) -> Task:
    return await ground.house.claim_task(HAIRCUT, intent="salon_booking")


async def perform(ground: CalComGround, task: Task, **changed: object) -> Outcome:
    house, ability = ground.house, ABILITIES[task.intent]
    service = ability(
        tools=Tools(
            clock=FixedClock(),
            unit_of_work=house.unit_of_work,
            booking_systems={"calcom": ground.system},
            abilities=(),
        )
    )
    effects = TaskEffects(unit_of_work=house.unit_of_work, task_id=task.id, epoch=task.epoch)
    details = service.details_model.model_validate({**task.details, **changed})
    return await service.perform(Wish(task=task, details=details, effects=effects, now=NOW))


async def test_what_the_place_has_to_confirm_is_asked_for_and_not_booked(ground: CalComGround) -> None:
    outcome = await perform(ground, await claim(ground))
    assert isinstance(outcome, Waits)
    assert outcome.summary == (
        "I have asked for a haircut at Silver Scissors on Sunday 22 November at 7 in the evening. "
        "It is not booked yet: they will say whether you can have it."
    )
    assert [each.status for each in await list_all(ground.house)] == [BookingStatus.PENDING]


async def test_it_is_booked_once_the_place_has_confirmed(ground: CalComGround) -> None:
    task = await claim(ground)
    await perform(ground, task)
    ground.server.host_confirms(ground.server.standing[0].uid)
    outcome = await perform(ground, task)
    assert booking_of(outcome)["status"] == "confirmed"
    assert isinstance(outcome, Completed)
    assert "is booked for" in outcome.summary
    assert await ground.list_starts() == [WANTED]


async def test_refusal_is_followed_by_a_question_and_by_another_booking(ground: CalComGround) -> None:
    task = await claim(ground)
    await perform(ground, task)
    ground.server.host_declines(ground.server.standing[0].uid)
    assert isinstance(await perform(ground, task), Asks)
    assert isinstance(await perform(ground, task, time=OTHER.time()), Waits)
    assert await ground.list_starts() == [OTHER]
    assert {each.status for each in await list_all(ground.house)} == {BookingStatus.REJECTED, BookingStatus.PENDING}


async def test_task_that_waits_looks_as_soon_as_the_decision_is_noticed(ground: CalComGround) -> None:
    task = await claim(ground)
    await perform(ground, task)
    unit_of_work, in_an_hour = ground.house.unit_of_work, NOW + timedelta(days=365)
    waits = Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.SCHEDULED, due_at=in_an_hour)
    async with unit_of_work() as unit:
        await unit.tasks.settle_many([waits])
    ground.server.host_declines(ground.server.standing[0].uid)
    [asked_for] = await list_all(ground.house)
    await ground.system.look_again(asked_for)
    async with unit_of_work() as unit:
        assert [each.id for each in await unit.tasks.queue_due(limit=9)] == [task.id]


async def test_what_was_cancelled_meanwhile_is_not_waited_for(ground: CalComGround) -> None:
    task = await claim(ground)
    await perform(ground, task)
    [asked_for] = await list_all(ground.house)
    await ground.system.cancel(asked_for, key="test")
    outcome = await perform(ground, task)
    assert isinstance(outcome, Fails)
    assert outcome.problem.type.endswith("booking-cancelled")


@pytest.mark.parametrize("needs_confirmation", [False, True])
async def test_what_was_booked_and_then_cancelled_is_never_said_to_be_booked(
    ground: CalComGround, needs_confirmation: bool
) -> None:
    ground.server.events[0] = replace(ground.server.events[0], needs_confirmation=needs_confirmation)
    task = await claim(ground)
    booked = await ground.book(key=f"task:{task.id}:book")
    await ground.system.cancel(booked, key="test")
    outcome = await perform(ground, task)
    assert isinstance(outcome, Fails)
    assert outcome.problem.type.endswith("booking-cancelled")


async def test_booking_that_was_cancelled_after_it_was_written_down_is_not_announced(ground: CalComGround) -> None:
    ground.server.events[0] = replace(ground.server.events[0], needs_confirmation=False)
    task = await claim(ground)
    assert isinstance(await perform(ground, task), Completed)  # the process dies before it has said so
    [booked] = await list_all(ground.house)
    await ground.system.cancel(booked, key="test")
    assert isinstance(await perform(ground, task), Fails)


async def test_place_that_can_not_be_asked_just_now_is_waited_for(ground: CalComGround) -> None:
    task = await claim(ground)
    await perform(ground, task)
    ground.server.left = 0
    assert isinstance(await perform(ground, task), Waits)


async def test_change_that_the_place_has_to_confirm_is_waited_for_too(ground: CalComGround) -> None:
    booked = await ground.book()
    ground.server.host_confirms(ground.server.standing[0].uid)
    booked = await ground.system.look_again(booked)
    wish = {"booking_id": str(booked.id), "time": "12:00"}
    task = await ground.house.claim_task(wish, intent="booking_change", confirmed=True)
    assert isinstance(await perform(ground, task), Waits)
    ground.server.host_confirms(ground.server.standing[0].uid)
    outcome = await perform(ground, task)
    assert isinstance(outcome, Completed)
    assert "at noon" in outcome.summary
    assert booking_of(outcome)["status"] == "confirmed"


def test_places_are_asked_ever_more_seldom() -> None:
    waits = [next_look(NOW, now=NOW + age) - (NOW + age) for age in AGES]
    assert waits == [timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1)]
