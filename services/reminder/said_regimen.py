"""What a sentence says of a regimen: days on and off, "when I need it", "8 hours after I took the last one". Pure.

Times of day and recurrences are read by `core/when`; this reads what they leave out, and nothing that is not said.
"""

import re
from collections.abc import Mapping

from pydantic import JsonValue

from core.when.words import Words

_SPAN = r"(?:(?P<{name}>[0-9]{{1,3}}|an?) (?P<{name}_unit>days?|weeks?))"
_CYCLE = re.compile(
    rf"\b{_SPAN.format(name='on')} (?:on|with)\b(?: it| them)?(?: ,)?(?: and| then| followed by)?(?: then)? {_SPAN.format(name='off')} (?:off|without|break)\b"
)
_AS_NEEDED = re.compile(
    r"\b(?:only )?(?:when(?:ever)?|if|as|as and when) (?:(?:i|he|she|they) )?(?:really )?(?:needs?|required?|necessary|needed)\b(?: it| them)?|\bprn\b"
)
_MOST = re.compile(
    r"\b(?:at (?:the )?most|no more than|not more than|up to|(?:a )?maximum(?: of)?|max) (?P<count>[0-9]{1,2})(?: (?:of them|tablets?|pills?|doses?))?"
    r"(?: times)? (?:(?:a|per|each|every|in a) day|daily|(?:in|within|per) 24 hours)\b"
)
_GAP = re.compile(
    r"\b(?:at least|not sooner than|no sooner than|a minimum of) (?P<count>[0-9]{1,3}|an?) (?P<unit>hours?|minutes?) (?:apart|between(?: them| doses| each)?|after the last(?: one)?)\b"
    r"|\b(?:not|no) more (?:often )?than (?:once )?every (?P<every>[0-9]{1,2}) (?P<every_unit>hours?|minutes?)\b"
)
_SINCE_TAKEN = re.compile(
    r"\b(?P<count>[0-9]{1,3}) (?P<unit>hours?|minutes?) after (?:i|he|she|they|we)(?: have|'ve| has)? (?:last )?(?:took|take|takes|taken|had)\b"
    r"(?: (?:it|them|the last(?: one| dose)?|my last(?: one| dose)?|the one before|the previous (?:one|dose)|the dose before))?"
)


def read_regimen_words(text: str) -> Mapping[str, JsonValue]:
    """The details of a medicine that the sentence says: `days_on`, `days_off`, `as_needed`, `max_per_day`,
    `min_gap_minutes`, `minutes_since_taken`.
    """
    line = Words.of(text).line
    found: dict[str, JsonValue] = {}
    if cycle := _CYCLE.search(line):
        found |= {"days_on": _days(cycle, "on"), "days_off": _days(cycle, "off")}
    if since := _SINCE_TAKEN.search(line):
        found["minutes_since_taken"] = _minutes(since["count"], since["unit"])
    if _AS_NEEDED.search(line):
        found["as_needed"] = True
    if most := _MOST.search(line):
        found["max_per_day"] = int(most["count"])
    if gap := _GAP.search(line):
        found["min_gap_minutes"] = _minutes(gap["count"] or gap["every"], gap["unit"] or gap["every_unit"])
    return found


def _days(match: re.Match[str], name: str) -> int:
    length = 7 if match[f"{name}_unit"].startswith("week") else 1
    return _number(match[name]) * length


def _minutes(count: str, unit: str) -> int:
    return _number(count) * (60 if unit.startswith("hour") else 1)


def _number(said: str) -> int:
    return int(said) if said.isdigit() else 1
