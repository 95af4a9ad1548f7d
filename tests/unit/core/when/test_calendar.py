from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.unit.core.when.readings import LONDON, day_of, read


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("today", "2026-11-18"),
        ("tomorrow", "2026-11-19"),
        ("the day after tomorrow", "2026-11-20"),
        ("yesterday", "2026-11-17"),
        ("this evening", "2026-11-18"),
        ("tonight", "2026-11-18"),
        ("on Friday", "2026-11-20"),
        ("Wednesday", "2026-11-25"),
        ("this Wednesday", "2026-11-18"),
        ("next Tuesday", "2026-11-24"),
        ("last Friday", "2026-11-13"),
        ("Thursday of next week", "2026-11-26"),
        ("on Tuesday week", "2026-12-01"),
        ("a week on Tuesday", "2026-12-01"),
        ("a week today", "2026-11-25"),
        ("a fortnight on Friday", "2026-12-04"),
        ("the Saturday after next", "2026-11-28"),
        ("in a fortnight", "2026-12-02"),
        ("in three weeks time", "2026-12-09"),
        ("in three weeks' time", "2026-12-09"),
        ("in ten days", "2026-11-28"),
        ("in a month", "2026-12-18"),
        ("the 21st", "2026-11-21"),
        ("on the third", "2026-12-03"),
        ("14 February", "2027-02-14"),
        ("the 3rd of May", "2027-05-03"),
        ("the twenty-first of December", "2026-12-21"),
        ("December 5th", "2026-12-05"),
        ("May the third, 2028", "2028-05-03"),
        ("3 May 2020", "2020-05-03"),
        ("on 31 December 2126 at 5pm", "2126-12-31"),
        ("Friday the 4th", "2026-12-04"),
        ("29 February", "2028-02-29"),
        ("2026-12-24", "2026-12-24"),
        ("12/01/2027", "2027-01-12"),
        ("5/12", "2026-12-05"),
        ("25.12.26", "2026-12-25"),
        ("12/25", "2026-12-25"),
        ("Christmas Eve", "2026-12-24"),
        ("Christmas Day", "2026-12-25"),
        ("Boxing Day", "2026-12-26"),
        ("New Year's Eve", "2026-12-31"),
        ("New Year's Day", "2027-01-01"),
        ("Valentine's Day", "2027-02-14"),
        ("Easter Sunday", "2027-03-28"),
        ("the day before Christmas", "2026-12-24"),
        ("the last day of the month", "2026-11-30"),
        ("the first Monday of December", "2026-12-07"),
    ],
)
def test_day_is_read(said: str, expected: str) -> None:
    assert day_of(f"Please call me {said}.") == expected


@pytest.mark.parametrize(
    "said",
    [
        "on 30 February",
        "on the 31st of June",
        "13/13",
        "the 21st floor",
        "I sat in the sun",
        "it may be cold",
        "the first time",
        "in 99999 years",
        "next week",
        "walk 3 miles and have 2 cups of tea",
    ],
)
def test_no_day_is_read_where_none_is_said(said: str) -> None:
    assert day_of(said) is None


@pytest.mark.parametrize(
    "said", ["next Friday", "5/12", "on Wednesday", "the Saturday after next", "Monday 5 December"]
)
def test_day_with_two_readings_is_marked(said: str) -> None:
    assert "date" in read(said).inferred


@pytest.mark.parametrize("said", ["tomorrow", "on Friday", "next Tuesday", "25/12", "2026-12-05", "this Wednesday"])
def test_plain_day_is_not_marked(said: str) -> None:
    assert read(said).inferred == frozenset()


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("this week", "2026-11-18", "2026-11-22"),
        ("the earliest table next week", "2026-11-23", "2026-11-29"),
        ("this weekend", "2026-11-21", "2026-11-22"),
        ("over the weekend", "2026-11-21", "2026-11-22"),
        ("next weekend", "2026-11-28", "2026-11-29"),
        ("this month", "2026-11-18", "2026-11-30"),
        ("next month", "2026-12-01", "2026-12-31"),
    ],
)
def test_stretch_of_days_that_are_not_over_is_read(said: str, first: str, last: str) -> None:
    assert [each.isoformat() for each in read(said).stretch or ()] == [first, last]


def test_weekend_that_has_begun_goes_on_from_today() -> None:
    sunday = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo(LONDON))
    assert read("this weekend", now=sunday).stretch == (sunday.date(), sunday.date())


@pytest.mark.parametrize("said", ["Tuesday of next week", "next week on Tuesday", "tomorrow", "next year"])
def test_day_within_a_stretch_is_no_stretch(said: str) -> None:
    assert read(said).stretch is None


