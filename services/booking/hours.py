"""When a venue is open and how long a table is kept: pure arithmetic on opening hours.

Opening hours are wall-clock times of the venue's zone; stays are instants, so that the days on which clocks change come
out right: a table is kept for ninety minutes of real time, and a time that the clock skips can't be had.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.booking import OpeningHours, Venue, Weekday
from core.when import to_instant, to_local

GRID = timedelta(minutes=15)
LAST_SEATING = timedelta(minutes=30)
"""Nobody is seated later than this before closing."""

_SMALL_PARTY = 4
_SMALL_STAY = timedelta(minutes=90)
_LARGE_STAY = timedelta(minutes=120)
_DAY = timedelta(days=1)
_WEEK = 7
_DAYS = tuple(Weekday)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one moment to a later one; the end is outside."""

    starts_at: datetime
    ends_at: datetime


def list_spans(hours: OpeningHours, on: date) -> list[Span]:
    """The opening times that begin on a day, local and naive, earliest first; the last may end on the next day."""
    midnight = datetime.combine(on, time())
    spans: list[Span] = []
    for opens, closes in hours.get(_DAYS[on.weekday()], ()):
        starts_at, ends_at = midnight + _since_midnight(opens), midnight + _since_midnight(closes)
        spans.append(Span(starts_at, ends_at if ends_at > starts_at else ends_at + _DAY))
    return sorted(spans)


def find_open_day(hours: OpeningHours, *, after: date) -> date | None:
    """The first day after this one on which the place opens; None where it never does."""
    following = (after + timedelta(days=days) for days in range(1, _WEEK + 1))
    return next((on for on in following if list_spans(hours, on)), None)


def is_open(venue: Venue, local: datetime) -> bool:
    """Whether the place is open at a local time."""
    instant = to_instant(local.date(), local.time(), venue.timezone)
    return any(span.starts_at <= instant < span.ends_at for span in _openings_around(venue, local.date()))


def find_stay(venue: Venue, local: datetime, party_size: int) -> Span | None:
    """How long a table would be kept from this local time on, in instants; None where no table starts then."""
    if (local - datetime.combine(local.date(), time())) % GRID:
        return None
    return _stay_within(_openings_around(venue, local.date()), venue, local, party_size)


def list_stays(venue: Venue, on: date, party_size: int) -> list[tuple[datetime, Span]]:
    """Every local time of a day at which a table may start, with the stay that begins then."""
    openings = _openings_around(venue, on)
    midnight = datetime.combine(on, time())
    starts = [midnight + GRID * number for number in range(_DAY // GRID)]
    stays = [(start, _stay_within(openings, venue, start, party_size)) for start in starts]
    return [(start, stay) for start, stay in stays if stay]


def _stay_within(openings: Sequence[Span], venue: Venue, local: datetime, party_size: int) -> Span | None:
    instant = to_instant(local.date(), local.time(), venue.timezone)
    if to_local(instant, venue.timezone).replace(tzinfo=None, fold=0) != local:
        return None  # the clocks skip this time
    for opening in openings:
        if opening.starts_at <= instant <= opening.ends_at - LAST_SEATING:
            wanted = _SMALL_STAY if party_size <= _SMALL_PARTY else _LARGE_STAY
            return Span(instant, min(instant + wanted, opening.ends_at))
    return None


def _openings_around(venue: Venue, on: date) -> list[Span]:
    """When the place is open on a day, in instants; what ran on past midnight is joined, what touches is one."""
    merged: list[Span] = []
    spans = [span for day in (on - _DAY, on, on + _DAY) for span in list_spans(venue.hours, day)]
    for span in sorted(_to_instants(span, venue.timezone) for span in spans):
        if merged and span.starts_at <= merged[-1].ends_at:
            merged[-1] = Span(merged[-1].starts_at, max(merged[-1].ends_at, span.ends_at))
        else:
            merged.append(span)
    return merged


def _to_instants(span: Span, timezone: str) -> Span:
    starts_at, ends_at = span.starts_at, span.ends_at
    return Span(
        to_instant(starts_at.date(), starts_at.time(), timezone), to_instant(ends_at.date(), ends_at.time(), timezone)
    )


def _since_midnight(clock: str) -> timedelta:
    hours, minutes = clock.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))
