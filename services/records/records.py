"""What was taken and what was not, for callers."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import import_module
from uuid import UUID

from pydantic import JsonValue

from core.adherence import Adherence, Dose, DoseFilter
from core.clock import Clock
from core.errors import FieldProblem, InvalidFieldError
from core.people import User
from core.reminder import ReminderStatus
from core.when import to_instant, to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.records.adherence import put_together
from services.records.calendar import DueTime, write_calendar
from services.records.fhir import write_bundle
from services.records.results import count_one_by_one, to_doses
from services.reminder.plan import in_phase, list_due

USUALLY = timedelta(days=30)
"""What is shown where nothing is said."""
LONGEST = timedelta(days=400)
MOST_DOSES = 20_000
_SHOWN_BACK, _SHOWN_AHEAD = timedelta(days=1), timedelta(days=28)
_MOST_DUE = 1_000

Moment = date | datetime
"""A day, which begins at midnight of the person's zone, or an instant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeAsked:
    """Whose doses, and of which time, as a caller says it; `until` is not in."""

    account_id: UUID
    user_id: UUID
    since: Moment | None = None
    until: Moment | None = None
    reminder_id: UUID | None = None


class Records:
    """Reads what was recorded, and changes nothing. Everything raises NotFoundError for what the account can't see.

    `kept_days`: of what is older some may be deleted, so it is not counted; 0: everything is kept.
    """

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock, kept_days: int = 0) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._kept = timedelta(days=kept_days)

    async def count(self, asked: RangeAsked) -> Adherence:
        """How many doses ended in which way, by medicine.

        Raises:
            InvalidFieldError: the range is empty or too long, or begins before what is kept.
        """
        async with self._unit_of_work() as unit:
            user, which = await self._read(unit, asked)
            counted = await unit.adherence.count(which)
            said_when = await unit.adherence.list_said_when(which)
            reminders = await unit.reminders.list_by_id({each.reminder_id for each in (*counted, *said_when)})
        counted += count_one_by_one(to_doses(said_when, reminders))
        return put_together(counted, reminders, which=which, timezone=user.timezone)

    async def list_doses(self, asked: RangeAsked) -> tuple[User, Sequence[Dose]]:
        """Every dose that has ended, in order, with whose they are.

        Raises:
            InvalidFieldError: the range is empty or too long, begins before what is kept, or holds too many doses.
        """
        async with self._unit_of_work() as unit:
            user, which = await self._read(unit, asked)
            found = await unit.adherence.list_ended(which, limit=MOST_DOSES + 1)
            reminders = await unit.reminders.list_by_id({each.reminder_id for each in found})
        if len(found) > MOST_DOSES:
            raise _wrong("since", f"There are more than {MOST_DOSES:,} doses in it; ask for a shorter time.")
        return user, to_doses(found, reminders)

    async def write_bundle(self, asked: RangeAsked) -> dict[str, JsonValue]:
        """Every dose that has ended as FHIR; raises as `list_doses`."""
        user, doses = await self.list_doses(asked)
        return write_bundle(user, doses, at=self._clock.now())

    async def write_report(self, asked: RangeAsked) -> bytes:
        """A report for people, as PDF; raises as `count`."""
        async with self._unit_of_work() as unit:
            user = await unit.users.get(asked.user_id, account_id=asked.account_id)
        adherence = await self.count(asked)
        return await asyncio.to_thread(_write_report, user, adherence)

    async def write_calendar(self, user_id: UUID, *, account_id: UUID) -> bytes:
        """What is due from yesterday until four weeks from now, as far as it is known, as a calendar."""
        now = self._clock.now()
        async with self._unit_of_work() as unit:
            user = await unit.users.get(user_id, account_id=account_id)
            reminders = await unit.reminders.list_of_user(user_id, account_id=account_id)
        found = [
            DueTime(due=due, reminder=in_phase(reminder, due.phase))
            for reminder in reminders
            if reminder.status is ReminderStatus.ACTIVE
            for due in list_due(reminder, after=now - _SHOWN_BACK, until=now + _SHOWN_AHEAD, most=_MOST_DUE)
        ]
        found.sort(key=lambda each: (each.due.at, each.reminder.id))
        return write_calendar(user, found[:_MOST_DUE])

    async def _read(self, unit: UnitOfWork, asked: RangeAsked) -> tuple[User, DoseFilter]:
        user = await unit.users.get(asked.user_id, account_id=asked.account_id)
        if asked.reminder_id:
            await unit.reminders.get(asked.reminder_id, account_id=asked.account_id)
        since, until = self._limits(asked, user.timezone)
        which = DoseFilter(
            user_id=user.id,
            account_id=user.account_id,
            since=since,
            until=until,
            reminder_id=asked.reminder_id,
            as_needed=True,
        )
        return user, which

    def _limits(self, asked: RangeAsked, timezone: str) -> tuple[datetime, datetime]:
        """As instants: without `until` up to now, without `since` the thirty days before."""
        until = _to_instant(asked.until, timezone) if asked.until else self._clock.now()
        usual = to_local(until - USUALLY, timezone).date()
        since = _to_instant(asked.since or usual, timezone)
        if since >= until:
            raise _wrong("until", "The range is empty: `until` is not in it, and must be later than `since`.")
        if until - since > LONGEST:
            raise _wrong("since", f"A range is {LONGEST.days} days at most.")
        self._check_kept(since, timezone)
        return since, until

    def _check_kept(self, since: datetime, timezone: str) -> None:
        """A count of what is partly deleted would look like one of everything."""
        kept_since = self._clock.now() - self._kept
        if self._kept and since < kept_since:
            first = to_local(kept_since, timezone).date() + timedelta(days=1)
            detail = f"Doses are kept for {self._kept.days} days here; ask from {first.isoformat()} on."
            raise _wrong("since", detail)


def _to_instant(moment: Moment, timezone: str) -> datetime:
    return moment if isinstance(moment, datetime) else to_instant(moment, time(), timezone)


def _wrong(parameter: str, detail: str) -> InvalidFieldError:
    return InvalidFieldError(detail, [FieldProblem(f"query:{parameter}", detail)])


def _write_report(user: User, adherence: Adherence) -> bytes:
    """The page as PDF. What draws it takes a quarter of a second to import, which no process should pay that draws none."""
    report = import_module("services.records.report")
    return report.write_report(user, adherence)
