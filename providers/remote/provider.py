"""Understanding by a model on a server: it quotes, our own readers decide."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from core.ability import AbilitySpec
from providers.base import REMEMBERED, ModelCall, ParseContext, Parsing, Provider
from providers.failure import ProviderFailedError
from providers.remote.answer_cache import AnswerCache
from providers.remote.asking import Caller, Model
from providers.remote.errors import CallFailedError
from providers.remote.exchange import Exchange
from providers.remote.form import make_form
from providers.remote.manner import Manner
from providers.remote.prompts import TOKEN_BUDGET, write_prompt
from providers.spans import WireAnswer, understand_answer

_LONGEST = 2_000  # characters that are sent; nobody says more in one breath


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much a model may take.

    Attributes:
        deadline: for everything, re-asks included.
        token_budget: how long a prompt may be made by what was said before.
    """

    deadline: timedelta
    token_budget: int = TOKEN_BUDGET


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteProvider:
    """One model on one server.

    Attributes:
        model: which one it is.
        caller: makes the calls.
        manner: how the server has to be asked; learns.
        grammar: reads the same words offline, to be held against the model's reading.
        cache: the answers that the model has just given.
    """

    model: Model
    caller: Caller
    manner: Manner
    grammar: Provider
    bounds: Bounds
    cache: AnswerCache = field(default_factory=AnswerCache)

    @property
    def name(self) -> str:
        return self.model.provider

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
        answer = await self._answer(exchange, account_id=context.account_id)
        tasks = understand_answer(answer, said, context=context, abilities=abilities, grammar=offline.tasks)
        return Parsing(tasks=tasks, provider=self.name, calls=tuple(exchange.calls))

    @property
    def _remembered(self) -> ModelCall:
        return ModelCall(
            provider=self.name,
            model=self.model.name,
            outcome=REMEMBERED,
            latency_ms=0,
            input_tokens=0,
            output_tokens=0,
            cost_microdollars=0,
        )

    async def _answer(self, exchange: Exchange, *, account_id: UUID | None) -> WireAnswer:
        """The model's answer, or the one that it gave this account to the very same words a short while ago."""
        asked = [str(account_id), exchange.prompt.system, exchange.prompt.data, exchange.form.outline]
        digest = self.cache.digest(asked)
        if known := self.cache.find(digest):
            exchange.calls.append(self._remembered)
            return known
        try:
            answer = await exchange.run()
        except CallFailedError as error:
            raise ProviderFailedError(
                error.detail, fault=error.fault, calls=exchange.calls, retry_after=error.retry_after
            ) from error
        self.cache.keep(digest, answer)
        return answer

    def _exchange(self, said: str, *, context: ParseContext, abilities: Sequence[AbilitySpec]) -> Exchange:
        question = context.open_question
        return Exchange(
            caller=self.caller,
            manner=self.manner,
            form=make_form(abilities, only=question.intent if question else None),
            prompt=write_prompt(
                said, abilities=abilities, question=question, turns=context.turns, token_budget=self.bounds.token_budget
            ),
            until=asyncio.get_running_loop().time() + self.bounds.deadline.total_seconds(),
        )
