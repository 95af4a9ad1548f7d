"""The weights that are shipped."""

from core.safety import Danger
from core.safety.sense.corpus import digest_of_corpus
from core.safety.sense.model import WEIGHTS, load_model, read_weights

MOST_BYTES = 400_000


def test_weights_are_those_of_the_sentences() -> None:
    """Where this fails, `python -m core.safety.sense.training` makes them anew."""
    assert read_weights(WEIGHTS.read_text(encoding="utf-8")).learned_from == digest_of_corpus()


def test_weights_are_a_small_file() -> None:
    assert WEIGHTS.stat().st_size <= MOST_BYTES


def test_every_danger_can_be_sensed() -> None:
    assert set(load_model().kinds(["help"])) == set(Danger)
