"""Reads regular expressions, as far as that is simple, for what every text that fits must have.

With it a pattern that cannot fit is not tried at all. Of what is not simple nothing is claimed, so that only speed hangs
on it: where in doubt, a pattern is said to fit anything.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

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
        kind: letter, class, group, or edge for what takes up no room: "^", or a look ahead or behind, whose alternatives
            are kept where they have to be there.
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
        seen = _read(tokens)
        return Piece("edge", branches=seen if token.group().endswith("=") else ())
    if kind == "letter":
        return Piece("letter", token["letter"])
    return Piece("edge" if kind == "edge" else "class", token.group())


def _counted(piece: Piece, count: str) -> Piece:
    is_optional = piece.is_optional or count in "?*" or count.startswith(("{0", "{,"))
    repeats = piece.repeats or count != "?"
    return Piece(piece.kind, piece.said, piece.branches, is_optional=is_optional, repeats=repeats)


# ------------------------------------------------------------------ what a text needs

Needed: TypeAlias = frozenset[str]
"""Runs of letters of which at least one stands in every text that a pattern fits; empty where none can be named.

A run with a mark at its beginning or end stands where a word begins or ends.
"""

NOTHING: Needed = frozenset()
WORD_BEGINS, WORD_ENDS = "<", ">"
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
    run = ""
    for index, piece in enumerate(branch):
        before = branch[index - 1] if index else None
        behind = branch[index + 1] if index + 1 < len(branch) else None
        around = _Marks(
            begins=_parts_words(before) if before else marks.begins,
            ends=_parts_words(behind) if behind else marks.ends,
        )
        if _is_in_run(piece):
            run = run or _mark(WORD_BEGINS, around.begins, piece)
            run += piece.said
            if piece.repeats or behind is None or not _is_in_run(behind):
                run += _mark(WORD_ENDS, around.ends and not piece.repeats, piece)
                needs.append(frozenset([run]))
                run = ""
        elif piece.branches and not piece.is_optional:
            needs += _all_needed(piece.branches, _NOT_MARKED if piece.repeats or piece.kind == "edge" else around)
    return needs


def _is_in_run(piece: Piece) -> bool:
    return piece.kind == "letter" and (piece.said.isalnum() or piece.said == "'") and not piece.is_optional


def _parts_words(piece: Piece) -> bool:
    return piece.said in _BETWEEN_WORDS and not piece.is_optional


def _mark(mark: str, is_edge: bool, piece: Piece) -> str:
    return mark if is_edge and piece.said != "'" else ""


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
