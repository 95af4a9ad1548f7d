"""Of many patterns those are named that may fit a text, and never one left out that does."""

import pytest

from core.prefilter import Prefilter


@pytest.mark.parametrize(
    ("pattern", "text", "may_fit"),
    [
        (r"\bno table\b", "there is no table, sorry", True),
        (r"\bno table\b", "nobody has a table", False),
        (r"\bno table\b", "no tables", False),
        (r"\bdon't\b", "please (don't)", True),
        (r"\bt\b", "don't", True),
        (r"\bon\b", "don't", False),
        (r"\bbook\w*.*\bfriday\b", "booking for friday", True),
        (r"\bbook\w*.*\bfriday\b", "booking for monday", False),
        (r"\b(?:tea|cake)s?\b", "steak", False),
        (r"\w+", "nothing is known of this one", True),
        (r"at [0-9]+", "at eight", False),
        (r"at [0-9]+", "at 8", True),
        (r"[0-2]?[0-9]:[0-5][0-9]", "at 8 or 9", False),
        (r"[0-2]?[0-9]:[0-5][0-9]", "at 8:30", True),
        (r"\d+ tables?", "٣ tables", True),
    ],
)
def test_a_pattern_is_ruled_out_by_words_that_it_needs(pattern: str, text: str, may_fit: bool) -> None:
    prefilter = Prefilter()
    prefilter.add("another one")
    bit = prefilter.add(pattern)
    assert (prefilter.fitting(text) & bit != 0) is may_fit


def test_a_pattern_that_came_later_is_told_of_words_read_before() -> None:
    prefilter = Prefilter()
    prefilter.add(r"\btune\b")
    assert not prefilter.fitting("a zylophone") & 1
    bit = prefilter.add(r"phone\b")
    assert prefilter.fitting("a zylophone") & bit
