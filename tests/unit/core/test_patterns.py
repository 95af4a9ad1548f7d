"""What is read off a pattern holds for every text that it fits; where that is not simple, nothing is claimed."""

import re

import pytest

from core.patterns import NOTHING, begins, needed_by
from core.prefilter import Prefilter
from core.when import calendar, clock, durations, recurrence, unreadable
from core.when.words import Words
from tests.unit.providers.every_ability import EVERY

RULES = (*durations.RULES, *recurrence.RULES, *calendar.RULES, *clock.RULES, *unreadable.RULES)
TIMES = (
    "in half an hour, at quarter to eight or 7.30 pm on the 3rd of May",
    "every other day at 8, 2 and 8 until the last Sunday of March, but not on Mondays",
    "2 days before Christmas Eve, 12/01/2027, 2027-02-14 at 19:45 or the Saturday after next",
    "Tuesday week at half past six, tomorrow morning at 10, tonight at 9, first thing on Monday",
    "three times a day for 10 days, on the 1st and 15th of every month, move it to 9 tomorrow",
    "every 0 days on February 30th at 25 o'clock, at 99:99, 5 minutes past noon, 7 o 5 pm",
)


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\btables?\b", {"<table"}),
        (r"^(?:hello|good (?:morning|day))\b", {"hello>", "good>"}),
        (r"\b(?:book|reserve)\b.*\btable\b", {"<table>"}),
        (r"\b(?:really )?call off", {"call>"}),
        (r"(?!not )me", {"me"}),
        (r"(?=.* noon\b)me", {"<noon>"}),
        (r"\bdon't (?:\w+)?ing\b", {"<don't>"}),
        (r"\w+ing|[abc]", NOTHING),
        (r"(?P<word>to) (?P=word)", NOTHING),
        (r"(?:cut){0,2}", NOTHING),
        (r"(?:cut){1,2}", {"cut"}),
        (r"colou?r", {"colo"}),
        (r"\w+ (?:[0-9]|a few)\b", {"#", "<few>"}),
        (r"[1-9]?:[0-5]?", {":"}),
        (r"[^0-9]\d?|[0-9]", NOTHING),
    ],
)
def test_what_a_pattern_needs(pattern: str, needed: set[str]) -> None:
    assert needed_by(pattern) == needed


@pytest.mark.parametrize(
    ("pattern", "word", "fits"),
    [
        (r"(?:in|at) the (?:morning|night)", "in", True),
        (r"(?:in|at) the (?:morning|night)", "the", False),
        (r"(?:the )?[0-3]?[0-9](?:st|nd)", "21st", True),
        (r"(?:the )?[0-3]?[0-9](?:st|nd)", "them", False),
        (r"mondays?", "mondays", True),
        (r"x\w+", "xylophone", True),
        (r"(?<=at )noon", "noon", True),
        (r"(?P<a>to) (?P=a)", "anything", True),
    ],
)
def test_how_texts_begin(pattern: str, word: str, fits: bool) -> None:
    assert begins(pattern).fits(word) is fits


def test_no_rule_for_time_fits_where_it_is_not_tried() -> None:
    prefilter = Prefilter()
    bits = [prefilter.add(rule.pattern) for rule in RULES]
    rules = [
        (re.compile(rf"(?:{rule.pattern})(?= |$)"), begins(rule.pattern), bit)
        for rule, bit in zip(RULES, bits, strict=True)
    ]
    fitted = 0
    lines = [*TIMES, *(example for spec in EVERY for example in spec.cues.examples)]
    for words in map(Words.of, lines):
        fitting = prefilter.fitting(words.line)
        for pattern, beginning, bit in rules:
            for index, at in enumerate(words.offsets):
                if pattern.match(words.line, at):
                    assert beginning.fits(words.word(index)), (pattern.pattern, words.line[at:])
                    assert fitting & bit, (pattern.pattern, words.line)
                    fitted += 1
    assert fitted > 100
