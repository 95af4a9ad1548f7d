"""Who speaks, and what they can name: read together for all who speak at the same moment, never kept for the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from core.errors import NotFoundError
from core.grouping import Grouping
from core.people import User
from repositories.unit_of_work import UnitOfWorkFactory
from repositories.venue import VenueNames

MOST_AT_ONCE = 200

Names = Mapping[str, Sequence[str]]
"""Kind of thing → what those that there are are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A user, and the names of the venues and people about them."""

    user: User
    names: Names


class _Wanted(NamedTuple):
    account_id: UUID
    user_id: UUID


class SurroundingsReader:
    """One per process."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work
        self._groups: Grouping[_Wanted, Surroundings] = Grouping(self._read, most=MOST_AT_ONCE)

    async def get(self, user_id: UUID, *, account_id: UUID) -> Surroundings:
        """Raises NotFoundError where the account has no such user."""
        return await self._groups.do(_Wanted(account_id, user_id))

    async def _read(self, wanted: Sequence[_Wanted]) -> Sequence[Surroundings | Exception]:
        async with self._unit_of_work() as unit:
            users = {user.id: user for user in await unit.users.list_many({each.user_id for each in wanted})}
            venues = await unit.venues.list_names({user.account_id for user in users.values()})
            people = await unit.contacts.list_names(users.keys())
        found: list[Surroundings | Exception] = []
        for each in wanted:
            user = users.get(each.user_id)
            if user is None or user.account_id != each.account_id:
                found.append(NotFoundError(f"There is no user {each.user_id}."))
            else:
                names = _to_names(venues.get(user.account_id, _NO_VENUES), people.get(user.id, []))
                found.append(Surroundings(user=user, names=names))
        return found


_NO_VENUES = VenueNames([], [], [])


def _to_names(venues: VenueNames, people: Sequence[str]) -> Names:
    return {
        "venue": venues.names,
        "service": venues.services,
        "stylist": venues.staff,
        "recipient": people,
        "person_name": people,
    }
