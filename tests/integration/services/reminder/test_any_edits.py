"""Whatever is done to a reminder in whatever order: no dose twice, none lost, all in order."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import Phase as Stage
from hypothesis import strategies as st

from core.domain import FINAL
from core.errors import RefusedError
from core.regimen import Cycle, Interval, Phase, Since
from core.reminder import Occurrence, OccurrenceStatus, Reminder, ReminderStatus
from repositories.occurrence import status_of
from tests.integration.services.reminder.medicine_chest import MedicineChest

HOURS = st.sampled_from([f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)])
TIMES = st.lists(HOURS, min_size=1, max_size=3, unique=True).map(lambda times: tuple(sorted(times)))
DAILY = "FREQ=DAILY"
RULES = st.sampled_from([DAILY, "FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO,WE,SU"])


def _daily(times: tuple[str, ...], rule: str) -> dict[str, Any]:
    return {"times": times, "recurrence": rule}


def _in_cycle(times: tuple[str, ...], rule: str) -> dict[str, Any]:
    return {**_daily(times, rule), "cycle": Cycle(days_on=2, days_off=1)}


def _after_interval(time: str, since: Since) -> dict[str, Any]:
    return {"times": (time,), "interval": Interval(minutes=480, since=since)}


def _in_phases(first: tuple[str, ...], then: tuple[str, ...]) -> dict[str, Any]:
    return {"phases": (Phase(days=2, times=first, recurrence=DAILY), Phase(times=then, recurrence=DAILY))}


EDITS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(_daily, TIMES, RULES),
    st.builds(_in_cycle, TIMES, RULES),
    st.builds(_after_interval, HOURS, st.sampled_from(Since)),
    st.builds(_in_phases, TIMES, TIMES),
)
ZONES = st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
STEPS: st.SearchStrategy[tuple[str, Any]] = st.one_of(
    st.tuples(st.just("edit"), EDITS),
    st.tuples(st.just("zone"), ZONES),
    st.tuples(st.just("wait"), st.integers(0, 30)),
    st.tuples(st.sampled_from(["pause", "resume", "plan", "take", "skip", "die"]), st.none()),
)


@dataclass
class Course:
    """One reminder, what is done to it, and what was promised of it on the way."""

    chest: MedicineChest
    reminder: Reminder
    answered: set[tuple[date, str]] = field(default_factory=set[tuple[date, str]])

    @property
    def whose(self) -> dict[str, Any]:
        return {"account_id": self.reminder.account_id}

    async def do(self, verb: str, given: Any) -> None:
        """One step; what the product refuses changes nothing."""
        if verb == "wait":
            self.chest.clock.ahead += timedelta(hours=given)
            return
        reminders, id_ = self.chest.reminders, self.reminder.id
        verbs: dict[str, Callable[[], Awaitable[Any]]] = {
            "edit": lambda: reminders.change(id_, given, **self.whose),
            "zone": lambda: reminders.change(id_, {"timezone": given}, **self.whose),
            "pause": lambda: reminders.pause(id_, **self.whose),
            "resume": lambda: reminders.resume(id_, **self.whose),
            "take": lambda: self._answer(self.chest.answers.take),
            "skip": lambda: self._answer(self.chest.answers.skip),
            "die": self._die_while_planning,
            "plan": reminders.planner.plan_batch,
        }
        with suppress(RefusedError):
            await verbs[verb]()

    async def _answer(self, answer: Callable[..., Awaitable[Any]]) -> None:
        waiting = [each for each in await self.chest.due_times(self.reminder) if each.status not in FINAL]
        if not waiting:
            return
        await answer(waiting[0].id, **self.whose)
        self.answered.add((waiting[0].local_date, waiting[0].slot))

    async def _die_while_planning(self) -> None:
        """A planner that is lost before its commit, and two that come at the same time after it."""
        try:
            async with self.chest.units() as unit:
                held = await unit.reminders.get_locked(self.reminder.id, **self.whose)
                if held.status is ReminderStatus.ACTIVE:
                    await self.chest.reminders.planner.plan(unit, held, after=self.chest.clock.now())
                raise _LostError
        except _LostError:
            await asyncio.gather(*(self.chest.reminders.planner.plan_batch() for _ in range(2)))

    async def check(self) -> None:
        """What must hold at every moment."""
        found = await self.chest.due_times(self.reminder)
        keys = [(each.local_date, each.slot) for each in found]
        assert len(keys) == len(set(keys)), "a dose twice"
        open_doses = [each for each in found if status_of(each) is OccurrenceStatus.PLANNED]
        assert not self.answered & {(each.local_date, each.slot) for each in open_doses}, "an answered dose again"
        assert len({each.scheduled_for for each in open_doses}) == len(open_doses), "two doses at one instant"
        await self._check_to_come(open_doses)

    async def _check_to_come(self, open_doses: list[Occurrence]) -> None:
        """All that is to come within the plan is stored, in the order of the preview, and nothing else."""
        now = self.chest.clock.now()
        reminder = await self.chest.reminders.get(self.reminder.id, **self.whose)
        stored = [(each.local_date, each.slot) for each in open_doses if each.scheduled_for > now]
        if reminder.status is not ReminderStatus.ACTIVE:
            assert stored == [] or reminder.status is ReminderStatus.ENDED
            return
        preview = await self.chest.reminders.preview(reminder.id, count=100, **self.whose)
        until = self._planned_until(reminder, now)
        expected = [(due.on, due.slot) for due in preview.due if due.at <= until]
        assert [due.at for due in preview.due] == sorted(due.at for due in preview.due)
        assert stored == expected, "the plan and what is stored differ"

    def _planned_until(self, reminder: Reminder, now: datetime) -> datetime:
        return reminder.planned_until or now + timedelta(days=3650)


class _LostError(Exception):
    """The worker is gone."""


@given(steps=st.lists(STEPS, min_size=4, max_size=14), times=TIMES)
@settings(
    max_examples=12,
    derandomize=True,
    phases=(Stage.generate,),  # to shrink what fails, over real stores, would take longer than to read it
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_any_sequence_of_edits_keeps_doses_unique_complete_and_in_order(
    chest: MedicineChest, steps: list[tuple[str, Any]], times: tuple[str, ...]
) -> None:
    chest.clock.ahead = timedelta(0)
    course = Course(chest=chest, reminder=await chest.add_daily(*times))
    for verb, given_value in steps:
        await course.do(verb, given_value)
        await chest.reminders.planner.plan_batch()
        await course.check()


async def test_dose_that_has_ended_in_an_earlier_zone_is_not_promised_again_in_a_later_one(
    chest: MedicineChest,
) -> None:
    soon = (chest.clock.now() + timedelta(hours=2)).astimezone(ZoneInfo("Pacific/Kiritimati"))
    course = Course(chest=chest, reminder=await chest.add_daily(f"{soon:%H:%M}", timezone=str(soon.tzinfo)))
    await course.do("wait", 3)
    await course.do("skip", None)
    assert course.answered == {(soon.date(), f"{soon:%H:%M}")}
    await course.do("zone", "America/New_York")  # whose clock has still to come to that time of that day
    await course.check()
