"""Cues over a line of words: most are ruled out by the letters that they need, and their guards are tried once."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from core.lazy import Lazy
from core.patterns import read_pattern
from core.prefilter import Prefilter
from providers.rules.guards import split_guards

_PREFILTER = Prefilter()


_Fits: TypeAlias = Callable[[str], re.Match[str] | None]


class _Guard:
    """What must not follow the beginning of a line, by its bit."""

    def __init__(self, guard: str) -> None:
        self.bit = _PREFILTER.add(guard)
        self._guard = guard

    @Lazy
    def fits(self) -> _Fits:
        """Compiled when it is first tried, which most are for few sentences: together they would take long."""
        return re.compile(self._guard).match


class _Cue:
    """A phrase: its bit, what must not follow the beginning, the rest of it, and its weight."""

    def __init__(self, guards: tuple[_Guard, ...], rest: str, weight: float) -> None:
        self.bit = _PREFILTER.add(rest)
        self.guards = guards
        self.weight = weight
        self._rest = rest

    @Lazy
    def fits(self) -> _Fits:
        """Compiled when it is first tried."""
        pattern = re.compile(self._rest)
        is_at_start = self._rest.startswith("^") and len(read_pattern(self._rest)) == 1
        return pattern.match if is_at_start else pattern.search


class Cues(NamedTuple):
    """What speaks for an ability and against it: the bits of either, and the cues by the lengths of their bits."""

    speaking_for: int
    against: int
    by_length: Mapping[int, _Cue]

    def compile(self) -> None:
        """Compile what is else compiled when it is first tried.

        Raises:
            re.error: a phrase is no pattern.
        """
        for cue in self.by_length.values():
            for tried in (*cue.guards, cue):
                _ = tried.fits


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
            cue = cues[lowest.bit_length()]
            if not (cue.guards and self._is_stopped(cue.guards)) and cue.fits(self.text):
                weights.append(cue.weight)
        return weights

    def _is_stopped(self, guards: Sequence[_Guard]) -> bool:
        stopped = self._stopped
        for guard in guards:
            bit = guard.bit
            if bit & self._fitting:
                stops = stopped.get(bit)
                if stops is None:
                    stops = stopped[bit] = guard.fits(self.text) is not None
                if stops:
                    return True
        return False


def read_cues(phrases: Sequence[tuple[str, float]]) -> Cues:
    """Phrases with their weights as they are tried."""
    cues = {cue.bit: cue for cue in (_read_cue(phrase, weight) for phrase, weight in phrases)}
    speaking_for = sum(bit for bit, cue in cues.items() if cue.weight > 0)
    against = sum(bit for bit, cue in cues.items() if cue.weight < 0)
    return Cues(speaking_for, against, {bit.bit_length(): cue for bit, cue in cues.items()})


@lru_cache(maxsize=1024)
def _read_cue(phrase: str, weight: float) -> _Cue:
    """Read once for all services of this process: each of them has abilities of its own with the same phrases."""
    guards, rest = split_guards(phrase)
    return _Cue(tuple(map(_read_guard, guards)), rest, weight)


_read_guard = lru_cache(maxsize=1024)(_Guard)
