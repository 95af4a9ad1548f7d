"""Reminding of anything but a medicine, once or again and again."""

from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Outcome, Queue
from services.ability import BaseTaskService, TaskDetails, Wish
from services.reminder.fields import Day, Hour, Hours, Repeats
from services.reminder.reminder_cues import CUES
from services.reminder.reminder_words import SUBJECT_LEADS


class ReminderDetails(TaskDetails):
    """What to be reminded of, and when. Dates and times are local to the person."""

    subject: Annotated[
        str | None,
        Slot(
            kind=SlotKind.TEXT,
            ask="What shall I remind you of?",
            after=SUBJECT_LEADS,
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


class ReminderService(BaseTaskService[ReminderDetails]):
    """Stores a reminder."""

    intent = "reminder"
    queue = Queue.REMINDER
    summary = "remind you of things to do"
    details_model = ReminderDetails
    required = ("subject",)
    cues = CUES

    async def perform(self, wish: Wish[ReminderDetails]) -> Outcome:
        raise NotImplementedError
