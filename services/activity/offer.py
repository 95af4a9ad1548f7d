"""What the product can do, in a sentence."""

from collections.abc import Iterator, Mapping, Sequence

from core.ability import AbilitySpec

TALK = frozenset({"smalltalk", "other", "emergency"})
"""Intents that are no offer by themselves."""

_KINDS: Mapping[tuple[str, ...], str] = {
    ("restaurant_booking", "salon_booking"): "book a table or the hairdresser",
    ("medicine_reminder", "reminder"): "remind you of your medicines and other things",
    ("family_notification",): "",
    ("activity_note", "shopping"): "keep notes and your shopping list",
}
"""The kinds of help, the best known first, with what is said of each where all its abilities are there."""
_MOST = 4


def describe_offer(abilities: Sequence[AbilitySpec]) -> str:
    """The kinds of help, four at most: "book a table or the hairdresser, … or keep notes and your shopping list"."""
    *others, last = [*_list_kinds({each.intent: each.summary for each in abilities})][:_MOST] or [""]
    return f"{', '.join(others)} or {last}" if others else last


def _list_kinds(summaries: Mapping[str, str]) -> Iterator[str]:
    """Each kind in a few words; what belongs to none comes last, by its own summary."""
    known: set[str] = set(TALK)
    for intents, broadly in _KINDS.items():
        known.update(intents)
        if broadly and summaries.keys() >= set(intents):
            yield broadly
        else:
            yield from (summaries[each] for each in intents if each in summaries)
    yield from (summary for intent, summary in summaries.items() if intent not in known)
