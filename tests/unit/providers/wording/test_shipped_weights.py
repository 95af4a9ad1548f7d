"""The weights that are shipped."""

import gzip
from datetime import UTC, datetime

from providers.base import ParseContext
from providers.rules.sentence import Sentence
from providers.rules.wording.features import wording_of
from providers.rules.wording.model import WEIGHTS, load_model, read_weights
from providers.rules.wording.training import digest_of_sentences, read_all
from services.registry import find_abilities

CONTEXT = ParseContext(now=datetime(2026, 11, 18, tzinfo=UTC), timezone="UTC")


def test_weights_are_those_of_the_sentences() -> None:
    """Where this fails, `python -m providers.rules.wording.training` makes them anew."""
    assert read_weights(gzip.decompress(WEIGHTS.read_bytes())).sentences == digest_of_sentences()


def test_every_intent_is_one_of_the_abilities() -> None:
    assert set(load_model().intents) <= {ability.intent for ability in find_abilities()}


def test_sentences_that_were_learned_from_are_understood() -> None:
    """Weights that were made with other features would not."""
    model, samples = load_model(), read_all()[::5]
    chances = [(sample, model.probabilities(wording_of(Sentence(sample.text, CONTEXT)))) for sample in samples]
    right = sum(sample.intent == max(each, key=lambda intent: each[intent]) for sample, each in chances)
    assert right / len(samples) > 0.97


def test_nothing_said_is_weighed_too() -> None:
    assert abs(sum(load_model().probabilities([]).values()) - 1) < 1e-9


def test_weights_are_small() -> None:
    assert WEIGHTS.stat().st_size < 400_000
