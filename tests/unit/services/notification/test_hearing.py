"""Which topics people speak of, whether they are to end, and what a contact hears then."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.ids import make_id
from core.notification import Topic
from core.people import Contact
from services.notification.hearing import change_topics, describe_topics, describe_what, is_ending, read_topics

ALL_OF_MEDICINE = {"taken", "missed", "refill"}
SUMMARIES = {"daily_summary", "weekly_summary"}


@pytest.mark.parametrize(
    ("words", "topics"),
    [
        ("the medicines", ALL_OF_MEDICINE),
        ("when I've taken my pills", {"taken"}),
        ("when I take my pills and when I miss them", {"taken", "missed"}),
        ("I don't take my pills", {"missed"}),
        ("I haven’t taken my tablets", {"missed"}),
        ("I forget my insulin", {"missed"}),
        ("if I have not had my tablets", {"missed"}),
        ("my tablets run low", {"refill"}),
        ("a summary every week", {"weekly_summary"}),
        ("a daily report on my tablets", {"daily_summary"}),
        ("a summary every day and every week", SUMMARIES),
        ("how I did with my pills, every Sunday", {"weekly_summary"}),
        ("a summary of my medicines", None),
        ("my bookings", {"booking"}),
        ("the weather", set[str]()),
    ],
)
def test_topics_are_read_from_words(words: str, topics: set[str] | None) -> None:
    found = read_topics(words, ends=False)
    assert found == (None if topics is None else {Topic(each) for each in topics})


@pytest.mark.parametrize(
    ("words", "topics"),
    [
        ("my medicines", ALL_OF_MEDICINE | SUMMARIES),
        ("the summary", SUMMARIES),
        ("when I miss my pills", {"missed"}),
        ("anything", set(Topic) - {"message", "emergency"}),
    ],
)
def test_what_ends_is_every_kind_of_it(words: str, topics: set[str]) -> None:
    assert read_topics(words, ends=True) == {Topic(each) for each in topics}


@pytest.mark.parametrize(
    ("words", "by", "whom", "ends"),
    [
        ("Don't tell Tom about my pills", "don't", "Tom", True),
        ("I no longer want Tom to hear about my pills", "no longer", "Tom", True),
        ("Tom needn't hear about my pills", "needn't", "", True),
        ("Tom needn't hear about my pills", "needn't", "Tom", True),
        ("Tell Anna when I don't take my pills", "don't", "Anna", False),
        ("Tell Anna when I don't take my pills and stop telling Tom", "don't", "Anna", False),
        ("Tell Anna when I don't take my pills and stop telling Tom", "stop", "Tom", True),
        ("Tell Anna when I miss my pills but don't tell Tom", "don't", "Anna", False),
    ],
)
def test_ending_is_told_from_a_missed_dose(words: str, by: str, whom: str, *, ends: bool) -> None:
    assert is_ending(words, by=by, whom=whom) is ends


def contact(*topics: str) -> Contact:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    return Contact(
        id=make_id(),
        account_id=make_id(),
        user_id=make_id(),
        name="Anna",
        relation=None,
        channels=("mailto:anna@x.example",),
        topics=topics,
        consented_at=now,
        consent_source="test",
        created_at=now,
        updated_at=now,
    )


@pytest.mark.parametrize(
    ("before", "topics", "ends", "after"),
    [
        ((), {"weekly_summary"}, False, ("missed", "refill", "weekly_summary")),
        ((), {"missed"}, False, ()),
        ((), {"missed", "refill"}, True, ("message",)),
        (("medicine",), {"taken"}, True, ("missed", "refill")),
        (("taken",), {"taken"}, True, ("message",)),
        (("message",), {"taken"}, False, ("message", "taken")),
        (("booking",), ALL_OF_MEDICINE, True, ("booking",)),
    ],
)
def test_topics_of_a_contact_change_by_what_was_said(
    before: tuple[str, ...], topics: set[str], after: tuple[str, ...], *, ends: bool
) -> None:
    assert change_topics(contact(*before), {Topic(each) for each in topics}, ends=ends) == after


def test_what_somebody_has_declined_is_not_given_back_by_others() -> None:
    anna = replace(contact(), declined_topics=("taken", "missed"))
    assert change_topics(anna, {Topic.TAKEN, Topic.WEEKLY_SUMMARY}, ends=False) == (
        "missed",
        "refill",
        "weekly_summary",
    )
    assert describe_what(anna) == "Anna hears when a medicine runs low."


def test_what_somebody_hears_is_said_in_plain_words() -> None:
    assert describe_what(contact()) == (
        "Anna hears when you have not confirmed a medicine and when a medicine runs low."
    )
    assert describe_what(contact("message")) == "Anna hears only what you have me tell by name."
    assert describe_topics({Topic.TAKEN}) == "when you have taken a medicine"
