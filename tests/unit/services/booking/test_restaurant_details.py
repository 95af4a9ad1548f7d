import re
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.ability import Tools
from services.booking.restaurant_booking import RestaurantBookingDetails, RestaurantBookingService

SPOKEN = {"party_size": 4, "date": "2026-11-22", "time": "19:00", "venue": "Olive Garden"}


NO_DATABASE = UnitOfWorkFactory(Database("postgresql+asyncpg://nowhere.invalid/nothing"))


class FixedClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def make_service() -> RestaurantBookingService:
    tools = Tools(clock=FixedClock(), unit_of_work=NO_DATABASE, booking_systems={}, abilities=())
    return RestaurantBookingService(tools=tools)


def details(**changed: Any) -> RestaurantBookingDetails:
    return RestaurantBookingDetails.model_validate({**SPOKEN, **changed})


def weigh(sentence: str) -> float:
    cues = RestaurantBookingService.cues
    return max([weight for phrase, weight in cues.phrases if re.search(phrase, sentence.lower())], default=0.0)


def test_details_read_and_write_the_same_json() -> None:
    assert details().model_dump(mode="json", exclude_none=True) == SPOKEN


@pytest.mark.parametrize("changed", [{"time": "19:00Z"}, {"time": "7pm"}, {"date": "22/11/2026"}, {"guests": 4}])
def test_malformed_details_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        details(**changed)


def test_every_detail_is_declared_as_a_slot() -> None:
    spec = RestaurantBookingService.spec()
    assert {slot.name for slot in spec.slots} == set(RestaurantBookingDetails.model_fields) - {"another", "offers"}
    assert all(slot.slot.ask and slot.description != slot.name for slot in spec.slots)


def test_gaps_are_asked_for_in_this_order() -> None:
    questions = [RestaurantBookingService.question_for(name).text for name in RestaurantBookingService.required]
    assert questions == [
        "Which restaurant would you like?",
        "For which day?",
        "At what time?",
        "For how many people?",
    ]


def test_read_back_names_everything() -> None:
    spoken = make_service().read_back(details())
    assert spoken == "Shall I book a table for 4 at Olive Garden on Sunday 22 November at 7 in the evening?"


def test_read_back_of_gaps_leaves_them_out() -> None:
    spoken = make_service().read_back(RestaurantBookingDetails(venue="Olive Garden"))
    assert spoken == "Shall I book a table at Olive Garden?"


@pytest.mark.parametrize(
    ("party_size", "is_doubtful"), [(None, False), (1, False), (100, False), (0, True), (5000, True)]
)
def test_impossible_party_is_a_question(party_size: int | None, is_doubtful: bool) -> None:
    doubt = make_service().find_doubt(details(party_size=party_size))
    assert (doubt is not None and doubt.slot == "party_size") is is_doubtful


@pytest.mark.parametrize("sentence", RestaurantBookingService.cues.examples)
def test_examples_are_recognised(sentence: str) -> None:
    assert weigh(sentence) >= 0.5


@pytest.mark.parametrize(
    "sentence",
    [
        "Please cancel my table at Olive Garden",
        "Move our reservation at Olive Garden to 8",
        "Remind me to book a table for my sister",
        "When is my reservation at Chez Colette?",
        "Book a haircut with Maria on Friday",
        "Take my blue pills after dinner",
    ],
)
def test_other_wishes_are_left_to_others(sentence: str) -> None:
    assert weigh(sentence) == 0.0
