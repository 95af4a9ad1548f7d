from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.webhook.schedule import (
    DELAYS_SECONDS,
    MAX_ATTEMPTS,
    MAX_RETRY_AFTER_SECONDS,
    next_delay,
    parse_retry_after,
)

NOW = datetime(2026, 3, 4, 12, 0, 0, tzinfo=UTC)


def test_schedule_is_the_recommended_one() -> None:
    delays = [next_delay(attempt, retry_after=None, jitter=0) for attempt in range(MAX_ATTEMPTS)]

    assert delays == [0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
    assert sum(DELAYS_SECONDS) / 3600 == pytest.approx(75.6, abs=0.05)


def test_schedule_is_used_up_after_the_last_attempt() -> None:
    assert next_delay(MAX_ATTEMPTS, retry_after=None, jitter=0) is None
    assert next_delay(MAX_ATTEMPTS + 5, retry_after=60, jitter=0) is None


@pytest.mark.parametrize(("jitter", "expected"), [(-1, 240), (0, 300), (1, 360), (7, 360), (-7, 240)])
def test_jitter_scales_by_a_fifth_at_most(jitter: float, expected: float) -> None:
    assert next_delay(2, retry_after=None, jitter=jitter) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("retry_after", "expected"),
    [(0, 300), (299, 300), (301, 301), (86_400, 86_400), (10**9, MAX_RETRY_AFTER_SECONDS)],
)
def test_retry_after_is_a_minimum_up_to_a_day(retry_after: float, expected: float) -> None:
    assert next_delay(2, retry_after=retry_after, jitter=0) == expected


def test_jitter_does_not_undercut_retry_after() -> None:
    assert next_delay(2, retry_after=300, jitter=-1) == 300


def test_negative_number_of_attempts_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        next_delay(-1, retry_after=None, jitter=0)


@given(attempt=st.integers(0, MAX_ATTEMPTS - 1), jitter=st.floats(-1, 1), retry_after=st.none() | st.floats(0, 1e9))
def test_delay_stays_within_its_bounds(attempt: int, jitter: float, retry_after: float | None) -> None:
    delay = next_delay(attempt, retry_after=retry_after, jitter=jitter)

    assert delay is not None
    assert DELAYS_SECONDS[attempt] * 0.8 <= delay <= max(DELAYS_SECONDS[attempt] * 1.2, MAX_RETRY_AFTER_SECONDS)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("999999999", MAX_RETRY_AFTER_SECONDS),
        ("Wed, 04 Mar 2026 12:01:30 GMT", 90),
        ("Wed, 04 Mar 2026 13:01:30 +0100", 90),
        ("Wed, 04 Mar 2026 12:01:30 -0000", 90),
        ("Wed, 04 Mar 2026 11:00:00 GMT", 0),
        ("Wed, 04 Mar 2099 11:00:00 GMT", MAX_RETRY_AFTER_SECONDS),
    ],
)
def test_retry_after_is_read_as_seconds_or_date(value: str, expected: float) -> None:
    assert parse_retry_after(value, now=NOW) == expected


@pytest.mark.parametrize(
    "value", [None, "", "-5", "1.5", "soon", "inf", "nan", "٣", "9" * 5000, "Wed, 99 Mar 2026 12:00:00"]
)
def test_retry_after_that_says_nothing_is_ignored(value: str | None) -> None:
    assert parse_retry_after(value, now=NOW) is None


@given(st.text(max_size=60) | st.from_regex(r"\A[A-Z][a-z]{2}, [0-9]{1,3} [A-Z][a-z]{2} [0-9]{1,9} [0-9:+-]{0,12}\Z"))
def test_no_retry_after_is_too_odd_to_read(value: str) -> None:
    seconds = parse_retry_after(value, now=NOW)

    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER_SECONDS
