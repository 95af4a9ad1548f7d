"""Taking a reminder away."""

from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Outcome, Queue
from services.ability import BaseTaskService, TaskDetails, Wish
from services.reminder.fields import Hours, Medicine
from services.reminder.reminder_cancel_cues import CUES
from services.reminder.reminder_words import KNOWN_SUBJECT_LEADS


class ReminderCancelDetails(TaskDetails):
    """Which reminder to take away."""

    subject: Annotated[
        str | None,
        Slot(
            kind=SlotKind.TEXT,
            ask="Which reminder do you mean?",
            after=KNOWN_SUBJECT_LEADS,
        ),
    ] = Field(default=None, max_length=500, description="The reminder that is meant, by words of what it says.")
    medicine: Medicine = Field(default=None, description="The medicine whose reminder is meant.")
    times: Hours = Field(default=None, description="The times of day of the reminder that is meant.")


class ReminderCancelService(BaseTaskService[ReminderCancelDetails]):
    """Cancels a reminder after reading back what it found."""

    intent = "reminder_cancel"
    queue = Queue.REMINDER
    summary = "cancel a reminder"
    details_model = ReminderCancelDetails
    required = ()
    cues = CUES
    has_outside_effect = True
    reads_back_itself = True

    async def perform(self, wish: Wish[ReminderCancelDetails]) -> Outcome:
        raise NotImplementedError
