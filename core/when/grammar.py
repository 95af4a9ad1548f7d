"""All rules as one pattern, run once over the plain line: at each word the first rule that fits wins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.when import calendar, clock, durations, recurrence, unreadable
from core.when.parts import Part, Rule
from core.when.words import Words

_NAMED_GROUP = re.compile(r"\(\?P<\w+>")
_PLAIN_GROUP = re.compile(r"(?<!\\)\((?!\?)")


@dataclass(frozen=True, slots=True)
class Found:
    """One expression: what it says, and where in the line."""

    parts: tuple[Part, ...]
    start: int
    end: int


class Grammar:
    """Finds every expression of its rules, left to right, without overlaps, in time linear to the text."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = [(re.compile(rf"(?:{rule.pattern})(?= |$)"), rule.build) for rule in rules]
        any_rule = "|".join(f"({_without_groups(rule.pattern)})" for rule in rules)
        self._any = re.compile(rf"(?:(?<= )|^)(?:{any_rule})(?= |$)")

    def scan(self, words: Words, now: datetime) -> Iterator[Found]:
        """Every expression in `words`, said at the local time `now`."""
        at = 0
        while (match := self._any.search(words.line, at)) is not None:
            found = self._build(match, now)
            if found:
                yield found
            at = found.end if found else match.start() + len(words.word(words.index(match.start())))

    def _build(self, match: re.Match[str], now: datetime) -> Found | None:
        """What is said where `match` begins; a rule that says nothing there makes room for the next."""
        for pattern, build in self._rules[(match.lastindex or 1) - 1 :]:
            fitting = pattern.match(match.string, match.start())
            parts = build(fitting, now) if fitting else ()
            if fitting and parts:
                return Found(parts, fitting.start(), fitting.end())
        return None


def _without_groups(pattern: str) -> str:
    return _PLAIN_GROUP.sub("(?:", _NAMED_GROUP.sub("(?:", pattern))


GRAMMAR = Grammar((*durations.RULES, *recurrence.RULES, *calendar.RULES, *clock.RULES, *unreadable.RULES))
