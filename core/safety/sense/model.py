"""The linear model: a weight for each feature, added up; and for what is a danger, which one it most likely is."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.safety.sense.features import RULES, features_of_places, features_of_word

WEIGHTS = Path(__file__).with_name("weights.json")
_HOPELESS = -3.75
"""Log odds by the words alone below which it is not looked at how they stand: so it is with most that is said every day."""
_MOST_KEPT = 4096  # words whose weights are kept added up


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learned.

    Attributes:
        learned_from: the digest of the sentences, patterns and meanings.
        unit: what a one of any weight is worth.
        bias: of danger, before anything is said.
        features: how much each feature speaks of danger.
        kinds: the dangers, as the columns of `kind_bias` and `kind_features` stand.
        kind_bias: one column for each danger.
        kind_features: how much a word or a meaning speaks of each danger.
    """

    learned_from: str
    unit: float
    bias: int
    features: Mapping[str, int]
    kinds: Sequence[str]
    kind_bias: Sequence[int]
    kind_features: Mapping[str, Sequence[int]]


class SenseModel:
    """Tells how probable it is that words speak of danger, and of which."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._words: dict[str, int] = {}

    def score(self, words: Sequence[str], *, heard: bool) -> float:
        """The log odds of danger; `heard`: the phrases hear one."""
        weights, unit = self._weights.features, self._weights.unit
        total = self._weights.bias + sum(map(self._add_up, set(words)))
        if not heard and unit * total < _HOPELESS:
            return unit * total
        found = set(features_of_places(words))
        total += sum(weights[each] for each in found if each in weights)
        return unit * (total + (weights.get(RULES, 0) if heard else 0))

    def weigh(self, words: Sequence[str]) -> float:
        """How much words by themselves add to the log odds."""
        return self.score(words, heard=False) - self._weights.unit * self._weights.bias

    def kinds(self, words: Sequence[str]) -> dict[str, float]:
        """By danger how probable it is that words speak of this one, given that they speak of any."""
        weights = self._weights
        features = {feature for word in words for feature in features_of_word(word)}
        rows = [weights.kind_bias, *(weights.kind_features[each] for each in features if each in weights.kind_features)]
        logits = [weights.unit * total for total in map(sum, zip(*rows, strict=True))]
        highest = max(logits)
        shares = [math.exp(logit - highest) for logit in logits]
        whole = sum(shares)
        return {kind: share / whole for kind, share in zip(weights.kinds, shares, strict=True)}

    def _add_up(self, word: str) -> int:
        known = self._words.get(word)
        if known is None:
            weights = self._weights.features
            known = sum(weights.get(feature, 0) for feature in features_of_word(word))
            if len(self._words) >= _MOST_KEPT:
                self._words.clear()
            self._words[word] = known
        return known


@cache
def load_model() -> SenseModel:
    """The model of this release, read when it is first asked for."""
    return SenseModel(read_weights(WEIGHTS.read_text(encoding="utf-8")))


def read_weights(text: str) -> Weights:
    """The weights as `write_weights` of the training wrote them."""
    return Weights(**json.loads(text))
