"""Arranging an outing: an attempt asks where to, and the effect is what a person answered.

The worker of the old version does not have this ability.
"""

from typing import Annotated

from pydantic import Field

from bench.chaos.abilities.errand import Errand, ErrandKind, Outside
from core.ability import Cues, Slot, SlotKind
from core.domain import Queue, Repeat
from core.outcome import Asks, Completed, Outcome
from services.ability import BaseTaskService, TaskDetails, Tools, Wish

PLACES = ("market", "harbour", "library")
_ERRAND = Errand(kind=ErrandKind.ASKED, seconds=0.1)


class OutingDetails(TaskDetails):
    """Where to, which nobody says before they are asked."""

    place: Annotated[str | None, Slot(kind=SlotKind.CHOICE, ask="Where to?", values=PLACES)] = Field(
        default=None, description="Where the outing leads to."
    )


class OutingService(BaseTaskService[OutingDetails]):
    """Has an outing arranged by the outside system."""

    intent = "outing"
    queue = Queue.ACTIVITY
    summary = "arrange an outing"
    details_model = OutingDetails
    cues = Cues(phrases=((r"\barrange the outing\b", 1.5),), examples=("Arrange the outing.",))

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._outside = Outside()

    async def perform(self, wish: Wish[OutingDetails]) -> Outcome:
        """Ask, and have done what was answered. The result names the epoch of the attempt that wrote it."""
        place = wish.details.place
        if place is None:
            return Asks(question=self.question_for("place"))
        await wish.effects.once(
            "go",
            lambda key: self._outside.call(key, _ERRAND, task=wish.task, answer=place),
            find=self._outside.find,
            repeat=Repeat.NEVER,
        )
        return Completed(summary=f"I arranged an outing to the {place}.", data={"epoch": wish.task.epoch})
