"""What the model is learned from."""

from core.safety import Danger
from core.safety.sense.corpus import NONE, compose, read_corpus, read_headed
from tests.safety.figures import read_held_out

PATTERNS = """
who = he | she
place = the {room}
room = hall | bath

# fall
{who} fell in {place}

# none
{who} sings , in {place}
"""


def test_headings_are_dangers_or_none() -> None:
    assert {sample.danger for sample in read_corpus()} == {*Danger, NONE}


def test_what_is_held_out_is_not_learned_from() -> None:
    learned = {sample.text.lower() for sample in read_corpus() if len(sample.text.split()) > 5}
    assert learned.isdisjoint(sample.text.lower() for sample in read_held_out())


def test_lines_stand_under_the_heading_above_them() -> None:
    assert list(read_headed(["# Just a remark", "# fall", "I fell", "", "# none", "I sang"])) == [
        ("fall", "I fell"),
        ("none", "I sang"),
    ]


def test_patterns_are_filled_the_same_each_time_and_none_twice() -> None:
    found = compose(PATTERNS)
    assert found == compose(PATTERNS)
    assert {sample.text for sample in found if sample.danger == "fall"} == {
        "he fell in the hall",
        "he fell in the bath",
        "she fell in the hall",
        "she fell in the bath",
    }
    assert "he sings, in the hall" in {sample.text for sample in found}
    assert len(found) == len({sample.text for sample in found})
