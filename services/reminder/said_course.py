"""What a sentence says around a course of medicine: where it ends, what is another request, and uneven amounts. Pure."""

import re
from itertools import pairwise

from core.when.words import Words
from services.reminder.amount_words import COUNTED, NUMBER, STRENGTH
from services.reminder.said_phases import JOINT, LENGTH, STOP, days_of

_REQUESTS = re.compile(
    r"(?:\band\b|\bthen\b|[,.;])\s*(?:(?:please|also|and|then|can you|could you)\s+)*(?:remind|tell|text|message|call|ring|book|reserve|cancel|set|let|wake|add|note|buy)\b",
    re.IGNORECASE,
)
_WHEN_IN_DAY = r"(?:in the (?:morning|evening|afternoon)|at (?:night|bedtime|noon|midday)|(?:with|before|after) (?:my )?(?:breakfast|lunch|dinner|supper|bed)|on \w+days?)"
_UNEVEN = re.compile(
    rf"(?<!at )(?<!by )\b(?P<one>{NUMBER})(?: (?:{COUNTED}|{STRENGTH}))?(?: of [\w ]{{2,30}}?)? {_WHEN_IN_DAY}(?: ,)?(?: and| then| but)? (?P<other>{NUMBER})(?: (?:{COUNTED}|{STRENGTH}))? (?:{_WHEN_IN_DAY}|on the (?:other|remaining))"
)


def find_course(text: str) -> int | None:
    """For how many days something is taken, where the sentence says that and then to stop: "for 7 days, then stop"."""
    line = Words.of(text).line
    stop = re.search(rf"{JOINT.pattern} {STOP.pattern}$", line)
    lengths = list(LENGTH.finditer(line))
    return days_of(lengths[0]) if stop and len(lengths) == 1 and lengths[0].end() <= stop.start() + 1 else None


def without_stop(medicine: str) -> str:
    """The medicine without the end of a course that was taken for its name: "antibiotics for 7 days then stop"."""
    kept = re.sub(
        r"[\s,]+(?:for \S+ (?:days?|weeks?)[\s,]+)?(?:and )?then (?:stop|finish|end)\b.*$",
        "",
        medicine,
        flags=re.IGNORECASE,
    )
    return kept or medicine


def scope_of(text: str, said: str) -> str:
    """The stretch of a text with several requests in which these words stand."""
    at = text.casefold().find(said.casefold())
    bounds = [0, *(match.start() for match in _REQUESTS.finditer(text)), len(text)]
    return next((text[start:end] for start, end in pairwise(bounds) if start <= at < end), text)


def is_uneven(text: str) -> bool:
    """Whether different amounts are said for different times: "two in the morning and one at night"."""
    return any(match["one"] != match["other"] for match in _UNEVEN.finditer(Words.of(text).line))
