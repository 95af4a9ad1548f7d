"""When a venue is open and how long a table or a chair is kept: pure arithmetic on opening hours.

Opening hours are wall-clock times of the venue's zone; stays are instants, so that the days on which clocks change come
out right: a table is kept for ninety minutes of real time, and a time that the clock skips can't be had.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.booking import Calendar, Venue
from core.when import to_instant, to_local

GRID = timedelta(minutes=15)
LAST_SEATING = timedelta(minutes=30)
"""Nobody is seated later than this before closing."""

_SMALL_PARTY = 4
_SMALL_STAY = timedelta(minutes=90)
_LARGE_STAY = timedelta(minutes=120)
_DAY = timedelta(days=1)
_FARTHEST_DAYS = 366


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one moment to a later one; the end is outside."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Length:
    """How long something is kept where the day is long enough, and how long at least before closing."""

    wanted: timedelta
    least: timedelta


def length_of_meal(party_size: int, turn_minutes: Mapping[int, int] | None = None) -> Length:
    """How long a table is kept; whoever comes late eats up by closing time.

    Args:
        party_size: how many people sit there.
        turn_minutes: minutes for parties of up to so many people, where the place says; the largest go for all beyond.
    """
    if turn_minutes:
        up_to = min((size for size in turn_minutes if size >= party_size), default=max(turn_minutes))
        wanted = timedelta(minutes=turn_minutes[up_to])
        return Length(wanted, min(wanted, LAST_SEATING))
    return Length(_SMALL_STAY if party_size <= _SMALL_PARTY else _LARGE_STAY, LAST_SEATING)


def length_of_service(minutes: int) -> Length:
    """How long a chair is kept; what is begun at a salon is finished before closing."""
    return Length(timedelta(minutes=minutes), timedelta(minutes=minutes))


def list_spans(calendar: Calendar, on: date) -> list[Span]:
    """The opening times that begin on a day, local and naive, earliest first; the last may end on the next day."""
    midnight = datetime.combine(on, time())
    spans: list[Span] = []
    for opens, closes in calendar.times_on(on):
        starts_at, ends_at = midnight + _since_midnight(opens), midnight + _since_midnight(closes)
        spans.append(Span(starts_at, ends_at if ends_at > starts_at else ends_at + _DAY))
    return sorted(spans)


def find_open_day(calendar: Calendar, *, after: date) -> date | None:
    """The first day after this one on which the place opens; None where it doesn't within a year."""
    following = (after + timedelta(days=days) for days in range(1, _FARTHEST_DAYS + 1))
    return next((on for on in following if calendar.times_on(on)), None)


def is_open(venue: Venue, local: datetime) -> bool:
    """Whether the place is open at a local time."""
    instant = to_instant(local.date(), local.time(), venue.timezone)
    return any(span.starts_at <= instant < span.ends_at for span in _openings_around(venue, local.date()))


def is_open_during(venue: Venue, stay: Span) -> bool:
    """Whether the place is open during the whole stay."""
    openings = _openings_around(venue, to_local(stay.starts_at, venue.timezone).date())
    return any(span.starts_at <= stay.starts_at and stay.ends_at <= span.ends_at for span in openings)


def is_at_work(venue: Venue, staff: str, stay: Span) -> bool:
    """Whether a member of the staff is there during the whole stay."""
    if staff not in venue.staff_hours and staff not in venue.staff_days_off:
        return True
    on = to_local(stay.starts_at, venue.timezone).date()
    shifts = _join(venue.calendar_of(staff), on, venue.timezone)
    return any(shift.starts_at <= stay.starts_at and stay.ends_at <= shift.ends_at for shift in shifts)


def find_stay(venue: Venue, local: datetime, length: Length) -> Span | None:
    """What would be kept from this local time on, in instants; None where nothing starts then."""
    if (local - datetime.combine(local.date(), time())) % GRID:
        return None
    return _stay_within(_openings_around(venue, local.date()), venue, local, length)


def list_stays(venue: Venue, on: date, length: Length) -> list[tuple[datetime, Span]]:
    """Every local time of a day at which a stay may start, with the stay that begins then."""
    openings = _openings_around(venue, on)
    midnight = datetime.combine(on, time())
    starts = [midnight + GRID * number for number in range(_DAY // GRID)]
    stays = [(start, _stay_within(openings, venue, start, length)) for start in starts]
    return [(start, stay) for start, stay in stays if stay]


def _stay_within(openings: Sequence[Span], venue: Venue, local: datetime, length: Length) -> Span | None:
    instant = to_instant(local.date(), local.time(), venue.timezone)
    if to_local(instant, venue.timezone).replace(tzinfo=None, fold=0) != local:
        return None  # the clocks skip this time
    for opening in openings:
        if opening.starts_at <= instant <= opening.ends_at - length.least:
            return Span(instant, min(instant + length.wanted, opening.ends_at))
    return None


def _openings_around(venue: Venue, on: date) -> list[Span]:
    """When the place is open on a day, in instants."""
    return _join(venue.calendar, on, venue.timezone)


def _join(calendar: Calendar, on: date, timezone: str) -> list[Span]:
    """The times of a day, in instants; what ran on past midnight is joined, what touches is one."""
    merged: list[Span] = []
    spans = [span for day in (on - _DAY, on, on + _DAY) for span in list_spans(calendar, day)]
    for span in sorted(_to_instants(span, timezone) for span in spans):
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
