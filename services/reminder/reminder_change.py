"""Changing when a reminder comes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue

from core.ability import Slot, SlotKind
from core.domain import Details, Problem, Question, Queue
from core.errors import TransientError
from core.outcome import Asks, Completed, Fails, Outcome
from core.regimen import Tie
from core.reminder import Due, Reminder
from core.when import to_local
from services.ability import BaseTaskService, TaskDetails, Wish
from services.booking.fields import LocalTime
from services.booking.wording import join_spoken
from services.effect_ledger import Response
from services.reminder.changing import change_plan, list_ties, refuse_parts
from services.reminder.fields import Day, Hour, Hours, Medicine, Repeats, Seen, times_of
from services.reminder.meant import ask_about, has_changed, read_back
from services.reminder.recorded import find_recorded, record_once
from services.reminder.reminder_change_cues import CUES
from services.reminder.reminder_finder import Sought, find_meant
from services.reminder.reminder_service import ReminderService, list_upcoming
from services.reminder.reminder_words import KNOWN_SUBJECT_LEADS
from services.reminder.replan import LOOK_BACK, find_first
from services.reminder.said_course import scope_of
from services.reminder.said_phases import read_phases
from services.reminder.storing import reminder_view
from services.reminder.timing import Timing
from services.reminder.wording import describe_plan, describe_usually, name_of
from services.task_view import instant_text


class ReminderChangeDetails(TaskDetails):
    """Which reminder, and when it shall come from now on."""

    subject: Annotated[
        str | None,
        Slot(
            kind=SlotKind.TEXT,
            ask="Which reminder do you mean?",
            after=KNOWN_SUBJECT_LEADS,
        ),
    ] = Field(default=None, max_length=500, description="The reminder that is meant, by words of what it says.")
    medicine: Medicine = Field(default=None, description="The medicine whose reminder is meant.")
    date: Day = Field(default=None, description="The new day.")
    time: Hour = Field(default=None, description="The new time of day.")
    times: Hours = Field(default=None, description="The new times of day, where there are several.")
    recurrence: Repeats = Field(default=None, description="How it comes again from now on.")
    new_times: tuple[LocalTime, ...] | None = Field(
        default=None, description="The new times, while it is asked which reminder is meant."
    )
    plan: Literal["open"] | None = Field(default=None, description="Where a plan in several parts was said.")
    seen: Seen = Field(default=None, description="What was read back: the reminder and its version.")


class ReminderChangeService(BaseTaskService[ReminderChangeDetails]):
    """Changes a reminder after reading back what it found."""

    intent = "reminder_change"
    queue = Queue.REMINDER
    summary = "change when a reminder comes"
    details_model = ReminderChangeDetails
    required = ()
    cues = CUES
    can_be_told = True
    has_outside_effect = True
    reads_back_itself = True

    def hear(self, details: Details, text: str) -> Details:
        said = details.get("medicine") or details.get("subject")
        has_parts = read_phases(scope_of(text, said) if isinstance(said, str) else text) is not None
        return {**details, "plan": "open"} if has_parts else details

    async def perform(self, wish: Wish[ReminderChangeDetails]) -> Outcome:
        if wish.details.plan:
            return Fails(problem=refuse_parts(None))
        async with self._tools.unit_of_work() as unit:
            if done := await find_recorded(unit, wish, "change"):
                return _completed(done)
            task = wish.task
            known = await unit.reminders.list_of_user(task.user_id, account_id=task.account_id)
        today = to_local(wish.now, task.timezone).date()
        meant = _find(wish.details, known, today=today)
        if len(meant) != 1:
            return ask_about(wish, known, meant, today=today, keeps={"new_times": _spoken_times(wish.details)})
        changed = change_plan(meant[0], _timing(wish), now=wish.now - task.clock_offset)
        if isinstance(changed, Problem):
            return Fails(problem=changed)
        if isinstance(changed, Question):
            return _ask_new(wish, changed, meant[0])
        if not wish.is_confirmed or has_changed(wish.details.seen, meant):
            return read_back(wish, meant, await self._question(meant[0], changed, today=today))
        return await self._change(wish, meant[0], changed)

    async def _question(self, old: Reminder, new: Reminder, *, today: date) -> Question:
        now = self._tools.clock.now()
        async with self._tools.unit_of_work() as unit:
            rows = await unit.occurrences.list_of_reminder(old.id, since=now - LOOK_BACK)
        plan = _describe(new, find_first(old, new, rows, now=now), today=today)
        usually = describe_usually(old, today=today)
        kept = [*list_ties(old, new), *_phase_ties(new)]
        lost = [str(tie.to) for tie in (*old.regimen.tied_to, *_phase_ties(old)) if tie not in kept]
        loose = (
            f" It would not move with your {join_spoken(list(dict.fromkeys(lost)), last='and')} any more."
            if lost
            else ""
        )
        text = f"Shall I change this: {name_of(old)}? It comes {usually} now, and would come {plan}.{loose}"
        return Question(text=text)

    async def _change(self, wish: Wish[ReminderChangeDetails], old: Reminder, new: Reminder) -> Outcome:
        service = ReminderService(unit_of_work=self._tools.unit_of_work, clock=self._tools.clock)

        async def change() -> Response:
            held = await unit.reminders.get_locked(old.id, account_id=old.account_id)
            if held.version != old.version:
                raise TransientError("The reminder was changed at this moment.")
            changed = await service.change_within(unit, held, _changes(old, new))
            now = self._tools.clock.now()
            first = next(iter(await list_upcoming(unit, changed, now=now)), None)
            plan = _describe(changed, first, today=to_local(now, changed.timezone).date())
            summary = f"It is changed: {name_of(changed)}, {plan}."
            return {
                "summary": summary,
                "reminder": reminder_view(changed),
                "next": instant_text(first.at) if first else None,
            }

        async with self._tools.unit_of_work() as unit:
            return _completed(await record_once(unit, wish, "change", change=change))


def _changes(old: Reminder, new: Reminder) -> dict[str, Any]:
    """The fields of the plan; what stays tied to a meal or to bed stays so."""
    if new.regimen.phases:
        return {"phases": new.regimen.phases}
    changes = {name: getattr(new, name) for name in ("times", "recurrence", "starts_on", "at")}
    if ties := list_ties(old, new):
        tied = {tie.time for tie in ties}
        changes |= {"times": tuple(at for at in new.times if at not in tied), "tied_to": ties}
    return changes


def _phase_ties(reminder: Reminder) -> list[Tie]:
    return [tie for phase in reminder.regimen.phases for tie in phase.tied_to]


def _completed(done: Response) -> Completed:
    return Completed(summary=str(done["summary"]), data={name: done[name] for name in ("reminder", "next")})


def _find(said: ReminderChangeDetails, known: Sequence[Reminder], *, today: date) -> list[Reminder]:
    if said.seen:
        return [each for each in known if str(each.id) in said.seen]
    return find_meant(Sought(words=said.subject or said.medicine), known, today=today)


def _spoken_times(said: ReminderChangeDetails) -> list[JsonValue] | None:
    times = said.new_times or times_of(said.time, said.times)
    return [f"{at:%H:%M}" for at in times] or None


def _timing(wish: Wish[ReminderChangeDetails]) -> Timing:
    """What was said, on our clock."""
    said, offset = wish.details, wish.task.clock_offset
    return Timing(
        on=said.date - timedelta(days=round(offset / timedelta(days=1))) if said.date else None,
        times=said.new_times or times_of(said.time, said.times),
        recurrence=said.recurrence,
        at=wish.task.scheduled_for - offset if wish.task.scheduled_for else None,
    )


def _ask_new(wish: Wish[ReminderChangeDetails], question: Question, meant: Reminder) -> Outcome:
    """Ask for the new time, keeping which reminder it is for."""
    seen: dict[str, JsonValue] = {str(meant.id): meant.version}
    names = (
        {"subject", "medicine"} if question.slot == "time" else {*ReminderChangeDetails.model_fields} - {question.slot}
    )
    said = wish.details.model_dump(mode="json", exclude_none=True, include=names)
    return Asks(question=question, details={**said, "seen": seen})


def _describe(reminder: Reminder, first: Due | None, *, today: date) -> str:
    return describe_plan(reminder, first, today=today) if first else describe_usually(reminder, today=today)
