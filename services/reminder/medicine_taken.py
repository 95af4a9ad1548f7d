"""Recording that a medicine was taken."""

from pydantic import Field

from core.domain import Outcome, Queue
from services.ability import BaseTaskService, TaskDetails, Wish
from services.reminder.fields import Hour, Hours, Medicine
from services.reminder.medicine_taken_cues import CUES


class MedicineTakenDetails(TaskDetails):
    """What was taken, and when."""

    medicine: Medicine = Field(default=None, description="The medicine that was taken, as said.")
    time: Hour = Field(default=None, description="The time of the dose that is meant.")
    times: Hours = Field(default=None, description="The times of the doses that are meant.")


class MedicineTakenService(BaseTaskService[MedicineTakenDetails]):
    """Records the answer to a dose that is due, or nearly."""

    intent = "medicine_taken"
    queue = Queue.REMINDER
    summary = "write down that you took your medicine"
    details_model = MedicineTakenDetails
    required = ()
    cues = CUES

    async def perform(self, wish: Wish[MedicineTakenDetails]) -> Outcome:
        raise NotImplementedError
