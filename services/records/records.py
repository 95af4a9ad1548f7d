"""What was taken and what was not, for callers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from core.adherence import Adherence, Dose, DoseFilter
from core.clock import Clock
from core.errors import FieldProblem, InvalidFieldError
from core.people import User
from core.when import to_instant, to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.records.adherence import put_together, to_doses

USUALLY = timedelta(days=30)
"""What is shown where nothing is said."""
LONGEST = timedelta(days=400)
MOST_DOSES = 20_000

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
    """Reads what was recorded, and changes nothing. Everything raises NotFoundError for what the account can't see."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def count(self, asked: RangeAsked) -> Adherence:
        """How many doses ended in which way, by medicine.

        Raises:
            InvalidFieldError: the range is empty or too long.
        """
        async with self._unit_of_work() as unit:
            user, which = await self._read(unit, asked)
            counted = await unit.adherence.count(which)
            reminders = await unit.reminders.list_by_id({each.reminder_id for each in counted})
        return put_together(counted, reminders, which=which, timezone=user.timezone)

    async def list_doses(self, asked: RangeAsked) -> tuple[User, Sequence[Dose]]:
        """Every dose that has ended, in order, with whose they are.

        Raises:
            InvalidFieldError: the range is empty or too long, or holds too many doses.
        """
        async with self._unit_of_work() as unit:
            user, which = await self._read(unit, asked)
            found = await unit.adherence.list_ended(which, limit=MOST_DOSES + 1)
            reminders = await unit.reminders.list_by_id({each.reminder_id for each in found})
        if len(found) > MOST_DOSES:
            raise _wrong("since", f"There are more than {MOST_DOSES:,} doses in it; ask for a shorter time.")
        return user, to_doses(found, reminders)

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
        return since, until


def _to_instant(moment: Moment, timezone: str) -> datetime:
    return moment if isinstance(moment, datetime) else to_instant(moment, time(), timezone)


def _wrong(parameter: str, detail: str) -> InvalidFieldError:
    return InvalidFieldError(detail, [FieldProblem(f"query:{parameter}", detail)])
