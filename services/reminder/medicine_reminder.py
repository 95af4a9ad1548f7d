"""Reminding of a medicine, until its taking is confirmed."""

from pydantic import Field

from core.domain import Outcome, Question, Queue, Task
from core.reminder import ReminderKind
from services.ability import BaseTaskService, TakesBack, TaskDetails, Wish
from services.reminder.fields import Day, Dosage, Hour, Hours, Medicine, Repeats, times_of
from services.reminder.medicine_reminder_cues import CUES
from services.reminder.read_back import ask_before_storing
from services.reminder.storing import ask, store_reminder, undo_storing
from services.reminder.timing import Subject, Timing, find_open_time
from services.reminder.wording import bare_medicine


class MedicineReminderDetails(TaskDetails):
    """What is taken, and when. Dates and times are local to the person."""

    medicine: Medicine = Field(default=None, description="The medicine as said, without how much of it.")
    dosage: Dosage = Field(default=None, description="How much is taken at a time, as said.")
    date: Day = Field(default=None, description="The first day, where one is said.")
    time: Hour = Field(default=None, description="The time of day, where there is one.")
    times: Hours = Field(default=None, description="The times of day, where there are several.")
    recurrence: Repeats = Field(default=None, description="How it comes again.")


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
    )
