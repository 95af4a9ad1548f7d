"""The linear model: a weight for each feature and intent, added up and made into probabilities.

Words with their neighbours are one half of what counts and parts of words the other; each half is brought to length one,
so that a long story says no more than a short wish, and what is rare counts for more than what is in every sentence.
"""

import gzip
import json
import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeVar

from providers.rules.wording.features import END, START, names_of_word, pairs_of, parts_of_word

WEIGHTS = Path(__file__).with_name("weights.json.gz")
_MOST_KEPT = 8192  # words, and pairs of them, whose weights are kept added up

_COLUMN_BITS = 32

RARITY_UNIT = 0.1

Rows: TypeAlias = Mapping[str, Sequence[int]]
"""By feature: how rare it is, in `RARITY_UNIT`s, then a column for each intent."""

_Key = TypeVar("_Key")
_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learned.

    Attributes:
        intents: what the columns stand for.
        sentences: the digest of the sentences that it was learned from.
        unit: what a one of the columns is worth.
        bias: one column for each intent.
        words: words and pairs of neighbours.
        parts: parts of words.
    """

    intents: Sequence[str]
    sentences: str
    unit: float
    bias: Sequence[int]
    words: Rows
    parts: Rows


class _Word(NamedTuple):
    """A word as it is called, and what its names and its parts weigh."""

    names: Sequence[str]
    packed: int


class WordingModel:
    """Tells how probable each intent is for the words of a sentence.

    For each half of what counts the squares of how rare the features are, and their columns, are added up. All of those
    stand beside each other in one number, so that a sentence takes one addition for each word and the one before it.
    """

    def __init__(self, weights: Weights) -> None:
        self.intents = tuple(weights.intents)
        self._weights = weights
        self._bias = [weights.unit * bias for bias in weights.bias]
        self._size = 1 + len(self.intents)  # numbers of a half
        self._halves = struct.Struct(f"<{2 * self._size}i")
        self._signs = _pack([1 << (_COLUMN_BITS - 1)] * (2 * self._size))
        self._known: dict[str, _Word] = {}
        self._pairs: dict[tuple[str, str], int] = {}

    def probabilities(self, words: Sequence[str]) -> dict[str, float]:
        """By intent, from `wording_of` a sentence; they add up to 1."""
        pairs, packed = self._pairs, self._signs
        for pair in pairwise((START, *words, END)):
            found = pairs.get(pair)
            packed += self._read(pair) if found is None else found
        # What is negative has borrowed from its neighbour: with the signs added and taken out again each stands by itself.
        numbers = self._halves.unpack((packed ^ self._signs).to_bytes(self._halves.size, "little"))
        size, unit = self._size, self._weights.unit
        by_words, by_parts = unit / _length(numbers[0]), unit / _length(numbers[size])
        logits = [
            bias + word * by_words + part * by_parts
            for bias, word, part in zip(self._bias, numbers[1:size], numbers[size + 1 :], strict=True)
        ]
        highest = max(logits)
        shares = [math.exp(logit - highest) for logit in logits]
        whole = sum(shares)
        return dict(zip(self.intents, [share / whole for share in shares], strict=True))

    def _read(self, pair: tuple[str, str]) -> int:
        """What a word and its pair with the one before it weigh."""
        former, latter = map(self._know, pair)
        found = latter.packed + _add_up(pairs_of(former.names, latter.names), self._weights.words)
        return _keep(self._pairs, pair, found)

    def _know(self, word: str) -> _Word:
        known = self._known.get(word)
        if known is None:
            names = names_of_word(word)
            parts = _add_up(parts_of_word(word), self._weights.parts) << (_COLUMN_BITS * self._size)
            known = _keep(self._known, word, _Word(names, _add_up(names, self._weights.words) + parts))
        return known


def _keep(kept: dict[_Key, _Kept], key: _Key, found: _Kept) -> _Kept:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = found
    return found


def _length(square: int) -> float:
    return RARITY_UNIT * math.sqrt(square) or 1


def _add_up(features: Iterable[str], rows: Rows) -> int:
    """The squares of how rare features are, and each of their columns, added up and packed."""
    found = [row for feature in features if (row := rows.get(feature))]
    if not found:
        return 0
    rarities, *columns = zip(*found, strict=True)
    return _pack([sum(rarity * rarity for rarity in rarities), *map(sum, columns)])


def _pack(numbers: Sequence[int]) -> int:
    """Numbers, which may be negative, beside each other in one."""
    return sum(number << (_COLUMN_BITS * place) for place, number in enumerate(numbers))


@cache
def load_model() -> WordingModel:
    """The model of this release, read when it is first asked for."""
    return WordingModel(read_weights(gzip.decompress(WEIGHTS.read_bytes())))


def read_weights(text: str | bytes) -> Weights:
    """The weights as `write_weights` of the training wrote them."""
    return Weights(**json.loads(text))
