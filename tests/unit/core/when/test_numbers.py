import pytest

from core.when import parse_number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("zero", 0),
        ("four", 4),
        ("Twelve", 12),
        ("twenty-five", 25),
        ("ninety nine", 99),
        ("a hundred", 100),
        ("one hundred and five", 105),
        ("two thousand and thirty two", 2032),
        ("a dozen", 12),
        ("5000", 5000),
        ("0", 0),
    ],
)
def test_number_is_read(words: str, value: int) -> None:
    assert parse_number(words) == value


@pytest.mark.parametrize("words", ["", "a", "four people", "seven thirty", "and", "hundred", "9" * 5000])
def test_other_words_are_no_number(words: str) -> None:
    assert parse_number(words) is None
