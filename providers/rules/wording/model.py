"""The linear model: a weight for each feature and intent, added up and made into probabilities.

Words with their neighbours are one half of what counts and parts of words the other; each half is brought to length one,
so that a long story says no more than a short wish, and what is rare counts for more than what is in every sentence.
"""

import json
import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeAlias

from providers.rules.wording.features import END, START, names_of_word, pairs_of, parts_of_word

WEIGHTS = Path(__file__).with_name("weights.json")
_MOST_KEPT = 8192  # words, and pairs of them, whose weights are kept added up

RARITY_UNIT = 0.1

Rows: TypeAlias = Mapping[str, Sequence[int]]
"""By feature: how rare it is, in `RARITY_UNIT`s, then a column for each intent."""


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


_COLUMN_BITS = 32


class _Sum(NamedTuple):
    """Weights added up, and the square of the length that goes with them.

    Attributes:
        packed: the columns beside each other in one number, so that all of them are added at once.
    """

    square: float
    packed: int


class WordingModel:
    """Tells how probable each intent is for the words of a sentence."""

    def __init__(self, weights: Weights) -> None:
        self.intents = tuple(weights.intents)
        self._weights = weights
        self._nothing = _Sum(0, 0)
        self._columns = struct.Struct(f"<{len(self.intents)}I")
        self._zero = _pack([1 << (_COLUMN_BITS - 1)] * len(self.intents))
        self._known: dict[str, tuple[Sequence[str], _Sum, _Sum]] = {}
        self._pairs: dict[tuple[str, str], _Sum] = {}

    def probabilities(self, words: Sequence[str]) -> dict[str, float]:
        """By intent, from `wording_of` a sentence; they add up to 1."""
        known = [self._know(word) for word in words]
        sums = [names for _, names, _ in known]
        sums += map(self._pair, pairwise((START, *words, END)))
        halves = (
            self._to_length_one(sums),
            self._to_length_one([parts for _, _, parts in known]),
        )
        unit = self._weights.unit
        logits = [unit * sum(columns) for columns in zip(self._weights.bias, *halves, strict=True)]
        highest = max(logits)
        shares = [math.exp(logit - highest) for logit in logits]
        whole = sum(shares)
        return {intent: share / whole for intent, share in zip(self.intents, shares, strict=True)}

    def _to_length_one(self, sums: Sequence[_Sum]) -> Sequence[float]:
        length = math.sqrt(sum(square for square, _ in sums)) or 1
        packed = sum(packed for _, packed in sums) + self._zero
        columns = self._columns.unpack(packed.to_bytes(self._columns.size, "little"))
        return [(column - (1 << (_COLUMN_BITS - 1))) / length for column in columns]

    def _know(self, word: str) -> tuple[Sequence[str], _Sum, _Sum]:
        """What a word is called, and what its names and its parts weigh."""
        known = self._known.get(word)
        if known is None:
            names = names_of_word(word)
            words, parts = self._weights.words, self._weights.parts
            known = names, self._add_up(names, words), self._add_up(parts_of_word(word), parts)
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[word] = known
        return known

    def _pair(self, pair: tuple[str, str]) -> _Sum:
        found = self._pairs.get(pair)
        if found is None:
            former, latter = (self._know(word)[0] for word in pair)
            found = self._add_up(pairs_of(former, latter), self._weights.words)
            if len(self._pairs) >= _MOST_KEPT:
                self._pairs.clear()
            self._pairs[pair] = found
        return found

    def _add_up(self, features: Iterable[str], rows: Rows) -> _Sum:
        found = [row for feature in features if (row := rows.get(feature))]
        if not found:
            return self._nothing
        rarities, *columns = zip(*found, strict=True)
        square = sum((RARITY_UNIT * rarity) ** 2 for rarity in rarities)
        return _Sum(square, _pack([sum(column) for column in columns]))


def _pack(columns: Sequence[int]) -> int:
    """Columns, which may be negative, beside each other in one number."""
    return sum(column << (_COLUMN_BITS * place) for place, column in enumerate(columns))


@cache
def load_model() -> WordingModel:
    """The model of this release, read when it is first asked for."""
    return WordingModel(read_weights(WEIGHTS.read_text(encoding="utf-8")))


def read_weights(text: str) -> Weights:
    """The weights as `write_weights` of the training wrote them."""
    return Weights(**json.loads(text))
