"""Between what a wall clock shows and the instant that it means."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Where dates in digits begin with the month. A speaker's zone is the best hint at hand for how they write.
_MONTH_FIRST = frozenset(
    "America/" + city
    for city in (
        "New_York",
        "Detroit",
        "Chicago",
        "Denver",
        "Boise",
        "Phoenix",
        "Los_Angeles",
        "Anchorage",
        "Juneau",
        "Sitka",
        "Nome",
        "Adak",
        "Menominee",
    )
) | {"Pacific/Honolulu", "Asia/Manila"}
_BRITISH = frozenset("Europe/" + city for city in ("London", "Belfast", "Dublin", "Jersey", "Guernsey", "Isle_of_Man"))
_MONTH_FIRST_PREFIXES = ("US/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/")


def to_local(instant: datetime, timezone: str) -> datetime:
    """What the wall clock of `timezone` shows at an aware instant."""
    return instant.astimezone(ZoneInfo(timezone))


def to_instant(on: date, at: time, timezone: str) -> datetime:
    """The instant, in UTC, at which the wall clock of `timezone` shows this date and time.

    A time that the clock skips becomes the first instant after the gap; of a time that it shows twice, the first.
    """
    zone = ZoneInfo(timezone)
    shown = datetime.combine(on, at.replace(tzinfo=None, fold=0))
    instant = shown.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None, fold=0) == shown:
        return instant
    return _end_of_gap(shown, zone)


def _end_of_gap(shown: datetime, zone: ZoneInfo) -> datetime:
    """The first instant whose wall clock is beyond `shown`, which lies in a gap: offsets change once around it."""
    before = (shown - timedelta(days=1)).replace(tzinfo=zone).astimezone(UTC)
    after = (shown + timedelta(days=1)).replace(tzinfo=zone).astimezone(UTC)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) > shown:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def reads_month_first(timezone: str) -> bool:
    """Whether 12/01 is the first of December rather than the twelfth of January to people there."""
    return timezone in _MONTH_FIRST or timezone.startswith(_MONTH_FIRST_PREFIXES)


def is_british(timezone: str) -> bool:
    """Whether Mother's Day is in Lent there."""
    return timezone in _BRITISH or timezone in {"GB", "Eire"}
