"""Edits on a day on which something was told or answered already."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from core.domain import TaskStatus
from core.reminder import Occurrence, OccurrenceOutcome
from services.reminder.plan import list_due
from services.reminder.replan import find_first, list_counted
from tests.unit.services.reminder.plans import reminder, utc
from tests.unit.services.reminder.test_ladder import occurrence

NOW = utc(2026, 11, 20, 8, 30)
TODAY = date(2026, 11, 20)


def row(slot: str, **changed: Any) -> Occurrence:
    at = datetime.fromisoformat(f"2026-11-20T{slot}Z")
    return occurrence(**{"local_date": TODAY, "slot": slot, "scheduled_for": at, "told_at": at, **changed})


def early(slot: str) -> Occurrence:
    return row(slot, told_at=None, outcome=OccurrenceOutcome.TAKEN, status=TaskStatus.COMPLETED)


def planned(slot: str) -> Occurrence:
    return row(slot, told_at=None, status=TaskStatus.SCHEDULED)


def counted(slot: str) -> Occurrence:
    return row(slot, told_at=None, status=TaskStatus.CANCELLED)


def untold(slot: str) -> Occurrence:
    return row(slot, told_at=None, outcome=OccurrenceOutcome.MISSED, status=TaskStatus.EXPIRED)


@pytest.mark.parametrize(
    ("rows", "old", "new", "stands"),
    [
        ([row("08:00")], "08:00", "09:00", "09:00"),
        ([row("08:00")], "08:00", "20:00", "20:00"),
        ([planned("08:00")], "08:00", "09:00", "09:00"),
        ([early("09:00")], "09:00", "10:00", "10:00"),
        ([row("08:00")], "08:00", "08:00 20:00", ""),
        ([row("08:00")], "08:00", "09:00 20:00", "09:00"),
        ([row("08:00")], "08:00 20:00", "09:00 21:00", "09:00"),
        ([row("08:00")], "08:00 20:00", "20:00", ""),
        ([row("08:00")], "08:00 20:00", "21:00", ""),
        ([row("08:00")], "20:00", "21:00", ""),
        ([row("08:00"), counted("09:00")], "09:00", "10:00", "10:00"),
        ([row("08:00"), counted("09:00")], "09:00", "08:00 10:00", ""),
        ([row("08:00")], "20:00", "20:00 22:00", "22:00"),
        ([row("06:00"), row("07:00"), row("08:00")], "06:00 07:00 08:00", "07:00 09:00 10:00", "09:00 10:00"),
        ([untold("08:00")], "08:00", "09:00", ""),
        ([], "08:00", "09:00", ""),
    ],
)
def test_slot_that_replaces_a_dose_of_the_day_stands_for_it(
    rows: list[Occurrence], old: str, new: str, stands: str
) -> None:
    before, after = reminder(times=tuple(old.split())), reminder(times=tuple(new.split()))
    found = list_counted(before, after, rows, now=NOW)
    assert [(due.on, due.slot) for due in found] == [(TODAY, slot) for slot in stands.split()]


def test_first_due_time_after_the_edit_is_one_that_will_be_told() -> None:
    before, after = reminder(times=("08:00",)), reminder(times=("09:00",))
    first = find_first(before, after, [row("08:00")], now=NOW)
    assert first is not None
    assert (first.on, first.slot) == (TODAY + timedelta(days=1), "09:00")


@pytest.mark.parametrize("seed", range(400))
def test_no_sequence_of_edits_makes_more_doses_in_a_day_than_a_plan_of_that_day_has(seed: int) -> None:
    """The day walked through: doses are told when they come, and the plan is edited in between."""
    chance, now, plan = random.Random(seed), utc(2026, 11, 20), pick_plan(random.Random(seed))
    stored = {slot: planned(slot) for slot in plan.times}
    most = len(plan.times)
    for _ in range(6):
        now += timedelta(minutes=chance.randint(1, 300))
        stored |= {slot: row(slot) for slot, each in stored.items() if is_open(each) and each.scheduled_for <= now}
        edited = pick_plan(chance)
        kept = {slot: each for slot, each in stored.items() if not is_open(each)}
        counts = list_counted(plan, edited, list(kept.values()), now=now)
        stored = {due.slot: planned(due.slot) for due in list_due(edited, after=now, until=utc(2026, 11, 20, 23, 59))}
        stored = {**stored, **{due.slot: counted(due.slot) for due in counts}, **kept}
        plan, most = edited, max(most, len(edited.times))
        doses = [each for each in stored.values() if each.status is not TaskStatus.CANCELLED]
        assert len(doses) <= most, (seed, plan.times)


def pick_plan(chance: random.Random) -> Any:
    return reminder(
        times=tuple(f"{hour:02}:00" for hour in sorted(chance.sample(range(24), chance.randint(1, 3)))), timezone="UTC"
    )


def is_open(each: Occurrence) -> bool:
    return each.status is TaskStatus.SCHEDULED
