"""Changing when a reminder comes."""

from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Outcome, Queue
from services.ability import BaseTaskService, TaskDetails, Wish
from services.reminder.fields import Day, Hour, Hours, Medicine, Repeats
from services.reminder.reminder_change_cues import CUES
from services.reminder.reminder_words import KNOWN_SUBJECT_LEADS


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


class ReminderChangeService(BaseTaskService[ReminderChangeDetails]):
    """Changes a reminder after reading back what it found."""

    intent = "reminder_change"
    queue = Queue.REMINDER
    summary = "change when a reminder comes"
    details_model = ReminderChangeDetails
    required = ()
    cues = CUES
    has_outside_effect = True
    reads_back_itself = True

    async def perform(self, wish: Wish[ReminderChangeDetails]) -> Outcome:
        raise NotImplementedError
