"""Cues over a line of words: most are ruled out by the letters that they need, and their guards are tried once."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from core.patterns import Needed, needed_by
from providers.rules.guards import split_guards


class Vocabulary:
    """The runs that patterns need, one bit each, and which of them a text has. What it keeps of words only saves time.

    Attributes:
        size: how many runs it knows; what was read before it grew is to be read again.
    """

    _MOST_WORDS = 8192
    _LONGEST = 40

    def __init__(self) -> None:
        self.size = 0
        self._bits: dict[str, int] = {}
        self._lengths: list[int] = []
        self._words: dict[str, int] = {}

    def bits_of(self, needed: Needed) -> int:
        """One bit for each of the runs; where none is needed, the bit that every text has."""
        for run in needed:
            if run not in self._bits:
                self._bits[run] = 1 << (len(self._bits) + 1)
                self._lengths = sorted({*self._lengths, len(run)})
                self._words.clear()
        self.size = len(self._bits)
        return sum(self._bits[run] for run in needed) if needed else 1

    def bits_in(self, text: str) -> int:
        """The runs that stand in the words of a text, and the bit of patterns that need none."""
        known, bits = self._words, 1
        for word in text.split():
            found = known.get(word)
            bits |= self._read(word) if found is None else found
        return bits

    def _read(self, word: str) -> int:
        bits, get = 0, self._bits.get
        for length in self._lengths:
            for start in range(len(word) - length + 1):
                bits |= get(word[start : start + length], 0)
        if len(word) <= self._LONGEST:
            if len(self._words) >= self._MOST_WORDS:
                self._words.clear()
            self._words[word] = bits
        return bits


_VOCABULARY = Vocabulary()


class _Guard(NamedTuple):
    """What must not follow the beginning of a line."""

    needs: int
    pattern: re.Pattern[str]


class _Cue(NamedTuple):
    """A phrase: the runs of which it needs one, what must not follow the beginning, the rest of it, and its weight."""

    needs: int
    guards: tuple[_Guard, ...]
    pattern: re.Pattern[str]
    weight: float


class Cues(NamedTuple):
    """What speaks for an ability and against it; without one of the runs `needs` nothing speaks for it."""

    needs: int
    speaking_for: Sequence[_Cue]
    against: Sequence[_Cue]


class CueLine:
    """A line of words, with the runs of letters that it has and the guards that were tried on it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._runs = 0
        self._known = 0
        self._stopped: dict[re.Pattern[str], bool] = {}

    def weights_of(self, cues: Cues) -> list[float]:
        """The weights of those cues that the line has; none where nothing speaks for it."""
        if self._known != _VOCABULARY.size:
            self._runs, self._known = _VOCABULARY.bits_in(self.text), _VOCABULARY.size
        if not cues.needs & self._runs:
            return []
        speaking_for = self._weights(cues.speaking_for)
        return [*speaking_for, *self._weights(cues.against)] if speaking_for else []

    def _weights(self, cues: Sequence[_Cue]) -> list[float]:
        runs, text = self._runs, self.text
        return [
            weight
            for needs, guards, pattern, weight in cues
            if needs & runs and not (guards and self._is_stopped(guards)) and pattern.search(text)
        ]

    def _is_stopped(self, guards: Sequence[_Guard]) -> bool:
        stopped = self._stopped
        for guard in guards:
            if guard.needs & self._runs:
                stops = stopped.get(guard.pattern)
                if stops is None:
                    stops = stopped[guard.pattern] = guard.pattern.match(self.text) is not None
                if stops:
                    return True
        return False


def read_cues(phrases: Sequence[tuple[str, float]]) -> Cues:
    """Phrases with their weights as they are tried."""
    cues = [_read_cue(phrase, weight) for phrase, weight in phrases]
    speaking_for = [cue for cue in cues if cue.weight > 0]
    needs = 0
    for cue in speaking_for:
        needs |= cue.needs
    return Cues(needs, speaking_for, [cue for cue in cues if cue.weight < 0])


@lru_cache(maxsize=1024)
def _read_cue(phrase: str, weight: float) -> _Cue:
    """Read once for all services of this process: each of them has abilities of its own with the same phrases."""
    guards, rest = split_guards(phrase)
    needs = _VOCABULARY.bits_of(needed_by(rest))
    return _Cue(needs, tuple(_read_guard(guard) for guard in guards), re.compile(rest), weight)


@lru_cache(maxsize=1024)
def _read_guard(guard: str) -> _Guard:
    return _Guard(_VOCABULARY.bits_of(needed_by(guard)), re.compile(guard))
