"""Accounts beside the first."""

from core.ids import make_id
from core.people import Account, NewUser
from repositories.unit_of_work import UnitOfWorkFactory
from services.access.key_service import KeyWish
from services.services import Services


async def default_account(unit_of_work: UnitOfWorkFactory) -> Account:
    """The account that the development key opens."""
    async with unit_of_work() as unit:
        account = await unit.accounts.find_by_name("default")
    assert account is not None
    return account


async def add_account(
    unit_of_work: UnitOfWorkFactory, services: Services, name: str = "neighbours"
) -> tuple[Account, str]:
    """A new account with its user, and a key that opens it."""
    default = await default_account(unit_of_work)
    account = Account(id=make_id(), name=name, default_user_id=make_id(), signing_secret=default.signing_secret)
    user = NewUser(
        id=account.default_user_id, account_id=account.id, name="Neighbour", timezone="Europe/Paris", preferences={}
    )
    async with unit_of_work() as unit:
        assert await unit.accounts.add_if_absent(account)
        await unit.users.add(user)
    issued = await services.access.keys.issue(KeyWish(name="test"), account_id=account.id)
    return account, issued.secret.get_secret_value()
