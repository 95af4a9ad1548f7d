from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from core.ability import Slot, SlotKind, SlotSpec
from core.domain import Question, TaskEvent, TaskStatus
from core.people import Contact
from services.asking import (
    ASKED_BACK,
    OFFERED,
    UNHELPFUL,
    ask_anew,
    ask_yes_or_no,
    count_failed,
    find_helper,
    name_options,
    offer_help,
    offers_help,
    plain_text,
    read_choice,
)

TODAY = date(2026, 11, 18)
AT = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
AT_WHAT_TIME = Question(text="At what time?", slot="time")
TIME = SlotSpec(name="time", description="", slot=Slot(kind=SlotKind.TIME, ask="At what time?"))
COUNT = SlotSpec(name="party_size", description="", slot=Slot(kind=SlotKind.COUNT, ask="For how many people?"))
ANNA = Contact(
    id=UUID(int=1),
    account_id=UUID(int=2),
    user_id=UUID(int=3),
    name="Anna",
    relation="daughter",
    channels=("log://anna",),
    topics=(),
    consented_at=AT,
    consent_source="said so",
    created_at=AT,
    updated_at=AT,
)


def event(reason: str) -> TaskEvent:
    return TaskEvent(
        seq=1,
        type="task.needs_input",
        from_status=TaskStatus.NEEDS_INPUT,
        to_status=TaskStatus.NEEDS_INPUT,
        at=AT,
        attempt=0,
        epoch=0,
        reason=reason,
    )


def test_only_the_last_failed_replies_count() -> None:
    assert count_failed([event(UNHELPFUL), event("replied"), event(UNHELPFUL), event(OFFERED)]) == 2


def test_no_two_questions_in_a_row_are_the_same() -> None:
    first = ask_anew(AT_WHAT_TIME, failed=1, asked=TIME, today=TODAY)
    second = ask_anew(first, failed=2, asked=TIME, today=TODAY)
    assert [first.text, second.text] == [
        "Sorry, I didn't understand that. At what time?",
        "Sorry, I still don't understand. At what time? Please say a number: 1 for 9 in the morning, "
        "2 for 1 in the afternoon, 3 for 6 in the evening.",
    ]
    assert plain_text(second) == "At what time?"


def test_offered_options_become_the_numbered_ones() -> None:
    asked = Question(text="I know two. Which do you mean?", slot="venue", options=("Olive Garden", "Golden Lotus"))
    again = ask_anew(asked, failed=2, asked=replace(TIME, name="venue"), today=TODAY)
    assert again.text.endswith("Which do you mean? Please say a number: 1 for Olive Garden, 2 for Golden Lotus.")


def test_number_of_people_has_no_choices_that_could_be_mistaken() -> None:
    again = ask_anew(Question(text="For how many people?", slot="party_size"), failed=2, asked=COUNT, today=TODAY)
    assert again.options == ()
    assert again.text == "Sorry, I still don't understand. Please say just a number, like four. For how many people?"


@pytest.mark.parametrize("said", ["2", "two", "number two", "the second one", "um, 2 please"])
def test_bare_number_picks_a_numbered_choice(said: str) -> None:
    asked = ask_anew(AT_WHAT_TIME, failed=2, asked=TIME, today=TODAY)
    assert read_choice(asked, said) == "1 in the afternoon"


@pytest.mark.parametrize("said", ["5", "at 2", "2 o'clock", "noon", "two or three"])
def test_any_other_reply_is_left_as_it_is(said: str) -> None:
    asked = ask_anew(AT_WHAT_TIME, failed=2, asked=TIME, today=TODAY)
    assert read_choice(asked, said) == said


def test_number_picks_nothing_where_no_choices_were_numbered() -> None:
    assert read_choice(replace(AT_WHAT_TIME, options=("7 in the morning", "7 in the evening")), "1") == "1"


def test_options_are_said_in_the_question_and_once_only_when_they_are_numbered() -> None:
    asked = name_options(AT_WHAT_TIME, ("7 in the morning", "7 in the evening"))
    assert asked.text == "At what time: 7 in the morning or 7 in the evening?"
    again = ask_anew(asked, failed=2, asked=TIME, today=TODAY)
    assert again.text.endswith("At what time? Please say a number: 1 for 7 in the morning, 2 for 7 in the evening.")
    assert name_options(AT_WHAT_TIME, ()) == AT_WHAT_TIME


@pytest.mark.parametrize("first", [2, 3, 4])
def test_nobody_hears_the_same_twice_where_nobody_can_help(first: int) -> None:
    asked = ask_anew(AT_WHAT_TIME, failed=first, asked=TIME, today=TODAY)
    assert asked.text != ask_anew(asked, failed=first + 1, asked=TIME, today=TODAY).text
    read_back = ask_yes_or_no(Question(text="Shall I?"), failed=first)
    assert read_back.text != ask_yes_or_no(read_back, failed=first + 1).text


def test_who_asks_back_in_between_is_no_further() -> None:
    assert count_failed([event(UNHELPFUL), event(ASKED_BACK), event(UNHELPFUL)]) == 2


def test_read_back_asks_for_yes_or_no() -> None:
    again = ask_yes_or_no(ask_yes_or_no(Question(text="Shall I?"), failed=1), failed=2)
    assert again.text == "Sorry, I still don't understand. Please say yes or no: Shall I?"


def test_carer_who_agreed_is_offered_first() -> None:
    carer = replace(ANNA, id=UUID(int=4), name="Ruth", relation="carer")
    assert find_helper([replace(carer, consented_at=None), ANNA, carer]) == carer


def test_nobody_is_offered_who_has_not_agreed() -> None:
    assert find_helper([replace(ANNA, consented_at=None), replace(ANNA, channels=())]) is None


def test_offer_names_the_helper() -> None:
    offer = offer_help(AT_WHAT_TIME, ANNA)
    assert offer.text == "I'm sorry, I don't understand. Shall I ask Anna to help you with this?"
    assert (offers_help(offer), offers_help(AT_WHAT_TIME)) == (True, False)
    again = offer_help(offer, ANNA)
    assert (again.text, offers_help(again)) == ("Please say yes or no: Shall I ask Anna to help you with this?", True)
