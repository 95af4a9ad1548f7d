"""Spelling is evened out, and every word remembers where it stood."""

import pytest

from core.safety.words import read_words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("I can't  BREATHE", "i cant breathe"),
        ("i can not breathe", "i cant breathe"),
        ("Im having a storke", "im having a stroke"),
        ("he colapsed", "he collapsed"),
        ("my mom’s chest", "my mums chest"),
        ("Oh, please... help", ", . help"),
        ("my chest, er, hurts", "my chest hurts"),
        ("can I have tea", "can i have tea"),
        ("I have tea", "ive tea"),
        ("a game of chess", "a game of chess"),
    ],
)
def test_words_are_evened_out(said: str, words: str) -> None:
    assert read_words(said).text == words


def test_place_of_words_is_known() -> None:
    said = "Well,  I am really -- unwell!"
    words = read_words(said)
    at = words.text.index("im")
    start, end = words.place(at, at + len("im unwell"))
    assert said[start:end] == "I am really -- unwell"
