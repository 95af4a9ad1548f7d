"""What a pattern cannot do without, so that most patterns need not be tried on most sentences.

A pattern is read as far as that is simple; of whatever is not, nothing is claimed. Only speed hangs on it.
"""

import re
from collections.abc import Iterator

Needed = frozenset[str]
"""Letters of which at least one run stands in every text that a pattern fits; empty where none can be named."""

NOTHING: Needed = frozenset()
_TOKEN = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<open>\((?:\?:|\?P<\w+>)?)|(?P<close>\))|(?P<bar>\|)|(?P<count>[?*+]|\{[0-9,]*\})"
    r"|(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<escape>\\.)|(?P<letter>[a-z0-9'])|(?P<other>.)",
    re.DOTALL,
)
_UNREADABLE = re.compile(r"\(\?(?!:|P<|<?[=!])|\(\?P<\w+>.*\(\?P=|\\[1-9]", re.DOTALL)
_GUARD = re.compile(r"\(\?!")


def needed_by(pattern: str) -> Needed:
    """What a pattern over lower-case text needs."""
    if _UNREADABLE.search(pattern):
        return NOTHING
    return _Reader(pattern).read()


def split_guards(pattern: str) -> tuple[list[str], str]:
    """Of "^(?!.*x)(?!y)z" what must not follow the beginning, ".*x" and "y", and the rest, "^z"."""
    guards: list[str] = []
    rest = pattern.removeprefix("^")
    if rest == pattern or _UNREADABLE.search(pattern) or _has_bar(pattern):
        return [], pattern
    while _GUARD.match(rest):
        end = _end_of_group(rest)
        guards.append(rest[3:end])
        rest = rest[end + 1 :]
    return guards, "^" + rest


def _has_bar(pattern: str) -> bool:
    """Whether there are alternatives outside of all groups."""
    depth = 0
    for token in _TOKEN.finditer(pattern):
        depth += (token.lastgroup in {"open", "look"}) - (token.lastgroup == "close")
        if depth == 0 and token.lastgroup == "bar":
            return True
    return False


def _end_of_group(pattern: str) -> int:
    """Where the group ends that the pattern begins with."""
    depth = 0
    for token in _TOKEN.finditer(pattern):
        depth += (token.lastgroup in {"open", "look"}) - (token.lastgroup == "close")
        if depth == 0:
            return token.start()
    return len(pattern)


class _Reader:
    """Reads one pattern, group by group."""

    def __init__(self, pattern: str) -> None:
        self._tokens: Iterator[re.Match[str]] = _TOKEN.finditer(pattern)

    def read(self) -> Needed:
        """What the alternatives up to the end of the group need."""
        branches: list[Needed] = []
        branch = _Branch()
        for token in self._tokens:
            kind = token.lastgroup
            if kind == "close":
                break
            if kind == "bar":
                branches.append(branch.needed())
                branch = _Branch()
            elif kind in {"open", "look"}:
                inner = self.read()
                branch.add(inner if kind == "open" else NOTHING)
            else:
                branch.take(token)
        branches.append(branch.needed())
        return NOTHING.union(*branches) if all(branches) else NOTHING


class _Branch:
    """A sequence: what each piece needs, of which the most telling is kept."""

    def __init__(self) -> None:
        self._needs: list[Needed] = []
        self._run = ""

    def take(self, token: re.Match[str]) -> None:
        """Add a letter, a count of what stands before it, or something that names no letters."""
        said = token.group()
        if token.lastgroup == "letter":
            self._run += said
        elif token.lastgroup == "count":
            self._count(is_optional=not (said == "+" or (said[0] == "{" and said[1] not in "0,")))
        else:
            self.add(NOTHING)

    def add(self, needed: Needed) -> None:
        """Add a piece that is no letter."""
        self._end_run()
        self._needs.append(needed)

    def needed(self) -> Needed:
        """The need of which the shortest run is the longest."""
        self._end_run()
        return max(filter(None, self._needs), key=lambda need: (min(map(len, need)), -len(need)), default=NOTHING)

    def _count(self, *, is_optional: bool) -> None:
        """Of "tables?" the "s" may be missing; of "(?:a|b)?" all of it."""
        if self._run:
            last, self._run = self._run[-1], self._run[:-1]
            self._end_run()
            self._needs.append(NOTHING if is_optional else frozenset([last]))
        elif self._needs and is_optional:
            self._needs[-1] = NOTHING

    def _end_run(self) -> None:
        if self._run:
            self._needs.append(frozenset([self._run]))
            self._run = ""
