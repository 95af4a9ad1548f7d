"""Calendars of bookings."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.security import APIKeyQuery

from api.dependencies import AccountDep, ServicesDep, SettingsDep, find_account
from api.problems import documented
from api.schemas.calendars import CalendarLinkAnswer
from core.config import Settings
from core.errors import UnauthorizedError
from core.people import Account

router = APIRouter(prefix="/v1/users/{user_id}", tags=["users"])

_TOKEN = APIKeyQuery(
    name="token", scheme_name="CalendarToken", description="From the link of the calendar.", auto_error=False
)


@router.get(
    "/bookings.ics",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {}}}, **documented(404)},
)
async def get_calendar(
    user_id: UUID,
    services: ServicesDep,
    account: Annotated[Account | None, Depends(find_account)],
    token: Annotated[str | None, Depends(_TOKEN)],
) -> Response:
    """The bookings of a user as a calendar (RFC 5545) to subscribe to, with a key or by the link that has a token in it."""
    if account is not None:
        account_id = account.id
    elif token:
        account_id = (await services.calendars.get_owner(user_id, token=token)).account_id
        await services.flow.count_call(account_id)
    else:
        raise UnauthorizedError("Send your key as: Authorization: Bearer <key>, or use the link of the calendar.")
    body = await services.calendars.write(user_id, account_id=account_id)
    return Response(body, media_type="text/calendar", headers={"Cache-Control": "private, no-cache"})


@router.get("/calendar-link", responses=documented(404))
async def get_calendar_link(
    user_id: UUID, account: AccountDep, services: ServicesDep, settings: SettingsDep
) -> CalendarLinkAnswer:
    """The address under which calendar programs read the user's bookings. Whoever has it can read them."""
    return _to_link(settings, user_id, await services.calendars.get_token(user_id, account_id=account.id))


@router.post("/calendar-link/replace", responses=documented(404))
async def replace_calendar_link(
    user_id: UUID, account: AccountDep, services: ServicesDep, settings: SettingsDep
) -> CalendarLinkAnswer:
    """A new address; the one before opens nothing any more."""
    return _to_link(settings, user_id, await services.calendars.replace_token(user_id, account_id=account.id))


def _to_link(settings: Settings, user_id: UUID, token: str) -> CalendarLinkAnswer:
    return CalendarLinkAnswer(url=f"{settings.base_url.rstrip('/')}/v1/users/{user_id}/bookings.ics?token={token}")
