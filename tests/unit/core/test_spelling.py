import pytest

from core.spelling import mend, mend_day


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("remid", "remind"),
        ("cancell", "cancel"),
        ("appoinment", "appointment"),
        ("appointement", "appointment"),
        ("reseravtion", "reservation"),
        ("medecine", "medicine"),
        ("wendsday", "wednesday"),
        ("tabel", "table"),
        ("carvary", "carvery"),
        ("kiropody", "chiropody"),
        ("cansel", "cancel"),
        ("wedensday", "wednesday"),
        ("saterday", "saturday"),
        ("dont", "don't"),
    ],
)
def test_one_slip_is_mended(slip: str, meant: str) -> None:
    assert mend(slip) == meant


@pytest.mark.parametrize(
    "word",
    [
        "massage",
        "bother",
        "mourning",
        "stable",
        "shipping",
        "meditation",
        "reminded",
        "mondays",
        "table",
        "lease",
        "able",
        "tale",
        "Carver",
        "",
    ],
)
def test_other_words_stay_as_they_are(word: str) -> None:
    assert (mend(word), mend_day(word)) == (word, word)


def test_words_of_wishes_are_none_of_time() -> None:
    assert mend_day("cancell") == "cancell"
