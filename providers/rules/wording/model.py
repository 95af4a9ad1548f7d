"""The linear model: a weight for each feature and intent, added up and made into probabilities."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from providers.rules.wording.features import features_of_pairs, features_of_word

WEIGHTS = Path(__file__).with_name("weights.json")
_MOST_KEPT = 4096  # words whose weights are kept added up


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learned.

    Attributes:
        intents: what the columns stand for.
        sentences: the digest of the sentences that it was learned from.
        unit: what a one of the columns is worth.
        bias: one column for each intent, as in `features`.
        features: the columns of each feature.
    """

    intents: Sequence[str]
    sentences: str
    unit: float
    bias: Sequence[int]
    features: Mapping[str, Sequence[int]]


class WordingModel:
    """Tells how probable each intent is for the words of a sentence."""

    def __init__(self, weights: Weights) -> None:
        self.intents = tuple(weights.intents)
        self._weights = weights
        self._nothing = (0,) * len(self.intents)
        self._words: dict[str, Sequence[int]] = {}

    def probabilities(self, words: Sequence[str]) -> dict[str, float]:
        """By intent, from `wording_of` a sentence; they add up to 1."""
        weights = self._weights
        rows = [self._add_up(word) for word in words]
        rows += [row for pair in features_of_pairs(words) if (row := weights.features.get(pair))]
        scale = weights.unit / math.sqrt(len(words) or 1)
        sums = map(sum, zip(*rows, strict=True)) if rows else self._nothing
        logits = [scale * total + weights.unit * bias for total, bias in zip(sums, weights.bias, strict=True)]
        highest = max(logits)
        shares = [math.exp(logit - highest) for logit in logits]
        whole = sum(shares)
        return {intent: share / whole for intent, share in zip(self.intents, shares, strict=True)}

    def _add_up(self, word: str) -> Sequence[int]:
        known = self._words.get(word)
        if known is None:
            features = self._weights.features
            rows = [row for part in features_of_word(word) if (row := features.get(part))]
            known = tuple(map(sum, zip(*rows, strict=True))) if rows else self._nothing
            if len(self._words) >= _MOST_KEPT:
                self._words.clear()
            self._words[word] = known
        return known


@cache
def load_model() -> WordingModel:
    """The model of this release, read when it is first asked for."""
    return WordingModel(read_weights(WEIGHTS.read_text(encoding="utf-8")))


def read_weights(text: str) -> Weights:
    """The weights as `write_weights` of the training wrote them."""
    return Weights(**json.loads(text))
