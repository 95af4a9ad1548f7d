"""Whether an answered value is the gold one: words as sets, rules by their parts, everything else exactly."""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

from pydantic import JsonValue

_LITTLE_WORDS = frozenset({"a", "an", "the", "my", "our"})
_LEADS = frozenset({"about", "at", "for", "in", "of", "on", "that", "to", "with"})
_OF_THE_CLOCK = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND", "WKST"})
_WEEK = frozenset({"MO", "TU", "WE", "TH", "FR", "SA", "SU"})
_ONE, _DAILY, _WEEKLY = frozenset({"1"}), frozenset({"DAILY"}), frozenset({"WEEKLY"})
_A_YEAR = dt.timedelta(days=366)

Values: TypeAlias = Mapping[str, JsonValue]


def merge_times(details: Mapping[str, JsonValue]) -> Values:
    """The details that are given, with `time` and `times` as one ordered list under `time`."""
    given: dict[str, JsonValue] = {name: value for name, value in details.items() if value not in (None, "", [], {})}
    clocks = [*_as_list(given.pop("times", None)), *_as_list(given.pop("time", None))]
    hours: list[JsonValue] = [*sorted({str(at)[:5] for at in clocks})]
    return {**given, "time": hours} if hours else given


def is_equal(slot: str, gold: JsonValue, got: JsonValue, *, alternatives: Collection[str] = ()) -> bool:
    """Whether `got` counts as `gold`."""
    if slot == "recurrence":
        return _rule(str(gold)) == _rule(str(got))
    if isinstance(gold, str) and slot != "date":
        return any(_words(each) == _words(str(got)) for each in (gold, *alternatives))
    return gold == got


def is_inferred_date(got: JsonValue, gold: Values, *, now: dt.datetime) -> bool:
    """Whether a day that was not said follows from what was: the next such hour, or when a rule begins."""
    try:
        on = dt.date.fromisoformat(str(got))
    except ValueError:
        return False
    if "recurrence" in gold:
        return now.date() <= on <= now.date() + _A_YEAR
    clocks = _as_list(gold.get("time"))
    return on in {_next_day(dt.time.fromisoformat(str(at)), now) for at in clocks}


def _next_day(at: dt.time, now: dt.datetime) -> dt.date:
    return now.date() if at > now.time() else now.date() + dt.timedelta(days=1)


def _as_list(value: JsonValue) -> Sequence[JsonValue]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _words(text: str) -> frozenset[str]:
    plain = re.sub(r"['’]", "", text.casefold())
    words = [word for word in re.findall(r"[\w&]+", plain) if word not in _LITTLE_WORDS]
    while len(words) > 1 and words[0] in _LEADS:
        words = words[1:]
    return frozenset(words)


def _rule(rule: str) -> Mapping[str, frozenset[str]]:
    """A recurrence by its parts: hours apart, and daily on named days as weekly on them."""
    pairs = [part.partition("=") for part in rule.upper().removeprefix("RRULE:").split(";")]
    parts = {name: frozenset(value.split(",")) for name, _, value in pairs if name not in _OF_THE_CLOCK}
    if parts.get("INTERVAL") == _ONE:
        del parts["INTERVAL"]
    if "INTERVAL" in parts or parts.get("FREQ") not in {_DAILY, _WEEKLY}:
        return parts
    days = parts.pop("BYDAY", None)
    if days is None or days == _WEEK:
        return {**parts, "FREQ": _DAILY if days else parts["FREQ"]}
    return {**parts, "FREQ": _WEEKLY, "BYDAY": days}
