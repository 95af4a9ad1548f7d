"""Callers who are let in for certain people: whatever a call is about must be theirs.

The first of two walls: asked once, before any route, by what stands in path, query and body. The second is in the database
(ADR 0026), and shows the same people alone, but for what an account shares a room for: bookings.
"""

import json
from typing import Any, Final, cast
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from fastapi.routing import APIRoute

from api.query import query_names
from core.access_record import Owner
from core.caller import Caller
from core.errors import FieldProblem, ForbiddenError, InvalidFieldError, NotFoundError
from services.access.access import CONTACT, DELIVERY, Access
from services.access.access import OWNED_KINDS as KINDS

SHARED_BY_ALL: Final = frozenset({"venue_id", "member_id", "invitation_id"})
"""Ids in paths that belong to the account, or that the service asks about itself."""

WITH_THEIR_PERSON: Final = frozenset({"contact_id", "subscription_id"})
"""Ids that come behind the person's own in the path, and are looked up together with it."""

OWNED: Final = KINDS | {DELIVERY}
"""Kinds of things of which can be told whose they are."""


class Owners:
    """Whose things are, as asked during one call: each is looked up once, before anything is done with it."""

    def __init__(self, access: Access, *, account_id: UUID) -> None:
        self._access = access
        self._account_id = account_id
        self._found: dict[tuple[str, UUID], UUID | None] = {}

    async def find(self, kind: str, thing_id: UUID) -> UUID | None:
        """The person whose thing of that kind this is; None where the account has none, or it is nobody's."""
        if kind not in OWNED and kind != CONTACT:
            return None
        if (kind, thing_id) not in self._found:
            owner = await self._access.find_owner(kind, thing_id, account_id=self._account_id)
            self._found[kind, thing_id] = owner
        return self._found[kind, thing_id]

    async def find_of_work(self, work_id: UUID) -> Owner | None:
        """Whose durable work this is, in whatever account; None where there is none."""
        return await self._access.find_owner_of_work(work_id)


async def check_people(request: Request, caller: Caller, owners: Owners) -> None:
    """Let the call pass if it is about the caller's people alone.

    Raises:
        NotFoundError: it is about something of somebody else, which for this caller does not exist.
        InvalidFieldError: whom it is about is not said, and there are several.
        ForbiddenError: it names somebody else, or nobody can tell whom it is about.
    """
    people = caller.people
    if people is None:
        return
    for name, value in request.path_params.items():
        await _check_path(name, str(value), people, owners)
    route = cast("APIRoute", request.scope["route"])
    for value in request.query_params.getlist("user_id"):
        _require_named(value, people)
    if "user_id" in query_names(route) and "user_id" not in request.query_params:
        _mean_the_only_one(request, people)
    await _check_body(request, route, people)


async def _check_path(name: str, value: str, people: frozenset[UUID], owners: Owners) -> None:
    kind = name.removesuffix("_id")
    if name == "user_id":
        _require(value, people)
    elif kind in KINDS:
        thing_id = to_id(value)
        owner = await owners.find(kind, thing_id) if thing_id else None
        if thing_id and owner not in people:
            raise NotFoundError(f"There is no {kind} {thing_id}.")
    elif name not in SHARED_BY_ALL | WITH_THEIR_PERSON:
        raise ForbiddenError("This is for whoever manages the account.")


async def _check_body(request: Request, route: APIRoute, people: frozenset[UUID]) -> None:
    names = body_names(route)
    if not names & {"user_id", "contact_id"}:
        return
    try:
        body: Any = json.loads(await request.body() or b"{}")
    except (ValueError, RecursionError):
        return  # refused with its own words behind the gate
    given = cast("dict[str, Any]", body).get("user_id") if isinstance(body, dict) else None
    if isinstance(given, str):
        _require_named(given, people)
    elif "user_id" in names and len(people) != 1:
        raise _whom("/user_id")


def _mean_the_only_one(request: Request, people: frozenset[UUID]) -> None:
    """Have a list be about the only person there is."""
    if len(people) != 1:
        raise _whom("query:user_id")
    asked = [*request.query_params.multi_items(), ("user_id", str(next(iter(people))))]
    request.scope["query_string"] = urlencode(asked).encode()
    request.__dict__.pop("_query_params", None)


def _require(value: str, people: frozenset[UUID]) -> None:
    given = to_id(value)
    if given is not None and given not in people:
        raise NotFoundError(f"There is no user {given}.")


def _require_named(value: str, people: frozenset[UUID]) -> None:
    given = to_id(value)
    if given is not None and given not in people:
        raise ForbiddenError(f"You don't look after a user {given}.")


def to_id(value: str) -> UUID | None:
    """The id; None where it is none, which the route refuses in its own words."""
    try:
        return UUID(value)
    except ValueError:
        return None


def _whom(pointer: str) -> InvalidFieldError:
    wrong = "You look after several people: say whom this is about, by their user_id."
    return InvalidFieldError(wrong, [FieldProblem(pointer, wrong)])


def body_names(route: APIRoute) -> set[str]:
    """What the route asks for in the body."""
    field = route.body_field
    model = getattr(getattr(field, "field_info", None), "annotation", None)
    return set(getattr(model, "model_fields", {}))
