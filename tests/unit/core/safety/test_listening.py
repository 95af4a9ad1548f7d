"""Which danger is heard, what denies it, and that no text takes long."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.safety import Danger, listen


def heard(said: str) -> Danger | None:
    alarm = listen(said).alarm
    return alarm.danger if alarm else None


@pytest.mark.parametrize(
    ("said", "danger"),
    [
        ("My chest hurts", Danger.HEART),
        ("His face has dropped on one side", Danger.STROKE),
        ("I can't breathe", Danger.BREATHING),
        ("Dad is choking", Danger.CHOKING),
        ("My arm is bleeding badly", Danger.BLEEDING),
        ("She won't wake up", Danger.UNCONSCIOUS),
        ("I've taken too many tablets", Danger.OVERDOSE),
        ("I want to die", Danger.SELF_HARM),
        ("My son hits me", Danger.ABUSE),
        ("Somebody is breaking in", Danger.INTRUDER),
        ("The kitchen is on fire", Danger.FIRE),
        ("I can smell gas", Danger.GAS),
        ("I've fallen", Danger.FALL),
        ("I've hit my head", Danger.INJURY),
        ("Call an ambulance", Danger.HELP),
    ],
)
def test_each_danger_is_told_apart(said: str, danger: Danger) -> None:
    assert heard(said) is danger


def test_most_pressing_of_several_dangers_counts() -> None:
    assert heard("I've fallen and I can't breathe") is Danger.BREATHING


@pytest.mark.parametrize(
    "said", ["I HAVE CHEST PAIN", "ive got chest pian", "chest pain!!!", "I’ve got ‘chest pain’", "chest, er, pain"]
)
def test_spelling_and_noise_do_not_matter(said: str) -> None:
    assert heard(said) is Danger.HEART


@pytest.mark.parametrize(
    "said",
    [
        "I have no chest pain",
        "I haven't fallen",
        "My neighbour had a fall last year",
        "In the film he has a heart attack",
        "What should I do if I fall?",
        "I nearly had a heart attack when I saw the bill",
        "Remind me to ask the doctor about the chest pain",
    ],
)
def test_what_is_denied_over_told_or_planned_is_no_emergency(said: str) -> None:
    assert heard(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "I had a fall last year and now I've fallen again",
        "What do I do if I've taken too many of my pills?",
        "Remind me to ring Tom, I've fallen and can't get up",
        "I don't want to bother you but I have chest pain",
    ],
)
def test_emergency_is_heard_beside_what_denies_nothing_of_it(said: str) -> None:
    assert heard(said) is not None


def test_alarm_says_where_it_was_heard() -> None:
    said = "Book a table. My chest hurts!"
    alarm = listen(said).alarm
    assert alarm is not None
    assert {said[start:end] for start, end in alarm.spans} >= {"chest hurts"}


@settings(max_examples=50)
@given(st.text(max_size=120))
def test_any_text_can_be_listened_to(said: str) -> None:
    alarm = listen(said).alarm
    assert alarm is None or all(0 <= start < end <= len(said) for start, end in alarm.spans)


@pytest.mark.parametrize(
    "word",
    [
        "pain ",
        "pills took ",
        "can i take ",
        "i fell ",
        "the fire ",
        "chest my ",
        "aaaa",
        "not have any ",
        ", and ",
        "I've ",
    ],
)
def test_hostile_text_takes_no_longer_than_it_is_long(word: str) -> None:
    said = word * (4000 // len(word))
    listen(said)
    begin = process_time()
    listen(said)
    assert process_time() - begin < 0.5
