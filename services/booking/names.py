"""Whether two names are one: what people say beside what is stored."""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

_SURELY = 92.0
"""Similarity (0–100) above which a name is a slip of the tongue: one letter in a dozen."""
_MARGIN = 8.0
_HUMP = re.compile("[A-Z][a-z]{2,}")
_GLUED = re.compile(f"(?:{_HUMP.pattern}){{2,}}")
_FILLERS = frozenset({"the", "a", "restaurant", "salon"})


def plain(name: str) -> str:
    """A name without case, accents, punctuation and filler words: "The Café Rouge" and "cafe rouge" are one.

    Booking systems like names such as "TheCafeRouge"; people say the words.
    """
    if _GLUED.fullmatch(name):
        name = _HUMP.sub(r" \g<0>", name)
    letters = unicodedata.normalize("NFKD", name.casefold()).replace("'", "").replace("’", "")
    words = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join([word for word in words.split() if word not in _FILLERS] or words.split())


def find_same(said: str, known: Sequence[str]) -> str | None:
    """The one of the known names, in plain letters, that is surely meant."""
    if not said or said in known:
        return said or None
    scores = {each: fuzz.ratio(said, each) for each in set(known)}
    ranked = sorted(scores, key=lambda each: scores[each], reverse=True)
    if not ranked or scores[ranked[0]] < _SURELY or _digits(ranked[0]) != _digits(said):
        return None
    if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < _MARGIN:
        return None
    return ranked[0]


def is_part_of(said: str, name: str) -> bool:
    """Whether all words said are words of the name: "Bella" of "Bella Salon". For choosing among few, never alone."""
    words = set(plain(said).split())
    return bool(words) and words <= set(plain(name).split())


def likeness(said: str, name: str) -> float:
    """How alike they sound, for offering the likeliest first."""
    return fuzz.WRatio(plain(said), plain(name))


def _digits(name: str) -> str:
    return "".join(letter for letter in name if letter.isdigit())
