"""Asking first whether a pattern may fit changes nothing but the time it takes."""

import re

import pytest

from providers.rules import booked_for, counts, mood, second_thoughts
from providers.rules.screened import Screened, screen
from tests.unit.providers.every_ability import EVERY

SAID = (
    "No, actually make it nine, I mean half past nine.",
    "Don't book a table, my sister has already booked one for me and my wife.",
    "Didn't we have a reservation under the name Hartley?",
    "Hello, I'm Ruth Palmer and I cant come, never mind.",
    "I wonder whether you could get a table for both of us; it's just for me otherwise.",
    "The table is booked under Hartley, for me alone, and I come on my own, it's Ruth",
    "We can't manage it on ",
    "Cancel my table, or move it to Friday.",
)
LINES = [
    *(said.lower() for said in SAID),
    *sorted({example.lower() for spec in EVERY for example in spec.cues.examples}),
]
PATTERNS = [
    (f"{module.__name__.rpartition('.')[2]}{name}", value)
    for module in (booked_for, mood, second_thoughts)
    for name, value in vars(module).items()
    if isinstance(value, Screened)
] + [(f"count_{value}_{index}", pattern) for index, (pattern, value) in enumerate(counts.IN_WORDS)]


@pytest.mark.parametrize("screened", [each for _, each in PATTERNS], ids=[name for name, _ in PATTERNS])
def test_a_screened_pattern_is_found_wherever_it_is_found_plainly(screened: Screened) -> None:
    plain = re.compile(screened.pattern)
    found = 0
    for line in LINES:
        spans = [match.span() for match in plain.finditer(line)]
        assert [match.span() for match in screened.finditer(line, screen(line))] == spans, line
        found += len(spans)
    assert found > 0
