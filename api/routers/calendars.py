"""Calendars of bookings, and of what is due."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.security import APIKeyQuery

from api.dependencies import CallerDep, ServicesDep, SettingsDep, find_account
from api.problems import documented
from api.schemas.calendars import CalendarLinkAnswer
from api.schemas.common import NOT_KEPT
from core.config import Settings
from core.errors import UnauthorizedError
from core.people import Account
from services.booking.calendar_service import Feed
from services.flow_control import refuse_too_many
from services.services import Services

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
    account_id = await _find_owner(user_id, services, account, token, feed=Feed.BOOKINGS)
    body = await services.calendars.write(user_id, account_id=account_id)
    return _calendar(body)


@router.get(
    "/reminders.ics",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {}}}, **documented(404)},
)
async def get_reminder_calendar(
    user_id: UUID,
    services: ServicesDep,
    account: Annotated[Account | None, Depends(find_account)],
    token: Annotated[str | None, Depends(_TOKEN)],
) -> Response:
    """What is due from yesterday until four weeks from now as a calendar (RFC 5545) to subscribe to, as `bookings.ics`."""
    account_id = await _find_owner(user_id, services, account, token, feed=Feed.REMINDERS)
    return _calendar(await services.records.write_calendar(user_id, account_id=account_id))


@router.get("/calendar-link", responses=documented(404))
async def get_calendar_link(
    user_id: UUID, response: Response, caller: CallerDep, services: ServicesDep, settings: SettingsDep
) -> CalendarLinkAnswer:
    """The address under which calendar programs read the user's bookings. Whoever has it can read them.

    Taken by somebody who logged in, it opens them no longer than they may see the person's data.
    """
    response.headers.update(NOT_KEPT)
    tokens = await services.calendars.get_tokens(user_id, account_id=caller.account.id, holder=caller.acting_member)
    return _to_link(settings, user_id, tokens, feed=Feed.BOOKINGS)


@router.post("/calendar-link/replace", responses=documented(404))
async def replace_calendar_link(
    user_id: UUID, response: Response, caller: CallerDep, services: ServicesDep, settings: SettingsDep
) -> CalendarLinkAnswer:
    """A new address; those before open nothing any more, the one of what is due among them."""
    response.headers.update(NOT_KEPT)
    tokens = await services.calendars.replace_tokens(user_id, account_id=caller.account.id, holder=caller.acting_member)
    return _to_link(settings, user_id, tokens, feed=Feed.BOOKINGS)


@router.get("/reminder-calendar-link", responses=documented(404))
async def get_reminder_calendar_link(
    user_id: UUID, response: Response, caller: CallerDep, services: ServicesDep, settings: SettingsDep
) -> CalendarLinkAnswer:
    """The address under which calendar programs read what is due. Whoever has it can read which medicines these are.

    Taken by somebody who logged in, it opens them no longer than they may see the person's data.
    """
    response.headers.update(NOT_KEPT)
    tokens = await services.calendars.get_tokens(user_id, account_id=caller.account.id, holder=caller.acting_member)
    return _to_link(settings, user_id, tokens, feed=Feed.REMINDERS)


@router.post("/reminder-calendar-link/replace", responses=documented(404))
async def replace_reminder_calendar_link(
    user_id: UUID, response: Response, caller: CallerDep, services: ServicesDep, settings: SettingsDep
) -> CalendarLinkAnswer:
    """A new address; those before open nothing any more, the one of the bookings among them."""
    response.headers.update(NOT_KEPT)
    tokens = await services.calendars.replace_tokens(user_id, account_id=caller.account.id, holder=caller.acting_member)
    return _to_link(settings, user_id, tokens, feed=Feed.REMINDERS)


def _to_link(settings: Settings, user_id: UUID, tokens: Mapping[Feed, str], *, feed: Feed) -> CalendarLinkAnswer:
    base = f"{settings.base_url.rstrip('/')}/v1/users/{user_id}"
    return CalendarLinkAnswer(url=f"{base}/{feed.value}?token={tokens[feed]}")


async def _find_owner(
    user_id: UUID, services: Services, account: Account | None, token: str | None, *, feed: Feed
) -> UUID:
    """Whose calendar is asked for, with a key or by the token of a link; the id of the account."""
    if account is not None:
        return account.id
    if not token:
        raise UnauthorizedError("Send your key as: Authorization: Bearer <key>, or use the link of the calendar.")
    account_id = (await services.calendars.get_owner(user_id, token=token, feed=feed)).account_id
    refuse_too_many(await services.flow.count_call_of_calendar(user_id))
    return account_id


def _calendar(body: bytes) -> Response:
    return Response(body, media_type="text/calendar", headers=NOT_KEPT)
