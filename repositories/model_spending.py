"""What language models cost. A day is one of UTC, by the database's clock, so that all processes change it together."""

from sqlalchemy import Date, func, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from repositories.models import ModelSpendingRow
from repositories.rows import table_of

_SPENDING = table_of(ModelSpendingRow)
_TODAY = sql_cast(func.timezone("UTC", func.now()), Date)


class ModelSpendingRepository:
    """Questions about spending, in millionths of a dollar."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get_today(self) -> int:
        """What has been spent today."""
        found = await self._session.scalar(select(_SPENDING.c.microdollars).where(_SPENDING.c.day == _TODAY))
        return found or 0

    async def add_today(self, microdollars: int) -> int:
        """Add to what has been spent today; answers the new sum, which no other addition is answered."""
        new = insert(_SPENDING).values(day=_TODAY, microdollars=microdollars)
        added = new.on_conflict_do_update(
            index_elements=[_SPENDING.c.day], set_={"microdollars": _SPENDING.c.microdollars + microdollars}
        )
        return (await self._session.execute(added.returning(_SPENDING.c.microdollars))).scalar_one()
