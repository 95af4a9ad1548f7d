"""What a route reads from the query of a call; anything else is refused."""

from collections.abc import Iterator
from typing import Final, cast

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.security import APIKeyQuery

from api.schemas.common import NOT_STORABLE, UNSTORABLE
from core.errors import FieldProblem, InvalidFieldError

OUTSIDERS_ASK: Final = frozenset(
    {
        *("take_call", "take_text", "take_key", "take_status"),
        *("show_link", "press_link", "show_opt_out", "press_opt_out", "show_magic_link", "show_invitation"),
        *("get_health", "get_liveness", "get_readiness", "get_metrics", "show_documents"),
    }
)
"""Open routes whose query is not the caller's to choose, so that whatever it holds is let through. Nothing in it narrows what they
answer or do: they are opened by a signature, or tell nobody anything.

Outside systems call at the address they were given, with what their operator has appended to it for a proxy or a log of their own;
a refusal would be a booking that is not looked at or an opt-out that is not heard, and nobody would be there to read why. The
telephone service appends parameters of its own (`bodySHA256`), and its signature is over the query as well. Links out of mails and
texts are opened by people, through whatever has counted, scanned or rewritten them. Probes and scrapers are set up by whoever runs
the installation.
"""

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
