"""Patterns over what was said that are tried only where its words may fit them.

Whether they may is asked once of a sentence; the answer holds for every part of it.
"""

import re
import sys
from collections.abc import Iterable

from core.prefilter import Prefilter

_SCREEN = Prefilter()


def screen(lowered: str) -> int:
    """Which screened patterns may fit a text in small letters, as they want to be told."""
    return _SCREEN.fitting(lowered)


class Screened:
    """A pattern in small letters. Made while modules are loaded: a text that was screened before knows nothing of it.

    Attributes:
        bit: stands in what was screened where the pattern may fit.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.bit = _SCREEN.add(pattern)
        self._compiled = re.compile(pattern)

    def search(self, text: str, screened: int, *, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Where it fits first, between two places."""
        return self._compiled.search(text, start, end) if self.bit & screened else None

    def fullmatch(self, text: str, screened: int) -> re.Match[str] | None:
        """Whether it fits all of the text."""
        return self._compiled.fullmatch(text) if self.bit & screened else None

    def finditer(self, text: str, screened: int) -> Iterable[re.Match[str]]:
        """Wherever it fits."""
        return self._compiled.finditer(text) if self.bit & screened else ()


class ScreenedTurns:
    """Turns of phrase, each screened by itself, of which it counts where the first one stands.

    Attributes:
        bits: those of all.
    """

    def __init__(self, *patterns: str) -> None:
        self._turns = [Screened(pattern) for pattern in patterns]
        self.bits = sum(turn.bit for turn in self._turns)

    def find(self, text: str, screened: int) -> int | None:
        """Where the first of them begins; None where none fits."""
        if not self.bits & screened:
            return None
        found = (turn.search(text, screened) for turn in self._turns)
        return min((match.start() for match in found if match), default=None)
