"""Notes whose data a call is about, before it is carried out, and has it written down before the answer leaves.

Asked for every call in one place, where callers are let in (`api/dependencies.py`). Whose data it is stands in path, query or
body; a route where it stands nowhere is named below, or counts as about everybody in the account. What operators see of all accounts is
recorded with each person whom it is about.
"""

import ipaddress
import json
from collections.abc import Collection
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final, cast
from uuid import UUID

import structlog
from fastapi import Request
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.people_gate import Owners, body_names, to_id
from api.permissions import needed_for
from api.problems import problem_response
from api.query import query_names
from core.access_record import AccessNote, AccessOutcome, AccessRecord, ActorKind, Owner, note_access, unnoted
from core.caller import Caller
from core.errors import UnavailableError
from core.ids import make_id
from core.roles import Permission, Role
from services.access.access import CONTACT
from services.access.access_log import AccessLog

logger = structlog.stdlib.get_logger(__name__)

ABOUT_NOBODY: Final = frozenset(
    {
        *("parse_text", "get_push_key", "get_signing_secret", "get_me", "log_out", "set_password"),
        *("create_venue", "list_venues", "get_venue", "change_venue", "delete_venue", "import_venues"),
        *("put_venue_secrets", "find_availability", "get_ladders", "put_ladders"),
        *("create_endpoint", "list_endpoints", "get_endpoint", "change_endpoint", "delete_endpoint"),
        *("rotate_endpoint_secret", "rotate_signing_secret", "send_test_message", "redeliver_failed"),
        *("create_key", "list_keys", "get_key", "rotate_key", "revoke_key"),
        *("list_invitations", "delete_invitation", "list_members", "delete_member"),
        *("list_queues", "get_spending", "pause_queue", "resume_queue"),
    }
)
"""Routes about what is the account's or the installation's. The last line is for operators: sums over all accounts, and stopping all of
them alike. That is in the log, with whose key it was.
"""

MAKES_PERSON, ERASES_PERSON = "create_user", "delete_user"
ALWAYS_NOTED: Final = frozenset({"export_user", ERASES_PERSON})
"""What is recorded also of keys that act for nobody else, and of the person: whoever takes everything away, or has it erased, may be
somebody else who has got hold of their login."""

ACTING: Final = "x-acting-contact"
_NOTE: Final = "grandma.access_note"
_ACCESS_LOG: Final = "grandma.access_log"


async def note(request: Request, caller: Caller, owners: Owners, *, log: AccessLog) -> None:
    """Have the call recorded, if somebody sees or changes what is not their own."""
    route = cast("APIRoute", request.scope["route"])
    if route.name in ABOUT_NOBODY:
        return
    if needed_for(route.name) is Permission.OPERATE:
        if caller.is_operator:  # nobody else is let in, or sees anything
            _keep(request, await _note_of_operator(request, caller, route, owners), log)
        return
    kind, actor_id = await _actor_of(request, caller, route)
    if kind in {ActorKind.KEY, ActorKind.OPERATOR} and _speaks_for_the_person(caller, route):
        return
    people = await _people_of(request, route, caller, owners)
    is_own = people is not None and (not people or _is_themself(caller, people))
    if is_own and route.name != MAKES_PERSON and route.name not in ALWAYS_NOTED:
        return
    if kind is ActorKind.CONTACT and not await _is_contact_of(people, actor_id, caller, owners):
        kind, actor_id = _program_of(caller)
    common = _record(request, caller, route, kind=kind, actor_id=actor_id)
    is_about_all = people is None and route.name != MAKES_PERSON
    records = tuple(
        replace(common, id=make_id(), user_id=person, is_about_all=is_about_all) for person in (people or [None])
    )
    noted = AccessNote(records=records, is_of_new_person=route.name == MAKES_PERSON, erases=route.name == ERASES_PERSON)
    _keep(request, noted, log)


def note_again(request: Request) -> None:
    """The call is carried out once more, as whoever waits for a change has it: what it shows is recorded with it."""
    if (noted := request.scope.get(_NOTE)) is not None:
        note_access(noted)


def _keep(request: Request, noted: AccessNote, log: AccessLog) -> None:
    request.scope[_NOTE], request.scope[_ACCESS_LOG] = noted, log
    note_access(noted)


def _record(
    request: Request, caller: Caller, route: APIRoute, *, kind: ActorKind, actor_id: UUID | None
) -> AccessRecord:
    """What is recorded of the call, but for whose data it was."""
    thing_kind, thing_id = _thing_of(request)
    return AccessRecord(
        id=make_id(),
        account_id=caller.account.id,
        user_id=None,
        actor_kind=kind,
        actor_id=actor_id,
        key_id=caller.key_id,
        role=str(Role.OPERATOR if kind is ActorKind.OPERATOR else caller.acting_role),
        action=route.name,
        thing_kind=thing_kind,
        thing_id=thing_id,
        address=network_of(request.client.host if request.client else None),
    )


async def _note_of_operator(request: Request, caller: Caller, route: APIRoute, owners: Owners) -> AccessNote:
    """The note of a call over all accounts. Whose data a list shows, and many letters are, is found out where they are read."""
    common = _record(request, caller, route, kind=ActorKind.OPERATOR, actor_id=caller.key_id)
    noted = AccessNote(common=common)
    if (owner := await _owner_in_path(common, owners)) is not None:
        noted.add(common, owner)
    return noted


async def _owner_in_path(common: AccessRecord, owners: Owners) -> Owner | None:
    if common.thing_id is None:
        return None
    if common.thing_kind == "account":
        return Owner(common.thing_id, None)
    return await owners.find_of_work(common.thing_id)


