"""What keys open is remembered for a second, and forgotten at once where it changes."""

from core.ids import make_id
from core.people import Account
from repositories.api_key import OpenedByKey
from services.access.known_keys import KNOWN_SECONDS, KnownKeys

OPENED = OpenedByKey(
    account=Account(id=make_id(), name="a", default_user_id=make_id(), signing_secret="sealed"),
    key_id=make_id(),
    scopes=None,
)


def test_key_is_known_for_a_second_after_it_was_asked_about() -> None:
    clock = [100.0]
    known = KnownKeys(now=lambda: clock[0])
    asked_at, turn = known.now(), known.turn
    clock[0] += 0.4  # the answer took its time
    known.remember("digest", OPENED, asked_at=asked_at, turn=turn)
    assert known.find("digest") is OPENED
    assert known.find("another") is None
    clock[0] = asked_at + KNOWN_SECONDS
    assert known.find("digest") is None


def test_what_was_asked_before_a_change_is_not_remembered_after_it() -> None:
    known = KnownKeys()
    known.remember("old", OPENED, asked_at=known.now(), turn=known.turn)
    asked_at, turn = known.now(), known.turn
    known.forget_all()
    known.remember("late", OPENED, asked_at=asked_at, turn=turn)
    assert known.find("old") is None
    assert known.find("late") is None
