"""Whose a text is: certain, or asked."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from core.ids import make_id
from core.incoming import Claim, TextSent
from services.notification.whose import choose_whose, question

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
HOME, ELSEWHERE = make_id(), make_id()
WISH = "Remind me to take my lithium"


def claim(name: str, *, proved: bool = True, account: UUID = HOME, of: str | None = None, **more: Any) -> Claim:
    """A user, or with `of` a contact of that user."""
    return Claim(
        account_id=account,
        user_id=make_id(),
        contact_id=make_id() if of else None,
        name=name,
        user_name=of or name,
        proved_at=NOW - timedelta(days=9) if proved else None,
        **more,
    )


def sent(to: Claim, topic: str = "dose", *, waits: bool = True, ago: timedelta = timedelta(minutes=5)) -> TextSent:
    return TextSent(person_id=to.person_id, topic=topic, sent_at=NOW - ago, waits=waits)


def asked(*claims: Claim, texts: tuple[TextSent, ...] = (), text: str = WISH) -> set[str]:
    """Between whom it lies; exactly one where it is certain, with a "!"."""
    certain, others = choose_whose(claims, texts, text, now=NOW)
    return {f"{certain.name}!"} if certain else {each.name for each in others}


def test_wish_is_of_whom_we_know_and_else_it_is_asked() -> None:
    assert asked(claim("Rose")) == {"Rose!"}
    rose = claim("Rose", proved=False)
    assert asked(rose) == {"Rose"}
    assert asked(rose, texts=(sent(rose),)) == {"Rose"}, "that she got a text is no proof that she wrote this"
    assert asked(rose, claim("Bob", proved=False, account=ELSEWHERE)) == {"Rose", "Bob"}
    assert asked(claim("Anna", of="Rose")) == {"Anna!"}, "what she answers may have come by mail"
    assert asked(claim("Anna", of="Rose", proved=False)) == {"Anna"}


@pytest.mark.parametrize("text", [WISH, "TAKEN", "1", "REPEAT", "skip", "AGAIN"])
def test_whoever_enters_a_known_number_elsewhere_takes_nothing_away(text: str) -> None:
    rose, bob = claim("Rose"), claim("Bob", proved=False, account=ELSEWHERE)
    carer = claim("Anna", proved=False, account=ELSEWHERE, of="Bob")
    texts = (sent(bob), sent(carer, "message"), sent(bob, "message"))
    assert asked(rose, bob, carer, texts=texts, text=text) == {"Rose!"}
    assert asked(rose, bob, carer, texts=(*texts, sent(rose)), text=text) == {"Rose!"}


@pytest.mark.parametrize("text", [WISH, "TAKEN"])
def test_carer_who_enters_it_for_another_of_the_account_hijacks_nothing(text: str) -> None:
    rose, bob = claim("Rose"), claim("Bob", proved=False)
    assert asked(rose, bob, text=text) == {"Rose!"}
    assert asked(rose, bob, texts=(sent(rose), sent(bob)), text=text) == {"Rose", "Bob"}


@pytest.mark.parametrize("known", [True, False])
def test_word_answers_the_only_text_that_waits_for_one(known: bool) -> None:
    rose, bob = claim("Rose", proved=known), claim("Bob", proved=known, account=ELSEWHERE)
    assert asked(rose, bob, texts=(sent(bob), sent(rose, waits=False)), text="TAKEN") == {"Bob!"}
    assert asked(rose, bob, texts=(sent(bob), sent(rose)), text="TAKEN") == {"Rose", "Bob"}
    assert asked(rose, bob, texts=(sent(bob), sent(rose, "message")), text="1") == {"Bob!"}
    assert asked(rose, bob, texts=(sent(bob), sent(rose, "message")), text="REPEAT") == {"Rose", "Bob"}
    assert asked(rose, bob, texts=(sent(bob, ago=timedelta(hours=25)),), text="TAKEN") == {"Rose", "Bob"}


def test_word_from_a_number_that_is_not_known_answers_nothing_but_what_was_texted_to_it() -> None:
    rose = claim("Rose", proved=False)
    assert asked(rose, text="TAKEN") == {"Rose"}
    assert asked(rose, texts=(sent(rose, "message"),), text="TAKEN") == {"Rose"}
    assert asked(rose, texts=(sent(rose),), text="TAKEN") == {"Rose!"}


def test_daughter_of_two_is_asked_whom_she_answers() -> None:
    of_rose, of_bob = claim("Anna", of="Rose", proved=False), claim("Anna", of="Bob", proved=False)
    assert asked(of_rose, of_bob, texts=(sent(of_bob, "message"),), text="Lovely!") == {"Anna!"}
    certain, others = choose_whose(
        [of_rose, of_bob], [sent(of_bob, "message"), sent(of_rose, "message")], "Lovely!", now=NOW
    )
    assert (certain, len(others)) == (None, 2)
    said = question({"111111": of_rose, "222222": of_bob})
    assert "111111 if you are Anna and this is for Rose or 222222 if you are Anna and this is for Bob" in said


def test_carer_of_many_is_asked_about_those_of_whom_she_was_told_last() -> None:
    of_each = [claim(name, of=name) for name in "ABCDEF"]
    texts = tuple(sent(each, "message", ago=timedelta(hours=hours)) for hours, each in enumerate(of_each))
    assert asked(*of_each, texts=texts, text="I am coming") == {"A", "B", "C", "D"}


def test_known_contact_of_strangers_does_not_take_the_answers_of_a_person() -> None:
    friend = claim("Rosie", of="Xaver", account=ELSEWHERE)
    rose = claim("Rose", proved=False)
    assert asked(friend, rose, texts=(sent(rose),), text="TAKEN") == {"Rose!"}
    assert asked(friend, rose, texts=(sent(rose), sent(friend, "message"))) == {"Rose", "Rosie"}


def test_shared_telephone_is_whose_it_was_said_to_be_until_another_is_told_something() -> None:
    rose, bob = claim("Rose", chosen_at=NOW - timedelta(minutes=10)), claim("Bob")
    assert asked(rose, bob) == {"Rose!"}
    assert asked(rose, bob, texts=(sent(bob), sent(rose)), text="TAKEN") == {"Rose", "Bob"}
    hour_ago = claim("Rose", chosen_at=NOW - timedelta(minutes=31))
    assert asked(hour_ago, bob) == {"Rose", "Bob"}
    assert question({"111111": rose, "222222": bob}).startswith("Is this for Rose or Bob?")
    assert "111111 if you are Rose" in question({"111111": rose, "222222": claim("rose")}), "names must differ"
