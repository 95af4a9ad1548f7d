"""What of a sentence counts for the model."""

from datetime import UTC, datetime

import pytest

from providers.base import ParseContext
from providers.rules.sentence import Sentence
from providers.rules.wording.features import MOST_WORDS, names_of_word, pairs_of, parts_of_word, wording_of

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


def test_parts_of_a_word_are_its_short_runs_and_a_class_has_none() -> None:
    assert parts_of_word("tea") == ["<t", "te", "ea", "a>", "<te", "tea", "ea>"]
    assert parts_of_word("NAME") == []


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("mum", "RELATION"),
        ("gran's", "RELATION"),
        ("lisinopril", "MEDICINE"),
        ("edoxaban", "MEDICINE"),
        ("tablets", "MEDICINE"),
    ],
)
def test_word_counts_as_what_it_is_one_of_too(word: str, kind: str) -> None:
    assert names_of_word(word) == [word, kind]


def test_ordinary_word_is_one_of_nothing() -> None:
    assert names_of_word("april") == ["april"]
    assert names_of_word("bananas") == ["bananas"]


def test_neighbours_count_as_they_are_and_by_their_kinds() -> None:
    assert pairs_of(["book"], ["it"]) == ["book it"]
    assert pairs_of(["mum", "RELATION"], ["needs"]) == ["mum needs", "RELATION needs"]


@pytest.mark.parametrize("gap", ["\n", "\u00a0"])
def test_a_line_break_within_an_ordinal_is_no_word_of_its_own(gap: str) -> None:
    assert words_of(f"on the 21{gap}st please") == ["on", "the", "NTH", "please"]
