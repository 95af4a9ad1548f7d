"""What stands between spaces is read once and for all, and always as it would be read in its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.when.words import Words

_PIECES = (
    *("a", "p", "o", "m", "am", "pm", "p.", "a.m.", "p.m", "clock", "'clock", "o'", "o'clock", "st", "nd", "th", "rd,"),
    *("7", "7.", "21", "7.30", "21st", "7p", "10h30", "1,000", "2026-01-02", "3/4", "half-past", "twenty-five", "m!"),
    *(".", ",", "-", "’", "“x”", "table", "hundred", "İ", "é", "..", "", "\n", "\t"),
)
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=8).map(" ".join)


@given(_TEXTS)
def test_a_text_reads_the_same_whatever_is_kept_of_its_parts(text: str) -> None:
    # A part that is too long to be kept makes the whole text be read at one go.
    apart, at_once = Words.of(text), Words.of(f"{text} {'x' * 60}")
    assert [*apart.words, "x" * 60] == [*at_once.words]
    assert apart.places == at_once.places[:-1]


@pytest.mark.parametrize("gap", [" ", "\n", "\t", "\u00a0"])
def test_an_ordinal_is_one_word_whatever_stands_before_its_ending(gap: str) -> None:
    assert "21st" in Words.of(f"remind me on the 21{gap}st of June").words
