"""Emergencies: a fixed script at once, and the family told. Recognised by `core/safety`, before any provider is asked."""

from pydantic import Field

from core.ability import Cues
from core.domain import Queue
from core.outcome import Completed, Outcome
from core.safety import Danger
from core.safety.numbers import find_country
from core.safety.scripts import script_for
from services.ability import BaseTaskService, TaskDetails, Wish


class EmergencyDetails(TaskDetails):
    """Which danger was heard in which words."""

    danger: Danger = Field(default=Danger.HELP, description="The kind of danger; it decides what is answered.")
    message: str | None = Field(default=None, description="What was said, word for word.")


class EmergencyService(BaseTaskService[EmergencyDetails]):
    """Says whom to call. A task of this kind is completed when it is stored (`services/safety.py`)."""

    intent = "emergency"
    queue = Queue.NOTIFICATION
    summary = "say whom to call in an emergency and tell your family"
    details_model = EmergencyDetails
    cues = Cues(phrases=(), examples=())
    is_offered = False

    async def perform(self, wish: Wish[EmergencyDetails]) -> Outcome:
        """The script once more, should a worker ever be asked for it."""
        country = find_country(timezone=wish.task.timezone, locale="")
        return Completed(summary=script_for(wish.details.danger, country=country))
