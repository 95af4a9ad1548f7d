"""Understanding by a model on a server: it quotes, our own readers decide."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.ability import AbilitySpec
from providers.base import ParseContext, Parsing, Provider
from providers.failure import ProviderFailedError
from providers.remote.asking import Asking
from providers.remote.errors import CallFailedError
from providers.remote.exchange import Exchange
from providers.remote.form import make_form
from providers.remote.manner import Manner
from providers.remote.prompts import write_prompt
from providers.spans import understand_answer

_LONGEST = 2_000  # characters that are sent; nobody says more in one breath


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteProvider:
    """One model on one server.

    Attributes:
        name: short, shown in tasks.
        asking: makes the calls.
        manner: how the server has to be asked; learns.
        grammar: reads the same words offline, to be held against the model's reading.
        deadline: for everything, re-asks included.
    """

    name: str
    asking: Asking
    manner: Manner
    grammar: Provider
    deadline: timedelta

    @property
    def is_remote(self) -> bool:
        return True

    async def parse(self, text: str, *, context: ParseContext, abilities: Sequence[AbilitySpec]) -> Parsing:
        """See `Provider`.

        Raises:
            ProviderFailedError: there was no answer within the deadline, or none that can be used.
        """
        said = text[:_LONGEST]
        offline = await self.grammar.parse(said, context=context, abilities=abilities)
        exchange = self._exchange(said, context=context, abilities=abilities)
        try:
            answer = await exchange.run()
        except CallFailedError as error:
            raise ProviderFailedError(
                error.detail, fault=error.fault, calls=exchange.calls, retry_after=error.retry_after
            ) from error
        tasks = understand_answer(answer, said, context=context, abilities=abilities, grammar=offline.tasks)
        return Parsing(tasks=tasks, provider=self.name, calls=tuple(exchange.calls))

    def _exchange(self, said: str, *, context: ParseContext, abilities: Sequence[AbilitySpec]) -> Exchange:
        question = context.open_question
        return Exchange(
            asking=self.asking,
            manner=self.manner,
            form=make_form(abilities, only=question.intent if question else None),
            prompt=write_prompt(said, abilities=abilities, question=question),
            until=asyncio.get_running_loop().time() + self.deadline.total_seconds(),
        )
