"""When a detail was said in more than one way, or taken back."""

import re
from collections.abc import Mapping

_VALUES = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
_CORRECTION = re.compile(r"[,.;–-]\s*(?:no|sorry|wait|actually|rather|make that|or rather|i mean|i meant)\b|\bi mean\b")
_MORE_PEOPLE = re.compile(rf"\band\s+{_VALUES}\s+(?:children|child|kids?|adults?|others?|more|friends|guests|people)\b")
_FRACTION = re.compile(r"\b\d+[.,]\d+\s+(?:people|persons?|guests|adults|of us)\b")
_NOT_THAT = re.compile(r"^\W*(?:no\W+)?not\b")


def only_rejects(lowered: str) -> bool:
    """Whether a reply says no more than what it is not: "not tomorrow"."""
    return _NOT_THAT.search(lowered) is not None


def find_alternatives(lowered: str, spans: Mapping[str, str]) -> set[str]:
    """The details that were said with an "or" beside them."""
    found: set[str] = set()
    for name, span in spans.items():
        said = re.escape(span.lower())
        after = rf"{said}(?:\s+(?:people|persons|guests|of us|o'clock|am|pm))?\s+or\s+(?:at\s+|on\s+|for\s+)?\w"
        before = rf"\bor\s+(?:at\s+|on\s+|for\s+)?{said}"
        if re.search(after, lowered) or re.search(before, lowered):
            found.add(name)
    return found


def is_corrected(lowered: str) -> bool:
    """Whether the person takes something back: "for 3, no, 4"."""
    return _CORRECTION.search(lowered) is not None


def counts_in_parts(lowered: str) -> bool:
    """Whether a number of people is said in parts, or as no whole number: nobody adds up silently."""
    return _MORE_PEOPLE.search(lowered) is not None or _FRACTION.search(lowered) is not None
