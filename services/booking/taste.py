"""What a search may take from what is known of the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.booking import Venue
from core.domain import Task
from core.profile import Profile, read_profile
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.names import plain
from services.booking.venue_finder import is_near

_USUAL_PARTY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """Where somebody is at home, with how many they usually come, and which of the places they like best."""

    home: str | None
    party_size: int
    dearest: tuple[UUID, ...]


async def find_taste(task: Task, venues: Sequence[Venue], *, unit_of_work: UnitOfWorkFactory) -> Taste:
    """That of the person whose task it is."""
    async with unit_of_work.reading() as unit:
        user = await unit.users.get(task.user_id, account_id=task.account_id)
    return taste_of(read_profile(user.preferences), venues)


def taste_of(known: Profile, venues: Sequence[Venue]) -> Taste:
    """Favourite places first, in their order; then those near home."""
    favourites = [plain(name) for name in known.favourite_places]
    liked = [venue for venue in venues if plain(venue.name) in favourites]
    liked.sort(key=lambda venue: favourites.index(plain(venue.name)))
    near = [venue for venue in venues if known.home and is_near(known.home, plain(venue.location or ""))]
    dearest = dict.fromkeys(venue.id for venue in (*liked, *near))
    return Taste(home=known.home, party_size=known.usual_party_size or _USUAL_PARTY, dearest=tuple(dearest))
