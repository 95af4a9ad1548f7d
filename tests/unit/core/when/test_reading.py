import random

import pytest

from core.prefilter import Prefilter
from core.when import Policy
from tests.unit.core.when.readings import read

HOSTILE = [
    "at ",
    "7 ",
    "in 2 ",
    "at 8, ",
    "half past ",
    "every monday and ",
    "the 1st of ",
    "9",
    "a",
    " ",
    "-",
    "1:",
    "İ",
    "p . ",
]
SCRAPS = [
    "at",
    "on",
    "next",
    "7",
    "7pm",
    "half",
    "past",
    "to",
    "quarter",
    "monday",
    "3rd",
    "may",
    "in",
    "2",
    "hours",
    "every",
    "other",
    "day",
    "and",
    ",",
    ".",
    "31/12",
    "twenty",
    "one",
    "0",
]


def test_everything_read_as_time_is_a_span_verbatim() -> None:
    text = "Book a table at Olive Garden for the Third of May at HALF past seven in the evening"
    spans = read(text, policy=Policy.BOOKING).spans
    assert [span.text for span in spans] == ["for the Third of May", "at HALF past seven", "in the evening"]
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert [span.kind for span in spans] == ["date", "time", "day_part"]


def test_meal_as_the_thing_to_do_is_no_span() -> None:
    assert [span.text for span in read("remind me to cook dinner at 6pm").spans] == ["at 6pm"]


def test_two_different_days_are_marked() -> None:
    reading = read("on Friday or on Saturday")
    assert reading.date is not None
    assert "date" in reading.inferred


def test_text_without_time_reads_nothing() -> None:
    reading = read("I would like a cup of tea")
    assert (reading.date, reading.time, reading.recurrence, reading.spans) == (None, None, None, ())


@pytest.mark.parametrize("scrap", HOSTILE)
def test_hostile_text_is_read_to_its_end(scrap: str) -> None:
    text = scrap * (100_000 // len(scrap))
    assert all(text[span.start : span.end] == span.text for span in read(text).spans)


def test_patterns_are_ruled_out_once_for_a_whole_text(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def none_fits(_: Prefilter, line: str) -> int:
        asked.append(line)
        return 0

    monkeypatch.setattr(Prefilter, "fitting", none_fits)
    assert read("at " * 100).spans == ()
    assert len(asked) == 1


def test_no_jumble_of_words_raises() -> None:
    dice = random.Random(7)
    for _ in range(2_000):
        text = " ".join(dice.choices(SCRAPS, k=dice.randint(1, 12)))
        reading = read(text, policy=dice.choice(list(Policy)))
        assert all(text[span.start : span.end] == span.text for span in reading.spans)
