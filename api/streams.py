"""Streams of events: who may have one open, and how one ends whose caller may hear it no longer."""

from collections.abc import AsyncGenerator
from typing import Final, cast

from fastapi import Request
from fastapi.sse import ServerSentEvent

from api.dependencies import CallerDep
from api.problems import problem_document
from api.seats import Seats
from core.errors import GrandmaError

CLOSED: Final = "stream.closed"
RECONNECT_AFTER_MS: Final = 3000


async def hold_seat(request: Request, caller: CallerDep) -> AsyncGenerator[None]:
    """A seat until the stream ends."""
    seats = cast("Seats", request.app.state.stream_seats)
    seats.take(caller.holder)
    try:
        yield
    finally:
        seats.leave(caller.holder)


def closing_event(error: GrandmaError, *, instance: str) -> ServerSentEvent:
    """The last event of a stream that ends before its task does; without an id, so that `Last-Event-ID` stays what it was."""
    return ServerSentEvent(data=problem_document(error, instance=instance), event=CLOSED, retry=RECONNECT_AFTER_MS)
