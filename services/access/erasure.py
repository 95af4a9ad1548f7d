"""Erasing people: everything that is about one of them, at once."""

from collections.abc import Callable
from uuid import UUID

import structlog

from core.errors import ContendedError
from core.ids import make_id
from core.people import User, nobody_yet
from core.tenancy import unconfined
from repositories.unit_of_work import UnitOfWorkFactory
from services.access.known_keys import KnownKeys

_TRIES = 4

logger = structlog.stdlib.get_logger(__name__)


class Erasure:
    """One per process."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, known: KnownKeys, default_timezone: str) -> None:
        self._unit_of_work = unit_of_work
        self._known = known
        self._default_timezone = default_timezone

    async def erase(self, user_id: UUID, *, account_id: UUID, check: Callable[[User], None] | None = None) -> None:
        """Erase a user and everything about them, whoever wrote it; calls that write about them come before it or are refused.

        `check` raises where the user is not what the caller has seen, and nothing is erased.
        The account's default user is erased as anybody is, and somebody new of whom nothing is known takes their place in the
        same transaction.

        Raises:
            NotFoundError: the account has no such user.
            ContendedError: others hold what is theirs, each time it was tried.
        """
        with unconfined():  # texts that are nobody's for certain are seen by no account
            async with self._unit_of_work() as unit:
                unclaimed = await unit.incoming.list_unclaimed(user_id, account_id=account_id)
        for left in reversed(range(_TRIES)):
            try:
                await self._erase(user_id, account_id, check)
            except ContendedError:  # whoever works for them at this moment holds theirs in another order
                if not left:
                    raise
                logger.info("an erasure is begun anew", left=left)
            else:
                break
        with unconfined():
            async with self._unit_of_work() as unit:
                await unit.incoming.remove_unclaimed(unclaimed)
        self._known.forget_all()

    async def _erase(self, user_id: UUID, account_id: UUID, check: Callable[[User], None] | None) -> None:
        next_id = make_id()
        async with self._unit_of_work() as unit:
            if await unit.accounts.replace_default(account_id, user_id, by=next_id):
                await unit.users.add(nobody_yet(next_id, account_id=account_id, timezone=self._default_timezone))
            # Before as well, since whoever accepts an invitation holds it first, and then the user.
            ids = await unit.logins.forget_person(user_id, account_id=account_id)
            await unit.users.seize(user_id, account_id=account_id)
            if check is not None:
                check(await unit.users.get(user_id, account_id=account_id))
            ids |= await unit.logins.forget_person(user_id, account_id=account_id)
            ids |= await unit.belongings.list_ids(user_id)
            await unit.users.remove(user_id, account_id=account_id)
            # Last, since calls that are under way hold what they change first, and then their key.
            await unit.idempotency.forget_things(ids, account_id=account_id)
            await unit.idempotency.forget_answers(account_id)
