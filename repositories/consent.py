"""What contacts have agreed to, and the codes by which they do."""

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from sqlalchemy import RowMapping, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.consent import ConsentCode, ConsentRecord
from repositories.models import ConsentCodeRow, ConsentRecordRow, IncomingMessageRow
from repositories.rows import columns_of, fields_of, table_of

_RECORDS, _CODES, _INCOMING = table_of(ConsentRecordRow), table_of(ConsentCodeRow), table_of(IncomingMessageRow)


class ConsentRepository:
    """Questions about consent."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, record: ConsentRecord) -> None:
        """Keep a word about consent."""
        await self._session.execute(insert(_RECORDS).values(columns_of(record)))

    async def list_of_contact(self, contact_id: UUID) -> list[ConsentRecord]:
        """Everything that was ever said, oldest first."""
        statement = select(_RECORDS).where(_RECORDS.c.contact_id == contact_id).order_by(_RECORDS.c.id)
        return [
            ConsentRecord(**fields_of(row, ConsentRecord))
            for row in (await self._session.execute(statement)).mappings()
        ]

    async def put_code(self, code: ConsentCode) -> bool:
        """Wait for this code, and for no earlier one of the contact; False where the same is waited for of somebody else."""
        values = asdict(code)
        taken = select(_CODES.c.contact_id).where(
            _CODES.c.code_hash == code.code_hash, _CODES.c.contact_id != code.contact_id
        )
        if await self._session.scalar(taken) is not None:
            return False
        statement = (
            insert(_CODES).values(values).on_conflict_do_update(index_elements=[_CODES.c.contact_id], set_=values)
        )
        await self._session.execute(statement)
        return True

    async def find_code(self, contact_id: UUID) -> ConsentCode | None:
        """The code that is waited for of a contact, held until the transaction ends; None once it has expired."""
        statement = select(_CODES).where(_CODES.c.contact_id == contact_id, _CODES.c.expires_at > func.now())
        return _to_code((await self._session.execute(statement.with_for_update())).mappings().one_or_none())

    async def find_code_by_hash(self, code_hash: str) -> ConsentCode | None:
        """As `find_code`, for whoever sends a code without saying for whom; not held."""
        statement = select(_CODES).where(_CODES.c.code_hash == code_hash, _CODES.c.expires_at > func.now())
        return _to_code((await self._session.execute(statement)).mappings().one_or_none())

    async def count_try(self, contact_id: UUID) -> None:
        """A wrong code was entered."""
        statement = update(_CODES).where(_CODES.c.contact_id == contact_id)
        await self._session.execute(statement.values(tries=_CODES.c.tries + 1))

    async def drop_code(self, contact_id: UUID) -> None:
        """No code is waited for any more."""
        await self._session.execute(delete(_CODES).where(_CODES.c.contact_id == contact_id))

    async def count_unknown_texts(self, sender: str, *, within: timedelta) -> int:
        """How many texts this number has sent that were understood by nobody."""
        c = _INCOMING.c
        recent = (c.sender_digest == sender, c.handled_by.is_(None), c.received_at > func.now() - within)
        return await self._session.scalar(select(func.count()).select_from(_INCOMING).where(*recent)) or 0


def _to_code(row: RowMapping | None) -> ConsentCode | None:
    return ConsentCode(**fields_of(row, ConsentCode)) if row else None
