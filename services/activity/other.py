"""What nothing else fits: an honest answer."""

from core.ability import Cues
from core.domain import Completed, Outcome, Queue
from services.ability import BaseTaskService, TaskDetails, Wish
from services.activity.offer import describe_offer


class OtherDetails(TaskDetails):
    """Nothing is known of it."""


class OtherService(BaseTaskService[OtherDetails]):
    """Says that it can't be done, and what can."""

    intent = "other"
    queue = Queue.ACTIVITY
    summary = "say honestly what I can't do"
    details_model = OtherDetails
    cues = Cues(phrases=(), examples=())

    async def perform(self, wish: Wish[OtherDetails]) -> Outcome:
        del wish
        offer = describe_offer(self._tools.abilities)
        return Completed(summary=f"I can't do that yet, but I can {offer}." if offer else "I can't do that yet.")
