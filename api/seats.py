"""How many calls that last one caller may have open at a time, in one process: each of them asks the database again and again."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from core.errors import LimitError

CALLER: Final = "grandma.caller"
"""Where a call carries who makes it, once they were let in."""
MOST_STREAMS: Final = 20
MOST_LONG_POLLS: Final = 20
_RETRY_SECONDS = 5.0


class TooManyStreamsError(LimitError):
    """The caller follows as many tasks as they may."""

    name = "too-many-streams"
    title = "Too many streams are open"


class TooManyLongPollsError(LimitError):
    """The caller waits for as many changes as they may."""

    name = "too-many-long-polls"
    title = "Too many calls are waiting for a change"


class Seats:
    """Who has how many open: a login, a key. Nobody's take away those of others.

    `refuse` makes what is raised: a new one each time, since an error holds on to the call that it was raised in.
    """

    def __init__(self, most: int, refuse: Callable[[], LimitError]) -> None:
        self._most = most
        self._refuse = refuse
        self._taken: Counter[UUID] = Counter()

    def take(self, holder: UUID) -> None:
        """Raises the refusal where there is no seat left."""
        if self._taken[holder] >= self._most:
            raise self._refuse()
        self._taken[holder] += 1

    def leave(self, holder: UUID) -> None:
        """Give a seat back."""
        self._taken[holder] -= 1
        if not self._taken[holder]:
            del self._taken[holder]


def seats_of_streams() -> Seats:
    """For those who follow tasks."""
    detail = f"At most {MOST_STREAMS} streams may be open at a time. Close one, or poll GET /v1/tasks."
    return Seats(MOST_STREAMS, partial(TooManyStreamsError, detail, retry_after=_RETRY_SECONDS))


def seats_of_long_polls() -> Seats:
    """For those who wait with `If-None-Match` and `Prefer: wait=N`."""
    detail = (
        f"At most {MOST_LONG_POLLS} calls may wait for a change at a time. Let one end, or ask without Prefer: wait."
    )
    return Seats(MOST_LONG_POLLS, partial(TooManyLongPollsError, detail, retry_after=_RETRY_SECONDS))
