"""Addresses that want nothing more by their channel."""

import hashlib
from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from repositories.models import OptOutRow
from repositories.rows import table_of

_OPT_OUTS = table_of(OptOutRow)


class OptOutRepository:
    """Questions about opt-outs; addresses are written as `core/reach.py` writes them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, address: str, *, source: str, wording: str | None) -> bool:
        """Write down that an address wants nothing more; False where that is known."""
        values = {"address_hash": _hash(address), "source": source, "wording": wording}
        statement = insert(_OPT_OUTS).values(values).on_conflict_do_nothing().returning(_OPT_OUTS.c.address_hash)
        return await self._session.scalar(statement) is not None

    async def remove(self, address: str) -> bool:
        """Take it back; False where there is nothing to take back."""
        statement = delete(_OPT_OUTS).where(_OPT_OUTS.c.address_hash == _hash(address))
        return await self._session.scalar(statement.returning(_OPT_OUTS.c.address_hash)) is not None

    async def list_among(self, addresses: Collection[str]) -> set[str]:
        """Those of these addresses that want nothing more."""
        if not addresses:
            return set()
        hashes = {_hash(each): each for each in addresses}
        statement = select(_OPT_OUTS.c.address_hash).where(_OPT_OUTS.c.address_hash.in_(hashes))
        return {hashes[each] for each in await self._session.scalars(statement)}


def _hash(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()
