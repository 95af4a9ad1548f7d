"""Who speaks, and what they can name: read together for all who speak at the same moment, never kept for the next one."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import NamedTuple, TypeVar
from uuid import UUID

from core.errors import NotFoundError
from core.grouping import Grouping
from core.people import Account, User
from core.preferences import read_day_times
from core.when import DayTimes
from repositories.unit_of_work import UnitOfWorkFactory
from repositories.user import NamesAbout
from services.access.default_user import DefaultUser

T = TypeVar("T")

MOST_AT_ONCE = 200

Names = Mapping[str, Sequence[str]]
"""Kind of thing → what those that there are are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A user, the names of the venues and people about them, and when they eat and go to bed."""

    user: User
    names: Names
    day_times: DayTimes = field(default_factory=dict[str, time])


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Who speaks, when and where. `about`: the speaker and what they can name, where that has just been read."""

    account_id: UUID
    user_id: UUID
    now: datetime
    timezone: str
    about: Surroundings | None = None


class _Wanted(NamedTuple):
    account_id: UUID
    user_id: UUID


class SurroundingsReader:
    """One per process."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, default_user: DefaultUser) -> None:
        self._unit_of_work = unit_of_work
        self._default_user = default_user
        self._groups: Grouping[_Wanted, Surroundings] = Grouping(self._read, most=MOST_AT_ONCE)

    async def get(self, user_id: UUID, *, account_id: UUID) -> Surroundings:
        """Raises NotFoundError where the account has no such user."""
        return await self._groups.do(_Wanted(account_id, user_id))

    async def act_with(self, named: UUID | None, *, account: Account, act: Callable[[Surroundings], Awaitable[T]]) -> T:
        """As `DefaultUser.act_for`, with who speaks."""

        async def read_and_act(user_id: UUID) -> T:
            return await act(await self.get(user_id, account_id=account.id))

        return await self._default_user.act_for(named, account=account, act=read_and_act)

    async def _read(self, wanted: Sequence[_Wanted]) -> Sequence[Surroundings | Exception]:
        async with self._unit_of_work.reading() as unit:
            known = await unit.users.list_with_names({each.user_id for each in wanted})
        about = {(user.account_id, user.id): _to_surroundings(user, names) for user, names in known}
        return [about.get(each) or NotFoundError(f"There is no user {each.user_id}.") for each in wanted]


def _to_surroundings(user: User, names: NamesAbout) -> Surroundings:
    return Surroundings(user=user, names=_to_names(names), day_times=read_day_times(user.preferences))


def _to_names(names: NamesAbout) -> Names:
    return {
        "venue": names.venues,
        "service": names.services,
        "stylist": names.staff,
        "recipient": names.people,
        "person_name": names.people,
    }
