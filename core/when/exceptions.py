"""What comes again, but not always: "every day but not on Sundays", "every Monday except next Monday".

Days of the week are left out of the rule; of any other exception nothing is guessed, so that it is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from core.when.grammar import Found
from core.when.parts import Day, Lasts, Part, Repeats, Skips, Unreadable
from core.when.vocabulary import WEEKDAY_CODES, WEEKDAYS, any_of
from core.when.words import Words

_EXCEPT = re.compile(
    r"(?:^| )(?P<said>(?:, )?(?:(?:but|and|just|only) )?(?:except(?:ing)?|apart from|aside from|other than|excluding|besides|save|unless(?: it is| it's)?"
    r"|but|not|never|without|skip(?:ping)?|leave out|leaving out))"
    r"(?: (?:for|on|in|at|the|every|each|during|any))*$"
)
_LONGEST = 60  # characters of the line before an expression in which its exception is looked for
_OTHERWISE = re.compile(
    r" (?P<said>(?:, )?(?:but )?(?:except(?:ing)?|apart from|aside from|other than|excluding|unless|not|never)"
    r" (?:for |on |in |at |the |during |any |public |bank )*(?:when|if|while|holidays?|bank|days (?:when|that)|whenever)\b)"
)
_BARE_WEEKDAY = re.compile(rf"(?P<day>{any_of(WEEKDAYS)})s?")
_EVERY_DAY = ",".join(WEEKDAY_CODES)
_WEEKLY = "FREQ=WEEKLY;BYDAY="


def bind_exceptions(found: Sequence[Found], words: Words) -> list[Found]:
    """The expressions with those that are excepted from what comes again marked as such, from the word on that excepts them."""
    first = next((item for item in found if _repeats(item)), None)
    if first is None:
        return list(found)
    bound = [item if item is first else _bind(item, words) for item in found]
    other = _OTHERWISE.search(words.line)
    if other and not any(isinstance(item.parts[0], Skips | Unreadable) for item in bound):
        bound.append(Found((Unreadable("recurrence"),), other.start("said"), other.end("said")))
    return sorted(bound, key=lambda item: item.start)


def skip_days(rule: str, days: Sequence[str]) -> str | None:
    """The rule without these days of the week; None where it cannot say so."""
    left_out = set(days)
    if rule == "FREQ=DAILY":
        rule = _WEEKLY + _EVERY_DAY
    if not rule.startswith(_WEEKLY) or ";" in rule.removeprefix(_WEEKLY):
        return None
    kept = [day for day in rule.removeprefix(_WEEKLY).split(",") if day not in left_out]
    return _WEEKLY + ",".join(kept) if kept else None


def _repeats(item: Found) -> bool:
    return any(isinstance(part, Repeats) for part in item.parts)


def _bind(item: Found, words: Words) -> Found:
    """An excepted length or hour is none of ours: "not for a week", "not at 7" are second thoughts."""
    begin = max(0, item.start - _LONGEST)
    lead = _EXCEPT.search(words.line[begin : item.start].rstrip())
    if lead is None or not isinstance(item.parts[0], Day | Repeats):
        return item
    if lead["said"].endswith("but") and isinstance(item.parts[0], Lasts):
        return item
    days = _days_of(item, words.line[item.start : item.end])
    part: Part = Skips(days) if days else Unreadable("recurrence")
    return replace(item, parts=(part,), start=begin + lead.start("said"))


def _days_of(item: Found, said: str) -> tuple[str, ...]:
    """The days of the week that are excepted; none where it is one day of the calendar, or anything else."""
    part = item.parts[0]
    if len(item.parts) > 1:
        return ()
    if isinstance(part, Repeats):
        return (
            tuple(part.rule.removeprefix(_WEEKLY).split(",")) if re.fullmatch(rf"{_WEEKLY}[A-Z,]+", part.rule) else ()
        )
    named = _BARE_WEEKDAY.fullmatch(said)
    return (WEEKDAY_CODES[WEEKDAYS[named["day"]]],) if named else ()
