"""`python -m core.safety.sense.training`: make `weights.json` from the sentences beside it (a minute or two).

Logistic regression by stochastic gradient descent, in plain Python so that it gives the same weights everywhere. With
`--folds 4` nothing is written: it says how well voices are understood that were not learned from.
"""

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.safety.recogniser import find_alarm
from core.safety.sense.corpus import NONE, Sample, digest_of_corpus, mix, read_corpus
from core.safety.sense.features import RULES, features_of_places, features_of_word, words_of
from core.safety.sense.model import WEIGHTS, SenseModel, Weights
from core.safety.words import read_words

_ROUNDS, _KIND_ROUNDS = 30, 12
_STEP, _KIND_STEP = 0.02, 0.12  # how far the first steps go
_PULL = 1e-4  # how strongly weights are pulled to nothing
_UNSEEN = 0.3  # of what a sentence has, each time, so that no single word decides
_LEAST_SEEN = 3  # sentences that a feature must be in
_UNIT = 0.02  # what weights are rounded to
_LEAST_WEIGHT = 0.06  # a feature of less is left out
_LEAST_KIND_WEIGHT = 0.4
_SEED = 2026
_CHANCES = (0.3, 0.5, 0.7, 0.9)


class _Seen(NamedTuple):
    danger: str
    words: Sequence[str]
    heard: bool


def learn(samples: Sequence[Sample], *, learned_from: str = "") -> Weights:
    """The weights; the same for the same samples in the same order."""
    return _learn(list(map(_see, samples)), learned_from)


def _see(sample: Sample) -> _Seen:
    words = read_words(sample.text)
    return _Seen(sample.danger, words_of(words.text), find_alarm(words) is not None)


def _learn(seen: Sequence[_Seen], learned_from: str = "") -> Weights:
    rows = [_features(each) for each in seen]
    often = Counter(feature for row in rows for feature in set(row))
    names = {feature: at for at, feature in enumerate(sorted(each for each in often if often[each] >= _LEAST_SEEN))}
    bias, columns = _descend(
        [[names[feature] for feature in row if feature in names] for row in rows],
        [each.danger != NONE for each in seen],
        len(names),
    )
    features = {name: _round(columns[at]) for name, at in names.items() if abs(columns[at]) >= _LEAST_WEIGHT}
    kinds, kind_bias, kind_features = _learn_kinds([each for each in seen if each.danger != NONE])
    return Weights(
        learned_from=learned_from,
        unit=_UNIT,
        bias=_round(bias),
        features=features,
        kinds=kinds,
        kind_bias=kind_bias,
        kind_features=kind_features,
    )


def _features(seen: _Seen) -> list[str]:
    """As `SenseModel.score` adds them up."""
    of_words = [feature for word in set(seen.words) for feature in features_of_word(word)]
    return [*of_words, *set(features_of_places(seen.words)), *([RULES] if seen.heard else [])]


def _round(weight: float) -> int:
    return round(weight / _UNIT)


def _descend(rows: Sequence[Sequence[int]], goals: Sequence[bool], width: int) -> tuple[float, list[float]]:
    """The bias, and a weight for each column: steps that get shorter, and a steady pull of all weights to nothing."""
    weights, bias, scale, done = [0.0] * width, 0.0, 1.0, 0
    order, shuffle = list(range(len(rows))), random.Random(_SEED)  # noqa: S311 - the same each time is what is wanted
    draw = shuffle.random
    for _ in range(_ROUNDS):
        shuffle.shuffle(order)
        for index in order:
            row = [column for column in rows[index] if draw() >= _UNSEEN]
            total = bias + scale * sum(weights[column] for column in row)
            step = _STEP / (1 + _STEP * _PULL * done)
            done += 1
            slope = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - goals[index]
            scale *= 1 - step * _PULL
            move = step * slope / scale
            bias -= step * slope
            for column in row:
                weights[column] -= move
    return bias, [(1 - _UNSEEN) * scale * weight for weight in weights]


