"""Whom an account means where a caller names nobody."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from core.access_record import current_access
from core.errors import NotFoundError
from core.people import Account
from core.tenancy import current_tenant
from repositories.unit_of_work import UnitOfWorkFactory

T = TypeVar("T")


class DefaultUser:
    """Who that is may be erased at any moment; somebody new is it from then on, in every process."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def act_for(self, named: UUID | None, *, account: Account, act: Callable[[UUID], Awaitable[T]]) -> T:
        """What `act` does for whom is named, else for the account's default user: the new one where the one before was just erased.

        A NotFoundError of `act` says that it has done nothing. Whoever is for certain people never gets from one to another.
        """
        user_id = named or account.default_user_id
        while True:
            try:
                return await act(user_id)
            except NotFoundError:
                if named is not None or _is_for_certain_people():
                    raise
                latest = await self.get(account)
                if latest == user_id:
                    raise
                if (note := current_access()) is not None:
                    note.is_about_instead(user_id, latest)
                user_id = latest

    async def get(self, account: Account) -> UUID:
        """Who it is now."""
        if _is_for_certain_people():
            return account.default_user_id
        async with self._unit_of_work.reading() as unit:
            latest = await unit.accounts.find(account.id)
        return account.default_user_id if latest is None else latest.default_user_id


def _is_for_certain_people() -> bool:
    """Whether the caller's default user is one of their people, and not the account's."""
    tenant = current_tenant()
    return tenant is not None and tenant.people is not None
