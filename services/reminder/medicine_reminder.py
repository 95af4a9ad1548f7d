"""Reminding of a medicine, until its taking is confirmed."""

from pydantic import Field

from core.domain import Outcome, Queue
from services.ability import BaseTaskService, TaskDetails, Wish
from services.reminder.fields import Day, Dosage, Hour, Hours, Medicine, Repeats
from services.reminder.medicine_reminder_cues import CUES


class MedicineReminderDetails(TaskDetails):
    """What is taken, and when. Dates and times are local to the person."""

    medicine: Medicine = Field(default=None, description="The medicine as said, without how much of it.")
    dosage: Dosage = Field(default=None, description="How much is taken at a time, as said.")
    date: Day = Field(default=None, description="The first day, where one is said.")
    time: Hour = Field(default=None, description="The time of day, where there is one.")
    times: Hours = Field(default=None, description="The times of day, where there are several.")
    recurrence: Repeats = Field(default=None, description="How it comes again.")


class MedicineReminderService(BaseTaskService[MedicineReminderDetails]):
    """Stores a reminder of a medicine."""

    intent = "medicine_reminder"
    queue = Queue.REMINDER
    summary = "remind you of your medicines"
    details_model = MedicineReminderDetails
    required = ("medicine",)
    cues = CUES

    async def perform(self, wish: Wish[MedicineReminderDetails]) -> Outcome:
        raise NotImplementedError
