"""Passing tidings on to the family, through the real outbox of messages and a real channel.

Whom, is in the request's metadata. The worker of the old version does not have this ability.
"""

from collections.abc import Sequence
from typing import cast

from core.ability import Cues
from core.domain import Queue
from core.outcome import Completed, Fails, Outcome
from services.ability import BaseTaskService, TaskDetails, Tools, Wish
from services.notification.telling import STILL_TELLING, News, Teller, check_known, nobody_reached, spoken, tell


class TidingsService(BaseTaskService[TaskDetails]):
    """Tells those of the family whose names are in the metadata."""

    intent = "tidings"
    queue = Queue.NOTIFICATION
    summary = "pass tidings on"
    details_model = TaskDetails
    cues = Cues(phrases=((r"\bpass on the tidings\b", 1.5),), examples=("Pass on the tidings.",))

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._teller = Teller(unit_of_work=tools.unit_of_work)

    async def perform(self, wish: Wish[TaskDetails]) -> Outcome:
        """Put the messages out; when they have ended, say so where all were told. The result names the attempt's epoch."""
        task = wish.task
        told = await self._teller.find_told(task)
        if told is None:
            names = cast("Sequence[str]", task.metadata["family"])
            async with self._tools.unit_of_work() as unit:
                contacts = await unit.contacts.list_of_user(task.user_id, account_id=task.account_id)
            news = News(topic="message", subject="Tidings", text=f"These are the tidings of task {task.id}.")
            return tell(news, [each for each in contacts if each.name in names], task=task)
        if told.is_under_way:
            return STILL_TELLING
        check_known(told)
        if told.missed:
            return Fails(problem=nobody_reached(told))
        return Completed(summary=f"I told {spoken(told.reached)}.", data={"epoch": task.epoch, **told.data})
