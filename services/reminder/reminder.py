"""Reminding of anything but a medicine, once or again and again."""

from typing import Annotated, Literal

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Details, Problem, Question, Queue, Task
from core.errors import PROBLEM_PREFIX
from core.outcome import Fails, Outcome
from core.reminder import ReminderKind
from services.ability import BaseTaskService, TakesBack, TaskDetails, Wish
from services.reminder.fields import Day, Hour, Hours, Repeats, times_of
from services.reminder.read_back import ask_before_storing
from services.reminder.reminder_cues import CUES
from services.reminder.reminder_words import SUBJECT_LEADS, WAKES
from services.reminder.said_course import scope_of
from services.reminder.said_phases import read_phases
from services.reminder.storing import ask, store_reminder, undo_storing
from services.reminder.timing import Subject, Timing, find_open_time
from services.reminder.wording import to_listener

_IN_PARTS = Problem(
    type=PROBLEM_PREFIX + "plan-in-parts",
    title="A plan in parts needs a reminder for each part",
    detail="I have set nothing yet: you told me of a plan that changes as it goes on, and that I can only keep for medicines. "
    "Please tell me each part by itself, with its first day and for how long.",
)


class ReminderDetails(TaskDetails):
    """What to be reminded of, and when. Dates and times are local to the person."""

    subject: Annotated[
        str | None,
        Slot(
            kind=SlotKind.TEXT,
            ask="What shall I remind you of?",
            after=SUBJECT_LEADS,
            values=WAKES,
        ),
    ] = Field(default=None, max_length=500, description="What to be reminded of, in the person's own words.")
    date: Day = Field(default=None, description="The day, or the first one.")
    time: Hour = Field(default=None, description="The time of day, where there is one.")
    times: Hours = Field(default=None, description="The times of day, where there are several.")
    recurrence: Repeats = Field(default=None, description="How it comes again.")
    person_name: Annotated[str | None, Slot(kind=SlotKind.NAME, ask="Who is it about?", after=("with", "for"))] = Field(
        default=None, max_length=200, description="Somebody who has to do with it."
    )
    location: Annotated[str | None, Slot(kind=SlotKind.NAME, ask="Where is it?", after=("at", "in"))] = Field(
        default=None, max_length=200, description="Where it is, as said."
    )
    plan: Literal["open"] | None = Field(default=None, description="Where a plan in several parts was said.")


class ReminderTaskService(BaseTaskService[ReminderDetails]):
    """Stores a reminder."""

    intent = "reminder"
    queue = Queue.REMINDER
    summary = "remind you of things to do"
    details_model = ReminderDetails
    required = ("subject",)
    cues = CUES
    can_be_told = True
    keeps_something = True

    def hear(self, details: Details, text: str) -> Details:
        subject = details.get("subject")
        if not isinstance(subject, str) or read_phases(scope_of(text, subject)) is None:
            return details
        return {"subject": subject, "plan": "open"}

    def is_settled(self, name: str, details: ReminderDetails) -> bool:
        return details.plan is not None and name in {"date", "time", "times", "recurrence"}

    def find_doubt(self, details: ReminderDetails) -> Question | None:
        if details.plan:
            return None
        return find_open_time(_timing(details), ReminderKind.REMINDER)

    def will_refuse(self, details: ReminderDetails) -> bool:
        return details.plan is not None

    def read_back(self, details: ReminderDetails) -> str:
        what = f"of this: {to_listener(details.subject or '')}"
        return ask_before_storing(what, _timing(details), today=self._tools.clock.now().date())

    async def undo(self, done: Task) -> TakesBack | str:
        return await undo_storing(self._tools, done)

    async def perform(self, wish: Wish[ReminderDetails]) -> Outcome:
        said = wish.details
        if said.subject is None:
            return ask(wish, self.question_for("subject"))
        if said.plan:
            return Fails(problem=_IN_PARTS)
        subject = Subject(
            kind=ReminderKind.REMINDER, text=said.subject, person_name=said.person_name, location=said.location
        )
        return await store_reminder(self._tools, wish, subject, timing=_timing(said, wish))


def _timing(said: ReminderDetails, wish: Wish[ReminderDetails] | None = None) -> Timing:
    return Timing(
        on=said.date,
        times=times_of(said.time, said.times),
        recurrence=said.recurrence,
        at=wish.task.scheduled_for if wish else None,
    )
