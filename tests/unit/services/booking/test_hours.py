from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.booking import Calendar, OpeningHours, Venue, Weekday
from services.booking.hours import (
    find_open_day,
    find_stay,
    is_open,
    length_of_meal,
    length_of_service,
    list_spans,
    list_stays,
)
from tests.unit.services.booking.venues import daily, make_venue

SUNDAY = date(2026, 11, 22)
SPRING = date(2027, 3, 28)  # London: 01:00–02:00 does not exist
AUTUMN = date(2026, 10, 25)  # London: 01:00–02:00 comes twice


def at(clock: str, on: date = SUNDAY) -> datetime:
    return datetime.fromisoformat(f"{on.isoformat()}T{clock}")


def utc(clock: str, on: date) -> datetime:
    return at(clock, on).replace(tzinfo=UTC)


def starts(venue: Venue, on: date = SUNDAY, party_size: int = 2) -> list[str]:
    return [f"{start:%H:%M}" for start, _ in list_stays(venue, on, length_of_meal(party_size))]


def test_tables_start_every_quarter_from_opening_to_half_an_hour_before_closing() -> None:
    assert starts(make_venue(daily(("12:00", "13:30")))) == ["12:00", "12:15", "12:30", "12:45", "13:00"]


def test_tables_start_on_the_clock_even_where_opening_does_not() -> None:
    assert starts(make_venue(daily(("12:10", "13:10")))) == ["12:15", "12:30"]


def test_several_spans_of_a_day_are_apart() -> None:
    venue = make_venue(daily(("18:00", "18:45"), ("12:00", "12:30")))
    assert starts(venue) == ["12:00", "18:00", "18:15"]


def test_spans_that_touch_are_one() -> None:
    stay = find_stay(make_venue(daily(("09:00", "12:00"), ("12:00", "18:00"))), at("11:45"), length_of_meal(2))
    assert stay is not None
    assert stay.ends_at - stay.starts_at == timedelta(minutes=90)


@pytest.mark.parametrize(("minutes", "last"), [(15, "17:45"), (45, "17:15"), (50, "17:00"), (480, "10:00"), (500, "")])
def test_service_starts_while_there_is_time_to_finish_it(minutes: int, last: str) -> None:
    stays = list_stays(make_venue(daily(("10:00", "18:00"))), SUNDAY, length_of_service(minutes))
    assert (f"{stays[-1][0]:%H:%M}" if stays else "") == last
    assert all(stay.ends_at - stay.starts_at == timedelta(minutes=minutes) for _, stay in stays)


def test_closed_day_has_no_tables() -> None:
    assert starts(make_venue({Weekday.MON: (("09:00", "23:00"),)})) == []


def test_span_past_midnight_belongs_to_the_night_it_began() -> None:
    venue = make_venue({Weekday.SAT: (("20:00", "01:00"),)})
    assert starts(venue) == ["00:00", "00:15", "00:30"]
    assert is_open(venue, at("00:59"))
    assert not is_open(venue, at("01:00"))


@pytest.mark.parametrize("hours", [("22:00", "24:00"), ("22:00", "00:00")])
def test_midnight_can_be_written_in_two_ways(hours: tuple[str, str]) -> None:
    assert starts(make_venue(daily(hours)))[-1] == "23:30"
    assert not is_open(make_venue(daily(hours)), at("00:00"))


def test_place_that_never_closes_takes_guests_around_the_clock() -> None:
    venue = make_venue(daily(("00:00", "24:00")))
    assert len(starts(venue)) == 96
    stay = find_stay(venue, at("23:45"), length_of_meal(6))
    assert stay is not None
    assert stay.ends_at - stay.starts_at == timedelta(hours=2)


@pytest.mark.parametrize(("party_size", "minutes"), [(1, 90), (4, 90), (5, 120)])
def test_large_parties_stay_longer(party_size: int, minutes: int) -> None:
    stay = find_stay(make_venue(), at("19:00"), length_of_meal(party_size))
    assert stay is not None
    assert stay.ends_at - stay.starts_at == timedelta(minutes=minutes)


def test_stay_ends_at_closing() -> None:
    stay = find_stay(make_venue(daily(("12:00", "15:00"))), at("14:30"), length_of_meal(2))
    assert stay is not None
    assert stay.ends_at == utc("15:00", SUNDAY)


@pytest.mark.parametrize("clock", ["11:45", "14:45", "15:00", "13:10", "13:00:30"])
def test_no_table_starts_outside_the_grid(clock: str) -> None:
    assert find_stay(make_venue(daily(("12:00", "15:00"))), at(clock), length_of_meal(2)) is None


