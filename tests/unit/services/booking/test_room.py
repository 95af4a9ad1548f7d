from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.booking import Venue, VenueKind, Weekday
from repositories.booking import Taken
from services.booking.hours import Span
from services.booking.ports import Seating
from services.booking.room import choose_stylist, find_place, length_of, list_able
from tests.unit.services.booking.venues import make_venue

TWO = datetime(2026, 11, 28, 14, 0, tzinfo=UTC)
SALON = make_venue(
    kind=VenueKind.SALON,
    capacity=2,
    services=("haircut", "colour"),
    staff=("Maria", "Joan"),
    service_minutes={"colour": 120},
    staff_services={"Joan": ("haircut",)},
)


def stay(starts_at: datetime = TWO, minutes: int = 60) -> Span:
    return Span(starts_at, starts_at + timedelta(minutes=minutes))


def taken(stylist: str | None, *, after: int = 0, minutes: int = 60) -> Taken:
    starts_at = TWO + timedelta(minutes=after)
    return Taken(starts_at, starts_at + timedelta(minutes=minutes), 1, stylist)


def seating(service: str | None = "haircut", stylist: str | None = None, venue: Venue = SALON) -> Seating:
    return Seating(venue=venue, party_size=1, starts_at=TWO.replace(tzinfo=None), service=service, stylist=stylist)


@pytest.mark.parametrize(("service", "minutes"), [("colour", 120), ("haircut", 45), (None, 45)])
def test_service_takes_as_long_as_the_salon_says(service: str | None, minutes: int) -> None:
    assert length_of(seating(service)).wanted == timedelta(minutes=minutes)


def test_staff_without_services_of_their_own_do_everything() -> None:
    assert list_able(SALON, "colour") == ["Maria"]
    assert list_able(SALON, "haircut") == ["Maria", "Joan"]
    assert list_able(SALON, None) == ["Maria", "Joan"]


def test_of_those_who_are_free_whoever_does_least_is_chosen() -> None:
    assert choose_stylist(seating(), stay(), []) == "Joan"
    assert choose_stylist(seating(), stay(), [taken("Joan")]) == "Maria"
    assert choose_stylist(seating("colour"), stay(), [taken("Maria")]) is None


@pytest.mark.parametrize(
    ("after", "minutes", "is_free"),
    [(-60, 60, True), (60, 60, True), (-59, 60, False), (59, 1, False), (10, 10, False), (-60, 300, False)],
)
def test_stylist_is_busy_while_any_part_of_two_visits_meets(after: int, minutes: int, *, is_free: bool) -> None:
    busy = [taken("Maria", after=after, minutes=minutes)]
    assert (find_place(seating(stylist="Maria"), stay(), busy) is not None) is is_free


def test_free_stylist_needs_a_free_chair() -> None:
    assert not find_place(seating(stylist="Maria"), stay(), [taken("Joan"), taken("Linh")])


def test_salon_without_staff_counts_chairs_alone() -> None:
    venue = make_venue(kind=VenueKind.SALON, capacity=2)
    assert find_place(seating(venue=venue), stay(), [taken(None)])
    assert not find_place(seating(venue=venue), stay(), [taken(None), taken(None)])


def off(venue_hours: dict[Weekday, tuple[tuple[str, str], ...]], *days_off: str) -> Venue:
    return replace(SALON, staff_hours={"Maria": venue_hours}, staff_days_off={"Maria": days_off})


@pytest.mark.parametrize(
    ("venue", "is_free"),
    [
        (off({Weekday.SAT: (("09:00", "15:00"),)}), True),
        (off({Weekday.SAT: (("09:00", "14:59"),)}), False),
        (off({Weekday.SAT: (("14:15", "18:00"),)}), False),
        (off({Weekday.FRI: (("09:00", "18:00"),)}), False),
        (off({Weekday.SAT: (("09:00", "15:00"),)}, "2026-11-28"), False),
        (off({Weekday.SAT: (("09:00", "15:00"),)}, "2026-11-20/2026-11-28"), False),
        (off({Weekday.SAT: (("09:00", "15:00"),)}, "11-28"), False),
        (off({Weekday.SAT: (("09:00", "15:00"),)}, "2026-11-29"), True),
        (replace(SALON, staff_days_off={"Maria": ("11-28",)}, exceptions={"2026-11-28": (("09:00", "18:00"),)}), False),
    ],
)
def test_stylist_is_booked_only_while_at_work(venue: Venue, *, is_free: bool) -> None:
    assert (find_place(seating(stylist="Maria", venue=venue), stay(), []) is not None) is is_free


def test_somebody_else_does_it_while_one_is_off() -> None:
    venue = off({}, "11-28")
    assert choose_stylist(seating(venue=venue), stay(), []) == "Joan"
    assert choose_stylist(seating("colour", venue=venue), stay(), []) is None
