"""`python -m providers.rules.wording.training`: make `weights.json` from the sentences beside it (half a minute).

Multinomial logistic regression by stochastic gradient descent, in plain Python so that it gives the same weights
everywhere. With `--folds 5` nothing is written: it says how many sentences are understood that were not learned from.
"""

import argparse
import hashlib
import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from providers.base import ParseContext
from providers.rules.sentence import Sentence
from providers.rules.wording.features import features_of_pairs, features_of_word, wording_of
from providers.rules.wording.model import WEIGHTS, Weights, WordingModel

SENTENCES = Path(__file__).with_name("sentences")
_CONTEXT = ParseContext(now=datetime(2026, 1, 1, tzinfo=UTC), timezone="UTC")
_ROUNDS = 30
_STEP = 0.5  # how far the first steps go; the last ones go nowhere
_DECAY = 1e-4  # what a step takes from the weights of the features that it sees
_LEAST_SEEN = 2  # sentences that a feature must be in
_UNIT = 0.05  # what weights are rounded to
_LEAST_WEIGHT = 0.3  # a feature without one of this size is left out
_SEED = 2026


class Sample(NamedTuple):
    """A sentence that was learned from."""

    intent: str
    text: str


class _Seen(NamedTuple):
    column: int
    features: Sequence[str]
    share: float


def read_samples() -> list[Sample]:
    """All sentences, file by file."""
    lines = [line for path in _files() for line in path.read_text(encoding="utf-8").splitlines()]
    return [Sample(*line.split("\t", 1)) for line in lines if line.strip()]


def digest_of_sentences() -> str:
    """SHA-256 of the files in their order."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in _files())).hexdigest()


def _files() -> list[Path]:
    return sorted(SENTENCES.glob("*.tsv"))


def learn(samples: Sequence[Sample], *, rounds: int = _ROUNDS, sentences: str = "") -> Weights:
    """The weights after so many rounds through the samples; the same for the same samples in the same order."""
    intents = sorted({sample.intent for sample in samples})
    seen = _see(samples, intents)
    often = Counter(feature for each in seen[::2] for feature in set(each.features))
    rows = {feature: [0.0] * len(intents) for feature, count in sorted(often.items()) if count >= _LEAST_SEEN}
    bias = [0.0] * len(intents)
    prepared = [(each, [rows[feature] for feature in each.features if feature in rows]) for each in seen]
    order, shuffle = list(range(len(prepared))), random.Random(_SEED)  # noqa: S311 - the same each time is what is wanted
    for done in range(rounds):
        shuffle.shuffle(order)
        step = _STEP * (1 - done / rounds)
        for index in order:
            each, active = prepared[index]
            _take_step(each, active, bias, step)
    features = {feature: _round(row) for feature, row in rows.items() if max(map(abs, row)) >= _LEAST_WEIGHT}
    return Weights(intents=intents, sentences=sentences, unit=_UNIT, bias=_round(bias), features=features)


def _round(row: Sequence[float]) -> list[int]:
    return [round(weight / _UNIT) for weight in row]


def _see(samples: Sequence[Sample], intents: Sequence[str]) -> list[_Seen]:
    """Each sentence as it is written and as speech recognition would write it."""
    columns = {intent: column for column, intent in enumerate(intents)}
    found: list[_Seen] = []
    for sample in samples:
        for text in (sample.text, _as_heard(sample.text)):
            words = wording_of(Sentence(text, _CONTEXT))
            features = [part for word in words for part in features_of_word(word)] + [*features_of_pairs(words)]
            found.append(_Seen(columns[sample.intent], features, 1 / math.sqrt(len(words) or 1)))
    return found


def _as_heard(text: str) -> str:
    return "".join(char for char in text.lower() if char not in ",.!?;")


def _take_step(seen: _Seen, active: Sequence[list[float]], bias: list[float], step: float) -> None:
    sums = [seen.share * total for total in map(sum, zip(*active, strict=True))] if active else [0.0] * len(bias)
    logits = [total + each for total, each in zip(sums, bias, strict=True)]
    highest = max(logits)
    shares = [math.exp(logit - highest) for logit in logits]
    whole = sum(shares)
    slopes = [share / whole for share in shares]
    slopes[seen.column] -= 1
    keep = 1 - step * _DECAY
    moves = [step * seen.share * slope for slope in slopes]
    for row in active:
        row[:] = [keep * weight - move for weight, move in zip(row, moves, strict=True)]
    bias[:] = [each - step * slope / 10 for each, slope in zip(bias, slopes, strict=True)]


def write_weights(weights: Weights) -> str:
    """As JSON with a line for each feature, so that a change can be read."""
    head = {"intents": weights.intents, "sentences": weights.sentences, "unit": weights.unit, "bias": weights.bias}
    lines = [f'"{name}": {_json(value)},' for name, value in head.items()]
    features = [f"{_json(feature)}: {_json(columns)}" for feature, columns in weights.features.items()]
    return "\n".join(["{", *lines, '"features": {', ",\n".join(features), "}", "}", ""])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def count_understood(samples: Sequence[Sample], folds: int) -> Iterator[float]:
    """For each fold the share of its sentences that a model learned from the others understands."""
    for fold in range(folds):
        model = WordingModel(learn([each for at, each in enumerate(samples) if at % folds != fold]))
        asked = samples[fold::folds]
        yield sum(_choose(model, sample.text) == sample.intent for sample in asked) / len(asked)


def _choose(model: WordingModel, text: str) -> str:
    chances = model.probabilities(wording_of(Sentence(text, _CONTEXT)))
    return max(chances, key=lambda intent: chances[intent])


def main() -> None:
    """Learn and write, or say how well it would do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=0, help="only say how well it does on sentences left out")
    folds, samples = parser.parse_args().folds, read_samples()
    if folds:
        shares = list(count_understood(samples, folds))
        print(f"{len(samples)} sentences, {folds} folds: {sum(shares) / folds:.3f} understood")  # noqa: T201
        return
    WEIGHTS.write_text(write_weights(learn(samples, sentences=digest_of_sentences())), encoding="utf-8")


if __name__ == "__main__":
    main()
