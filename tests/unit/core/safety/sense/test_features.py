"""What of a sentence counts for the model."""

from core.safety.sense.features import features_of_places, features_of_word, meanings, words_of


def test_stops_and_commas_are_no_words() -> None:
    assert words_of("help , i fell .") == ["help", "i", "fell"]


def test_word_counts_with_its_parts_and_meanings() -> None:
    assert features_of_word("kettle") == [
        "kettle",
        *["~<ket", "~kett", "~ettl", "~ttle", "~tle>", "~<kett", "~kettl", "~ettle", "~ttle>"],
        *meanings()["kettle"],
    ]


def test_short_word_has_no_parts() -> None:
    assert features_of_word("jaw") == ["jaw", "@face"]


def test_neighbours_and_what_they_mean_count() -> None:
    found = set(features_of_places(["grey", "old", "jaw"]))
    assert found == {"grey _ jaw", "^ @colour", "@colour old", "@colour @face", "old @face", "@face $"}


def test_word_that_only_joins_others_counts_for_nothing() -> None:
    assert features_of_word("and") == []
