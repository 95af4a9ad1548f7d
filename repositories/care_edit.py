"""What carers have changed of somebody's medicines."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.care_edit import CareEdit, CareVerb
from core.ids import make_id
from core.people import Contact
from repositories.models import CareEditRow
from repositories.rows import fields_of, table_of

_EDITS = table_of(CareEditRow)


class CareEditRepository:
    """Questions about the changes of carers."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, reminder_id: UUID, contact: Contact, verb: CareVerb) -> UUID:
        """Record who did it; answers with the id of the record."""
        values = {"reminder_id": reminder_id, "contact_id": contact.id, "name": contact.name, "verb": verb}
        added = insert(_EDITS).values(id=make_id(), **values).returning(_EDITS.c.id)
        return (await self._session.execute(added)).scalar_one()

    async def list_of(self, reminder_id: UUID) -> list[CareEdit]:
        """The changes of a reminder by carers, oldest first."""
        statement = select(_EDITS).where(_EDITS.c.reminder_id == reminder_id).order_by(_EDITS.c.id)
        rows = (await self._session.execute(statement)).mappings()
        return [CareEdit(**fields_of(row, CareEdit)) for row in rows]
