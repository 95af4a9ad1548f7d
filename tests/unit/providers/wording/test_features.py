"""What of a sentence counts for the model."""

from datetime import UTC, datetime

from providers.base import ParseContext
from providers.rules.sentence import Sentence
from providers.rules.wording.features import MOST_WORDS, features_of_pairs, features_of_word, wording_of

CONTEXT = ParseContext(now=datetime(2026, 11, 18, tzinfo=UTC), timezone="UTC", names={"venue": ["Golden Lotus"]})


def words_of(text: str) -> list[str]:
    return wording_of(Sentence(text, CONTEXT))


def test_names_numbers_and_days_are_classes() -> None:
    words = words_of("Put four of us down at Olive Garden on Sunday the 3rd of June, 7:30!")
    assert words == [
        "put",
        "NUMBER",
        "of",
        "us",
        "down",
        "at",
        "NAME",
        "on",
        "DAY",
        "the",
        "NTH",
        "of",
        "MONTH",
        "CLOCK",
    ]


def test_stored_name_in_small_letters_is_a_class() -> None:
    assert words_of("lunch at golden lotus please") == ["lunch", "at", "NAME", "please"]


def test_first_word_of_a_sentence_and_i_are_no_names() -> None:
    assert words_of("Hello. Could I eat out?") == ["hello", "could", "i", "eat", "out", "?"]


def test_words_without_end_are_not_read_to_the_end() -> None:
    assert len(words_of("and so on " * 150)) == MOST_WORDS


def test_word_counts_with_its_parts_and_a_class_without() -> None:
    assert features_of_word("tea") == ["<te", "<tea", "<tea>", "ea>", "tea", "tea>"]
    assert features_of_word("NAME") == ["NAME"]


def test_neighbours_count_and_so_does_what_begins() -> None:
    assert list(features_of_pairs(["book", "it"])) == ["START book", "book it"]
