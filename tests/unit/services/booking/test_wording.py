from datetime import date, datetime, time

import pytest

from core.booking import Calendar, OpeningHours, Weekday
from services.booking.wording import describe_hours, describe_moment, describe_times, join_spoken, with_article
from tests.unit.services.booking.venues import daily

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("items", "spoken"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_things_are_listed_as_people_do(items: list[str], spoken: str) -> None:
    assert join_spoken(items) == spoken


@pytest.mark.parametrize(
    ("times", "spoken"),
    [
        ([time(19)], "7 in the evening"),
        ([time(18, 30), time(20)], "6:30 or 8 in the evening"),
        ([time(17, 30), time(18, 30), time(20)], "5:30 in the afternoon, 6:30 or 8 in the evening"),
        ([time(11, 45), time(12), time(12, 15)], "11:45 in the morning, noon or 12:15 in the afternoon"),
    ],
)
def test_part_of_the_day_is_said_once(times: list[time], spoken: str) -> None:
    assert describe_times(times) == spoken


@pytest.mark.parametrize(
    ("hours", "spoken"),
    [
        (daily(("09:00", "23:00")), "from 9 in the morning to 11 at night"),
        (
            daily(("12:00", "15:00"), ("18:00", "24:00")),
            "from noon to 3 in the afternoon and from 6 in the evening to midnight",
        ),
        (daily(("00:00", "24:00")), "all day"),
        ({Weekday.MON: (("09:00", "23:00"),)}, ""),
    ],
)
def test_opening_hours_are_read_aloud(hours: OpeningHours, spoken: str) -> None:
    assert describe_hours(Calendar(hours), SUNDAY) == spoken


def test_moment_names_day_and_hour() -> None:
    spoken = describe_moment(datetime.combine(SUNDAY, time(19, 30)), today=date(2026, 11, 20))
    assert spoken == "Sunday 22 November at 7:30 in the evening"


@pytest.mark.parametrize(
    ("service", "spoken"),
    [
        ("haircut", "a haircut"),
        ("updo", "an updo"),
        ("wash and set", "a wash and set"),
        ("highlights", "highlights"),
        ("waxing", "waxing"),
    ],
)
def test_service_has_the_article_that_people_give_it(service: str, spoken: str) -> None:
    assert with_article(service) == spoken
