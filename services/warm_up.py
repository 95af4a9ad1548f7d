"""Reads a few sentences before the first caller comes, who would else wait while patterns are compiled."""

from collections.abc import Sequence
from datetime import UTC, datetime

from core.ability import AbilitySpec
from core.safety import listen
from providers.base import LocalProvider, ParseContext

_ANY_SITUATION = ParseContext(now=datetime(2026, 1, 1, 12, tzinfo=UTC), timezone="UTC")
_ANY_DANGER = "I've fallen and I can't get up"


async def warm_up(provider: LocalProvider, abilities: Sequence[AbilitySpec]) -> None:
    """Have a danger heard, which needs phrases and the model alike, and a local provider understand an example of each
    ability.

    Raises:
        re.error: a cue of an ability is no pattern.
    """
    provider.prepare(abilities)
    listen(_ANY_DANGER)
    for example in (example for spec in abilities for example in spec.cues.examples[:1]):
        listen(example)
        await provider.parse(example, context=_ANY_SITUATION, abilities=abilities)
