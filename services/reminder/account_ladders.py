"""The ladder that all medicines of an account have, where neither the reminder nor its person has one."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from core.clock import Clock
from core.escalation import NO_LADDERS, Ladders
from core.grouping import Grouping
from repositories.unit_of_work import UnitOfWorkFactory

KNOWN_FOR = timedelta(seconds=30)
"""So long a process goes by what it has read; a change holds everywhere after that."""
_MOST_KNOWN = 10_000
_MOST_AT_ONCE = 200


class AccountLadders:
    """Reads and writes them; what is read is kept for half a minute, for every dose asks."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._known: dict[UUID, tuple[datetime, Ladders]] = {}
        self._reads: Grouping[UUID, Ladders] = Grouping(self._read, most=_MOST_AT_ONCE)

    async def get(self, account_id: UUID) -> Ladders:
        """The ladders of an account, as they were half a minute ago at the earliest."""
        now = self._clock.now()
        read_at, ladders = self._known.get(account_id, (None, None))
        if read_at is not None and ladders is not None and abs(now - read_at) < KNOWN_FOR:
            return ladders
        found = await self._reads.do(account_id)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[account_id] = (now, found)
        return found

    async def read(self, account_id: UUID) -> Ladders:
        """The ladders of an account as they stand."""
        async with self._unit_of_work.reading() as unit:
            return await unit.accounts.find_ladders(account_id)

    async def _read(self, account_ids: Sequence[UUID]) -> Sequence[Ladders]:
        async with self._unit_of_work.reading() as unit:
            found = await unit.accounts.list_ladders({*account_ids})
        return [found.get(each, NO_LADDERS) for each in account_ids]

    async def write(
        self, account_id: UUID, ladders: Ladders, *, check: Callable[[Ladders], None] | None = None
    ) -> None:
        """Let the account have these, unless `check` raises for those that it has; doses on their way go on by them within half a minute."""
        async with self._unit_of_work() as unit:
            if check is not None:
                await unit.accounts.lock(account_id)
                check(await unit.accounts.find_ladders(account_id))
            await unit.accounts.write_ladders(account_id, ladders)
        self._known.pop(account_id, None)
