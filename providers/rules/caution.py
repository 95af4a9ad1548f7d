"""When words that look like a wish are none, and when a detail was said in more than one way.

A cue says what a sentence is about, not that it asks for it: "don't book", "I booked" and "should I book?" are about
booking too. Doing nothing is the safe answer to each of them.
"""

import re
from collections.abc import Mapping

_VALUES = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
_DONE = r"(?:booked|reserved|ordered|arranged|made (?:a|the|that|our|my) (?:booking|reservation))"
_ALREADY = r"(?:\s+(?:already|just|also))*"

_NEGATION = re.compile(
    r"\b(?:do not|don't|does not|doesn't|never|no longer|rather not|not going to|won't)\b"
    r"(?!\s+(?:you\b|we\b|forget|hesitate|worry|mind\b))(?:\s+[\w']+){0,7}\s*$"
)
_REPORT = re.compile(
    rf"\b(?:i|we|he|she|they|you|somebody|someone|my\s+\w+)(?:'ve|'s|'d|\s+have|\s+has|\s+had)?{_ALREADY}\s+{_DONE}\b"
)
_DOUBT = re.compile(
    rf"^\W*(?:(?:and|so|um|oh|please)\W+)*(?:should\s+(?:i|we)\b|did\s+(?:i|you|we|he|she|they|my\s+\w+|any\w+)\b"
    rf"|(?:have|has|had)\s+(?:i|you|we|he|she|they|my\s+\w+|any\w+){_ALREADY}\s+{_DONE}"
    rf"|is\s+there\b.*\b{_DONE}|(?:was|were)\s+(?:there|it|we|i)\b)"
)
_CLAUSE_END = re.compile(r"[.,;:!?]|\b(?:but|so|just|instead)\b")

_CORRECTION = re.compile(r"[,.;–-]\s*(?:no|sorry|wait|actually|rather|make that|or rather|i mean|i meant)\b|\bi mean\b")
_MORE_PEOPLE = re.compile(rf"\band\s+{_VALUES}\s+(?:children|child|kids?|adults?|others?|more|friends|guests|people)\b")
_FRACTION = re.compile(r"\b\d+[.,]\d+\s+(?:people|persons?|guests|adults|of us)\b")
_NOT_THAT = re.compile(r"^\W*(?:no\W+)?not\b")


def asks_for_nothing(lowered: str, cue_end: int) -> bool:
    """Whether the sentence is against what its cue, which ends at `cue_end`, names, reports it, or wonders about it."""
    if _DOUBT.search(lowered) or _REPORT.search(lowered):
        return True
    before = lowered[:cue_end]
    clause = max((match.end() for match in _CLAUSE_END.finditer(before)), default=0)
    return _NEGATION.search(before[clause:]) is not None


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
