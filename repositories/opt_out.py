"""Addresses that want nothing more by their channel."""

import hashlib
from collections.abc import Collection

from sqlalchemy import Text, delete, or_, select, type_coerce
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from repositories.models import OptOutRow
from repositories.rows import table_of
from repositories.sealed import vault_on

_OPT_OUTS = table_of(OptOutRow)


class OptOutRepository:
    """Questions about opt-outs; addresses are written as `core/reach.py` writes them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, address: str, *, source: str, wording: str | None) -> bool:
        """Write down that an address wants nothing more; False where that is known."""
        if await self.list_among([address]):
            return False
        values = {"address_hash": _hash(address), "source": source, "wording": wording}
        statement = insert(_OPT_OUTS).values(values).on_conflict_do_nothing().returning(_OPT_OUTS.c.address_hash)
        return await self._session.scalar(statement) is not None

    async def remove(self, address: str) -> bool:
        """Take it back; False where there is nothing to take back."""
        known_as, plain = _OPT_OUTS.c.address_hash, type_coerce(_OPT_OUTS.c.address_hash, Text())
        statement = delete(_OPT_OUTS).where(or_(known_as == _hash(address), plain == _hash(address)))
        return await self._session.scalar(statement.returning(_OPT_OUTS.c.address_hash)) is not None

    async def list_among(self, addresses: Collection[str]) -> set[str]:
        """Those of these addresses that want nothing more."""
        if not addresses:
            return set()
        vault, known_as = vault_on(self._session), type_coerce(_OPT_OUTS.c.address_hash, Text())
        hashes = {form: each for each in addresses for form in (_hash(each), vault.digest("opt-out", _hash(each)))}
        statement = select(known_as).where(known_as.in_(hashes))
        return {hashes[each] for each in await self._session.scalars(statement)}


def _hash(address: str) -> str:
    """What is stored is a digest of this under our key, so that nobody finds a number by trying all; older rows are it itself."""
    return hashlib.sha256(address.encode()).hexdigest()
