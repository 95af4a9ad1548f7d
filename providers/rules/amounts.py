"""How much of something: "2 tablets", "half a pill", "ten units", "500 mg"."""

import re
from functools import lru_cache

from core.ability import SlotSpec
from providers.rules.findings import Findings
from providers.rules.sentence import Place

_NUMBER = (
    r"(?:\d{1,4}(?:[.,]\d{1,2})?(?:\s*/\s*\d)?|half(?:\s+an?|\s+of\s+an?)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"twelve|fifteen|twenty|a\s+couple\s+of|one\s+and\s+a\s+half|two\s+and\s+a\s+half)"
)
_BARE = re.compile(
    r"\b(?:take|taking|took|have|had|swallow|give)\s+(?P<amount>[1-9]|half an?|one|two|three|four|five)\s+(?=[a-z])"
    r"(?!(?:at|every|each|in|on|of|for|times?|o'clock|after|before|with|when|hours?|minutes?|am|pm)\b)"
)


def fill_amount(slot: SlotSpec, found: Findings) -> None:
    """The first number of units, or the number behind "take", as said."""
    lowered = found.sentence.lowered
    match = _amount(slot.slot.units).search(lowered) or _BARE.search(lowered)
    place = Place(*match.span("amount")) if match else None
    if place and found.is_free(place):
        words = found.sentence.text[place.start : place.end]
        found.put(slot.name, words, words)
        found.places[slot.name] = place


@lru_cache(maxsize=64)
def _amount(units: tuple[str, ...]) -> re.Pattern[str]:
    unit = "|".join(re.escape(word) for word in sorted(units, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,:/])(?P<amount>{_NUMBER}\s*(?:(?:small|big|large|blue|white|red|yellow|pink|little)\s+)?(?:{unit}))\b"
    )
