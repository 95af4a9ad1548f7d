"""`python -m providers.rules.wording.training`: make `weights.json.gz` from the sentences beside it (two minutes).

Multinomial logistic regression by stochastic gradient descent, in plain Python so that it gives the same weights
everywhere. With `--voices` nothing is written: it says how many sentences of each file are understood by a model that was
learned from the others.
"""

import argparse
import gzip
import hashlib
import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from providers.base import ParseContext
from providers.rules.sentence import Sentence
from providers.rules.wording.composing import TEMPLATES, WORDS, Sample, compose, read_samples
from providers.rules.wording.features import END, START, names_of_word, pairs_of, parts_of_word, wording_of
from providers.rules.wording.model import RARITY_UNIT, WEIGHTS, Rows, Weights, WordingModel

SENTENCES = Path(__file__).with_name("sentences")
_CONTEXT = ParseContext(now=datetime(2026, 1, 1, tzinfo=UTC), timezone="UTC")
_ROUNDS = 10
_STEP = 0.9  # how far the first steps go; the last ones go nowhere
_DECAY = 2e-4  # what a step takes from the weights of the features that it sees
_LEAST_SEEN, _LEAST_PARTS = 3, 10  # texts that a word, a pair or a part of words must be in
_UNIT = 0.1  # what weights are rounded to
_LEAST_WEIGHT = 0.6  # a feature without one of this size is left out
_SEED = 2026


class _Half(NamedTuple):
    """Features of a text, of one table, with their rows and how much each counts."""

    rows: Sequence[list[float]]
    values: Sequence[float]


class _Seen(NamedTuple):
    column: int
    halves: Sequence[_Half]


def read_all() -> list[Sample]:
    """All that was written, file by file."""
    return [sample for path in sorted(SENTENCES.glob("*.tsv")) for sample in read_samples(path)]


def digest_of_sentences() -> str:
    """SHA-256 of all files that are learned from, in their order."""
    files = (*sorted(SENTENCES.glob("*.tsv")), TEMPLATES, WORDS)
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def learn(samples: Sequence[Sample], *, rounds: int = _ROUNDS, sentences: str = "") -> Weights:
    """The weights after so many rounds through the samples; the same for the same samples in the same order."""
    intents = sorted({sample.intent for sample in samples})
    texts = [_words_of(text) for sample in samples for text in (sample.text, _as_heard(sample.text))]
    words = _Table([names_and_pairs(text) for text in texts], len(intents), least=_LEAST_SEEN)
    parts = _Table(
        [[part for word in text for part in parts_of_word(word)] for text in texts], len(intents), least=_LEAST_PARTS
    )
    columns = [intents.index(sample.intent) for sample in samples for _ in range(2)]
    seen = [_Seen(column, halves) for column, *halves in zip(columns, words.texts, parts.texts, strict=True)]
    bias = [0.0] * len(intents)
    shuffle = random.Random(_SEED)  # noqa: S311 - the same each time is what is wanted
    for done in range(rounds):
        shuffle.shuffle(seen)
        for each in seen:
            _take_step(each, bias, _STEP * (1 - done / rounds))
    return Weights(
        intents=intents,
        sentences=sentences,
        unit=_UNIT,
        bias=[round(weight / _UNIT) for weight in bias],
        words=words.rounded(),
        parts=parts.rounded(),
    )


