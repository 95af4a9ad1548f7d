"""Mail that whoever gets it has not asked for: how much of each kind an address is sent in a day, whoever has it sent."""

from datetime import timedelta
from typing import Final

from core.blind_index import BlindIndex, plain_mail_address
from repositories.unit_of_work import UnitOfWork

MOST: Final = 3
WITHIN: Final = timedelta(days=1)


async def has_room(unit: UnitOfWork, kind: str, address: str, *, index: BlindIndex) -> bool:
    """Count one more of this kind, for all accounts together; False where the address was sent as many as anybody is.

    Nobody else counts for the address until the transaction ends.
    """
    return await unit.logins.count_try(_subject(kind, address, index), within=WITHIN) <= MOST


async def take_back(unit: UnitOfWork, kind: str, address: str, *, index: BlindIndex) -> None:
    """One that was counted did not go out."""
    await unit.logins.take_back_try(_subject(kind, address, index))


def mailbox_of(address: str) -> str:
    """A mail address as it is counted: `anna+whatever@example.org` goes where `anna@example.org` goes. Others stay as they are."""
    local, at, domain = plain_mail_address(address).rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}" if at else address


def _subject(kind: str, address: str, index: BlindIndex) -> str:
    return f"{kind}:{index.of(kind, mailbox_of(address))}"
