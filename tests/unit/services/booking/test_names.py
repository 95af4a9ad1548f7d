import pytest

from services.booking.names import find_same, is_part_of, plain


@pytest.mark.parametrize("name", ["The Café Rouge", "cafe rouge", "CAFÉ  ROUGE!", "Café Rouge Restaurant"])
def test_case_accents_punctuation_and_fillers_do_not_matter(name: str) -> None:
    assert plain(name) == "cafe rouge"


def test_name_whose_words_are_written_together_is_said_in_words() -> None:
    assert plain("TheHungryUnicorn") == plain("The Hungry Unicorn")
    assert plain("McDonalds") == plain("mcdonalds")


def test_name_of_nothing_but_fillers_is_kept() -> None:
    assert plain("The Restaurant") == "the restaurant"


@pytest.mark.parametrize(
    ("said", "known", "found"),
    [
        ("olive gardens", ["olive garden", "golden lotus"], "olive garden"),
        ("olive", ["olive garden"], None),
        ("number 21", ["number 22"], None),
        ("chez anna", ["chez anne", "chez anni"], None),
        ("", ["olive garden"], None),
        ("olive garden", [], None),
    ],
)
def test_only_what_is_surely_the_same_is_found(said: str, known: list[str], found: str | None) -> None:
    assert find_same(said, known) == found


@pytest.mark.parametrize(("said", "is_part"), [("Bella", True), ("bella salon", True), ("Bel", False), ("", False)])
def test_part_of_a_name_is_whole_words_of_it(said: str, *, is_part: bool) -> None:
    assert is_part_of(said, "Bella Salon") is is_part
