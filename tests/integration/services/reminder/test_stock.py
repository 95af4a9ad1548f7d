"""Stocks: counted with every answer, forecast by the plans, warned of once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.notification import Notification
from core.reminder import Occurrence, OccurrenceOutcome, Reminder
from services.reminder.stock import StockService, StockState
from tests.integration.services.reminder.medicine_chest import MedicineChest

OWN = "mailto:rose@x.example"


def stocks(chest: MedicineChest) -> StockService:
    return StockService(unit_of_work=chest.units, clock=chest.clock)


async def fill(chest: MedicineChest, reminder: Reminder, amount: float, *, adds: bool = False) -> StockState:
    return await stocks(chest).fill(reminder.id, Decimal(str(amount)), account_id=reminder.account_id, adds=adds)


async def left(chest: MedicineChest, reminder: Reminder) -> Decimal | None:
    stock = (await stocks(chest).look(reminder.id, account_id=reminder.account_id)).stock
    return stock.left if stock else None


async def dose(chest: MedicineChest, subject: str = "blood pressure pills", **changed: Any) -> Occurrence:
    """A dose of now that nobody has answered."""
    return await chest.only(await chest.add(subject=subject, **changed))


async def take(chest: MedicineChest, seen: Occurrence) -> None:
    await chest.answers.take(seen.id, account_id=seen.account_id, again=True)


async def correct(chest: MedicineChest, seen: Occurrence, outcome: OccurrenceOutcome) -> None:
    await chest.answers.correct(seen.id, outcome, account_id=seen.account_id)


async def warnings(chest: MedicineChest) -> list[Notification]:
    return [each for each in await chest.notices() if each.occurrence_id is None]


async def test_taken_counts_down_once_and_a_correction_counts_back(chest: MedicineChest) -> None:
    reminder = await chest.add_daily("08:00")
    await fill(chest, reminder, 56)
    seen = await dose(chest, "Blood Pressure Pills", dosage="2 tablets")
    for _ in range(2):
        await take(chest, seen)
    assert await left(chest, reminder) == 54
    await correct(chest, seen, OccurrenceOutcome.SKIPPED)
    assert await left(chest, reminder) == 56
    await correct(chest, seen, OccurrenceOutcome.MISSED)
    assert await left(chest, reminder) == 56
    await correct(chest, seen, OccurrenceOutcome.TAKEN)
    assert await left(chest, reminder) == 54
    await chest.answers.correct(
        seen.id,
        OccurrenceOutcome.TAKEN,
        account_id=seen.account_id,
        taken_at=chest.clock.now() - timedelta(minutes=5),
    )
    assert await left(chest, reminder) == 54


async def test_what_nobody_counts_is_not_counted(chest: MedicineChest) -> None:
    reminder = await chest.add_daily("08:00")
    await take(chest, await dose(chest))
    assert await left(chest, reminder) is None


async def test_refill_is_added_and_a_count_replaces(chest: MedicineChest) -> None:
    reminder = await chest.add_daily("08:00")
    await fill(chest, reminder, 3)
    assert (await fill(chest, reminder, 56, adds=True)).stock is not None
    assert await left(chest, reminder) == 59
    await fill(chest, reminder, 28)
    assert await left(chest, reminder) == 28


async def test_nothing_less_than_nothing_is_left(chest: MedicineChest) -> None:
    reminder = await chest.add_daily("08:00")
    await fill(chest, reminder, 1)
    seen = await dose(chest, dosage="2 tablets")
    await take(chest, seen)
    assert await left(chest, reminder) == 0
    await correct(chest, seen, OccurrenceOutcome.SKIPPED)
    assert await left(chest, reminder) == 1, "only what it took off comes back"


async def test_forecast_adds_up_all_plans_of_the_medicine(chest: MedicineChest) -> None:
    today = datetime.now(UTC).date()
    plan = {"recurrence": "FREQ=DAILY", "at": None, "timezone": "UTC", "starts_on": today + timedelta(days=1)}
    morning = await chest.add(times=("08:00",), dosage="2 tablets", **plan)
    await chest.add(times=("20:00",), dosage="1 tablet", **plan)
    ahead = (await fill(chest, morning, 14)).forecast  # three a day: four days and the morning of the fifth
    assert ahead.lasts_until == today + timedelta(days=5)
    assert (ahead.runs_out_on, ahead.days) == (today + timedelta(days=5), 5)
    assert ahead.doses == 7


@pytest.mark.parametrize(("amount", "said"), [(8, "7 left"), (4, "3 left"), (2, "one dose left")])
async def test_person_and_those_who_refill_are_warned_once(chest: MedicineChest, amount: int, said: str) -> None:
    await chest.set_user(channels=[OWN])
    refiller = await chest.add_contact("refill")
    await chest.add_contact("taken")
    today = datetime.now(UTC).date()
    reminder = await chest.add_daily("08:00", timezone="UTC", starts_on=today + timedelta(days=1))
    await fill(chest, reminder, amount)
    seen = await dose(chest)
    await take(chest, seen)
    await correct(chest, seen, OccurrenceOutcome.SKIPPED)
    await correct(chest, seen, OccurrenceOutcome.TAKEN)
    own, news = await warnings(chest)
    assert (own.contact_id, news.contact_id, news.topic) == (None, refiller, "refill")
    assert own.text.startswith(f"Rose, there is {said} of your blood pressure pills")
    assert "blood pressure" not in news.text + news.subject
    await fill(chest, reminder, amount)
    await take(chest, await dose(chest))
    assert len(await warnings(chest)) == 4, "a new filling is warned of anew"


async def test_enough_is_no_reason_to_warn(chest: MedicineChest) -> None:
    await chest.set_user(channels=[OWN])
    reminder = await chest.add_daily("08:00")
    await fill(chest, reminder, 60)
    await take(chest, await dose(chest))
    assert await warnings(chest) == []
