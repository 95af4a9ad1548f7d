"""Providers in order of preference; the grammar, which is always there, comes last.

A sentence goes to the first provider whose circuit is closed. Where that one fails the next is asked, and what the
failed calls cost stays with the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog

from core.ability import AbilitySpec
from core.domain import DegradedReason
from providers.base import REMEMBERED, ModelCall, ParseContext, Parsing, Provider
from providers.circuit_breaker import CircuitBreaker
from providers.failure import Fault, ProviderFailedError

logger = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Link:
    """A remote provider with the state of its circuit."""

    provider: Provider
    breaker: CircuitBreaker


class ProviderChain:
    """Always answers. `last` must be local, so that it can't be away."""

    def __init__(self, links: Sequence[Link], *, last: Provider) -> None:
        self._links = tuple(links)
        self._last = last

    @property
    def name(self) -> str:
        return self._links[0].provider.name if self._links else self._last.name

    @property
    def is_remote(self) -> bool:
        return any(link.provider.is_remote for link in self._links)

    async def parse(self, text: str, *, context: ParseContext, abilities: Sequence[AbilitySpec]) -> Parsing:
        """What the first provider that answers makes of it; degraded where that is not the first one."""
        calls: list[ModelCall] = []
        reason: DegradedReason | None = None
        for link in self._links:
            if not link.breaker.admit():
                reason = reason or DegradedReason.MODEL_SPARED
                continue
            try:
                parsing = await link.provider.parse(text, context=context, abilities=abilities)
            except ProviderFailedError as error:
                reason = DegradedReason.MODEL_FAILED
                calls += error.calls
                self._note(link, error)
            except Exception:
                reason = DegradedReason.MODEL_FAILED
                logger.exception("provider crashed, the next one takes over", provider=link.provider.name)
                link.breaker.note(Fault.AWAY)
            else:
                if all(call.outcome != REMEMBERED for call in parsing.calls):
                    link.breaker.close()
                return replace(parsing, degraded_reason=reason, calls=(*calls, *parsing.calls))
        parsing = await self._last.parse(text, context=context, abilities=abilities)
        return replace(parsing, degraded_reason=reason, calls=tuple(calls))

    def _note(self, link: Link, error: ProviderFailedError) -> None:
        link.breaker.note(error.fault, retry_after=error.retry_after)
        logger.warning(
            "model has no answer, the next provider takes over",
            provider=link.provider.name,
            fault=error.fault.value,
            reason=error.detail,
            is_spared=link.breaker.is_open,
        )
