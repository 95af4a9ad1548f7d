"""Ruling cues out by the letters that they need changes nothing but the time it takes."""

import re

import pytest

from core.ability import AbilitySpec
from providers.rules.cues import CueLine, read_cues
from providers.rules.guards import split_guards
from tests.unit.providers.every_ability import EVERY

LINES = sorted({example.lower() for spec in EVERY for example in spec.cues.examples})


def test_guards_are_split_from_the_beginning_only() -> None:
    assert split_guards(r"^(?!.*(?:a|b))(?!c)d(?!e)") == ([".*(?:a|b)", "c"], "^d(?!e)")
    assert split_guards(r"^(?!a)b|c") == ([], r"^(?!a)b|c")
    assert split_guards(r"(?!a)b") == ([], r"(?!a)b")


@pytest.mark.parametrize("spec", EVERY, ids=[spec.intent for spec in EVERY])
def test_lines_have_the_cues_that_their_patterns_find(spec: AbilitySpec) -> None:
    phrases = spec.cues.phrases
    cues = read_cues(phrases)
    for line in LINES:
        plainly = [weight for phrase, weight in phrases if re.search(phrase, line)]
        expected = sorted(plainly) if any(weight > 0 for weight in plainly) else []
        assert sorted(CueLine(line).weights_of(cues)) == expected


def test_cues_that_are_read_later_are_found_in_a_line_read_before() -> None:
    line = CueLine("the zylophone is out of tune")
    assert line.weights_of(read_cues([(r"\btune\b", 0.5)])) == [0.5]
    assert line.weights_of(read_cues([(r"\bzylo\w+\b", 1.0)])) == [1.0]
