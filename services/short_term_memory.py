"""What a person has just said, for a model that reads what they say next.

Only where a model on a server is asked, since nobody else needs it. It leaves the house then, as the sentence itself
does; so it is of the last hour only, the last few turns, and an emergency is never among it. What they were answered
stays here: it may name people, medicines and bookings that are stored.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from core.ability import AbilitySpec
from core.domain import Task
from providers.base import ParseContext, Parsing, Provider, Turn
from repositories.unit_of_work import UnitOfWorkFactory
from services.safety import EMERGENCY

KEPT_FOR = timedelta(hours=1)


class ShortTermMemory:
    """The last `most` turns; none where it is 0."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, most: int) -> None:
        self._unit_of_work = unit_of_work
        self._most = most

    async def recall(self, user_id: UUID, *, account_id: UUID, besides: str) -> tuple[Turn, ...]:
        """What was said, oldest first; not what was said in the very same words as `besides`."""
        if not self._most:
            return ()
        async with self._unit_of_work.reading() as unit:
            requests = await unit.requests.list_recent(
                user_id, account_id=account_id, within=KEPT_FOR, limit=self._most
            )
            tasks = await unit.tasks.list_of_requests([each.id for each in requests])
        return tuple(
            Turn(said=each.text, intents=tuple(task.intent for task in tasks.get(each.id, ())))
            for each in reversed(requests)
            if each.text != besides and not _is_emergency(tasks.get(each.id, ()))
        )


class RememberingProvider:
    """A provider that is told what was said before."""

    def __init__(self, provider: Provider, *, memory: ShortTermMemory) -> None:
        self._provider = provider
        self._memory = memory

    @property
    def name(self) -> str:
        return self._provider.name

    @property
    def is_remote(self) -> bool:
        return self._provider.is_remote

    async def parse(self, text: str, *, context: ParseContext, abilities: Sequence[AbilitySpec]) -> Parsing:
        """As the provider, which is given the last turns as well."""
        if context.user_id is not None and context.account_id is not None:
            turns = await self._memory.recall(context.user_id, account_id=context.account_id, besides=text)
            context = replace(context, turns=turns)
        return await self._provider.parse(text, context=context, abilities=abilities)


def _is_emergency(tasks: Sequence[Task]) -> bool:
    return any(task.intent == EMERGENCY for task in tasks)
