"""Telling what comes, what was taken and which reminders there are."""

from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Outcome, Queue
from services.ability import BaseTaskService, TaskDetails, Wish
from services.reminder.fields import Day, Medicine
from services.reminder.reminder_lookup_cues import CUES
from services.reminder.reminder_words import KNOWN_SUBJECT_LEADS


class ReminderLookupDetails(TaskDetails):
    """What is asked about; everything of today and the next days where nothing is said."""

    asked: Annotated[
        str | None,
        Slot(
            kind=SlotKind.CHOICE,
            values=("did I", "have I", "next", "today", "tomorrow", "what time", "when", "reminders"),
        ),
    ] = Field(default=None, description="What is asked, by the words that betray it.")
    subject: Annotated[
        str | None,
        Slot(
            kind=SlotKind.TEXT,
            ask="Which reminder do you mean?",
            after=KNOWN_SUBJECT_LEADS,
        ),
    ] = Field(default=None, max_length=500, description="The reminder that is meant, by words of what it says.")
    medicine: Medicine = Field(default=None, description="The medicine that is asked about.")
    date: Day = Field(default=None, description="The day that is asked about.")


class ReminderLookupService(BaseTaskService[ReminderLookupDetails]):
    """Answers from what is recorded, and changes nothing."""

    intent = "reminder_lookup"
    queue = Queue.REMINDER
    summary = "tell you what is due and what you have taken"
    details_model = ReminderLookupDetails
    required = ()
    cues = CUES

    async def perform(self, wish: Wish[ReminderLookupDetails]) -> Outcome:
        raise NotImplementedError
