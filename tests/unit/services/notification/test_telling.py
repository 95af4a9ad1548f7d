"""How messages are quoted."""

import pytest

from services.notification.telling import quote, quote_shortly


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("I'm fine", '"I\'m fine."'),
        ("i'm fine!", '"I\'m fine!"'),
        ("  “hello” ", '"Hello."'),
        ('she said "no"', "\"She said 'no'.\""),
        ("first\nsecond", '"First\nsecond."'),
        ("😀", '"😀."'),
    ],
)
def test_words_are_quoted_as_they_are(said: str, quoted: str) -> None:
    assert quote(said) == quoted


def test_long_words_are_cut_for_reading_aloud() -> None:
    spoken = quote_shortly("word " * 2000)
    assert len(spoken) < 220
    assert spoken.endswith(' …"')