def test_hour_that_the_clocks_skip_has_no_tables() -> None:
    venue = make_venue(daily(("18:00", "03:00")))
    assert starts(venue, SPRING)[:5] == ["00:00", "00:15", "00:30", "00:45", "02:00"]
    assert find_stay(venue, at("01:30", SPRING), length_of_meal(2)) is None


def test_stay_over_the_skipped_hour_lasts_as_long_as_any() -> None:
    stay = find_stay(make_venue(daily(("18:00", "04:00"))), at("00:30", SPRING), length_of_meal(2))
    assert stay is not None
    assert (stay.starts_at, stay.ends_at) == (utc("00:30", SPRING), utc("02:00", SPRING))


def test_hour_that_comes_twice_is_booked_the_first_time() -> None:
    stay = find_stay(make_venue(daily(("18:00", "03:00"))), at("01:30", AUTUMN), length_of_meal(2))
    assert stay is not None
    assert (stay.starts_at, stay.ends_at) == (utc("00:30", AUTUMN), utc("02:00", AUTUMN))


def test_spans_are_listed_as_the_clock_shows_them() -> None:
    spans = list_spans(Calendar(daily(("18:00", "02:00"))), SUNDAY)
    assert [(span.starts_at, span.ends_at) for span in spans] == [(at("18:00"), at("02:00", date(2026, 11, 23)))]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ({Weekday.MON: (("12:00", "15:00"),)}, date(2026, 11, 23)),
        ({Weekday.SUN: (("12:00", "15:00"),)}, date(2026, 11, 29)),
        ({Weekday.MON: ()}, None),
        ({}, None),
    ],
)
def test_next_open_day_is_found_by_the_week(hours: OpeningHours, expected: date | None) -> None:
    assert find_open_day(Calendar(hours), after=SUNDAY) == expected


CHRISTMAS = date(2026, 12, 25)
LUNCH = (("12:00", "15:00"),)


def test_place_is_closed_on_a_day_of_every_year() -> None:
    venue = make_venue(exceptions={"12-25": ()})
    assert [len(list_stays(venue, day, length_of_meal(2))) for day in (CHRISTMAS, date(2031, 12, 25))] == [0, 0]
    assert not is_open(venue, at("19:00", CHRISTMAS))
    assert is_open(venue, at("19:00", date(2026, 12, 26)))


def test_other_hours_of_a_date_hold_on_that_date_alone() -> None:
    venue = make_venue(exceptions={"2026-12-24": LUNCH})
    assert not is_open(venue, at("19:00", date(2026, 12, 24)))
    assert starts(venue, date(2026, 12, 24))[-1] == "14:30"
    assert starts(venue, date(2027, 12, 24))[-1] == "22:30"


def test_date_goes_before_a_time_and_that_before_a_day_of_every_year() -> None:
    venue = make_venue(exceptions={"12-25": (), "2026-12-20/2026-12-31": LUNCH, "2026-12-26": ()})
    days = [date(2026, 12, day) for day in (19, 20, 25, 26, 31)]
    assert [starts(venue, day)[-1:] for day in days] == [["22:30"], ["14:30"], ["14:30"], [], ["14:30"]]


def test_evening_before_a_closed_day_runs_on_past_midnight() -> None:
    venue = make_venue(daily(("18:00", "02:00")), exceptions={"12-25": ()})
    assert is_open(venue, at("01:30", CHRISTMAS))
    assert not is_open(venue, at("18:00", CHRISTMAS))


def test_next_open_day_lies_behind_the_holidays() -> None:
    calendar = Calendar(daily(("09:00", "18:00")), {"2026-12-20/2027-01-10": ()})
    assert find_open_day(calendar, after=date(2026, 12, 20)) == date(2027, 1, 11)


@pytest.mark.parametrize(("party_size", "minutes"), [(1, 60), (2, 60), (3, 150), (6, 150), (9, 150)])
def test_party_sits_as_long_as_the_place_says(party_size: int, minutes: int) -> None:
    assert length_of_meal(party_size, {6: 150, 2: 60}).wanted == timedelta(minutes=minutes)


clocks = st.times().map(lambda clock: f"{clock:%H:%M}")
weeks = st.dictionaries(
    st.sampled_from(Weekday), st.lists(st.tuples(clocks, clocks), max_size=3).map(tuple), max_size=7
)


@given(
    hours=weeks,
    on=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
    party_size=st.integers(1, 12),
)
def test_every_listed_table_can_be_had_and_ends_in_time(
    hours: OpeningHours, on: date, zone: str, party_size: int
) -> None:
    venue = make_venue(hours, timezone=zone)
    for start, stay in list_stays(venue, on, length_of_meal(party_size)):
        assert start.date() == on
        assert is_open(venue, start)
        assert find_stay(venue, start, length_of_meal(party_size)) == stay
        assert timedelta(minutes=30) <= stay.ends_at - stay.starts_at <= timedelta(hours=2)
