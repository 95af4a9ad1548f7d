"""Free times."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from api.dependencies import AccountDep, ServicesDep
from api.problems import documented
from api.schemas.availability import AvailabilityAnswer
from api.schemas.common import Day
from services.booking.obstacles import LARGEST_PARTY
from services.booking.whole_days import MOST_DAYS
from services.booking_service import Search

router = APIRouter(prefix="/v1/availability", tags=["venues"])


async def get_search(
    venue_id: Annotated[UUID, Query()],
    date: Annotated[Day, Query(description="The day, local to the venue.")],
    to: Annotated[Day | None, Query(description=f"The last of several days, at most {MOST_DAYS} in all.")] = None,
    party_size: Annotated[int | None, Query(ge=1, le=LARGEST_PARTY, description="Required for a restaurant.")] = None,
    service: Annotated[str | None, Query(min_length=1, max_length=200, description="Required for a salon.")] = None,
    stylist: Annotated[str | None, Query(min_length=1, max_length=200)] = None,
) -> Search:
    """What is looked for."""
    return Search(venue_id=venue_id, date=date, to=to, party_size=party_size, service=service, stylist=stylist)


@router.get("", responses=documented(404, 409))
async def find_availability(
    account: AccountDep, services: ServicesDep, search: Annotated[Search, Depends(get_search)]
) -> AvailabilityAnswer:
    """The free times of one day or several at one venue: for so many people, or for a service and perhaps a stylist.
    Days on which nothing is free are listed with the reason.
    """
    return AvailabilityAnswer.of(await services.bookings.find_free(search, account_id=account.id))