def _learn_kinds(seen: Sequence[_Seen]) -> tuple[list[str], list[int], dict[str, list[int]]]:
    """Which danger: multinomial, over words with their parts and meanings alone."""
    kinds = sorted({each.danger for each in seen})
    rows = [sorted({feature for word in each.words for feature in features_of_word(word)}) for each in seen]
    often = Counter(feature for row in rows for feature in row if not feature.startswith("~"))
    weights = {feature: [0.0] * len(kinds) for feature in sorted(often) if often[feature] >= _LEAST_SEEN}
    bias = [0.0] * len(kinds)
    columns = {kind: at for at, kind in enumerate(kinds)}
    order, shuffle = list(range(len(seen))), random.Random(_SEED)  # noqa: S311 - as above
    for done in range(_KIND_ROUNDS):
        shuffle.shuffle(order)
        step = _KIND_STEP * (1 - done / _KIND_ROUNDS)
        for index in order:
            active = [weights[feature] for feature in rows[index] if feature in weights]
            _take_step(active, bias, columns[seen[index].danger], step)
    kept = {name: list(map(_round, row)) for name, row in weights.items() if max(map(abs, row)) >= _LEAST_KIND_WEIGHT}
    return kinds, list(map(_round, bias)), kept


def _take_step(active: Sequence[list[float]], bias: list[float], goal: int, step: float) -> None:
    logits = [sum(column) for column in zip(bias, *active, strict=True)]
    highest = max(logits)
    shares = [math.exp(logit - highest) for logit in logits]
    whole = sum(shares)
    moves = [step * (share / whole - (at == goal)) for at, share in enumerate(shares)]
    for row in (bias, *active):
        row[:] = [weight - move for weight, move in zip(row, moves, strict=True)]


def write_weights(weights: Weights) -> str:
    """As JSON with a line for each feature, so that a change can be read."""
    head = {name: getattr(weights, name) for name in ("learned_from", "unit", "bias", "kinds", "kind_bias")}
    parts = [f'"{name}": {_json(value)}' for name, value in head.items()]
    parts += [f'"{name}": {_lines(getattr(weights, name))}' for name in ("kind_features", "features")]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(rows: dict[str, object]) -> str:
    return "{\n" + ",\n".join(f"{_json(name)}:{_json(value)}" for name, value in rows.items()) + "\n}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Judged(NamedTuple):
    """A sentence with what a model made of it that had not learned from its voice."""

    sample: Sample
    chance: float
    heard: bool
    kind: str


def judge(samples: Sequence[Sample], folds: int) -> Iterator[Judged]:
    """Each sentence of a voice, by a model learned from the other folds of voices, the patterns and the wishes."""
    voices = sorted({each.voice for each in samples} - {"patterns", "wishes"})
    seen = list(map(_see, samples))
    for fold in range(folds):
        asked = set(voices[fold::folds])
        others = [each for each, sample in zip(seen, samples, strict=True) if sample.voice not in asked]
        mixed = map(_see, mix([sample for sample in samples if sample.voice not in asked]))
        model = SenseModel(_learn([*others, *mixed]))
        for each, sample in zip(seen, samples, strict=True):
            if sample.voice in asked:
                kinds = model.kinds(each.words)
                chance = 1 / (1 + math.exp(-model.score(each.words, heard=each.heard)))
                yield Judged(sample, chance, each.heard, max(kinds, key=lambda kind: kinds[kind]))


def main() -> None:
    """Learn and write, or say how well it would do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=0, help="only say how well it does on voices left out")
    folds, samples = parser.parse_args().folds, read_corpus()
    if not folds:
        WEIGHTS.write_text(
            write_weights(learn([*samples, *mix(samples)], learned_from=digest_of_corpus())), encoding="utf-8"
        )
        return
    print("\n".join(_describe(list(judge(samples, folds)))))  # noqa: T201 - a script


def _describe(judged: Sequence[Judged]) -> Iterator[str]:
    dangers = [each for each in judged if each.sample.danger != NONE]
    others = [each for each in judged if each.sample.danger == NONE]
    yield f"{len(dangers)} emergencies, {len(others)} harmless sentences"
    yield f"phrases alone: {_share(dangers, 2):.3f} recognised, {_share(others, 2):.3f} false alarms"
    for chance in _CHANCES:
        yield f"from {chance}: {_share(dangers, chance):.3f} recognised, {_share(others, chance):.3f} false alarms"
    yield f"right kind: {sum(each.kind == each.sample.danger for each in dangers) / len(dangers):.3f}"


def _share(judged: Sequence[Judged], chance: float) -> float:
    """How many raise an alarm from this chance on; above 1, how many the phrases hear."""
    return sum(each.chance >= chance or (chance > 1 and each.heard) for each in judged) / len(judged)


if __name__ == "__main__":
    main()
