"""Users."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import RowMapping, any_, bindparam, case, delete, func, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFoundError
from core.people import NewUser, User
from core.reach import addresses_of
from repositories.models import ContactRow, UserRow, VenueRow
from repositories.rows import fetch_page, fields_of, sealed_columns_of, table_of
from repositories.sealed import owned
from repositories.sender_number import forget_numbers

_USERS, _CONTACTS, _VENUES = table_of(UserRow), table_of(ContactRow), table_of(VenueRow)


class CalendarOwner(NamedTuple):
    """Whose calendar it is, and the number that links to it are good for."""

    user: User
    epoch: int


MOST_PEOPLE, MOST_PLACES = 200, 1000
_REACHED_BY = frozenset({"channels", "phone", "email"})


class NamesAbout(NamedTuple):
    """What a user's contacts are called, oldest first, and, of the account's venues, newest first, each name once."""

    people: list[str]
    venues: list[str]
    services: list[str]
    staff: list[str]


_WANTED = bindparam("ids", type_=postgresql.ARRAY(postgresql.UUID(as_uuid=True)))
_BY_ID = select(_USERS).where(_USERS.c.id == any_(_WANTED))
_PEOPLE = (
    select(func.array_agg(aggregate_order_by(_CONTACTS.c.name, _CONTACTS.c.id)))
    .where(_CONTACTS.c.user_id == _USERS.c.id)
    .scalar_subquery()
)
_PLACES = (
    select(
        func.jsonb_agg(
            aggregate_order_by(
                func.jsonb_build_array(_VENUES.c.name, _VENUES.c.services, _VENUES.c.staff), _VENUES.c.id.desc()
            ),
            type_=postgresql.JSONB(),
        )
    )
    .where(_VENUES.c.account_id == _USERS.c.account_id, _VENUES.c.removed_at.is_(None))
    .scalar_subquery()
)
# An account's venues come with the first of its users only: there may be many of both.
_IS_FIRST = func.row_number().over(partition_by=_USERS.c.account_id, order_by=_USERS.c.id) == 1
_AMONG = (
    select(_USERS, _PEOPLE.label("people"), case((_IS_FIRST, _PLACES)).label("venues"))
    .where(_USERS.c.id == any_(_WANTED))
    .order_by(_USERS.c.account_id, _USERS.c.id)
)
_HELD = (
    select(_USERS.c.account_id, _USERS.c.id)
    .where(_USERS.c.id == any_(_WANTED))
    .order_by(_USERS.c.id)
    .with_for_update(read=True, key_share=True, skip_locked=True)
)


class UserRepository:
    """Questions about users."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, user: NewUser) -> User:
        """Store a user."""
        known_by = list(addresses_of(user.channels, phone=user.phone, email=user.email))
        statement = insert(_USERS).values({**sealed_columns_of(_USERS, user), "reached_by": known_by})
        return _to_user((await self._session.execute(statement.returning(*_USERS.c))).mappings().one())

    async def get(self, user_id: UUID, *, account_id: UUID, locked: bool = False) -> User:
        """Raises NotFoundError where the account has no such user; `locked`: nobody else changes it meanwhile."""
        statement = select(_USERS).where(_USERS.c.id == user_id, _USERS.c.account_id == account_id)
        if locked:
            statement = statement.with_for_update(key_share=True)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no user {user_id}.")
        return _to_user(row)

    async def list_by_id(self, user_ids: Collection[UUID]) -> dict[UUID, User]:
        """Those of these users that there are, whosever they are."""
        found = await self._session.execute(_BY_ID, {"ids": [*user_ids]})
        return {row["id"]: _to_user(row) for row in found.mappings()}

    async def list_with_names(self, user_ids: Collection[UUID]) -> list[tuple[User, NamesAbout]]:
        """Those of these users that exist, whosever they are, with the names of whom and what is about them.

        One statement, since every request waits for it.
        """
        found: list[tuple[User, NamesAbout]] = []
        account_id, places = None, _to_places(())
        for row in (await self._session.execute(_AMONG, {"ids": [*user_ids]})).mappings():
            if row["account_id"] != account_id:
                account_id, places = row["account_id"], _to_places((row["venues"] or ())[:MOST_PLACES])
            names = NamesAbout(people=list((row["people"] or ())[:MOST_PEOPLE]), **places)
            found.append((_to_user(row), names))
        return found

    async def hold(self, user_id: UUID, *, account_id: UUID) -> None:
        """Keep the user from being erased until the transaction ends; raises NotFoundError where there is none."""
        statement = select(_USERS.c.id).where(_USERS.c.id == user_id, _USERS.c.account_id == account_id)
        if await self._session.scalar(statement.with_for_update(read=True, key_share=True)) is None:
            raise NotFoundError(f"There is no user {user_id}.")

    async def hold_many(self, user_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
        """As `hold`, without waiting: account and id of those that exist and that nobody is erasing."""
        held = await self._session.execute(_HELD, {"ids": [*user_ids]})
        return {(account_id, user_id) for account_id, user_id in held}

    async def list_page(self, *, account_id: UUID, before: UUID | None, limit: int) -> list[User]:
        """Users of the account, newest first."""
        statement = select(_USERS).where(_USERS.c.account_id == account_id)
        rows = await fetch_page(self._session, statement, table=_USERS, before=before, limit=limit)
        return [_to_user(row) for row in rows]

    async def change(self, user_id: UUID, changes: Mapping[str, Any], *, account_id: UUID) -> User:
        """Write the named columns; raises NotFoundError where the account has no such user."""
        mine = (_USERS.c.id == user_id, _USERS.c.account_id == account_id)
        written = {**owned(_USERS, user_id, changes), "updated_at": func.now()}
        statement = update(_USERS).where(*mine).values(written).returning(*_USERS.c)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no user {user_id}.")
        user = _to_user(row)
        if not _REACHED_BY.isdisjoint(changes):
            known_by = list(addresses_of(user.channels, phone=user.phone, email=user.email))
            await self._session.execute(update(_USERS).where(*mine).values(reached_by=known_by))
            await self._session.execute(forget_numbers(user_id, known_by))
        return user

    async def get_calendar_epoch(self, user_id: UUID, *, account_id: UUID) -> int:
        """The number that links to the user's calendar are good for; raises NotFoundError where there is no such user."""
        statement = select(_USERS.c.calendar_epoch).where(_USERS.c.id == user_id, _USERS.c.account_id == account_id)
        return _found(await self._session.scalar(statement), user_id)

    async def raise_calendar_epoch(self, user_id: UUID, *, account_id: UUID) -> int:
        """Make all links useless that were handed out; raises NotFoundError where there is no such user."""
        mine = update(_USERS).where(_USERS.c.id == user_id, _USERS.c.account_id == account_id)
        raised = mine.values(calendar_epoch=_USERS.c.calendar_epoch + 1).returning(_USERS.c.calendar_epoch)
        return _found(await self._session.scalar(raised), user_id)

    async def find_calendar_owner(self, user_id: UUID) -> CalendarOwner | None:
        """The user, whatever the account."""
        row = (await self._session.execute(select(_USERS).where(_USERS.c.id == user_id))).mappings().one_or_none()
        return CalendarOwner(_to_user(row), row["calendar_epoch"]) if row else None

    async def seize(self, user_id: UUID, *, account_id: UUID) -> None:
        """Before a user is erased: wait for whoever holds them, and let nobody hold them again; raises NotFoundError as `remove`."""
        statement = select(_USERS.c.id).where(_USERS.c.id == user_id, _USERS.c.account_id == account_id)
        if await self._session.scalar(statement.with_for_update()) is None:
            raise NotFoundError(f"There is no user {user_id}.")

    async def remove(self, user_id: UUID, *, account_id: UUID) -> None:
        """Erase the user and everything that is about them; raises NotFoundError where there is no such user."""
        statement = delete(_USERS).where(_USERS.c.id == user_id, _USERS.c.account_id == account_id)
        if await self._session.scalar(statement.returning(_USERS.c.id)) is None:
            raise NotFoundError(f"There is no user {user_id}.")


def _found(epoch: int | None, user_id: UUID) -> int:
    if epoch is None:
        raise NotFoundError(f"There is no user {user_id}.")
    return epoch


def _to_user(row: RowMapping) -> User:
    return User(**fields_of(row, User))


def _to_places(venues: Sequence[tuple[str, list[str], list[str]]]) -> dict[str, list[str]]:
    return {
        "venues": _distinct(name for name, _, _ in venues),
        "services": _distinct(each for _, services, _ in venues for each in services),
        "staff": _distinct(each for _, _, staff in venues for each in staff),
    }


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
