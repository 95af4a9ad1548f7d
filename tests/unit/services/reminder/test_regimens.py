"""Every kind of schedule as due times: cycles, intervals, phases, ties, as needed."""

from datetime import date, time, timedelta
from itertools import islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.errors import InvalidFieldError
from core.regimen import Anchor, AsNeeded, Cycle, Interval, Phase, Regimen, Since, Tie
from core.reminder import NewReminder, ReminderKind
from services.reminder.hours import follow_hours
from services.reminder.plan import find_next, iterate_due, list_due
from services.reminder.regimen_words import describe_regimen
from services.reminder.settling import Now, settle
from tests.unit.services.reminder.plans import reminder, utc

HOURS = {"breakfast": time(8, 30), "dinner": time(18), "bedtime": time(22)}
DAILY = "FREQ=DAILY"
BY = Now(at=utc(2026, 11, 20, 6), hours=HOURS)


def of(regimen: Regimen, **changed: Any) -> NewReminder:
    return reminder(regimen=regimen, **changed)


def first(planned: NewReminder, count: int) -> list[tuple[date, str]]:
    return [(due.on, due.slot) for due in islice(iterate_due(planned, after=None), count)]


def test_cycle_gives_its_days_on_alone() -> None:
    planned = of(Regimen(cycle=Cycle(days_on=21, days_off=7)), starts_on=date(2026, 11, 20))
    days = [(due.on - planned.starts_on).days for due in list_due(planned, after=None, until=utc(2027, 1, 20))]
    assert days == [*range(21), *range(28, 49), *range(56, 61)]


def test_cycle_holds_for_what_comes_after_any_instant() -> None:
    planned = of(Regimen(cycle=Cycle(days_on=5, days_off=2)), starts_on=date(2020, 1, 1))
    every = [due.on for due in islice(iterate_due(planned, after=None), 2000)]
    after = utc(2024, 2, 28, 12)
    assert [due.on for due in islice(iterate_due(planned, after=after), 50)] == [
        day for day in every if day > after.date()
    ][:50]


@pytest.mark.parametrize(
    ("zone", "starts_on"),
    [
        ("Europe/London", date(2026, 10, 24)),
        ("Australia/Lord_Howe", date(2027, 4, 3)),
        ("Europe/London", date(2027, 3, 27)),
    ],
)
def test_interval_runs_by_elapsed_time_through_clock_changes(zone: str, starts_on: date) -> None:
    planned = of(
        Regimen(interval=Interval(minutes=30)), timezone=zone, starts_on=starts_on, times=("00:00",), recurrence=None
    )
    found = list(islice(iterate_due(planned, after=None), 120))
    assert {later.at - earlier.at for earlier, later in pairwise(found)} == {timedelta(minutes=30)}
    assert len({(due.on, due.slot) for due in found}) == len(found)
    again = [due for due in found if due.slot.endswith(" again")]
    assert {due.at.astimezone(ZoneInfo(zone)).fold for due in again} <= {1}
    assert find_next(planned, after=found[60].at) == found[61]


def test_interval_ends_on_its_last_day() -> None:
    ends = {"starts_on": date(2026, 11, 20), "ends_on": date(2026, 11, 21), "times": ("06:00",), "recurrence": None}
    planned = of(Regimen(interval=Interval(minutes=480)), **ends)
    assert [slot for _, slot in first(planned, 99)] == ["06:00", "14:00", "22:00", "06:00", "14:00", "22:00"]


def test_interval_since_taken_is_known_one_dose_ahead() -> None:
    at = utc(2026, 11, 20, 9)
    planned = of(
        Regimen(interval=Interval(minutes=480, since=Since.TAKEN)), times=("09:00",), recurrence=None, chain_at=at
    )
    assert [due.at for due in iterate_due(planned, after=None)] == [at]


TAPER = Regimen(
    phases=(
        Phase(days=7, times=("08:00", "20:00"), recurrence=DAILY, dosage="2 tablets"),
        Phase(days=4, times=("08:00",), recurrence="FREQ=DAILY;INTERVAL=2"),
        Phase(times=("09:00",), recurrence="FREQ=WEEKLY;BYDAY=MO"),
    )
)


def test_phases_follow_one_another_and_are_said_with_each_dose() -> None:
    planned = of(TAPER, times=(), recurrence=None, starts_on=date(2026, 11, 20))
    found = list(islice(iterate_due(planned, after=None), 18))
    assert [due.phase for due in found] == [0] * 14 + [1] * 2 + [2] * 2
    assert [due.on.day for due in found[14:]] == [27, 29, 7, 14]
    assert find_next(planned, after=found[13].at) == found[14]


def test_phases_end_with_the_last_one() -> None:
    planned = of(Regimen(phases=TAPER.phases[:2]), times=(), recurrence=None)
    assert len(list(iterate_due(planned, after=None))) == 16


