"""What routes ask for, under names that read like sentences."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast
from uuid import UUID

from fastapi import Depends, Header, Query, Request
from fastapi.openapi.models import HTTPBearer as HTTPBearerModel
from fastapi.security.base import SecurityBase
from fastapi.security.utils import get_authorization_scheme_param
from structlog.contextvars import bind_contextvars

from api.access_notes import note, note_again
from api.conditional import IfMatch, get_if_match
from api.middleware import TAKEN
from api.pages import CursorCodec
from api.people_gate import Owners, check_people
from api.permissions import OPEN, needed_for
from api.preferences import Preferences
from api.query import OUTSIDERS_ASK, refuse_unknown_parameters
from api.repeats import ACTING_CONTACT, BY_TOKEN, DESCRIPTION, begin, begin_by_token, key_of
from api.seats import CALLER
from core.caller import Caller
from core.config import Settings
from core.errors import UnauthorizedError
from core.idempotency import IdempotencyKey
from core.people import Account
from core.roles import Permission
from core.tenancy import Tenant, act_as_system, confine_to
from services.flow_control import refuse_too_many
from services.services import Services

MAX_PAGE = 200
OPERATORS = "/v1/admin/"
"""Operators are heard here also when their account has called too often: it may be what they want to stop."""

ASK_AGAIN_SECONDS = 3.0
"""How often a call that lasts finds out anew who is calling: it ends soon after they may no longer."""
FRESH_SECONDS = 1.0
"""How long ago that may be where something is about to be told."""

_ASKED_AT = "grandma.caller_asked_at"

T = TypeVar("T")

# Dependencies are coroutines even where they await nothing: FastAPI runs plain functions in threads, at several times
# the cost of what they do.


async def open_to_all(request: Request) -> None:
    """What is open needs nobody's account: it asks for what a signature or a secret names (`api/permissions.py`)."""
    name = request.scope["route"].name
    if name in OPEN:
        act_as_system("open to all")
        if name not in OUTSIDERS_ASK:
            refuse_unknown_parameters(request)
    if name in BY_TOKEN:
        services = await get_services(request)
        patience = Preferences.read(request.headers.get("prefer")).patience
        find = services.access.logins.find_token
        await begin_by_token(request, services.repeated_calls, find, patience=patience)


async def get_services(request: Request) -> Services:
    """The services of this app, made in its lifespan."""
    return cast("Services", request.app.state.services)


async def get_settings(request: Request) -> Settings:
    """The settings of this app."""
    return cast("Settings", request.app.state.settings)


ServicesDep = Annotated[Services, Depends(get_services)]
SettingsDep = Annotated[Settings, Depends(get_settings)]


class _CallerBearer(SecurityBase):
    """Who is calling, and whether they may: the scheme of the documents and the gate of all routes in one.

    Several dependencies of a call may ask; they are told the same, or, where it lasts, how things stand by then.
    """

    scheme_name = "HTTPBearer"
    model = HTTPBearerModel(description="An API key, an access token of `POST /v1/auth/login`, or DEV_AUTH_TOKEN.")

    async def __call__(self, request: Request) -> Caller:
        if (
            CALLER in request.scope
        ):  # who waits for a change is answered by asking again, which begins with nobody's rows
            caller = await ask_again(request)
            note_again(request)
            return caller
        caller = await _let_in(request)
        _keep(request, caller)
        return caller


async def ask_again(request: Request, *, tells: bool = False) -> Caller:
    """Who is calling and was let in, as things stand now, or stood less than ASK_AGAIN_SECONDS ago: for calls that last. Where
    the call `tells` something next, less than FRESH_SECONDS.

    Raises:
        UnauthorizedError: the key was revoked or the login has ended meanwhile, or their time is over.
        ForbiddenError: they may no longer.
        NotFoundError: it is no longer theirs to see.
    """
    caller = cast("Caller", request.scope[CALLER])
    if time.monotonic() < request.scope[_ASKED_AT] + (FRESH_SECONDS if tells else ASK_AGAIN_SECONDS):
        _confine(caller, request)
        return caller
    services = await get_services(request)
    caller = await _identify(request, services)
    caller.require(needed_for(request.scope["route"].name))
    _confine(caller, request)
    await check_people(request, caller, Owners(services.access, account_id=caller.account.id))
    _keep(request, caller)
    return caller


def _keep(request: Request, caller: Caller) -> None:
    request.scope[CALLER], request.scope[_ASKED_AT] = caller, time.monotonic()


