"""Weights are learned from sentences."""

from core.safety.sense.corpus import NONE, Sample
from core.safety.sense.features import words_of
from core.safety.sense.model import SenseModel, read_weights
from core.safety.sense.training import learn, write_weights
from core.safety.words import read_words

DANGERS = ["my tent is flooding", "water floods the tent", "the tent floods again", "a flooding tent here"]
OTHERS = ["my tent is green", "we bought the tent", "the tent came again", "a lovely tent here"]
SAMPLES = [Sample("help", text, "a") for text in DANGERS] + [Sample(NONE, text, "a") for text in OTHERS]


def words(said: str) -> list[str]:
    return words_of(read_words(said).text)


def test_what_dangers_have_in_common_is_learned() -> None:
    model = SenseModel(learn(SAMPLES * 5))
    assert model.score(words("our flooding tent"), heard=False) > model.score(words("our lovely tent"), heard=False)
    assert model.kinds(words("our flooding tent")) == {"help": 1.0}


def test_weights_are_the_same_each_time_and_survive_being_written() -> None:
    weights = learn(SAMPLES, learned_from="these")
    assert weights == learn(SAMPLES, learned_from="these")
    assert read_weights(write_weights(weights)) == weights
