"""Reminding of a medicine, until its taking is confirmed."""

from typing import Annotated, TypeAlias

from pydantic import Field, JsonValue

from core.domain import Details, Question, Queue, Task
from core.outcome import Outcome
from core.regimen import PLAIN, AsNeeded, Cycle, Interval, Regimen, Since
from core.reminder import ReminderKind
from services.ability import BaseTaskService, TakesBack, TaskDetails, Wish
from services.reminder.fields import Day, Dosage, Hour, Hours, Medicine, Repeats, times_of
from services.reminder.medicine_reminder_cues import CUES
from services.reminder.read_back import ask_before_storing
from services.reminder.said_regimen import read_regimen_words
from services.reminder.storing import ask, store_reminder, undo_storing
from services.reminder.timing import Subject, Timing, find_open_time
from services.reminder.wording import bare_medicine

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
        heard = read_regimen_words(text)
        known: dict[str, JsonValue] = {**details, **heard}
        if known.get("as_needed") and not (details.get("time") or details.get("times")):
            known.pop("recurrence", None)  # "at most four a day" says nothing about when
        if not known.get("as_needed"):
            known = {name: value for name, value in known.items() if name not in {"max_per_day", "min_gap_minutes"}}
        if known.get("minutes_since_taken"):
            known.pop("recurrence", None)
        return known

    def is_settled(self, name: str, details: MedicineReminderDetails) -> bool:
        regimen = _regimen(details)
        return name in {"recurrence", "time", "times", "date"} and regimen.as_needed is not None

    def find_doubt(self, details: MedicineReminderDetails) -> Question | None:
        return find_open_time(_timing(details), ReminderKind.MEDICINE)

    def read_back(self, details: MedicineReminderDetails) -> str:
        dosage = f" ({details.dosage})" if details.dosage else ""
        what = f"to take your {bare_medicine(details.medicine or '')}{dosage}"
        return ask_before_storing(what, _timing(details), today=self._tools.clock.now().date())

    async def undo(self, done: Task) -> TakesBack | str:
        return await undo_storing(self._tools, done)

    async def perform(self, wish: Wish[MedicineReminderDetails]) -> Outcome:
        said = wish.details
        if said.medicine is None:
            return ask(wish, self.question_for("medicine"))
        subject = Subject(kind=ReminderKind.MEDICINE, text=bare_medicine(said.medicine), dosage=said.dosage)
        return await store_reminder(self._tools, wish, subject, timing=_timing(said, wish))


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
