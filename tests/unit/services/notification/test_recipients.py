"""Who is meant by what people call their family; nobody is ever guessed."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from core.domain import Problem, Question
from core.people import Contact
from services.notification.recipients import (
    Recipients,
    add_exclusion,
    ask_if_led_out,
    ask_if_somebody_elses,
    choose_recipients,
    hear_exclusion,
    in_your_words,
)

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def contact(name: str, relation: str | None = None, *, agreed: bool = True, reachable: bool = True) -> Contact:
    return Contact(
        id=uuid5(NAMESPACE_URL, f"{name} {relation} {agreed} {reachable}"),
        account_id=UUID(int=1),
        user_id=UUID(int=2),
        name=name,
        relation=relation,
        channels=("mailto:x@example.org",) if reachable else (),
        topics=(),
        consented_at=NOW if agreed else None,
        consent_source=None,
        created_at=NOW,
        updated_at=NOW,
    )


ANNA = contact("Anna Brown", "daughter")
TOM = contact("Tom", "Son")
RUTH = contact("Ruth", "neighbor")
MUM = contact("Elsie", "Mum")
PALMER = contact("Ms. Palmer", "nurse")
FAMILY = [ANNA, TOM, RUTH, MUM, PALMER]


def choose(said: str, contacts: list[Contact] = FAMILY) -> list[str] | Question | Problem:
    found = choose_recipients(said, contacts, slot="recipient")
    return [each.name for each in found.people] if isinstance(found, Recipients) else found


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Anna Brown", ["Anna Brown"]),
        ("anna", ["Anna Brown"]),
        ("Mrs. Brown", ["Anna Brown"]),
        ("ANNA'S", ["Anna Brown"]),
        ("Anna Browne", ["Anna Brown"]),
        ("my daughter", ["Anna Brown"]),
        ("my daughter Anna", ["Anna Brown"]),
        ("Anna, my daughter", ["Anna Brown"]),
        ("Anna, your daughter", ["Anna Brown"]),
        ("son", ["Tom"]),
        ("my boy", ["Tom"]),
        ("the neighbour", ["Ruth"]),
        ("mum", ["Elsie"]),
        ("my mother", ["Elsie"]),
        ("Mom", ["Elsie"]),
        ("ms palmer", ["Ms. Palmer"]),
        ("the nurse", ["Ms. Palmer"]),
        ("Anna and Tom", ["Anna Brown", "Tom"]),
        ("my daughter and my son", ["Anna Brown", "Tom"]),
        ("my daughter and son", ["Anna Brown", "Tom"]),
        ("Anna, Tom, and Ruth", ["Anna Brown", "Tom", "Ruth"]),
        ("Anna as well as my daughter", ["Anna Brown"]),
        ("my children", ["Anna Brown", "Tom"]),
        ("the kids", ["Anna Brown", "Tom"]),
        ("my daughters", ["Anna Brown"]),
        ("my parents", ["Elsie"]),
        ("everyone", [each.name for each in FAMILY]),
        ("my whole family", [each.name for each in FAMILY]),
        ("all of them", [each.name for each in FAMILY]),
    ],
)
def test_words_find_whom_they_mean(said: str, names: list[str]) -> None:
    assert choose(said) == names


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("Margaret", "I don't know anybody called Margaret."),
        ("Ana", "I don't know anybody called Ana."),
        ("my uncle", "I don't know who your uncle is."),
        ("my doctor", "I don't know who your doctor is."),
        ("+44 20 7946 0000", "I don't know anybody called +44 20 7946 0000."),
        ("stranger@example.org", "I don't know anybody called stranger@example.org."),
        ("Anna and Margaret", "I don't know anybody called Margaret."),
        ("them", "I am not sure whom you mean."),
        ("Tom Brown", "I don't know anybody called Tom Brown."),
        ("Brown", "I don't know anybody called Brown."),
        ("Elsie Palmer", "I don't know anybody called Elsie Palmer."),
        ("my son Anna", "I don't know who your son Anna is."),
    ],
)
def test_stranger_is_asked_about_naming_whom_we_can_tell(said: str, doubt: str) -> None:
    asked = choose(said)
    assert isinstance(asked, Question)
    assert asked.text.startswith(doubt)
    assert asked.text.endswith("I can tell Anna Brown, Tom or Ruth. Whom shall I tell?")
    assert (asked.slot, asked.options) == ("recipient", ("Anna Brown", "Tom", "Ruth"))


@pytest.mark.parametrize("said", ["Tom Brown", "Clara Brown", "Ruth", "Uncle Tom Brown"])
def test_namesake_is_a_stranger(said: str) -> None:
    assert isinstance(choose(said, [contact("Anna Ruth Brown"), contact("Elsie")]), Question)


def test_relation_that_is_not_stored_may_be_said() -> None:
    assert choose("my daughter Anna", [contact("Anna Brown"), contact("Tom")]) == ["Anna Brown"]
    assert choose("my daughter-in-law Anna", [contact("Anna Brown"), contact("Tom")]) == ["Anna Brown"]


def test_relation_of_several_is_asked_by_name() -> None:
    asked = choose("my daughter", [ANNA, contact("Clara", "daughter"), TOM])
    assert isinstance(asked, Question)
    assert asked.options == ("Anna Brown", "Clara")
    assert asked.text == (
        "I know more than one person you may mean by your daughter: Anna Brown and Clara. Whom shall I tell?"
    )


def test_name_of_several_is_asked_by_relation_and_the_answer_is_understood() -> None:
    both = [contact("Anna", "daughter"), contact("Anna", "neighbour")]
    asked = choose_recipients("Anna", both, slot="recipient")
    assert isinstance(asked, Question)
    assert asked.options == ("Anna, your daughter", "Anna, your neighbour")
    chosen = choose_recipients(asked.options[1], both, slot="recipient")
    assert chosen == Recipients(people=(both[1],))


def test_contact_who_has_not_agreed_is_never_told() -> None:
    asked = choose("Ruth", [ANNA, contact("Ruth", agreed=False)])
    assert isinstance(asked, Question)
    assert asked.text == "Ruth has not agreed to get messages from me yet. I can tell Anna Brown. Whom shall I tell?"


def test_contact_without_a_channel_is_asked_about() -> None:
    asked = choose("Ruth", [ANNA, contact("Ruth", reachable=False)])
    assert isinstance(asked, Question)
    assert asked.text.startswith("I have no way to reach Ruth yet.")


def test_group_names_those_who_can_not_be_told() -> None:
    quiet = contact("Clara", "daughter", agreed=False)
    found = choose_recipients("my children", [ANNA, quiet, TOM, RUTH], slot="recipient")
    assert found == Recipients(people=(ANNA, TOM), left_out=(quiet,))


def test_nobody_to_tell_is_said_honestly() -> None:
    nobody = choose("everyone", [])
    assert isinstance(nobody, Problem)
    assert nobody.detail == "I don't have anybody's details yet, so there is nobody I can tell."


def test_nobody_who_agreed_is_said_honestly() -> None:
    nobody = choose("Anna", [contact("Anna", agreed=False), contact("Tom", reachable=False)])
    assert isinstance(nobody, Problem)
    assert "Anna has not agreed" in nobody.detail
    assert "no way to reach Tom" in nobody.detail


def test_person_is_spoken_to() -> None:
    assert in_your_words("my daughter and our nurse") == "your daughter and your nurse"


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("everyone but Tom", ["Anna Brown", "Ruth", "Elsie", "Ms. Palmer"]),
        ("everyone but not Tom", ["Anna Brown", "Ruth", "Elsie", "Ms. Palmer"]),
        ("my family, except for my son", ["Anna Brown", "Ruth", "Elsie", "Ms. Palmer"]),
        ("all my children except Tom", ["Anna Brown"]),
        ("my children apart from Anna", ["Tom"]),
        ("everybody other than Tom and Ruth", ["Anna Brown", "Elsie", "Ms. Palmer"]),
        ("everyone but Tom or Ruth", ["Anna Brown", "Elsie", "Ms. Palmer"]),
        ("Anna, not Tom", ["Anna Brown"]),
        ("everyone except my children", ["Ruth", "Elsie", "Ms. Palmer"]),
        ("nobody but Tom", ["Tom"]),
    ],
)
def test_who_is_left_out_is_not_told(said: str, names: list[str]) -> None:
    assert choose(said) == names


@pytest.mark.parametrize(
    "said", ["everyone but Margaret", "everyone but", "not Tom", "Tom but not Tom", "everyone except you know who"]
)
def test_exclusion_that_is_uncertain_is_asked_about(said: str) -> None:
    asked = choose(said)
    assert isinstance(asked, Question)
    assert asked.text.endswith("Whom shall I tell?")


def test_one_of_two_namesakes_is_never_left_out_by_guess() -> None:
    both = [contact("Anna", "daughter"), contact("Anna", "neighbour"), TOM]
    assert isinstance(choose("everyone but Anna", both), Question)


@pytest.mark.parametrize(
    ("recipient", "message", "heard"),
    [
        ("everyone", "but Tom that I am having a party", ("everyone but Tom", "I am having a party", True)),
        ("everyone", "except for my son, that I am ill", ("everyone except for my son", "I am ill", True)),
        ("everyone but", "Tom that I am ill", ("everyone but Tom", "I am ill", True)),
        ("everyone", "but not Tom and Ruth that I am ill", ("everyone but not Tom and Ruth", "I am ill", True)),
        ("everyone", "but Tom I am having a party", ("everyone but Tom", "I am having a party", False)),
        ("Anna", "but I am ill", ("Anna", "but I am ill", False)),
        ("everyone", "except my son to come on Sunday", ("everyone except my son", "to come on Sunday", False)),
        ("everyone", "I am fine, but not Tom", ("everyone but not Tom", "I am fine", False)),
        ("my children", "the party except Tom.", ("my children but not Tom", "the party", False)),
    ],
)
def test_message_that_begins_with_who_is_left_out_is_told_from_it(
    recipient: str, message: str, heard: tuple[str, str, bool]
) -> None:
    found = hear_exclusion(recipient, message, FAMILY)
    assert found is not None
    assert (found.recipient, found.message, found.is_sure) == heard


@pytest.mark.parametrize("message", ["I am ill", "not to worry", "I saw all but Margaret", "butter is out"])
def test_other_messages_stay_as_they_are(message: str) -> None:
    assert hear_exclusion("everyone", message, FAMILY) is None


def test_message_may_leave_out_whom_it_is_not_for() -> None:
    assert hear_exclusion("Anna", "I saw everyone but Tom", FAMILY) is None


def test_name_behind_a_word_of_exclusion_is_asked_about() -> None:
    asked = ask_if_led_out("Tom", "Tell anyone but Tom that I am ill", FAMILY, slot="recipient")
    assert asked is not None
    assert asked.text.startswith("I am not sure whom I shall tell and whom not.")
    assert ask_if_led_out("Tom", "Tell Tom that I am ill", FAMILY, slot="recipient") is None


def test_who_is_left_out_is_found_behind_the_recipient() -> None:
    text = "Tell everyone but Tom and Ruth that we need milk"
    assert add_exclusion("everyone", text, FAMILY) == "everyone but Tom and Ruth"
    assert add_exclusion("Anna", "Tell Anna not to come", FAMILY) == "Anna"


def test_namesakes_without_a_relation_are_told_apart_by_where_they_are_reached() -> None:
    both = [
        replace(contact("Anna"), id=UUID(int=n), channels=(f"mailto:{box}@example.org",)) for n, box in enumerate("ab")
    ]
    asked = choose("Anna", both)
    assert isinstance(asked, Question)
    assert asked.options == ("Anna (a…@example.org)", "Anna (b…@example.org)")
    assert choose_recipients(asked.options[1], both, slot="recipient") == Recipients(people=(both[1],))


def test_namesakes_who_have_all_in_common_are_told_apart_by_order() -> None:
    secret = ("ntfy://user:secret@example.org/topic",)
    both = [replace(contact("Anna", "niece"), id=UUID(int=n), channels=secret) for n in range(2)]
    asked = choose("Anna", both)
    assert isinstance(asked, Question)
    assert asked.options == ("the first Anna, added in November 2026", "the second Anna, added in November 2026")
    assert choose_recipients(asked.options[1], both, slot="recipient") == Recipients(people=(both[1],))


def test_number_is_shown_by_its_end() -> None:
    both = [replace(contact("Anna"), id=UUID(int=n), channels=(f"tel:+4420794600{n}1",)) for n in range(2)]
    asked = choose("Anna", both)
    assert isinstance(asked, Question)
    assert asked.options[1] == "Anna (the number ending in 1 1)"


@pytest.mark.parametrize(
    ("said", "text", "doubt"),
    [
        ("Tom's", "Tell Tom's wife I'm fine", "I don't know anybody called Tom's wife."),
        ("Tom", "Tell Tom’s wife I'm fine", "I don't know anybody called Tom's wife."),
        ("the daughter", "tell the daughter of Anna I'm fine", "I don't know anybody called the daughter of Anna."),
        ("my daughter", "tell my daughter of course I'm fine", None),
        ("Tom", "Tell Tom's the best", None),
        ("Tom", "Tell Tom I saw Ruth's daughter", None),
        ("Anna", "Tell Anna my son is here", None),
        ("Ruth", "Tom says so", None),
        ("", "Tell Tom's wife", None),
    ],
)
def test_who_belongs_to_somebody_else_is_asked_about(said: str, text: str, doubt: str | None) -> None:
    question = ask_if_somebody_elses(said, text, FAMILY, slot="recipient")
    assert (question and question.text.startswith(doubt or "-")) == (None if doubt is None else True)


def test_contact_who_is_called_so_is_nobody_elses() -> None:
    wife = contact("Tom's wife")
    assert ask_if_somebody_elses("Tom's", "Tell Tom's wife I'm fine", [*FAMILY, wife], slot="recipient") is None
