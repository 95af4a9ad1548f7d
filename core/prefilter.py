"""Which of many patterns may fit a text at all, told by the letters of its words: most are never tried."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.patterns import ANY_DIGIT, WORD_BEGINS, WORD_ENDS, Needed, all_needed_by


class _Run(NamedTuple):
    """Letters of which it is known whether a word begins and ends with them, and the bits of the needs that they meet."""

    begins: bool
    ends: bool
    bits: int


class Prefilter:
    """Patterns over lower-case text, one bit for each. What it keeps of words only saves time.

    Attributes:
        size: how many patterns it has; what was told before another one came along is to be asked again.
    """

    _NEEDS = 3  # of a pattern that are looked for; each pattern has so many bits, of which the first stands for it
    _MOST_WORDS = 8192
    _LONGEST = 40

    def __init__(self, patterns: Iterable[str] = ()) -> None:
        self.size = 0
        self._firsts = 0
        self._always = 0
        self._of_digits = 0
        self._runs: dict[str, list[_Run]] = {}
        self._lengths: list[int] = []
        self._words: dict[str, int] = {}
        for pattern in patterns:
            self.add(pattern)

    def add(self, pattern: str) -> int:
        """The bit that stands for a pattern from now on."""
        first = 1 << (self.size * self._NEEDS)
        self._firsts |= first
        needs = all_needed_by(pattern)[: self._NEEDS]
        for place in range(self._NEEDS):
            if place < len(needs):
                self._note(needs[place], first << place)
            else:
                self._always |= first << place
        self.size += 1
        self._words.clear()
        return first

    def fitting(self, text: str) -> int:
        """The bits of the patterns that may fit a text, among others that stand for none."""
        known, bits = self._words, self._always
        for word in text.split():
            found = known.get(word)
            bits |= self._read(word) if found is None else found
        return bits & bits >> 1 & bits >> 2

    def find(self, text: str) -> Iterator[int]:
        """The patterns that may fit a text, by their numbers in the order in which they came along."""
        bits = self.fitting(text) & self._firsts
        while bits:
            lowest = bits & -bits
            yield (lowest.bit_length() - 1) // self._NEEDS
            bits ^= lowest

    def _note(self, need: Needed, bit: int) -> None:
        for marked in need:
            if marked == ANY_DIGIT:
                self._of_digits |= bit
                continue
            letters = marked.removeprefix(WORD_BEGINS).removesuffix(WORD_ENDS)
            run = _Run(marked.startswith(WORD_BEGINS), marked.endswith(WORD_ENDS), bit)
            self._runs.setdefault(letters, []).append(run)
            self._lengths = sorted({*self._lengths, len(letters)})

    def _read(self, word: str) -> int:
        """The bits of the needs that a word has."""
        bits = self._of_digits if any(map(str.isdigit, word)) else 0
        for length in self._lengths:
            for start in range(len(word) - length + 1):
                end = start + length
                for run in self._runs.get(word[start:end], ()):
                    if not (run.begins and _is_inside(word, start)) and not (run.ends and _is_inside(word, end)):
                        bits |= run.bits
        if len(word) <= self._LONGEST:
            if len(self._words) >= self._MOST_WORDS:
                self._words.clear()
            self._words[word] = bits
        return bits


def _is_inside(word: str, at: int) -> bool:
    """Whether the place is inside of a word as patterns see it: "don't" has two."""
    return 0 < at < len(word) and _is_letter(word[at - 1]) and _is_letter(word[at])


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_"
