"""Reads a few sentences before the first caller comes, who would else wait while patterns are compiled."""

from collections.abc import Sequence
from datetime import UTC, datetime

from core.ability import AbilitySpec
from core.safety import listen
from providers.base import ParseContext, Provider

_ANY_SITUATION = ParseContext(now=datetime(2026, 1, 1, 12, tzinfo=UTC), timezone="UTC")


async def warm_up(provider: Provider, abilities: Sequence[AbilitySpec]) -> None:
    """Have a local provider understand an example of each ability."""
    for example in (example for spec in abilities for example in spec.cues.examples[:1]):
        listen(example)
        await provider.parse(example, context=_ANY_SITUATION, abilities=abilities)
