"""Cues over a line of words: most are ruled out by the letters that they need, and their guards are tried once."""

import re
from collections.abc import Callable, Sequence
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
    """A phrase by its bit: what must not follow the beginning, the rest of it, and its weight."""

    bit: int
    guards: tuple[_Guard, ...]
    fits: _Fits
    weight: float


class Cues(NamedTuple):
    """What speaks for an ability and against it; where none of `bits` may fit, nothing speaks for it."""

    bits: int
    speaking_for: Sequence[_Cue]
    against: Sequence[_Cue]


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
        if not cues.bits & self.fitting:
            return []
        speaking_for = self._weights(cues.speaking_for)
        return [*speaking_for, *self._weights(cues.against)] if speaking_for else []

    def _weights(self, cues: Sequence[_Cue]) -> list[float]:
        fitting, text = self._fitting, self.text
        return [
            weight
            for bit, guards, fits, weight in cues
            if bit & fitting and not (guards and self._is_stopped(guards)) and fits(text)
        ]

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
    cues = [_read_cue(phrase, weight) for phrase, weight in phrases]
    speaking_for = [cue for cue in cues if cue.weight > 0]
    bits = 0
    for cue in speaking_for:
        bits |= cue.bit
    return Cues(bits, speaking_for, [cue for cue in cues if cue.weight < 0])


@lru_cache(maxsize=1024)
def _read_cue(phrase: str, weight: float) -> _Cue:
    """Read once for all services of this process: each of them has abilities of its own with the same phrases."""
    guards, rest = split_guards(phrase)
    pattern = re.compile(rest)
    is_at_start = rest.startswith("^") and len(read_pattern(rest)) == 1
    fits = pattern.match if is_at_start else pattern.search
    return _Cue(_PREFILTER.add(rest), tuple(_read_guard(guard) for guard in guards), fits, weight)


@lru_cache(maxsize=1024)
def _read_guard(guard: str) -> _Guard:
    return _Guard(_PREFILTER.add(guard), re.compile(guard).match)
