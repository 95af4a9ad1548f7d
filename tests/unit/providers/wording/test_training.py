"""How the weights are made from sentences."""

from datetime import UTC, datetime

from providers.base import ParseContext
from providers.rules.sentence import Sentence
from providers.rules.wording.composing import Sample, compose
from providers.rules.wording.features import wording_of
from providers.rules.wording.model import WordingModel, read_weights
from providers.rules.wording.training import learn, write_weights

CONTEXT = ParseContext(now=datetime(2026, 11, 18, tzinfo=UTC), timezone="UTC")
SAMPLES = [
    Sample("cooking", "fry two eggs for me"),
    Sample("cooking", "boil the eggs for Anna"),
    Sample("cooking", "could you fry the fish"),
    Sample("washing", "wash the shirts for me"),
    Sample("washing", "could you iron two shirts"),
    Sample("washing", "wash and iron the socks for Anna"),
]


def test_learns_what_tells_the_intents_apart() -> None:
    model = WordingModel(learn(SAMPLES, rounds=10))
    chances = model.probabilities(wording_of(Sentence("fry eggs", CONTEXT)))
    assert chances["cooking"] > 0.8
    assert abs(sum(chances.values()) - 1) < 1e-9


def test_same_sentences_give_the_same_weights() -> None:
    assert write_weights(learn(SAMPLES, rounds=3)) == write_weights(learn(SAMPLES, rounds=3))


def test_what_is_written_is_what_is_read() -> None:
    weights = learn(SAMPLES, rounds=3, sentences="digest")
    assert read_weights(write_weights(weights)) == weights


def test_feature_of_a_single_sentence_is_not_learned() -> None:
    assert "fish" not in learn(SAMPLES, rounds=3).words


def test_templates_give_several_sentences_each_without_gaps() -> None:
    composed = compose()
    assert composed == compose()
    assert len({*composed}) == len(composed) > 2000
    assert not [sample for sample in composed if "{" in sample.text]
