from datetime import datetime

import pytest

from core.quiet_hours import QuietHours, quiet_until

NIGHT, NOON = QuietHours(begin="22:00", end="07:30"), QuietHours(begin="12:00", end="14:00")


@pytest.mark.parametrize(
    ("now", "quiet", "until"),
    [
        ("2026-11-20T21:59:59+00:00", NIGHT, None),
        ("2026-11-20T22:00:00+00:00", NIGHT, "2026-11-21T07:30:00+00:00"),
        ("2026-11-21T00:30:00+00:00", NIGHT, "2026-11-21T07:30:00+00:00"),
        ("2026-11-21T07:30:00+00:00", NIGHT, None),
        ("2026-11-21T13:00:00+00:00", NOON, "2026-11-21T14:00:00+00:00"),
        ("2026-11-21T14:00:00+00:00", NOON, None),
        ("2026-07-01T21:30:00+00:00", NIGHT, "2026-07-02T06:30:00+00:00"),  # summer in London
        ("2027-03-28T00:30:00+00:00", NIGHT, "2027-03-28T06:30:00+00:00"),  # the clock is put forward in this night
        ("2026-11-20T23:00:00+00:00", QuietHours(begin="08:00", end="08:00"), None),
        ("2026-11-20T23:00:00+00:00", None, None),
    ],
)
def test_quiet_hours_are_those_of_the_wall_clock(now: str, quiet: QuietHours | None, until: str | None) -> None:
    found = quiet_until(datetime.fromisoformat(now), quiet, timezone="Europe/London")
    assert found == (datetime.fromisoformat(until) if until else None)
