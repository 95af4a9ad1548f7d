"""Links that answer: what is signed is read back, and nothing else is."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from core.errors import ConfigurationError
from core.ids import make_id
from services.reminder.links import GOOD_FOR, AnswerLinks, LinkAnswer
from tests.unit.services.reminder.plans import utc

AT = utc(2026, 11, 20, 8)
LINKS = AnswerLinks(secret=SecretStr("a" * 32), base_url="https://grandma.example.org/")
OCCURRENCE, RECIPIENT, MESSAGE = make_id(), make_id(), make_id()


def urls(links: AnswerLinks = LINKS) -> list[str]:
    made = links.urls_for(occurrence_id=OCCURRENCE, recipient_id=RECIPIENT, message_id=MESSAGE, sent_at=AT)
    return [made.page, made.taken, made.later, made.skip]


def token_of(url: str) -> str:
    assert url.startswith("https://grandma.example.org/a/")
    return url.rpartition("/")[2]


def test_links_say_what_they_were_made_for() -> None:
    read = [LINKS.read(token_of(each)) for each in urls()]
    assert [each and each.answer for each in read] == [None, LinkAnswer.TAKEN, LinkAnswer.LATER, LinkAnswer.SKIP]
    assert {(each.occurrence_id, each.recipient_id, each.expires_at) for each in read if each} == {
        (OCCURRENCE, RECIPIENT, AT + GOOD_FOR)
    }
    assert len({each.id for each in read if each}) == 4


def test_same_message_has_the_same_links_and_another_has_others() -> None:
    other = LINKS.urls_for(occurrence_id=OCCURRENCE, recipient_id=RECIPIENT, message_id=make_id(), sent_at=AT)
    assert urls() == urls()
    assert not {other.page, other.taken, other.later, other.skip} & set(urls())


@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=1, max_value=255))
def test_token_with_any_other_byte_is_not_ours(position: int, change: int) -> None:
    token = token_of(urls()[0])
    raw = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    raw[position % len(raw)] ^= change
    assert LINKS.read(base64.urlsafe_b64encode(raw).decode().rstrip("=")) is None


@pytest.mark.parametrize("token", ["", "x", "a/b", "é", "A" * 83, "A" * 5000, "%00"])
def test_anything_else_is_not_ours(token: str) -> None:
    assert LINKS.read(token) is None


def test_other_key_opens_nothing() -> None:
    other = AnswerLinks(secret=SecretStr("b" * 32), base_url="https://grandma.example.org")
    assert other.read(token_of(urls()[0])) is None


def test_without_key_nothing_is_signed() -> None:
    with pytest.raises(ConfigurationError, match="SECRET_KEY"):
        urls(AnswerLinks(secret=None, base_url="https://grandma.example.org"))