def test_stretch_of_days_is_ambiguous() -> None:
    reading = read("some time next week")
    assert reading.date is None
    assert reading.ambiguous == {"date"}


def test_digits_begin_with_the_month_where_people_write_them_so() -> None:
    said = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("America/New_York"))
    assert day_of("on 12/01", timezone="America/New_York", now=said) == "2026-12-01"


def test_day_is_the_one_at_the_speakers_place() -> None:
    late = datetime(2026, 11, 18, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert day_of("tomorrow", now=late, timezone="Asia/Kolkata") == "2026-11-20"
    assert day_of("tomorrow", now=late, timezone=LONDON) == "2026-11-19"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("on Maundy Thursday", "2027-03-25"),
        ("on Ash Wednesday", "2027-02-10"),
        ("on Palm Sunday", "2027-03-21"),
        ("on Easter Monday", "2027-03-29"),
        ("on Ascension Day", "2027-05-06"),
        ("on Whit Monday", "2027-05-17"),
        ("on Remembrance Sunday", "2027-11-14"),
        ("on Black Friday", "2026-11-27"),
        ("on St Andrew's Day", "2026-11-30"),
        ("on All Saints' Day", "2027-11-01"),
        ("on April Fools' Day", "2027-04-01"),
        ("on the August bank holiday", "2027-08-30"),
        ("on May Day", "2027-05-01"),
        ("on Memorial Day", "2027-05-31"),
        ("on Presidents' Day", "2027-02-15"),
        ("the Friday before Christmas", "2026-12-18"),
        ("the Saturday after Easter", "2027-04-03"),
        ("two weeks before Christmas", "2026-12-11"),
        ("the day after Boxing Day", "2026-12-27"),
    ],
)
def test_day_with_a_name_of_its_own(said: str, expected: str) -> None:
    assert day_of(said) == expected


@pytest.mark.parametrize(
    "said", ["on bank holiday Monday", "on Twelfth Night", "at Chinese New Year", "on Labour Day", "on Orthodox Easter"]
)
def test_day_whose_date_is_not_known_is_asked(said: str) -> None:
    reading = read(f"{said} at 8 am")
    assert reading.date is None
    assert "date" in reading.ambiguous


@pytest.mark.parametrize("said", ["the week before Christmas", "the weekend after Easter", "a month before Christmas"])
def test_stretch_beside_a_holiday_is_not_the_holiday(said: str) -> None:
    assert "date" in read(said).ambiguous


@pytest.mark.parametrize(
    ("timezone", "expected"),
    [("Europe/London", "2027-03-07"), ("America/New_York", "2027-05-09"), ("Europe/Paris", None)],
)
def test_mothers_day_is_the_one_of_the_country(timezone: str, expected: str | None) -> None:
    assert day_of("on Mother's Day", timezone=timezone) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("a week tomorrow", "2026-11-26"),
        ("a fortnight tomorrow", "2026-12-03"),
        ("today fortnight", "2026-12-02"),
        ("tomorrow fortnight", "2026-12-03"),
        ("a week Friday", "2026-11-27"),
        ("this time next week", "2026-11-25"),
        ("next month on the 20th", "2026-12-20"),
        ("the 20th next month", "2026-12-20"),
        ("the first Monday of the month", "2026-12-07"),
        ("the last Friday of the month", "2026-11-27"),
    ],
)
def test_weeks_and_months_from_here(said: str, expected: str) -> None:
    assert day_of(said) == expected


def test_this_time_tomorrow_has_the_hour_of_now() -> None:
    reading = read("call me back this time tomorrow")
    assert str(reading.date) == "2026-11-19"
    assert [f"{at:%H:%M}" for at in reading.times] == ["10:00"]


@pytest.mark.parametrize(
    ("said", "is_inferred"), [("1 November", True), ("1 November 2027", False), ("3 January", False), ("1 July", False)]
)
def test_year_of_a_day_just_over_is_a_guess(said: str, is_inferred: bool) -> None:
    assert ("date" in read(f"Book a table on {said}").inferred) is is_inferred


@pytest.mark.parametrize(
    "said", ["wish Tom a happy new year", "a merry Christmas to all", "happy Easter", "happy Mother's Day"]
)
def test_day_that_is_wished_well_is_none_to_do_it_on(said: str) -> None:
    assert read(said).spans == ()


def test_day_on_which_it_is_wished_is_read_beside_it() -> None:
    reading = read("wish mum a merry Christmas on Christmas Day")
    assert [span.text for span in reading.spans] == ["on Christmas Day"]
