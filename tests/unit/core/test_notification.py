"""Topics: what contacts hear of."""

import pytest

from core.notification import CONTACT_TOPICS, Topic, expand_topics, read_topic


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("missed", "missed"),
        (" Daily  Summary ", "daily_summary"),
        ("weekly-summary", "weekly_summary"),
        ("Medicines", "medicine"),
        ("everything", "all"),
        ("misssed", None),
        ("", None),
    ],
)
def test_topics_are_read_whatever_their_case_and_spaces(said: str, stored: str | None) -> None:
    assert read_topic(said) == stored


@pytest.mark.parametrize(
    ("topics", "heard"),
    [
        ((), {"missed", "refill"}),
        (("message",), {"message"}),
        (("medicine", "booking"), {"missed", "taken", "refill", "booking"}),
        (("all",), set(CONTACT_TOPICS)),
        (("of another age",), set[str]()),
    ],
)
def test_topics_say_what_a_contact_hears_of(topics: tuple[str, ...], heard: set[str]) -> None:
    assert expand_topics(topics) == {Topic(each) for each in heard}
