"""Reads regular expressions, as far as that is simple, for what every text that fits must have.

With it a pattern that cannot fit is not tried at all. Of what is not simple nothing is claimed, so that only speed hangs
on it: where in doubt, a pattern is said to fit anything.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

_TOKEN = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<open>\((?:\?:|\?P<\w+>)?)|(?P<close>\))|(?P<bar>\|)|(?P<count>[?*+]|\{[0-9,]+\})"
    r"|(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<edge>\\[bB]|[$^])|(?P<kind>\\[wWdDsS]|\.)|\\?(?P<letter>.)",
    re.DOTALL,
)
_DIGITS = re.compile(r"\[[0-9-]+\]|\\d")
_UNREADABLE = re.compile(r"\(\?(?!:|P<|<?[=!])|\\[1-9]", re.DOTALL)

Branches: TypeAlias = tuple[tuple["Piece", ...], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a pattern: a letter, a group, or a kind of character; and whether it may be missing or come again.

    Attributes:
        said: the letter, or the class of letters as it is written; "" for a group.
        kind: letter, class, group, or edge for what takes up no room.
    """

    kind: str
    said: str = ""
    branches: Branches = ()
    is_optional: bool = False
    repeats: bool = False


def read_pattern(pattern: str) -> Branches:
    """The alternatives of a pattern; a single empty one, which fits anything, where it is not simple."""
    return ((),) if _UNREADABLE.search(pattern) else _read(_TOKEN.finditer(pattern))


def _read(tokens: Iterator[re.Match[str]]) -> Branches:
    """The alternatives up to the end of a group."""
    branches: list[list[Piece]] = [[]]
    for token in tokens:
        kind, said = token.lastgroup or "", token.group()
        if kind == "close":
            break
        if kind == "bar":
            branches.append([])
        elif kind == "count":
            branches[-1].append(_counted(branches[-1].pop(), said))
        else:
            branches[-1].append(_piece(kind, token, tokens))
    return tuple(map(tuple, branches))


def _piece(kind: str, token: re.Match[str], tokens: Iterator[re.Match[str]]) -> Piece:
    if kind == "open":
        return Piece("group", branches=_read(tokens))
    if kind == "look":
        _read(tokens)
        return Piece("edge")
    if kind == "letter":
        return Piece("letter", token["letter"])
    return Piece("edge" if kind == "edge" else "class", token.group())


def _counted(piece: Piece, count: str) -> Piece:
    is_optional = piece.is_optional or count in "?*" or count.startswith(("{0", "{,"))
    repeats = piece.repeats or count != "?"
    return Piece(piece.kind, piece.said, piece.branches, is_optional=is_optional, repeats=repeats)


# ------------------------------------------------------------------ what a text needs

Needed: TypeAlias = frozenset[str]
"""Runs of letters of which at least one stands in every text that a pattern fits; empty where none can be named."""

NOTHING: Needed = frozenset()


def needed_by(pattern: str) -> Needed:
    """What a pattern over lower-case text needs."""
    return _needed(read_pattern(pattern))


def _needed(branches: Branches) -> Needed:
    needs = [_needed_in(branch) for branch in branches]
    return NOTHING.union(*needs) if all(needs) else NOTHING


def _needed_in(branch: tuple[Piece, ...]) -> Needed:
    """The most telling need of a sequence: the one of which the shortest run is the longest."""
    needs: list[Needed] = []
    run = ""
    for piece in branch:
        is_run = piece.kind == "letter" and (piece.said.isalnum() or piece.said == "'") and not piece.is_optional
        if is_run:
            run += piece.said
        if not is_run or piece.repeats:
            needs.append(frozenset([run]) if run else NOTHING)
            run = ""
        if piece.kind == "group" and not piece.is_optional:
            needs.append(_needed(piece.branches))
    needs.append(frozenset([run]) if run else NOTHING)
    return max(filter(None, needs), key=lambda need: (min(map(len, need)), -len(need)), default=NOTHING)


# ------------------------------------------------------------------ how a text begins

DIGIT = "0"
"""Stands for a word that begins with a digit."""


@dataclass(frozen=True, slots=True)
class Begins:
    """The first word of every text that a pattern fits: one of `words`, or one that begins with one of `prefixes`."""

    words: frozenset[str]
    prefixes: tuple[str, ...]

    def fits(self, word: str) -> bool:
        """Whether a text may begin with this word."""
        if word[:1].isdigit():
            return DIGIT in self.words or "" in self.prefixes
        return word in self.words or word.startswith(self.prefixes)


def begins(pattern: str) -> Begins:
    """How texts begin that fit a pattern from the beginning of a word up to the end of another."""
    opened, closed = _begin({""}, read_pattern(pattern))
    prefixes = {text[:-1] for text in closed if text.endswith("*")}
    if "" in opened:
        prefixes.add("")
    return Begins(frozenset(opened | {text for text in closed if not text.endswith("*")}), tuple(sorted(prefixes)))


def _begin(texts: set[str], branches: Branches) -> tuple[set[str], set[str]]:
    """Which texts behind `texts` may still go on, and which words are complete, or with a "*" known no further."""
    opened: set[str] = set()
    closed: set[str] = set()
    for branch in branches:
        current = texts
        for piece in branch:
            current, ended = _go_on(current, piece)
            closed |= ended
        opened |= current
    return opened, closed


def _go_on(texts: set[str], piece: Piece) -> tuple[set[str], set[str]]:
    if piece.kind == "edge" or not texts:
        return texts, set()
    if piece.kind == "group":
        opened, closed = _begin(texts, piece.branches)
    else:
        opened, closed = _add(texts, piece)
    if piece.repeats:
        closed = closed | {f"{text}*" for text in opened}
    return (opened | texts if piece.is_optional else opened), closed


def _add(texts: Iterable[str], piece: Piece) -> tuple[set[str], set[str]]:
    if piece.kind == "letter" and piece.said == " ":
        return set(), {text for text in texts if text}
    if piece.kind == "letter" and not piece.said.isdigit():
        return {text + piece.said for text in texts}, set()
    is_digit = piece.said.isdigit() or _DIGITS.fullmatch(piece.said)
    return set(), {DIGIT if is_digit and not text else f"{text}*" for text in texts}
