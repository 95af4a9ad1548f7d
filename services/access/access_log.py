"""Who saw or changed what of whom: written in groups, read by whom it is about."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from core.access_record import AccessRecord, ErasedMeanwhileError, StoredAccess
from core.errors import FieldProblem, InvalidFieldError
from core.grouping import Grouping
from repositories.access_log import AccessFilter
from repositories.unit_of_work import UnitOfWorkFactory

__all__ = ["AccessFilter", "AccessLog"]

MOST_AT_ONCE: Final = 200


class AccessLog:
    """The record of all accesses. What `write` has returned from is committed."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work
        self._groups: Grouping[Sequence[AccessRecord], None] = Grouping(self._write_many, most=MOST_AT_ONCE)

    async def write(self, records: Sequence[AccessRecord]) -> None:
        """Store what one call has seen or changed; raises UnavailableError where it can't be stored."""
        if records:
            await self._groups.do(records)

    async def list_page(self, wanted: AccessFilter, *, before: UUID | None, limit: int) -> list[StoredAccess]:
        """Accesses to a person's data, newest first.

        Raises:
            NotFoundError: the account has no such person.
            InvalidFieldError: the range ends before it begins.
        """
        if wanted.since and wanted.until and wanted.until <= wanted.since:
            wrong = "until must be later than since."
            raise InvalidFieldError(wrong, [FieldProblem("query:until", wrong)])
        async with self._unit_of_work() as unit:
            await unit.users.get(wanted.user_id, account_id=wanted.account_id)
            return await unit.access_log.list_page(wanted, before=before, limit=limit)

    async def _write_many(self, calls: Sequence[Sequence[AccessRecord]]) -> Sequence[None]:
        together = [record for records in calls for record in records]
        try:
            await self._add(together)
        except ErasedMeanwhileError:
            await self._add(together)
        return [None] * len(calls)

    async def _add(self, records: Sequence[AccessRecord]) -> None:
        async with self._unit_of_work() as unit:
            await unit.access_log.add(records)
