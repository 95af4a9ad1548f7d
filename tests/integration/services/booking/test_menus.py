"""A salon that names no services is asked for what its booking system says; what a place may have to confirm is asked for."""

from dataclasses import replace
from typing import Any

import pytest

from core.domain import ConfirmPolicy
from core.outcome import Asks, AsksToConfirm, Completed, Outcome
from services.ability import Tools, Wish
from services.booking.salon_booking import SalonBookingService
from services.effect_ledger import TaskEffects
from tests.integration.house import NOW, FixedClock, House
from tests.integration.services.booking.grounds import OutsideGround, calcom_ground, easyappointments_ground
from tests.outside.easyappointments_records import Service
from tests.outside.loopback import Trouble

WISH = {"service": "haircut", "date": "2026-11-22", "time": "19:00"}


async def forget_menu(ground: OutsideGround, **settings: str) -> None:
    """The venue itself says nothing of what it does."""
    given = {**ground.venue.adapter_settings, **settings}
    ground.venue = replace(ground.venue, services=(), adapter_settings=given)
    async with ground.house.unit_of_work() as unit:
        await unit.venues.write(ground.venue)


async def say(ground: OutsideGround, *, confirm: ConfirmPolicy = ConfirmPolicy.NEVER, **changed: Any) -> Outcome:
    house = ground.house
    details = {**WISH, "venue": ground.venue.name, **changed}
    task = await house.claim_task(details, intent=SalonBookingService.intent, confirm=confirm)
    systems = {ground.venue.adapter: ground.system}
    tools = Tools(clock=FixedClock(), unit_of_work=house.unit_of_work, booking_systems=systems, abilities=())
    service = SalonBookingService(tools=tools)
    effects = TaskEffects(unit_of_work=house.unit_of_work, task_id=task.id, epoch=task.epoch)
    known = service.details_model.model_validate(task.details)
    return await service.perform(Wish(task=task, details=known, effects=effects, now=NOW))


async def test_what_the_salon_does_is_known_from_its_system(house: House) -> None:
    async with easyappointments_ground(house) as ground:
        ground.server.services = [Service(), Service(id=5, name="Wash", duration=60)]
        ground.server.providers = [replace(ground.server.providers[0], services=(1, 5))]
        await forget_menu(ground, **{"service:wash": "5"})
        refused = await say(ground, service="perm")
        assert isinstance(refused, Asks)
        assert refused.question.text.startswith("Golden Comb doesn't do that: perm. You could have")
        assert set(refused.question.options) == {"Haircut", "wash"}
        booked = await say(ground, service="a wash")
        assert isinstance(booked, Completed), booked
        [row] = ground.server.rows.values()
        assert row.service_id == 5


async def test_what_a_salon_does_in_calcom_is_what_its_event_types_are_for(house: House) -> None:
    async with calcom_ground(house) as ground:
        await forget_menu(ground)
        refused = await say(ground, service="perm")
        assert isinstance(refused, Asks)
        assert refused.question.options == ("haircut",)


async def test_salon_whose_system_does_not_answer_is_taken_at_the_persons_word(house: House) -> None:
    async with easyappointments_ground(house) as ground:
        await forget_menu(ground)
        ground.server.trouble("services", *[Trouble.AWAY] * 3)
        assert isinstance(await say(ground), Completed)


@pytest.mark.parametrize("system", ["calcom", "easyappointments"])
async def test_yes_to_what_the_place_may_have_to_confirm_is_no_yes_to_a_booking(house: House, system: str) -> None:
    opened = calcom_ground(house) if system == "calcom" else easyappointments_ground(house)
    async with opened as ground:
        asked = await say(ground, confirm=ConfirmPolicy.ALWAYS)
        assert isinstance(asked, AsksToConfirm), asked
        expected = (
            "Shall I ask Silver Scissors for a haircut on"
            if system == "calcom"
            else "Shall I book a haircut at Golden Comb on"
        )
        assert asked.question.text.startswith(expected)
