"""Cues over a line of words: most are ruled out by the letters that they need, and their guards are tried once."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from core.patterns import read_pattern
from core.prefilter import Prefilter
from providers.rules.guards import split_guards

_PREFILTER = Prefilter()


_Fits: TypeAlias = Callable[[str], re.Match[str] | None]


class _Guard(NamedTuple):
    """What must not follow the beginning of a line, by its bit."""

    bit: int
    fits: _Fits


class _Cue(NamedTuple):
    """A phrase: what must not follow the beginning, the rest of it, and its weight."""

    guards: tuple[_Guard, ...]
    fits: _Fits
    weight: float


class Cues(NamedTuple):
    """What speaks for an ability and against it: the bits of either, and the cues by the lengths of their bits."""

    speaking_for: int
    against: int
    by_length: Mapping[int, _Cue]


class CueLine:
    """A line of words, with the patterns that may fit it and the guards that were tried on it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._fitting = 0
        self._known = 0
        self._stopped: dict[int, bool] = {}

    @property
    def fitting(self) -> int:
        """The bits of the cues that it may have, among those that were read by now."""
        if self._known != _PREFILTER.size:
            self._fitting, self._known = _PREFILTER.fitting(self.text), _PREFILTER.size
        return self._fitting

    def weights_of(self, cues: Cues) -> list[float]:
        """The weights of those cues that the line has; none where nothing speaks for it."""
        fitting = self.fitting
        speaking_for = self._weights(cues.speaking_for & fitting, cues.by_length)
        if speaking_for and (against := cues.against & fitting):
            speaking_for += self._weights(against, cues.by_length)
        return speaking_for

    def _weights(self, bits: int, cues: Mapping[int, _Cue]) -> list[float]:
        """Of the few cues that may fit; the others are not even looked at."""
        weights: list[float] = []
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            guards, fits, weight = cues[lowest.bit_length()]
            if not (guards and self._is_stopped(guards)) and fits(self.text):
                weights.append(weight)
        return weights

    def _is_stopped(self, guards: Sequence[_Guard]) -> bool:
        stopped = self._stopped
        for bit, fits in guards:
            if bit & self._fitting:
                stops = stopped.get(bit)
                if stops is None:
                    stops = stopped[bit] = fits(self.text) is not None
                if stops:
                    return True
        return False


def read_cues(phrases: Sequence[tuple[str, float]]) -> Cues:
    """Phrases with their weights as they are tried."""
    cues = dict(_read_cue(phrase, weight) for phrase, weight in phrases)
    speaking_for = sum(bit for bit, cue in cues.items() if cue.weight > 0)
    against = sum(bit for bit, cue in cues.items() if cue.weight < 0)
    return Cues(speaking_for, against, {bit.bit_length(): cue for bit, cue in cues.items()})


@lru_cache(maxsize=1024)
def _read_cue(phrase: str, weight: float) -> tuple[int, _Cue]:
    """Read once for all services of this process: each of them has abilities of its own with the same phrases."""
    guards, rest = split_guards(phrase)
    pattern = re.compile(rest)
    is_at_start = rest.startswith("^") and len(read_pattern(rest)) == 1
    fits = pattern.match if is_at_start else pattern.search
    return _PREFILTER.add(rest), _Cue(tuple(_read_guard(guard) for guard in guards), fits, weight)


@lru_cache(maxsize=1024)
def _read_guard(guard: str) -> _Guard:
    return _Guard(_PREFILTER.add(guard), re.compile(guard).match)
