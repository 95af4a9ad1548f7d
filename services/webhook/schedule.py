"""When a webhook is tried again: pure arithmetic over the schedule that Standard Webhooks recommends."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MINUTE, _HOUR = 60.0, 3600.0

# 75.6 hours in all: a receiver that breaks on a Friday evening still gets its messages on Monday.
DELAYS_SECONDS = (
    0.0,
    5.0,
    5 * _MINUTE,
    30 * _MINUTE,
    2 * _HOUR,
    5 * _HOUR,
    10 * _HOUR,
    14 * _HOUR,
    20 * _HOUR,
    24 * _HOUR,
)
MAX_ATTEMPTS = len(DELAYS_SECONDS)
MAX_RETRY_AFTER_SECONDS = 24 * _HOUR
JITTER_SHARE = 0.2
SHORTEST_SCHEDULE_SECONDS = sum(DELAYS_SECONDS) * (1 - JITTER_SHARE)
"""From the first try of a message to the last one, at the least: some 60 hours."""


def next_delay(attempt: int, *, retry_after: float | None, jitter: float) -> float | None:
    """Return the seconds to wait before the next try, or None when the schedule is used up.

    Args:
        attempt: how many tries have been made; 0 before the first.
        retry_after: what the receiver asked for in seconds: a minimum, honoured up to 24 hours.
        jitter: from -1 to 1, scales the delay by up to a fifth, so that a herd of tries spreads.
    """
    if attempt < 0:
        raise ValueError("The number of tries made can't be negative")
    if attempt >= MAX_ATTEMPTS:
        return None
    delay = DELAYS_SECONDS[attempt] * (1 + JITTER_SHARE * max(-1.0, min(jitter, 1.0)))
    return max(delay, min(retry_after or 0.0, MAX_RETRY_AFTER_SECONDS))


def parse_retry_after(value: str | None, *, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, 0 to 24 hours; None when it says nothing we understand."""
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,15}", text):
        return min(float(text), MAX_RETRY_AFTER_SECONDS)
    try:
        until = parsedate_to_datetime(text)
        if until.tzinfo is None:
            until = until.replace(tzinfo=UTC)
        seconds = (until - now).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):  # the standard parser fails in all these ways
        return None
    return max(0.0, min(seconds, MAX_RETRY_AFTER_SECONDS))
