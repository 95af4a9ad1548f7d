"""What phrases don't know is sensed; what they hear is doubted only where nothing else speaks of danger."""

import pytest

from core.safety import Danger, listen
from core.safety.recogniser import find_alarm
from core.safety.remainder import without_parts
from core.safety.words import read_words


@pytest.mark.parametrize(
    ("said", "danger"),
    [
        ("I folded up on the lino and here I sit, I can't haul meself up", Danger.FALL),
        ("I've drunk the screenwash by mistake and I feel sick", Danger.OVERDOSE),
        ("the boiling soup went all down her legs and it's blistering", Danger.INJURY),
    ],
)
def test_what_no_phrase_knows_is_sensed(said: str, danger: Danger) -> None:
    assert find_alarm(read_words(said)) is None
    alarm = listen(said).alarm
    assert alarm is not None
    assert alarm.danger is danger


@pytest.mark.parametrize(
    "said",
    ["his face dropped when I won the raffle", "my budgie has stopped breathing, I think he's gone, ring the vet"],
)
def test_what_phrases_hear_is_doubted_where_all_else_is_harmless(said: str) -> None:
    assert find_alarm(read_words(said)) is not None
    assert listen(said).alarm is None


@pytest.mark.parametrize(
    "said",
    [
        "I had a tumble in the spring but the surgeon has signed me off",
        "my runner beans have blight and are all black and dead",
        "did the Romans really drown people",
        "book a table at the Slaughtered Pig for four",
    ],
)
def test_what_is_over_or_about_something_else_is_no_danger(said: str) -> None:
    assert listen(said).alarm is None


@pytest.mark.parametrize(
    ("said", "danger"),
    [
        ("I had a tumble in the spring and now I've gone over again, I can't rise", Danger.FALL),
        ("the beans are dead with blight and I've drunk the weedkiller", Danger.OVERDOSE),
        ("I've fallen, and please tell Anna that I'll be late and put milk, eggs and jam on the list", Danger.FALL),
    ],
)
def test_danger_beside_what_is_harmless_is_heard(said: str, danger: Danger) -> None:
    alarm = listen(said).alarm
    assert alarm is not None
    assert alarm.danger is danger


def test_wish_beside_what_is_sensed_is_kept() -> None:
    said = "Book a table at Gino's for Friday, and I've drunk the screenwash by mistake and I feel sick."
    alarm = listen(said).alarm
    assert alarm is not None
    assert without_parts(said, alarm.spans).rstrip(" ,.") == "Book a table at Gino's for Friday"


def test_danger_at_the_end_of_much_else_is_sensed() -> None:
    said = (
        "put eggs and ham and jam and tea on the list and then " * 12
        + "me legs folded and I'm on the lino and can't get up"
    )
    assert listen(said).alarm is not None


@pytest.mark.parametrize("said", ["", " ", ".", ",,,", "?!"])
def test_nothing_said_is_no_danger(said: str) -> None:
    assert listen(said).alarm is None


@pytest.mark.parametrize("said", ["Help!", "help", "Please help.", "I've fallen"])
def test_phrase_with_nothing_around_it_stands(said: str) -> None:
    assert listen(said).alarm is not None
