"""What nothing else fits: an honest answer."""

from pydantic import Field

from core.ability import Cues
from core.domain import Queue
from core.outcome import Completed, Outcome
from services.ability import BaseTaskService, TaskDetails, Wish
from services.activity.offer import describe_offer


class OtherDetails(TaskDetails):
    """Nothing is known of it."""

    unheard: str | None = Field(
        default=None, description="What was said beside other wishes and could not be taken with them."
    )


class OtherService(BaseTaskService[OtherDetails]):
    """Says that it can't be done, and what can."""

    intent = "other"
    queue = Queue.ACTIVITY
    summary = "say honestly what I can't do"
    details_model = OtherDetails
    cues = Cues(phrases=(), examples=())

    async def perform(self, wish: Wish[OtherDetails]) -> Outcome:
        if wish.details.unheard:
            return Completed(
                summary=f'That was more than I can take at once. I have left out "{wish.details.unheard}". Please say it again.'
            )
        offer = describe_offer(self._tools.abilities)
        return Completed(summary=f"I can't do that yet, but I can {offer}." if offer else "I can't do that yet.")