def test_as_needed_has_no_due_times() -> None:
    planned = of(Regimen(as_needed=AsNeeded(max_per_day=4)), times=(), recurrence=None)
    assert find_next(planned, after=utc(2026, 1, 1)) is None


# ------------------------------------------------------------------ settling


def test_tied_times_are_the_persons_hours() -> None:
    ties = (Tie(to=Anchor.BREAKFAST, minutes=30), Tie(to=Anchor.BEDTIME))
    settled = settle(reminder(), {"tied_to": ties}, by=BY)
    assert settled.times == ("09:00", "22:00")
    moved = follow_hours(settled, {**HOURS, "breakfast": time(7)})
    assert moved["times"] == ("07:30", "22:00")
    assert follow_hours(settled, HOURS) == {}


def test_fixed_times_stay_when_the_hours_move() -> None:
    settled = settle(reminder(), {"times": ("15:00",), "tied_to": (Tie(to=Anchor.DINNER),)}, by=BY)
    assert follow_hours(settled, {**HOURS, "dinner": time(19)})["times"] == ("15:00", "19:00")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"tied_to": (Tie(to=Anchor.LUNCH),)}, "/tied_to/0"),
        ({"tied_to": (Tie(to=Anchor.BEDTIME, minutes=180),)}, "/tied_to/0"),
        ({"tied_to": (Tie(to=Anchor.DINNER),), "times": ("18:00",)}, "/tied_to/0"),
        ({"interval": Interval(minutes=480), "times": ("08:00", "20:00")}, "/times"),
        ({"interval": Interval(minutes=45, since=Since.TAKEN)}, "/interval/minutes"),
        ({"cycle": Cycle(days_on=1, days_off=1), "recurrence": None}, "/recurrence"),
        ({"cycle": Cycle(days_on=1, days_off=1), "recurrence": "FREQ=DAILY;COUNT=9"}, "/recurrence"),
        ({"as_needed": AsNeeded()}, "/as_needed"),
        ({"phases": (Phase(times=("08:00",), recurrence=DAILY), TAPER.phases[0])}, "/phases/0/days"),
        ({"phases": (Phase(days=1, times=(), recurrence=DAILY),)}, "/phases/0/times"),
        ({"phases": (Phase(days=1, times=("08:00",), recurrence="FREQ=DAILY;BYHOUR=1"),)}, "/phases/0/recurrence"),
        ({"ends_on": date(2026, 1, 1)}, "/ends_on"),
    ],
)
def test_what_makes_no_plan_is_refused_where_it_stands(changes: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidFieldError) as refused:
        settle(reminder(), changes, by=BY)
    assert refused.value.errors[0].pointer == pointer


@pytest.mark.parametrize("kind", [ReminderKind.REMINDER])
def test_only_a_medicine_is_taken(kind: ReminderKind) -> None:
    for changes in ({"as_needed": AsNeeded(max_per_day=2)}, {"interval": Interval(minutes=480, since=Since.TAKEN)}):
        with pytest.raises(InvalidFieldError):
            settle(reminder(kind=kind), changes, by=BY)


@pytest.mark.parametrize(
    "regimen",
    [TAPER, Regimen(as_needed=AsNeeded(max_per_day=4)), Regimen(interval=Interval(minutes=480))],
)
def test_times_take_the_place_of_every_other_kind(regimen: Regimen) -> None:
    times = ("07:00",) if regimen.interval else ()
    before = of(regimen, times=times, recurrence=None)
    after = settle(before, {"times": ("10:00",), "recurrence": DAILY}, by=BY)
    assert (after.times, after.regimen) == (("10:00",), Regimen())


def test_chain_begins_at_the_next_time_of_the_plan() -> None:
    since_taken = {"interval": Interval(minutes=480, since=Since.TAKEN), "times": ("05:00",)}
    settled = settle(reminder(starts_on=date(2026, 11, 20)), since_taken, by=BY)
    assert settled.chain_at == utc(2026, 11, 21, 5)


@pytest.mark.parametrize(
    ("regimen", "said"),
    [
        (
            Regimen(cycle=Cycle(days_on=21, days_off=7)),
            "every day at 8 in the morning, three weeks on and one week off",
        ),
        (Regimen(interval=Interval(minutes=360)), "every 6 hours"),
        (Regimen(interval=Interval(minutes=60)), "every hour"),
        (Regimen(interval=Interval(minutes=480, since=Since.TAKEN)), "8 hours after you took the one before"),
        (
            Regimen(as_needed=AsNeeded(min_gap_minutes=240, max_per_day=4)),
            "when you need it, at least 4 hours apart and at most four in 24 hours",
        ),
        (
            Regimen(phases=(TAPER.phases[0], Phase(times=("08:00",), recurrence=DAILY))),
            "2 tablets every day at 8 in the morning and 8 in the evening for one week, then every day at 8 in the morning",
        ),
    ],
)
def test_regimen_is_said_in_plain_words(regimen: Regimen, said: str) -> None:
    assert describe_regimen(of(regimen)) == said
