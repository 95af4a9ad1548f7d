"""What counts as right, and what as a confident mistake."""

from typing import Any

import pytest

from tests.understanding.rows import Answer, Row
from tests.understanding.scoring import score, summarize


def row(intent: str = "reminder", *, details: dict[str, Any], **given: Any) -> Row:
    base = {"id": "one", "text": "words", "now": "2026-11-18T10:00:00", "timezone": "Europe/London"}
    return Row.model_validate({**base, "intent": intent, "details": details, **given})


def answer(details: dict[str, Any], *, intent: str = "reminder", confidence: float = 0.9, **given: Any) -> Answer:
    return Answer(intent=intent, confidence=confidence, details=details, **given)


@pytest.mark.parametrize(
    ("gold", "got"),
    [
        ({"subject": "call the bank"}, {"subject": "to call my Bank!"}),
        ({"time": "09:00"}, {"times": ["09:00"]}),
        ({"times": ["09:00", "21:00"]}, {"times": ["21:00", "09:00"]}),
        ({"recurrence": "FREQ=WEEKLY;BYDAY=MO,TU"}, {"recurrence": "FREQ=DAILY;BYDAY=TU,MO;BYHOUR=9"}),
        ({"recurrence": "FREQ=DAILY"}, {"recurrence": "FREQ=DAILY;INTERVAL=1", "date": "2026-11-19"}),
        ({"time": "09:00"}, {"time": "09:00", "date": "2026-11-19"}),
        ({}, {"venue": "not a slot of a reminder"}),
    ],
)
def test_the_same_in_other_words_is_right(gold: dict[str, Any], got: dict[str, Any]) -> None:
    assert score(row(details=gold), answer(got)).mistakes == ()


@pytest.mark.parametrize(
    ("gold", "got", "what"),
    [
        ({"time": "09:00"}, {}, "missed"),
        ({"time": "09:00"}, {"time": "21:00"}, "wrong"),
        ({"time": "09:00"}, {"times": ["09:00", "21:00"]}, "wrong"),
        ({"date": "2026-11-19"}, {"date": "2026-11-20"}, "wrong"),
        ({"recurrence": "FREQ=WEEKLY;BYDAY=MO"}, {"recurrence": "FREQ=WEEKLY;BYDAY=TU"}, "wrong"),
        ({}, {"date": "2026-11-19"}, "invented"),
        ({"time": "09:00"}, {"time": "09:00", "date": "2026-11-20"}, "invented"),
    ],
)
def test_what_differs_is_a_mistake(gold: dict[str, Any], got: dict[str, Any], what: str) -> None:
    assert [slip.what for slip in score(row(details=gold), answer(got)).mistakes] == [what]


def test_further_values_and_intents_count_and_ignored_slots_do_not() -> None:
    asked = row(
        details={"subject": "the cat"},
        alt={"subject": ["feed the cat"]},
        accept=["medicine_reminder"],
        ignore=["time"],
    )
    given = answer({"subject": "feed the cat", "time": "07:00"}, intent="medicine_reminder")
    assert score(asked, given).mistakes == ()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (answer({"time": "21:00"}), True),
        (answer({}, intent="smalltalk"), True),
        (answer({"time": "21:00"}, confidence=0.5), False),
        (answer({"time": "21:00"}, question="When?"), False),
        (answer({}), False),
    ],
)
def test_only_a_wrong_value_without_a_doubt_is_confidently_wrong(given: Answer, expected: bool) -> None:
    assert score(row(details={"time": "09:00"}), given).is_confident_wrong is expected


def test_figures_are_shares() -> None:
    asked = row(details={"time": "09:00", "subject": "call Tom"})
    answers = [
        answer({"time": "09:00", "subject": "call Tom"}),
        answer({"time": "21:00"}),
        answer({}, intent="other", confidence=0.3),
    ]
    figures = summarize([score(asked, each) for each in answers])
    assert figures.intent == pytest.approx(2 / 3)
    assert figures.slot_f1 == pytest.approx(2 * 2 / (2 * 2 + 4 + 1))
    assert figures.frames == pytest.approx(1 / 3)
    assert figures.confident_wrong == pytest.approx(1 / 3)
