"""How bookings are spoken of: short sentences fit to be read aloud."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from core.booking import Calendar
from core.when import describe_day, describe_time
from services.booking.hours import list_spans

_LAST_MINUTE = timedelta(hours=23, minutes=59)


def join_spoken(items: Sequence[str], *, last: str = "or") -> str:
    """List things as people do: "a", "a or b", "a, b or c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def describe_times(times: Sequence[time]) -> str:
    """Times as "6:30, 7:30 or 8 in the evening": neighbours in one part of the day share its name."""
    spoken = [describe_time(each).partition(" ") for each in times]
    following = [part for _, _, part in spoken[1:]] + [""]
    return join_spoken(
        [
            clock if part == next_part else f"{clock} {part}".strip()
            for (clock, _, part), next_part in zip(spoken, following, strict=True)
        ]
    )


def describe_hours(calendar: Calendar, on: date) -> str:
    """Opening times as "from 9 in the morning to 11 at night"; empty where the place is closed all day."""
    spans = list_spans(calendar, on)
    if any(span.ends_at - span.starts_at > _LAST_MINUTE for span in spans):
        return "all day"
    return join_spoken(
        [f"from {describe_time(span.starts_at.time())} to {describe_time(span.ends_at.time())}" for span in spans],
        last="and",
    )


def describe_moment(local: datetime, *, today: date) -> str:
    """Day and time as "Sunday 22 November at 7 in the evening"."""
    return f"{describe_day(local.date(), today)} at {describe_time(local.time())}"


def with_article(thing: str) -> str:
    """A service as people ask for it: "a haircut", "an updo", "highlights", "waxing"."""
    return f"{article_of(thing)}{thing}"


def article_of(thing: str) -> str:
    """What stands before a service: "a ", "an " or nothing."""
    last = thing.rpartition(" ")[2].lower()
    if last.endswith("ing") or (last.endswith("s") and not last.endswith("ss")):
        return ""
    return "an " if thing[:1].lower() in {"a", "e", "i", "o", "u"} else "a "
