from typing import Any

import pytest
from pydantic import ValidationError

from core.ability import SlotKind
from services.ability import AnyTaskService, TaskDetails
from services.booking.availability_search import AvailabilitySearchDetails, AvailabilitySearchService
from services.booking.booking_cancel import BookingCancelDetails, BookingCancelService
from services.booking.booking_change import BookingChangeDetails, BookingChangeService
from services.booking.booking_lookup import BookingLookupDetails, BookingLookupService
from services.booking.salon_booking import SalonBookingDetails, SalonBookingService

ABILITIES: list[tuple[type[AnyTaskService], type[TaskDetails]]] = [
    (AvailabilitySearchService, AvailabilitySearchDetails),
    (BookingCancelService, BookingCancelDetails),
    (BookingChangeService, BookingChangeDetails),
    (BookingLookupService, BookingLookupDetails),
    (SalonBookingService, SalonBookingDetails),
]
FILLED: list[tuple[type[TaskDetails], dict[str, Any]]] = [
    (SalonBookingDetails, {"date": "2026-11-28", "time": "14:00", "venue": "Bella", "service": "haircut"}),
    (BookingChangeDetails, {"date": "2026-11-28", "wanted": {"time": "14:00", "party_size": 4}}),
    (BookingChangeDetails, {"kind": "restaurant", "seen_at": "2026-11-21T09:30:00.123456Z"}),
]


@pytest.mark.parametrize(("model", "spoken"), FILLED)
def test_details_read_and_write_the_same_json(model: type[TaskDetails], spoken: dict[str, Any]) -> None:
    assert model.model_validate(spoken).model_dump(mode="json", exclude_none=True) == spoken


@pytest.mark.parametrize("wrong", [{"wanted": {"venue": "Bella"}}, {"booking_id": "first"}, {"kind": "flight"}])
def test_malformed_details_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        BookingChangeDetails.model_validate(wrong)


@pytest.mark.parametrize(
    ("word", "kind"), [("table", "restaurant"), ("Dinner", "restaurant"), ("hair", "salon"), ("salon", "salon")]
)
def test_kind_is_read_from_what_people_call_it(word: str, kind: str) -> None:
    assert BookingLookupDetails.model_validate({"kind": word}).model_dump(mode="json")["kind"] == kind


@pytest.mark.parametrize(("ability", "model"), ABILITIES)
def test_every_choice_that_is_offered_is_taken(ability: type[AnyTaskService], model: type[TaskDetails]) -> None:
    for slot in ability.spec().slots:
        if slot.slot.kind is SlotKind.CHOICE:
            for value in slot.slot.values:
                assert model.model_validate({slot.name: value})


def test_gaps_of_an_appointment_are_asked_for_in_this_order() -> None:
    questions = [SalonBookingService.question_for(name).text for name in SalonBookingService.required]
    assert questions == ["What would you like to have done?", "For which day?", "At what time?"]
