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
_EXCEPTING = frozenset(
    (
        *("except", "excepting", "apart", "aside", "other", "excluding", "besides", "save", "unless", "but", "not"),
        *("never", "without", "skip", "skipping", "leave", "leaving"),
    )
)
"""One of these words is in all that excepts something."""
_ALL_BUT = re.compile(
    r"(?:except(?:ing)?|apart from|aside from|other than|excluding|(?:but|and|just|only) (?:not|never))$"
)
_LONGEST = 60  # characters of the line before an expression in which its exception is looked for
_OTHERWISE = re.compile(
    r" (?P<said>(?:, )?(?:but )?(?:except(?:ing)?|apart from|aside from|other than|excluding|unless|not|never)"
    r" (?:for |on |in |at |the |during |any |public |bank )*(?:when|if|while|holidays?|bank|days (?:when|that)|whenever)\b)"
)
_BARE_WEEKDAYS = re.compile(rf"{any_of(WEEKDAYS)}s?(?: (?:(?:,|and|or|&|on|the) )*{any_of(WEEKDAYS)}s?)*")
_NAME_OF_DAY = re.compile(rf"\b(?P<day>{any_of(WEEKDAYS)})s?\b")
_EVERY_DAY = ",".join(WEEKDAY_CODES)
_WEEKLY = "FREQ=WEEKLY;BYDAY="


def bind_exceptions(found: Sequence[Found], words: Words) -> list[Found]:
    """The expressions with those that are excepted from what comes again marked as such, from the word on that excepts them."""
    if _EXCEPTING.isdisjoint(words.words):
        return list(found)
    found = _join_days(found, words)
    first = next((item for item in found if _repeats(item)), None)
    if first is None or (_lead(first, words) and sum(map(_repeats, found)) == 1):
        return [_turn_round(item, found[index + 1 :], words) for index, item in enumerate(found)]
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


def _lead(item: Found, words: Words) -> re.Match[str] | None:
    """The words that except what stands behind them."""
    return _EXCEPT.search(words.line[max(0, item.start - _LONGEST) : item.start].rstrip())


def _turn_round(item: Found, behind: Sequence[Found], words: Words) -> Found:
    """Of "at 8, except Sundays" alone every other day of the week, read back; it is never the days that are excepted."""
    lead = _lead(item, words)
    days = (
        _days_of(item, words.line[item.start : item.end]) if lead and isinstance(item.parts[0], Day | Repeats) else ()
    )
    if lead is None or not days:
        return item
    is_plain = _ALL_BUT.search(lead["said"]) and not any(isinstance(other.parts[0], Day) for other in behind)
    rule = skip_days("FREQ=DAILY", days) if is_plain else None
    if rule is None and not (is_plain or _repeats(item)):
        return item
    part: Part = Repeats(rule, inferred=True) if rule else Unreadable("recurrence")
    return replace(item, parts=(part,), start=max(0, item.start - _LONGEST) + lead.start("said"))


def _bind(item: Found, words: Words) -> Found:
    """An excepted length or hour is none of ours: "not for a week", "not at 7" are second thoughts."""
    begin = max(0, item.start - _LONGEST)
    lead = _lead(item, words)
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
    if not _BARE_WEEKDAYS.fullmatch(said):
        return ()
    return tuple(WEEKDAY_CODES[WEEKDAYS[named["day"]]] for named in _NAME_OF_DAY.finditer(said))


def _join_days(found: Sequence[Found], words: Words) -> list[Found]:
    """The expressions with "Saturday and Sunday" as one where both are excepted."""
    joined: list[Found] = []
    for item in found:
        last = joined[-1] if joined else None
        is_list = last is not None and _BARE_WEEKDAYS.fullmatch(words.line[last.start : item.end])
        lead = _lead(last, words) if last is not None and is_list else None
        if last is not None and lead and _ALL_BUT.search(lead["said"]):
            joined[-1] = replace(last, end=item.end)
        else:
            joined.append(item)
    return joined
