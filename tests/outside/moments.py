"""Moments of November 2026, a month in which London's clocks show UTC."""

from datetime import UTC, datetime


def local(day: int, clock: str) -> datetime:
    """What a wall clock shows: naive."""
    return datetime.fromisoformat(f"2026-11-{day:02} {clock}")


def instant(day: int, clock: str) -> datetime:
    """The same in UTC."""
    return local(day, clock).replace(tzinfo=UTC)
