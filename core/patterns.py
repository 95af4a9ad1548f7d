"""Reads regular expressions, as far as that is simple, for what every text that fits must have.

With it a pattern that cannot fit is not tried at all. Of what is not simple nothing is claimed, so that only speed hangs
on it: where in doubt, a pattern is said to fit anything.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias

_TOKEN = re.compile(r"\(\?<?[=!]|\((?:\?:|\?P<\w+>)?|[?*+]|\{[0-9,]+\}|\[\^?\]?(?:\\.|[^\]\\])*\]|\\?.", re.DOTALL)
_COUNTS = frozenset("?*+")
_EDGES = frozenset({"\\b", "\\B", "$", "^"})
_CLASSES = frozenset({"\\w", "\\W", "\\d", "\\D", "\\s", "\\S", "."})
_DIGITS = re.compile(r"\[[0-9-]+\]|\\d")
_UNREADABLE = re.compile(r"\(\?(?!:|P<|<?[=!])|\\[1-9]", re.DOTALL)

Branches: TypeAlias = tuple[tuple["Piece", ...], ...]


class Piece(NamedTuple):
    """A piece of a pattern: a letter, a group, or a kind of character; and whether it may be missing or come again.

    Attributes:
        said: the letter, or the class of letters as it is written; "" for a group.
        kind: letter, class, group, or edge for what takes up no room: "^", or a look ahead or behind, whose alternatives
            are kept where they have to be there.
        is_in_run: whether it is a letter of a word that is always there.
    """

    kind: str
    said: str = ""
    branches: Branches = ()
    is_optional: bool = False
    repeats: bool = False
    is_in_run: bool = False


@lru_cache(maxsize=8)  # whoever asks about a pattern asks several things one after the other
def read_pattern(pattern: str) -> Branches:
    """The alternatives of a pattern; a single empty one, which fits anything, where it is not simple."""
    return ((),) if _UNREADABLE.search(pattern) else _read(iter(_TOKEN.findall(pattern)))


def _read(tokens: Iterator[str]) -> Branches:
    """The alternatives up to the end of a group."""
    branches: list[tuple[Piece, ...]] = []
    branch: list[Piece] = []
    for said in tokens:
        if said == ")":
            break
        if said == "|":
            branches.append(tuple(branch))
            branch = []
        elif said[0] == "(":
            branch.append(_group(said, _read(tokens)))
        elif said in _COUNTS or (said[0] == "{" and len(said) > 1):
            branch.append(_counted(branch.pop(), said))
        else:
            branch.append(_piece(said))
    return (*branches, tuple(branch))


def _group(opened: str, branches: Branches) -> Piece:
    if opened.endswith(("=", "!")):
        return Piece("edge", branches=branches if opened.endswith("=") else ())
    return Piece("group", branches=branches)


@cache
def _piece(token: str) -> Piece:
    if token in _EDGES:
        return Piece("edge", token)
    if token in _CLASSES or token[0] == "[":
        return Piece("class", token)
    letter = token[-1]
    return Piece("letter", letter, is_in_run=letter.isalnum() or letter in "':")


def _counted(piece: Piece, count: str) -> Piece:
    is_optional = piece.is_optional or count in "?*" or count.startswith(("{0", "{,"))
    repeats, is_in_run = piece.repeats or count != "?", piece.is_in_run and not is_optional
    return Piece(piece.kind, piece.said, piece.branches, is_optional, repeats, is_in_run)


# ------------------------------------------------------------------ what a text needs

Needed: TypeAlias = frozenset[str]
"""Runs of letters of which at least one stands in every text that a pattern fits; empty where none can be named.

A run with a mark at its beginning or end stands where a word begins or ends.
"""

NOTHING: Needed = frozenset()
WORD_BEGINS, WORD_ENDS = "<", ">"
ANY_DIGIT = "#"
"""Stands among runs of letters for a digit, whichever."""
_BETWEEN_WORDS = frozenset({"\\b", "\\s", "\\W", " "})


def needed_by(pattern: str) -> Needed:
    """What a pattern over lower-case text needs most: see `all_needed_by`."""
    return next(iter(all_needed_by(pattern)), NOTHING)


def all_needed_by(pattern: str) -> list[Needed]:
    """All that a pattern over lower-case text needs at the same time, the most telling first."""
    needs = dict.fromkeys(_all_needed(read_pattern(pattern), _NOT_MARKED))
    return sorted(needs, key=_likelihood)


_IN_MOST = frozenset(
    [
        "a",
        "am",
        "an",
        "and",
        "are",
        "at",
        "be",
        "can",
        "could",
        "do",
        "for",
        "have",
        "i",
        "in",
        "is",
        "it",
        "like",
        "me",
        "my",
        "need",
        "of",
        "on",
        "please",
        "the",
        "this",
        "to",
        "want",
        "with",
        "would",
        "you",
    ]
)
_LETTERS = 4  # as if there were so many: some are frequent, and words are made of few syllables


def _likelihood(need: Needed) -> float:
    """How likely a text is to meet a need by chance, roughly: the less, the more the need tells."""
    return sum(_LETTERS ** -len(run) if run.strip(WORD_BEGINS + WORD_ENDS) not in _IN_MOST else 1 for run in need)


class _Marks(NamedTuple):
    """Whether a word is known to begin before a piece of a pattern, and to end behind it."""

    begins: bool
    ends: bool


_NOT_MARKED = _Marks(begins=False, ends=False)


def _all_needed(branches: Branches, marks: _Marks) -> list[Needed]:
    """Of several alternatives the most telling needs together are one, if each of them has any."""
    needs = [_all_needed_in(branch, marks) for branch in branches]
    if len(needs) == 1:
        return needs[0]
    return [NOTHING.union(*(min(each, key=_likelihood) for each in needs))] if all(needs) else []


def _all_needed_in(branch: tuple[Piece, ...], marks: _Marks) -> list[Needed]:
    needs: list[Needed] = []
    start = 0
    while start < len(branch):
        end = _end_of_run(branch, start)
        around = _Marks(
            begins=_parts_words(branch[start - 1]) if start else marks.begins,
            ends=_parts_words(branch[end]) if end < len(branch) else marks.ends,
        )
        piece = branch[start]
        if piece.is_in_run:
            needs.append(frozenset([_mark(branch[start:end], around)]))
        elif piece.kind == "class" and not piece.is_optional and _DIGITS.fullmatch(piece.said):
            needs.append(frozenset([ANY_DIGIT]))
        elif piece.branches and not piece.is_optional:
            needs += _all_needed(piece.branches, _NOT_MARKED if piece.repeats or piece.kind == "edge" else around)
        start = end
    return needs


def _end_of_run(branch: tuple[Piece, ...], start: int) -> int:
    """Behind the letters that belong together; behind one piece where it is none."""
    end = start + 1
    while end < len(branch) and branch[end].is_in_run and branch[end - 1].is_in_run and not branch[end - 1].repeats:
        end += 1
    return end


def _mark(run: tuple[Piece, ...], around: _Marks) -> str:
    """The letters, marked where a word begins or ends with them."""
    begins = around.begins and run[0].said != "'"
    ends = around.ends and run[-1].said != "'" and not run[-1].repeats
    return WORD_BEGINS * begins + "".join(piece.said for piece in run) + WORD_ENDS * ends


def _parts_words(piece: Piece) -> bool:
    return piece.said in _BETWEEN_WORDS and not piece.is_optional


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
