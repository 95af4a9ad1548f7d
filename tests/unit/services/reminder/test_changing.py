"""New timings of stored reminders."""

from datetime import date, time
from typing import Any

import pytest

from core.domain import Problem, Question
from core.regimen import Anchor, AsNeeded, Phase, Regimen, Tie
from core.reminder import Reminder, ReminderStatus
from services.reminder.changing import change_plan, list_ties
from services.reminder.timing import Timing
from tests.unit.services.reminder.plans import reminder, utc

NOW = utc(2026, 11, 20, 9, 30)


def stored(**changed: Any) -> Reminder:
    base = reminder(**changed)
    values = {name: getattr(base, name) for name in base.__slots__}
    return Reminder(
        **values, status=ReminderStatus.ACTIVE, planned_until=None, version=1, created_at=NOW, updated_at=NOW
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("08:00",), (9,), ("09:00",)),
        (("08:00", "20:00"), (21,), ("08:00", "21:00")),
        (("08:00", "20:00"), (9,), ("09:00", "20:00")),
        (("08:00", "14:00", "20:00"), (8, 9), ("09:00", "14:00", "20:00")),
        (("08:00", "20:00"), (10, 22), ("10:00", "22:00")),
    ],
)
def test_new_times_take_the_place_of_those_that_are_meant(
    old: tuple[str, ...], new: tuple[int, ...], expected: tuple[str, ...]
) -> None:
    changed = change_plan(stored(times=old), Timing(times=tuple(time(hour) for hour in new)), now=NOW)
    assert isinstance(changed, Reminder)
    assert (changed.times, changed.recurrence) == (expected, "FREQ=DAILY")


def test_new_rule_keeps_the_times() -> None:
    changed = change_plan(stored(), Timing(recurrence="FREQ=WEEKLY;BYDAY=MO"), now=NOW)
    assert isinstance(changed, Reminder)
    assert (changed.times, changed.recurrence, changed.starts_on) == (
        ("08:00",),
        "FREQ=WEEKLY;BYDAY=MO",
        date(2026, 11, 23),
    )


def test_new_day_of_what_comes_once_keeps_the_time() -> None:
    once = stored(recurrence=None, starts_on=date(2026, 11, 22))
    changed = change_plan(once, Timing(on=date(2026, 11, 25)), now=NOW)
    assert isinstance(changed, Reminder)
    assert (changed.starts_on, changed.times) == (date(2026, 11, 25), ("08:00",))


def test_exact_instant_becomes_a_time_of_its_day() -> None:
    once = stored(at=utc(2026, 11, 20, 15, 0, 20), times=(), recurrence=None)
    changed = change_plan(once, Timing(times=(time(17),)), now=NOW)
    assert isinstance(changed, Reminder)
    assert (changed.at, changed.times, changed.starts_on) == (None, ("17:00",), date(2026, 11, 20))


@pytest.mark.parametrize(
    "timing", [Timing(), Timing(times=(time(8),)), Timing(on=date(2026, 11, 1), recurrence="FREQ=DAILY;UNTIL=20261102")]
)
def test_no_change_and_no_future_are_asked_about(timing: Timing) -> None:
    assert isinstance(change_plan(stored(), timing, now=NOW), Question)


def test_other_weekday_of_a_weekly_reminder_is_asked_about() -> None:
    weekly = stored(recurrence="FREQ=WEEKLY;BYDAY=MO,TH")
    question = change_plan(weekly, Timing(on=date(2026, 11, 27), times=(time(11),)), now=NOW)
    assert isinstance(question, Question)
    assert (question.slot, question.options) == ("recurrence", ("every Friday",))


def in_parts(*times: tuple[str, ...]) -> Reminder:
    phases = tuple(Phase(recurrence="FREQ=DAILY", times=each, days=7) for each in times)
    return stored(times=(), recurrence=None, regimen=Regimen(phases=phases))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([("08:00",), ("08:00",)], (9,), [("09:00",), ("09:00",)]),
        ([("08:00", "20:00"), ("08:00",)], (8, 9), [("09:00", "20:00"), ("09:00",)]),
        ([("08:00", "20:00"), ("20:00",)], (8, 9), [("09:00", "20:00"), ("20:00",)]),
        ([("08:00", "20:00"), ("08:00",)], (9,), None),
        ([("08:00",), ("09:00",)], (8, 9), None),
        ([("08:00",), ("08:00",)], (10, 22), None),
    ],
)
def test_plan_in_parts_moves_as_a_whole_or_not_at_all(
    old: list[tuple[str, ...]], new: tuple[int, ...], expected: list[tuple[str, ...]] | None
) -> None:
    before = in_parts(*old)
    changed = change_plan(before, Timing(times=tuple(time(hour) for hour in new)), now=NOW)
    if expected is None:
        assert isinstance(changed, Problem)
        assert "comes in parts, every day at 8 in the morning" in changed.detail
        return
    assert isinstance(changed, Reminder)
    assert [phase.times for phase in changed.regimen.phases] == expected
    assert [phase.days for phase in changed.regimen.phases] == [7, 7]


@pytest.mark.parametrize(
    "timing", [Timing(recurrence="FREQ=DAILY", times=(time(9),)), Timing(on=date(2026, 12, 1)), Timing(at=utc(2026, 11, 21, 9))]
)  # fmt: skip
def test_parts_are_never_flattened(timing: Timing) -> None:
    assert isinstance(change_plan(in_parts(("08:00",), ("08:00",)), timing, now=NOW), Problem)


def test_what_was_taken_as_needed_is_asked_for_its_days() -> None:
    needed = stored(times=(), recurrence=None, regimen=Regimen(as_needed=AsNeeded(max_per_day=4)))
    asked = change_plan(needed, Timing(times=(time(9),)), now=NOW)
    assert isinstance(asked, Question)
    assert asked.slot == "recurrence"


def test_ties_stay_where_their_times_do() -> None:
    ties = (Tie(to=Anchor.BREAKFAST, time="08:30"), Tie(to=Anchor.DINNER, time="18:30"))
    tied = stored(times=("08:30", "18:30"), regimen=Regimen(tied_to=ties))
    changed = change_plan(tied, Timing(times=(time(19),)), now=NOW)
    assert isinstance(changed, Reminder)
    assert (changed.times, list_ties(tied, changed)) == (("08:30", "19:00"), ties[:1])
