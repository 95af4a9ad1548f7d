"""Stocks of medicines."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Text, delete, func, or_, select, type_coerce, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import make_id
from core.stock import Stock
from repositories.models import MedicineStockRow
from repositories.rows import fields_of, table_of
from repositories.sealed import owned

_STOCKS = table_of(MedicineStockRow)
_c = _STOCKS.c


class MedicineStockRepository:
    """Questions about stocks. A medicine is known by its name, whatever its case."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, user_id: UUID, medicine: str, *, is_held: bool = False) -> Stock | None:
        """The stock of a medicine, if anybody has counted it; held until the transaction ends where that is wanted."""
        statement = select(_STOCKS).where(*_is(user_id, medicine))
        statement = statement.with_for_update() if is_held else statement
        row = (await self._session.execute(statement)).mappings().one_or_none()
        return _to_stock(row) if row else None

    async def fill(self, user_id: UUID, medicine: str, *, account_id: UUID, left: Decimal, adds: bool) -> Stock:
        """Write how much there is, or how much came in addition; warnings come anew."""
        earlier = await self.find(user_id, medicine, is_held=True)
        new_id = earlier.id if earlier else make_id()
        name = {"medicine": medicine.casefold()}
        values = {"account_id": account_id, "user_id": user_id, "left": left, **owned(_STOCKS, new_id, name)}
        digest = _digest_of(user_id, medicine)
        if earlier:  # it may be from before there were digests
            digested = update(_STOCKS).where(_c.id == earlier.id, _c.medicine_digest.is_(None))
            await self._session.execute(digested.values(medicine_digest=digest))
        statement = insert(_STOCKS).values(id=new_id, medicine_digest=digest, **values)
        amount = _c["left"] + statement.excluded["left"] if adds else statement.excluded["left"]
        statement = statement.on_conflict_do_update(
            index_elements=["user_id", "medicine_digest"],
            set_={"left": amount, "filling": _c.filling + 1, "updated_at": func.now()},
        )
        return _to_stock((await self._session.execute(statement.returning(*_c))).mappings().one())

    async def add(self, stock: Stock, amount: Decimal) -> Stock:
        """Change a stock that is held by an amount, which is negative where something was taken."""
        statement = update(_STOCKS).where(_c.id == stock.id)
        statement = statement.values({"left": _c["left"] + amount, "updated_at": func.now()})
        return _to_stock((await self._session.execute(statement.returning(*_c))).mappings().one())

    async def remove(self, user_id: UUID, medicine: str) -> None:
        """Count it no more."""
        await self._session.execute(delete(_STOCKS).where(*_is(user_id, medicine)))


def _is(user_id: UUID, medicine: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The stock of a medicine; until all are sealed, by the name itself."""
    plain = type_coerce(_c.medicine, Text()) == medicine.casefold()
    return _c.user_id == user_id, or_(_c.medicine_digest == _digest_of(user_id, medicine), plain)


def _digest_of(user_id: UUID, medicine: str) -> str:
    """What a medicine's digest is made of: in it the person, so that nobody sees who takes the same."""
    return f"{user_id} {medicine.casefold()}"


def _to_stock(row: RowMapping) -> Stock:
    return Stock(**fields_of(row, Stock))