async def _let_in(request: Request) -> Caller:
    """The caller, who may call this route.

    Raises:
        UnauthorizedError: nobody is calling.
        ForbiddenError: they may not; nothing was done.
    """
    services = await get_services(request)
    caller = await _identify(request, services)
    if caller.is_operator and request.url.path.startswith(OPERATORS):
        bind_contextvars(operator=caller.name)  # whose key it was is in each line of the log
    else:
        taken = request.scope[TAKEN] = await services.flow.count_call(caller)
        refuse_too_many(taken)
    owners = Owners(services.access, account_id=caller.account.id)
    await note(request, caller, owners, log=services.access.log)
    needed = needed_for(request.scope["route"].name)
    caller.require(needed)
    _confine(caller, request)
    refuse_unknown_parameters(request)
    await check_people(request, caller, owners)
    patience = Preferences.read(request.headers.get("prefer")).patience
    await begin(request, services.repeated_calls, caller=caller, patience=patience)
    return caller


async def _identify(request: Request, services: Services) -> Caller:
    scheme, key = get_authorization_scheme_param(request.headers.get("Authorization"))
    if scheme.lower() != "bearer" or not key:
        raise UnauthorizedError("Send your key or access token as: Authorization: Bearer <key>.")
    act_as_system("who is calling")
    return await services.accounts.authenticate(key)


def _confine(caller: Caller, request: Request) -> None:
    """From here on the call sees the rows of the caller's account and people alone; an operator's everybody's."""
    if needed_for(request.scope["route"].name) is Permission.OPERATE:
        act_as_system("operator")
    else:
        confine_to(Tenant(account_id=caller.account.id, people=caller.people))


get_caller = _CallerBearer()
CallerDep = Annotated[Caller, Depends(get_caller)]


class _AccountBearer(_CallerBearer):
    """The account that the caller acts in."""

    async def __call__(self, request: Request) -> Account:  # pyright: ignore[reportIncompatibleMethodOverride] - FastAPI asks for the value alone
        return (await get_caller(request)).account


class _OptionalAccountBearer(_CallerBearer):
    """As `_AccountBearer`, for what may be had without a key too."""

    async def __call__(self, request: Request) -> Account | None:  # pyright: ignore[reportIncompatibleMethodOverride] - as above
        if request.headers.get("Authorization"):
            return (await get_caller(request)).account
        act_as_system("signed link")
        return None


get_account = _AccountBearer()
find_account = _OptionalAccountBearer()
AccountDep = Annotated[Account, Depends(get_account)]


async def get_preferences(
    prefer: Annotated[str | None, Header(description="`wait=N`: answer when all tasks rest, at most 60 s.")] = None,
) -> Preferences:
    """How the caller would like to be answered."""
    return Preferences.read(prefer)


PreferencesDep = Annotated[Preferences, Depends(get_preferences)]


async def get_idempotency_key(
    request: Request,
    caller: CallerDep,
    services: ServicesDep,
    idempotency_key: Annotated[str | None, Header(description=DESCRIPTION)] = None,
) -> IdempotencyKey | None:
    """The caller's key, with whose it is and what it guards."""
    if idempotency_key is None:
        return None
    return await key_of(request, idempotency_key, services.repeated_calls, caller=caller)


CarerDep = Annotated[
    UUID | None,
    Header(
        alias=ACTING_CONTACT,
        description="The contact who does this: must be allowed to (`may_edit_medicines`), is recorded, the person is told.",
    ),
]

IfMatchDep = Annotated[IfMatch, Depends(get_if_match)]

IdempotencyDep = Annotated[IdempotencyKey | None, Depends(get_idempotency_key)]


def replay_header(*, replayed: bool) -> dict[str, str]:
    """Tells the caller that an earlier call with the same Idempotency-Key made what is answered."""
    return {"Idempotent-Replayed": "true"} if replayed else {}


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted, and how to answer it."""

    limit: int
    before: UUID | None
    scope: str
    codec: CursorCodec

    def render(self, items: Sequence[T], read: Callable[[T], Any], id_of: Callable[[T], UUID]) -> dict[str, Any]:
        """The answer; ask services for `limit + 1` items, the last only says that there are more."""
        shown = items[: self.limit]
        more = len(items) > self.limit
        return {
            "items": [read(item) for item in shown],
            "next_cursor": self.codec.encode(id_of(shown[-1]), scope=self.scope) if more else None,
        }


async def get_page(
    request: Request,
    account: AccountDep,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE, description="How many at most.")] = 50,
    cursor: Annotated[
        str | None, Query(max_length=100, description="`next_cursor` of the page before this one.")
    ] = None,
) -> Page:
    """The wanted part of a list."""
    codec = cast("CursorCodec", request.app.state.cursors)
    scope = f"{account.id} {request.url.path}"
    return Page(limit, codec.decode(cursor, scope=scope) if cursor is not None else None, scope, codec)


PageDep = Annotated[Page, Depends(get_page)]
