"""What the product can do, in a sentence."""

from collections.abc import Sequence

from core.ability import AbilitySpec

TALK = frozenset({"smalltalk", "other"})
"""Intents that are no offer by themselves."""

_FOREMOST = ("restaurant_booking", "medicine_reminder", "family_notification", "reminder")
_MOST = 4


def describe_offer(abilities: Sequence[AbilitySpec]) -> str:
    """The best known abilities, four at most: "book a table at a restaurant or remind you of your medicine"."""
    offered = sorted((each for each in abilities if each.intent not in TALK), key=_rank)
    *others, last = [each.summary for each in offered[:_MOST]] or [""]
    return f"{', '.join(others)} or {last}" if others else last


def _rank(ability: AbilitySpec) -> int:
    return _FOREMOST.index(ability.intent) if ability.intent in _FOREMOST else len(_FOREMOST)