class _Table:
    """The features of all texts: how rare each is, and its weights while they are learned."""

    def __init__(self, texts: Sequence[Sequence[str]], columns: int, *, least: int) -> None:
        often = Counter(feature for text in texts for feature in set(text))
        kept = {feature: count for feature, count in sorted(often.items()) if count >= least}
        self._rarity = {feature: 1 + math.log((1 + len(texts)) / (1 + count)) for feature, count in kept.items()}
        self._rows = {feature: [0.0] * columns for feature in kept}
        self.texts = [self._read(text) for text in texts]

    def _read(self, text: Sequence[str]) -> _Half:
        known = Counter(feature for feature in text if feature in self._rows)
        length = math.sqrt(sum(count * self._rarity[feature] ** 2 for feature, count in known.items())) or 1
        values = [count * self._rarity[feature] / length for feature, count in known.items()]
        return _Half([self._rows[feature] for feature in known], values)

    def rounded(self) -> dict[str, list[int]]:
        """What is worth keeping, as `Weights` hold it."""
        found: dict[str, list[int]] = {}
        for feature, row in self._rows.items():
            rarity = self._rarity[feature]
            if max(map(abs, row)) * rarity >= _LEAST_WEIGHT:
                found[feature] = [round(rarity / RARITY_UNIT), *(round(rarity * weight / _UNIT) for weight in row)]
        return found


def names_and_pairs(text: Sequence[str]) -> list[str]:
    """The words of a text, what they are, and their neighbours."""
    names = [names_of_word(word) for word in (START, *text, END)]
    found = [name for each in names[1:-1] for name in each]
    return found + [pair for former, latter in pairwise(names) for pair in pairs_of(former, latter)]


def _words_of(text: str) -> list[str]:
    return wording_of(Sentence(text, _CONTEXT))


def _as_heard(text: str) -> str:
    """As speech recognition would write it."""
    return "".join(char for char in text.lower() if char not in ",.!?;")


def _take_step(seen: _Seen, bias: list[float], step: float) -> None:
    logits = bias.copy()
    for half in seen.halves:
        for row, value in zip(half.rows, half.values, strict=True):
            logits = [logit + value * weight for logit, weight in zip(logits, row, strict=True)]
    highest = max(logits)
    shares = [math.exp(logit - highest) for logit in logits]
    whole = sum(shares)
    slopes = [share / whole for share in shares]
    slopes[seen.column] -= 1
    keep = 1 - step * _DECAY
    for half in seen.halves:
        for row, value in zip(half.rows, half.values, strict=True):
            far = step * value
            row[:] = [keep * weight - far * slope for weight, slope in zip(row, slopes, strict=True)]
    bias[:] = [each - step * slope / 10 for each, slope in zip(bias, slopes, strict=True)]


def write_weights(weights: Weights) -> str:
    """As JSON with a line for each feature, so that a change can be read once it is unpacked."""
    head = {"intents": weights.intents, "sentences": weights.sentences, "unit": weights.unit, "bias": weights.bias}
    lines = [f'"{name}": {_json(value)},' for name, value in head.items()]
    return "\n".join(
        ["{", *lines, '"words": {', _list(weights.words), "},", '"parts": {', _list(weights.parts), "}", "}", ""]
    )


def _list(rows: Rows) -> str:
    return ",\n".join(f"{_json(feature)}: {_json(columns)}" for feature, columns in rows.items())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def count_understood() -> Iterator[tuple[str, float]]:
    """For each file the share of its sentences that a model learned from all others understands."""
    composed = compose()
    for left_out in sorted(SENTENCES.glob("*.tsv")):
        others = [each for path in sorted(SENTENCES.glob("*.tsv")) if path != left_out for each in read_samples(path)]
        model, asked = WordingModel(learn([*others, *composed])), read_samples(left_out)
        yield left_out.stem, sum(_choose(model, sample.text) == sample.intent for sample in asked) / len(asked)


def _choose(model: WordingModel, text: str) -> str:
    chances = model.probabilities(_words_of(text))
    return max(chances, key=lambda intent: chances[intent])


def main() -> None:
    """Learn and write, or say how well it would do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--voices", action="store_true", help="only say how well it does on each file, learned from the others"
    )
    if parser.parse_args().voices:
        for voice, share in count_understood():
            print(f"{voice:12} {share:.3f} understood")  # noqa: T201
        return
    weights = learn([*read_all(), *compose()], sentences=digest_of_sentences())
    WEIGHTS.write_bytes(gzip.compress(write_weights(weights).encode(), mtime=0))


if __name__ == "__main__":
    main()
