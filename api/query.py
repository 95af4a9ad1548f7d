"""What a route reads from the query of a call; anything else is refused."""

from collections.abc import Iterator
from typing import cast

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.security import APIKeyQuery

from api.schemas.common import NOT_STORABLE, UNSTORABLE
from core.errors import FieldProblem, InvalidFieldError

_MOST_NAMED = 5


def refuse_unknown_parameters(request: Request) -> None:
    """Let the call pass where its route reads all that is asked: a filter with a slip in its name would show everything.

    Raises:
        InvalidFieldError: names what the route does not know, and what it does; or what holds a character that no text has.
    """
    if not request.url.query:
        return
    known = query_names(cast("APIRoute", request.scope["route"]))
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        named = ", ".join(name[:100] for name in unknown[:_MOST_NAMED])
        there = f"Those that there are: {', '.join(sorted(known))}." if known else "There are none here."
        problems = [FieldProblem(f"query:{name[:100]}", "This parameter does not exist here.") for name in unknown]
        raise InvalidFieldError(f"Unknown parameters of the query: {named}. {there}", problems[:_MOST_NAMED])
    said = request.query_params.multi_items()
    # What is wrong with a cursor is told where it is read.
    if unstorable := [name for name, value in said if name != "cursor" and UNSTORABLE.search(value)]:
        problems = [FieldProblem(f"query:{name}", NOT_STORABLE) for name in dict.fromkeys(unstorable)]
        raise InvalidFieldError("The query holds what is no text.", problems[:_MOST_NAMED])


def query_names(route: APIRoute) -> frozenset[str]:
    """The parameters that a route and what it depends on read from the query."""
    return frozenset(_names(route.dependant))


def _names(dependant: Dependant) -> Iterator[str]:
    if isinstance(dependant.call, APIKeyQuery):
        yield dependant.call.model.name
    yield from (each.alias for each in dependant.query_params)
    for each in dependant.dependencies:
        yield from _names(each)
