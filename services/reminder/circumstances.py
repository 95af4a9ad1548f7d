"""What a step of a ladder depends on, read for all whose moment has come at the same time together.

At eight in the morning a great many doses are due in the same second; they take one statement for their reminders, one for
their people, instead of two each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from core.errors import NotFoundError
from core.grouping import Grouping, sparing
from core.people import Contact, User
from core.reminder import Occurrence, Reminder
from repositories.unit_of_work import UnitOfWorkFactory
from services.reminder.family import Family
from services.reminder.ladder import is_late

_MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of a due time. `next_dose_at`: of the same reminder; what is told on time need not know it, and has None."""

    reminder: Reminder
    user: User
    next_dose_at: datetime | None = None


class _Asked(NamedTuple):
    work: Occurrence
    wants_next: bool

    @property
    def key(self) -> tuple[UUID, datetime]:
        return self.work.reminder_id, self.work.scheduled_for


class CircumstanceReader:
    """Reads for many at a time, of whatever accounts; each gets what belongs to its own account alone. A row that can't be read fails
    the doses that it belongs to, and no others.
    """

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work
        self._circumstances: Grouping[_Asked, Circumstances] = Grouping(sparing(self._read), most=_MOST_AT_ONCE)
        self._contacts: Grouping[User, Sequence[Contact]] = Grouping(sparing(self._read_contacts), most=_MOST_AT_ONCE)

    async def read(self, work: Occurrence, *, now: datetime) -> Circumstances:
        """Raises NotFoundError where its account has no such reminder, or no such user."""
        wants_next = work.told_at is not None or is_late(now, work.scheduled_for)
        return await self._circumstances.do(_Asked(work, wants_next))

    async def read_family(self, user: User) -> Family:
        """A person with their contacts."""
        return Family(user, await self._contacts.do(user))

    async def _read(self, asked: Sequence[_Asked]) -> Sequence[Circumstances | Exception]:
        works = [each.work for each in asked]
        async with self._unit_of_work.reading() as unit:
            reminders = await unit.reminders.list_by_id({each.reminder_id for each in works})
            users = await unit.users.list_by_id({each.user_id for each in works})
            wanted = {each.key for each in asked if each.wants_next}
            next_due = await unit.occurrences.list_next_due(wanted) if wanted else {}
        return [
            _of(each.work, reminders.get(each.work.reminder_id), users.get(each.work.user_id), next_due.get(each.key))
            for each in asked
        ]

    async def _read_contacts(self, users: Sequence[User]) -> Sequence[Sequence[Contact]]:
        async with self._unit_of_work.reading() as unit:
            found = await unit.contacts.list_of_users({each.id for each in users})
        return [
            [each for each in found if (each.user_id, each.account_id) == (user.id, user.account_id)] for user in users
        ]


def _of(
    work: Occurrence, reminder: Reminder | None, user: User | None, next_dose_at: datetime | None
) -> Circumstances | NotFoundError:
    if reminder is None or reminder.account_id != work.account_id:
        return NotFoundError(f"There is no reminder {work.reminder_id}.")
    if user is None or user.account_id != work.account_id:
        return NotFoundError(f"There is no user {work.user_id}.")
    return Circumstances(reminder=reminder, user=user, next_dose_at=next_dose_at)
