"""When the next may be taken, beside a look at every minute."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.regimen import AsNeeded
from services.reminder.as_needed import find_allowance
from tests.unit.services.reminder.plans import utc

NOW = utc(2026, 11, 20, 12)
FOUR = AsNeeded(min_gap_minutes=240, max_per_day=4)


def ago(*hours: float) -> list[datetime]:
    return [NOW - timedelta(hours=each) for each in hours]


def test_nothing_taken_allows_it_now() -> None:
    allowance = find_allowance(FOUR, [], now=NOW)
    assert (allowance.next_at, allowance.left, allowance.is_allowed, allowance.is_last) == (NOW, 4, True, False)


def test_gap_is_waited_for() -> None:
    allowance = find_allowance(FOUR, ago(1), now=NOW)
    assert (allowance.next_at, allowance.left, allowance.is_allowed) == (NOW + timedelta(hours=3), 3, False)


def test_the_last_one_of_the_day_is_known_as_that() -> None:
    assert find_allowance(FOUR, ago(5, 10, 15), now=NOW).is_last


def test_day_is_any_24_hours_and_ends_when_the_first_of_them_leaves_it() -> None:
    allowance = find_allowance(FOUR, ago(23, 15, 10, 5), now=NOW)
    assert (allowance.next_at, allowance.left, allowance.taken) == (NOW + timedelta(hours=1), 1, 4)
    assert find_allowance(FOUR, ago(24, 15, 10, 5), now=NOW).is_allowed


def test_more_than_allowed_is_counted_as_what_it_is() -> None:
    allowance = find_allowance(AsNeeded(max_per_day=2), ago(1, 2, 3, 4), now=NOW)
    assert allowance.next_at == NOW + timedelta(hours=22)


@given(
    gap=st.none() | st.integers(5, 600),
    most=st.none() | st.integers(1, 5),
    minutes=st.lists(st.integers(0, 3000), max_size=8),
)
@settings(max_examples=150)
def test_it_is_the_first_minute_at_which_no_limit_is_broken(
    gap: int | None, most: int | None, minutes: list[int]
) -> None:
    taken = [NOW - timedelta(minutes=each) for each in minutes]

    def may(at: datetime) -> bool:
        near = [each for each in taken if at - each < timedelta(hours=24)]
        return (gap is None or all(at - each >= timedelta(minutes=gap) for each in taken)) and (
            most is None or len(near) < most
        )

    first = next(at for at in (NOW + timedelta(minutes=each) for each in range(4000)) if may(at))
    assert find_allowance(AsNeeded(min_gap_minutes=gap, max_per_day=most), taken, now=NOW).next_at == first
