"""Reminding of a medicine, until its taking is confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal, TypeAlias, cast

from pydantic import Field, model_validator

from core.domain import Details, Problem, Question, Queue, Task
from core.errors import PROBLEM_PREFIX
from core.ids import make_id
from core.outcome import Asks, AsksToConfirm, Fails, Outcome
from core.preferences import read_day_times
from core.regimen import PLAIN, AsNeeded, Cycle, Interval, Regimen, Since
from core.reminder import ReminderKind
from core.when import DayTimes
from services.ability import BaseTaskService, TakesBack, TaskDetails, Wish
from services.reminder.changing import refuse_parts
from services.reminder.fields import Day, Dosage, Hour, Hours, Medicine, Repeats, times_of
from services.reminder.heard_medicine import hear_medicine
from services.reminder.hours import list_kept_ties
from services.reminder.in_parts import (
    ASK_PARTS,
    OPEN,
    REPLACES,
    UNEVEN,
    ask_before,
    find_open_part,
    find_refusal,
    give_times,
    hear_parts,
    propose_usual,
    say_parts,
    to_regimen,
    untie_unknown,
)
from services.reminder.medicine_reminder_cues import CUES
from services.reminder.read_back import ask_before_storing
from services.reminder.said_phases import SaidPhase
from services.reminder.said_ties import SaidTie
from services.reminder.storing import ask, store_reminder, undo_storing
from services.reminder.timing import Subject, Timing, find_open_time, make_reminder
from services.reminder.wording import bare_medicine

_UNEVEN = Problem(
    type=PROBLEM_PREFIX + "uneven-doses",
    title="Different amounts need a reminder each",
    detail="I have set nothing yet: you take different amounts at different times, and each needs a reminder of its own. "
    "Please tell me one after the other, for example: remind me to take two tablets every day at 8 in the morning.",
)

DayCount: TypeAlias = Annotated[int | None, Field(ge=1, le=366)]


class MedicineReminderDetails(TaskDetails):
    """What is taken, and when. Dates and times are local to the person."""

    medicine: Medicine = Field(default=None, description="The medicine as said, without how much of it.")
    dosage: Dosage = Field(default=None, description="How much is taken at a time, as said.")
    date: Day = Field(default=None, description="The first day, where one is said.")
    time: Hour = Field(default=None, description="The time of day, where there is one.")
    times: Hours = Field(default=None, description="The times of day, where there are several.")
    recurrence: Repeats = Field(default=None, description="How it comes again.")
    days_on: DayCount = Field(default=None, description="Of days on and days off, how many are on.")
    days_off: DayCount = Field(default=None, description="And how many are off.")
    minutes_since_taken: Annotated[int | None, Field(ge=60, le=86_400)] = Field(
        default=None, description="How long after one was taken the next one comes, in minutes."
    )
    as_needed: bool | None = Field(default=None, description="True where it is taken when needed, at no set time.")
    max_per_day: Annotated[int | None, Field(ge=1, le=48)] = Field(
        default=None, description="Of what is taken as needed: how often within 24 hours at most."
    )
    min_gap_minutes: Annotated[int | None, Field(ge=5, le=10_080)] = Field(
        default=None, description="Of what is taken as needed: how many minutes apart at least."
    )
    phases: Annotated[tuple[SaidPhase, ...] | None, Field(min_length=2, max_length=24)] = Field(
        default=None, description="The parts of a plan that changes as it goes on, one after the other."
    )
    tied_to: Annotated[tuple[SaidTie, ...] | None, Field(max_length=24)] = Field(
        default=None, description="The times of day that were said by meals and bed."
    )
    plan: Literal["open", "uneven", "replaces"] | None = Field(
        default=None,
        description="Why the plan can't be set as it was said: parts not understood, uneven amounts, another plan.",
    )

    @model_validator(mode="before")
    @classmethod
    def _give_times(cls, said: Any) -> Any:
        return give_times(cast("Mapping[str, object]", said)) if isinstance(said, Mapping) else said


class MedicineReminderService(BaseTaskService[MedicineReminderDetails]):
    """Stores a reminder of a medicine. Its hour and its frequency are never guessed."""

    intent = "medicine_reminder"
    queue = Queue.REMINDER
    summary = "remind you of your medicines"
    details_model = MedicineReminderDetails
    required = ("medicine",)
    cues = CUES
    can_be_told = True
    keeps_something = True

    def hear(self, details: Details, text: str) -> Details:
        return hear_medicine(details, text)

    def hear_reply(self, details: Details, text: str) -> Details | None:
        if not details.get("plan") and not details.get("phases"):
            return None
        said = hear_parts(details, text)
        return said if said and said.get("phases") else None

    def find_missing(self, known: Details) -> tuple[str, ...]:
        return () if known.get("plan") == REPLACES else super().find_missing(known)

    def is_settled(self, name: str, details: MedicineReminderDetails) -> bool:
        has_parts = details.phases and find_open_part(details.phases) is None
        is_known = _regimen(details).as_needed is not None or bool(has_parts or details.plan)
        return name in {"recurrence", "time", "times", "date"} and is_known

    def find_doubt(self, details: MedicineReminderDetails) -> Question | None:
        if details.plan == OPEN:
            return ASK_PARTS
        if details.plan:
            return None
        if details.phases:
            return find_open_part(details.phases)
        return find_open_time(_timing(details), ReminderKind.MEDICINE)

    def will_refuse(self, details: MedicineReminderDetails) -> bool:
        return details.plan is not None

    def read_back(self, details: MedicineReminderDetails) -> str:
        if details.phases:
            return (
                f"Shall I remind you to take your {bare_medicine(details.medicine or '')}: {say_parts(details.phases)}?"
            )
        dosage = f" ({details.dosage})" if details.dosage else ""
        what = f"to take your {bare_medicine(details.medicine or '')}{dosage}"
        return ask_before_storing(what, _timing(details), today=self._tools.clock.now().date())

    async def undo(self, done: Task) -> TakesBack | str:
        return await undo_storing(self._tools, done)

    async def perform(self, wish: Wish[MedicineReminderDetails]) -> Outcome:
        said = wish.details
        if said.plan == REPLACES:
            return Fails(problem=refuse_parts(None))
        if said.medicine is None:
            return ask(wish, self.question_for("medicine"))
        if said.plan == UNEVEN:
            return Fails(problem=_UNEVEN)
        subject = Subject(kind=ReminderKind.MEDICINE, text=bare_medicine(said.medicine), dosage=said.dosage)
        hours = await self._hours_of(wish.task)
        if said.phases:
            return await self._perform_parts(wish, subject, hours)
        timing = _timing(said, wish)
        ties = list_kept_ties(said.tied_to or (), timing.times, hours) if timing.recurrence else ()
        if ties and timing.regimen.interval is None and timing.regimen.as_needed is None:
            timing = replace(timing, regimen=replace(timing.regimen, tied_to=ties))
        return await store_reminder(self._tools, wish, subject, timing=timing)

    async def _perform_parts(self, wish: Wish[MedicineReminderDetails], subject: Subject, hours: DayTimes) -> Outcome:
        """Store a plan in parts once every part has its times and the whole was said back."""
        said = wish.details
        phases = untie_unknown(said.phases or (), hours)
        if question := find_open_part(phases) or find_refusal(phases, hours):
            usual = propose_usual(said.phases or ()) if phases != said.phases else None
            proposed = (
                replace(question, text=f"{question.text} Shall it be {usual}?", options=(usual,)) if usual else None
            )
            return _ask_for(wish, phases, proposed or question)
        timing = Timing(on=said.date, regimen=to_regimen(phases, hours))
        planned = make_reminder(subject, timing, wish.task, reminder_id=make_id(), now=wish.now)
        if isinstance(planned, Question):
            return ask(wish, planned)
        if not wish.is_confirmed:
            return AsksToConfirm(question=Question(text=ask_before(planned, now=wish.now)))
        return await store_reminder(self._tools, wish, subject, timing=timing)

    async def _hours_of(self, task: Task) -> DayTimes:
        async with self._tools.unit_of_work() as unit:
            user = await unit.users.get(task.user_id, account_id=task.account_id)
        return read_day_times(user.preferences)


def _ask_for(wish: Wish[MedicineReminderDetails], phases: Sequence[SaidPhase], question: Question) -> Asks:
    details = wish.details.model_dump(mode="json", exclude_none=True)
    return Asks(question=question, details={**details, "phases": [each.model_dump(mode="json") for each in phases]})


def _timing(said: MedicineReminderDetails, wish: Wish[MedicineReminderDetails] | None = None) -> Timing:
    return Timing(
        on=said.date,
        times=times_of(said.time, said.times),
        recurrence=said.recurrence,
        at=wish.task.scheduled_for if wish else None,
        regimen=_regimen(said),
    )


def _regimen(said: MedicineReminderDetails) -> Regimen:
    """What comes otherwise than at times of day; times that are said beside "if needed" stand."""
    if said.as_needed and not times_of(said.time, said.times):
        return Regimen(as_needed=AsNeeded(min_gap_minutes=said.min_gap_minutes, max_per_day=said.max_per_day))
    if said.minutes_since_taken:
        return Regimen(interval=Interval(minutes=said.minutes_since_taken, since=Since.TAKEN))
    if said.days_on and said.days_off:
        return Regimen(cycle=Cycle(days_on=said.days_on, days_off=said.days_off))
    return PLAIN
