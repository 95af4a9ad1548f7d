"""How many streams of events an account may have open at a time, in one process: each of them asks the database again and
again, for as long as its task takes.
"""

from collections import Counter
from collections.abc import AsyncGenerator
from typing import cast
from uuid import UUID

from fastapi import Request

from api.dependencies import AccountDep
from core.errors import LimitError

MOST_STREAMS = 20
_RETRY_SECONDS = 5.0


class TooManyStreamsError(LimitError):
    """The account follows as many tasks as it may."""

    name = "too-many-streams"
    title = "Too many streams are open"


class StreamSeats:
    """Who has how many open."""

    def __init__(self) -> None:
        self._taken: Counter[UUID] = Counter()

    def take(self, account_id: UUID) -> None:
        """Raises TooManyStreamsError where there is no seat left."""
        if self._taken[account_id] >= MOST_STREAMS:
            detail = f"At most {MOST_STREAMS} streams may be open at a time. Close one, or poll GET /v1/tasks."
            raise TooManyStreamsError(detail, retry_after=_RETRY_SECONDS)
        self._taken[account_id] += 1

    def leave(self, account_id: UUID) -> None:
        """Give a seat back."""
        self._taken[account_id] -= 1
        if not self._taken[account_id]:
            del self._taken[account_id]


async def hold_seat(request: Request, account: AccountDep) -> AsyncGenerator[None]:
    """A seat until the stream ends."""
    seats = cast("StreamSeats", request.app.state.seats)
    seats.take(account.id)
    try:
        yield
    finally:
        seats.leave(account.id)
