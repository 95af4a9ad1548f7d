"""All rules in their order: at each word the first one that fits wins."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.lazy import Lazy
from core.patterns import begins
from core.prefilter import Prefilter
from core.when import calendar, clock, durations, recurrence, unreadable
from core.when.parts import Part, Rule
from core.when.words import Words


@dataclass(frozen=True, slots=True)
class Found:
    """One expression: what it says, and where in the line."""

    parts: tuple[Part, ...]
    start: int
    end: int


class _Turn:
    """A rule, made ready when it is first needed, with its bit among all."""

    def __init__(self, rule: Rule, bit: int) -> None:
        self.build = rule.build
        self.bit = bit
        self.begins = begins(rule.pattern)
        self._pattern = rule.pattern

    @Lazy
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """Whether an expression of this kind stands at a place of a line."""
        return re.compile(rf"(?:{self._pattern})(?= |$)").match


class Grammar:
    """Finds every expression of its rules, left to right, without overlaps, in time linear to the text."""

    _MOST_WORDS = 8192

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._prefilter = Prefilter()
        self._by_word: dict[str, int] = {}

    @Lazy
    def _turns(self) -> Mapping[int, _Turn]:
        """The rules in their order, by the lengths of their bits."""
        turns = [_Turn(rule, self._prefilter.add(rule.pattern)) for rule in self._rules]
        return {turn.bit.bit_length(): turn for turn in turns}

    def scan(self, words: Words, now: datetime) -> Iterator[Found]:
        """Every expression in `words`, said at the local time `now`."""
        end = 0
        fitting: int | None = None
        known = self._by_word
        for at, word in zip(words.offsets, words.words, strict=True):
            bits = known.get(word)
            if bits is None:
                bits = self._choose(word)
            if not bits or at < end:
                continue
            if fitting is None:  # once for all words, even where it is 0
                fitting = self._prefilter.fitting(words.line)
            bits &= fitting
            found = self._build(bits, words.line, at, now) if bits else None
            if found:
                end = found.end
                yield found

    def _choose(self, word: str) -> int:
        """The bits of the rules that a word can begin. Few words begin any, so that they are kept; that only saves time."""
        if len(self._by_word) >= self._MOST_WORDS:
            self._by_word.clear()
        bits = self._by_word[word] = sum(turn.bit for turn in self._turns.values() if turn.begins.fits(word))
        return bits

    def _build(self, bits: int, line: str, at: int, now: datetime) -> Found | None:
        """What is said at a place; a rule that says nothing there makes room for the next."""
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            turn = self._turns[lowest.bit_length()]
            fitting = turn.match(line, at)
            parts = turn.build(fitting, now) if fitting else ()
            if fitting and parts:
                return Found(parts, at, fitting.end())
        return None


GRAMMAR = Grammar(
    (*durations.RULES, *recurrence.RULES, *calendar.RULES, *clock.RULES, *durations.APART, *unreadable.RULES)
)
