"""Digits and letters of other keyboards are read as plain ones, each in its place."""

import pytest

from core.width import to_plain_width


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("table for ４ at ７：３０ｐｍ", "table for 4 at 7:30pm"),
        ("ｂｏｏｋ　ｉｔ！", "book it!"),
        ("at ٧ or ७", "at 7 or 7"),
        ("at the Café — “Zoë's”, ½ price…", "at the Café — “Zoë's”, ½ price…"),
        ("plain", "plain"),
    ],
)
def test_text_is_read_in_plain_width(said: str, read: str) -> None:
    assert (to_plain_width(said), len(to_plain_width(said))) == (read, len(said))
