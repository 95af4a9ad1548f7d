"""Telling somebody of another wish of the same breath."""

import pytest

from providers.base import ParsedTask, Reference
from tests.unit.providers.every_ability import EVERY, NAMES, understand_all
from tests.unit.providers.spans.reading import read_all, wish

TABLE = "Book a table for 2 at Olive Garden tomorrow at 7pm"


async def told(text: str) -> ParsedTask:
    """What somebody is told, the last wish of the sentence."""
    return (await understand_all(text))[-1]


@pytest.mark.parametrize(
    "rest",
    [
        "and tell my daughter what time",
        "and tell Anna when and where",
        "and let Anna know the time",
        "and let my daughter know when it is",
        "and tell Anna about it, please",
        "and send Anna the details",
        ", tell Anna where we are going",
    ],
)
async def test_what_is_said_of_another_wish_is_no_message(rest: str) -> None:
    task = await told(f"{TABLE} {rest}")
    assert (task.intent, task.reference) == ("family_notification", Reference.SAID)
    assert "message" not in task.details


@pytest.mark.parametrize("rest", ["and tell my daughter", "and let Anna know", "and tell Anna too, please"])
async def test_who_is_told_without_a_word_may_be_told_of_the_other_wish(rest: str) -> None:
    assert (await told(f"{TABLE} {rest}")).reference is Reference.MEANT


@pytest.mark.parametrize(
    "rest", ["and tell Anna that we're going out", "and tell Anna what time I get up is my business"]
)
async def test_words_to_pass_on_are_passed_on(rest: str) -> None:
    task = await told(f"{TABLE} {rest}")
    assert task.reference is None
    assert task.details["message"]


@pytest.mark.parametrize("quoted", ["what time", "the details", None])
async def test_model_that_quotes_a_reference_has_no_message(quoted: str | None) -> None:
    booking = wish("restaurant_booking", TABLE, party_size="2", venue="Olive Garden", date="tomorrow", time="7pm")
    words = f"tell Anna {quoted or 'what time'}"
    message = wish("family_notification", words, recipient="Anna", message=quoted)
    task = (await read_all(f"{TABLE} and {words}", booking, message, names=NAMES, abilities=EVERY))[-1]
    assert (task.details, task.reference) == ({"recipient": "Anna"}, Reference.SAID)
