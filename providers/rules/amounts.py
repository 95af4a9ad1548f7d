"""How much of something: "2 tablets", "half a pill", "ten units", "500 mg"."""

import re
from functools import lru_cache

from core.ability import SlotSpec
from providers.rules.findings import Findings

_NUMBER = (
    r"(?:\d{1,4}(?:[.,]\d{1,2})?(?:\s*/\s*\d)?|half(?:\s+an?|\s+of\s+an?)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"twelve|fifteen|twenty|a\s+couple\s+of|one\s+and\s+a\s+half|two\s+and\s+a\s+half)"
)


def fill_amount(slot: SlotSpec, found: Findings) -> None:
    """The first number of units, as said."""
    match = _amount(slot.slot.units).search(found.sentence.lowered)
    if match:
        words = found.sentence.text[match.start() : match.end()]
        found.put(slot.name, words, words)


@lru_cache(maxsize=64)
def _amount(units: tuple[str, ...]) -> re.Pattern[str]:
    unit = "|".join(re.escape(word) for word in sorted(units, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,:/]){_NUMBER}\s*(?:(?:small|big|large|blue|white|red|yellow|pink|little)\s+)?(?:{unit})\b"
    )