def _speaks_for_the_person(caller: Caller, route: APIRoute) -> bool:
    """An account's own programs speak for the person that they name, unless they are refused or take everything."""
    return route.name not in ALWAYS_NOTED and needed_for(route.name) in caller.permissions


def _is_themself(caller: Caller, people: Collection[UUID]) -> bool:
    return (
        caller.role is Role.PERSON
        and caller.people is not None
        and len(caller.people) == 1
        and caller.people >= {*people}
    )


async def _actor_of(request: Request, caller: Caller, route: APIRoute) -> tuple[ActorKind, UUID | None]:
    if caller.acting_member is not None:  # by a key of theirs too, and for whomever they say that they act
        return ActorKind.MEMBER, caller.acting_member
    contact_id = to_id(request.headers.get(ACTING, ""))
    if contact_id is None and needed_for(route.name) is Permission.DOSES_WRITE:
        contact_id = to_id(str((await _body_of(request)).get("contact_id")))
    if contact_id is not None:
        return ActorKind.CONTACT, contact_id
    return _program_of(caller)


def _program_of(caller: Caller) -> tuple[ActorKind, UUID | None]:
    return (ActorKind.KEY, caller.key_id) if caller.key_id is not None else (ActorKind.OPERATOR, None)


async def _is_contact_of(
    people: Collection[UUID] | None, contact_id: UUID | None, caller: Caller, owners: Owners
) -> bool:
    """Whether a program may say that it acts for this contact: nobody's name is put to what they could not have done."""
    whose = await owners.find(CONTACT, contact_id) if contact_id is not None else None
    if whose is None:
        return False
    # Who is meant where nobody is named may have been erased a moment ago: then somebody else is.
    return people is None or whose in people or caller.account.default_user_id in people


async def _people_of(request: Request, route: APIRoute, caller: Caller, owners: Owners) -> Collection[UUID] | None:
    """Whose data the call is about; None: everybody's."""
    if "user_id" in request.path_params:
        return _known(str(request.path_params["user_id"]))
    kind, thing_id = _thing_of(request)
    if kind is not None:
        owner = await owners.find(kind, thing_id) if thing_id is not None else None
        return [owner] if owner is not None else []
    in_body = body_names(route) & {"user_id", "user_ids"}
    if in_body:
        return _named_in(await _body_of(request), caller)
    if "user_id" in query_names(route) and "user_id" in request.query_params:
        return _known(request.query_params["user_id"])
    return caller.people


def _named_in(body: dict[str, Any], caller: Caller) -> Collection[UUID]:
    several = body.get("user_ids")
    if isinstance(several, list):
        return {known for each in cast("list[Any]", several)[:100] if (known := to_id(str(each))) is not None}
    return _known(str(body["user_id"])) if body.get("user_id") else [caller.account.default_user_id]


def _known(value: str) -> Collection[UUID]:
    given = to_id(value)
    return [given] if given is not None else []


def _thing_of(request: Request) -> tuple[str | None, UUID | None]:
    """What is looked at or changed: the last id of the path that is not the person's."""
    named = [(name, value) for name, value in request.path_params.items() if name not in {"user_id", "endpoint_id"}]
    if not named:
        return None, None
    name, value = named[-1]
    return name.removesuffix("_id"), to_id(str(value))


async def _body_of(request: Request) -> dict[str, Any]:
    try:
        body: Any = json.loads(await request.body() or b"{}")
    except (ValueError, RecursionError):
        return {}  # refused with its own words behind the gate
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}


def network_of(address: str | None) -> str | None:
    """Where a call came from, so far as it tells a house from another town and not one machine from the next."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))


class AccessLogMiddleware:
    """Writes down what was noted before the first byte of the answer leaves; what can't be written down is not answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_recorded(message: Message) -> None:
            if message["type"] == "http.response.start" and (noted := scope.get(_NOTE)) is not None:
                await _write(scope, noted, message)
            await send(message)

        try:
            with unnoted():  # nothing that this task does later belongs to the call
                await self._app(scope, receive, send_recorded)
        except _UnrecordedError as error:
            detail = "What you asked for can't be recorded at the moment, and nobody sees it unrecorded; try again."
            await problem_response(UnavailableError(detail), instance=scope["path"])(scope, receive, send)
            logger.warning("an access could not be recorded", error=type(error.__cause__).__name__)


class _UnrecordedError(Exception):
    """A record could not be written."""


async def _write(scope: Scope, noted: AccessNote, start: Message) -> None:
    if not noted.records:
        return
    outcome = _outcome_of(start["status"])
    records = noted.with_outcome(outcome)
    if noted.is_of_new_person and outcome is AccessOutcome.DONE:
        records = _about(_made(start), records)
    try:
        await cast("AccessLog", scope[_ACCESS_LOG]).write(records)
    except Exception as error:  # whatever the database has said, as where the person is erased at this moment
        raise _UnrecordedError from error
    noted.mark_written()


def _about(person: UUID | None, records: tuple[AccessRecord, ...]) -> tuple[AccessRecord, ...]:
    return tuple(replace(each, user_id=person) for each in records)


def _made(start: Message) -> UUID | None:
    """The person whose address the answer gives."""
    found = next((value for name, value in start.get("headers", []) if name.lower() == b"location"), b"")
    return to_id(found.decode("latin-1").rpartition("/")[2])


def _outcome_of(status: int) -> AccessOutcome:
    if status < HTTPStatus.BAD_REQUEST:
        return AccessOutcome.DONE
    return AccessOutcome.REFUSED if status in {401, 403, 404} else AccessOutcome.FAILED
