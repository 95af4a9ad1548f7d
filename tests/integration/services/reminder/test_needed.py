"""Medicines taken as needed: what the rule says before, and what is recorded after the fact."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.dose_answer import AnsweredVia, Said
from core.regimen import AsNeeded, Regimen
from core.reminder import OccurrenceStatus, Reminder
from services.reminder.needed import (
    NeededDose,
    NeededDoses,
    NotAsNeededError,
    describe_allowance,
    describe_taken,
)
from services.reminder.stock import StockService
from tests.integration.services.reminder.medicine_chest import MedicineChest

BY_TEXT = Said(via=AnsweredVia.SMS)


async def add(chest: MedicineChest, *, gap: int | None = 240, most: int | None = 4) -> Reminder:
    rule = AsNeeded(min_gap_minutes=gap, max_per_day=most)
    return await chest.add(subject="paracetamol", at=None, regimen=Regimen(as_needed=rule))


async def take(chest: MedicineChest, reminder: Reminder, *, after: timedelta = timedelta()) -> NeededDose:
    chest.clock.ahead += after
    doses = NeededDoses(unit_of_work=chest.units, clock=chest.clock)
    return await doses.take(reminder.id, account_id=reminder.account_id, said=BY_TEXT)


async def test_what_was_taken_is_recorded_with_who_said_so(chest: MedicineChest) -> None:
    reminder = await add(chest)
    dose = await take(chest, reminder)
    assert dose.state.status is OccurrenceStatus.TAKEN
    assert (dose.state.is_late, dose.before.is_allowed, dose.after.left) == (False, True, 3)
    given = await chest.answers.list_answers(dose.state.occurrence.id, account_id=reminder.account_id)
    assert [(each.answer, each.answered_by, each.answered_via) for each in given] == [("taken", "person", "sms")]
    assert "The next one is from " in describe_taken(dose)


async def test_too_soon_is_said_before_and_recorded_after_and_the_carer_is_told(chest: MedicineChest) -> None:
    anna = await chest.add_contact("missed")
    reminder = await add(chest)
    await take(chest, reminder)
    chest.clock.ahead += timedelta(hours=1)
    allowed = await NeededDoses(unit_of_work=chest.units, clock=chest.clock).look(
        reminder.id, account_id=reminder.account_id
    )
    assert describe_allowance(reminder, allowed).startswith(
        "It is too soon for your paracetamol by the instructions you gave me; next from "
    )
    assert await chest.notices() == []
    dose = await take(chest, reminder)
    assert dose.state.status is OccurrenceStatus.TAKEN
    assert "By the instructions you gave me it was too soon" in describe_taken(dose)
    [told] = await chest.notices()
    assert (told.contact_id, told.topic) == (anna, "missed")
    assert told.text.startswith("Rose says that they took a medicine at ")
    assert "paracetamol" not in told.text


async def test_more_than_the_most_of_a_day_is_recorded_and_told_too(chest: MedicineChest) -> None:
    await chest.add_contact("missed")
    reminder = await add(chest, gap=None, most=2)
    for _ in range(2):
        await take(chest, reminder, after=timedelta(minutes=30))
    assert await chest.notices() == []
    dose = await take(chest, reminder, after=timedelta(minutes=30))
    assert dose.state.status is OccurrenceStatus.TAKEN
    assert len(await chest.notices()) == 1
    assert len(await chest.due_times(reminder)) == 3


async def test_dose_of_the_same_second_is_the_same(chest: MedicineChest) -> None:
    reminder = await add(chest)
    doses = NeededDoses(unit_of_work=chest.units, clock=chest.clock)
    at = chest.clock.now() - timedelta(minutes=5)
    for _ in range(2):
        await doses.take(reminder.id, account_id=reminder.account_id, said=BY_TEXT, taken_at=at)
    assert len(await chest.due_times(reminder)) == 1


async def test_stock_is_counted(chest: MedicineChest) -> None:
    reminder = await add(chest)
    stocks = StockService(unit_of_work=chest.units, clock=chest.clock)
    await stocks.fill(reminder.id, Decimal(10), account_id=reminder.account_id, adds=False)
    await take(chest, reminder)
    stock = (await stocks.look(reminder.id, account_id=reminder.account_id)).stock
    assert stock is not None
    assert stock.left == 9


async def test_medicine_with_due_times_is_answered_there(chest: MedicineChest) -> None:
    with pytest.raises(NotAsNeededError):
        await take(chest, await chest.add())
